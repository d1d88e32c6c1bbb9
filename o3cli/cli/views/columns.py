"""Words with short facts around them, in columns where there is room, below one another where there is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from o3cli.cli.output import Painter
from o3cli.domain.terminal_text import display_width, wrap

GAP = "  "
"""Between two columns, and before the first."""

_ENOUGH = 24
"""Columns that words need beside the facts; with fewer, the facts go under the words."""
_WIDEST = 100
"""Columns beyond which facts would stand too far from their words."""
_SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class Cell:
    """A short fact, clean already."""

    text: str
    styles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """Words of any length, clean already, with the facts that stand before and behind them."""

    name: Cell
    """What the row is called by; it stands first."""
    before: tuple[Cell, ...]
    words: str
    behind: tuple[Cell, ...] = ()


class Table:
    """Rows with the same number of cells, laid out together for a terminal of so many columns.

    One that `fills` the terminal has what stands behind the words at its right edge.
    """

    def __init__(self, rows: Sequence[Row], width: int, paint: Painter, *, fills: bool = True) -> None:
        self._paint = paint
        self._width = min(width, _WIDEST)
        self._name = _measure(row.name for row in rows)
        self._before = [_measure(column) for column in zip(*(row.before for row in rows), strict=True)]
        self._behind = [_measure(column) for column in zip(*(row.behind for row in rows), strict=True)]
        taken = [columns for columns in (self._name, *self._before, *self._behind) if columns]
        room = self._width - sum(taken) - (len(taken) + 1) * len(GAP)
        longest = measure([row.words for row in rows])
        self._is_wide = room >= min(longest, _ENOUGH)
        self._words = room if fills else min(room, longest)

    def draw(self, row: Row) -> Iterator[str]:
        """The lines of one row."""
        return self._draw_wide(row) if self._is_wide else self._draw_narrow(row)

    def _draw_wide(self, row: Row) -> Iterator[str]:
        name = self._paint_padded(row.name, self._name)
        before = [self._paint_padded(*pair) for pair in zip(row.before, self._before, strict=True) if pair[1]]
        behind = [self._paint_padded(*pair) for pair in zip(row.behind, self._behind, strict=True) if pair[1]]
        first, *more = wrap(row.words, max(self._words, 1))
        yield (GAP + GAP.join([name, *before, pad(first, self._words), *behind])).rstrip()
        left = [columns for columns in (self._name, *self._before) if columns]
        for line in more:
            yield " " * (sum(left) + (len(left) + 1) * len(GAP)) + line

    def _draw_narrow(self, row: Row) -> Iterator[str]:
        indent = GAP + " " * self._name + GAP
        room = max(self._width - len(indent), 10)
        first, *more = wrap(row.words, room)
        yield f"{GAP}{self._paint_padded(row.name, self._name)}{GAP}{first}".rstrip()
        for line in more:
            yield indent + line
        facts = [cell for cell in (*row.before, *row.behind) if cell.text]
        for cells in _fill_lines(facts, room):
            yield indent + _SEPARATOR.join(self._paint(cell.text, *(cell.styles or ("dim",))) for cell in cells)

    def _paint_padded(self, cell: Cell, columns: int) -> str:
        return self._paint(cell.text, *cell.styles) + " " * (columns - display_width(cell.text))


def _fill_lines(cells: Iterable[Cell], width: int) -> Iterator[list[Cell]]:
    """The cells in as few lines as hold them; a line breaks between two cells."""
    line: list[Cell] = []
    for cell in cells:
        if line and display_width(_SEPARATOR.join(part.text for part in (*line, cell))) > width:
            yield line
            line = []
        line.append(cell)
    if line:
        yield line


def _measure(cells: Iterable[Cell]) -> int:
    return measure([cell.text for cell in cells])


def pad(text: str, columns: int) -> str:
    """The text with blanks behind it."""
    return text + " " * (columns - display_width(text))


def measure(texts: Sequence[str]) -> int:
    """The columns that the widest takes."""
    return max(map(display_width, texts), default=0)
