"""Every way in which o3 can fail: an error holds facts as fields, its words are made here and nowhere else.

The text is one line that says what was found and what was expected; literals stand between backticks and there is
no full stop. `hint` is the way on, where there is one. Nothing here quotes the words of a note. Only the command line's
entry prints errors, after cleaning them for the terminal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, dataclass_transform


@dataclass_transform(eq_default=False)
class O3Error(Exception):
    """Something that o3 could not do. `exit_code` is the process's: 1 it could not be done, 2 wrong usage.

    A subclass lists its facts as a dataclass does, and is made with them in that order or by name. It is none: making
    a dataclass of each took longer than all else that a small command imports.
    """

    exit_code: ClassVar[int] = 1
    _facts: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        own = cls.__dict__.get("__annotations__", {})  # noqa: RUF063 - inspect would cost what this saves
        cls._facts += tuple(name for name, kind in own.items() if not kind.startswith("ClassVar"))

    def __init__(self, *facts: object, **named: object) -> None:
        super().__init__()
        self.__dict__.update(zip(self._facts, facts, strict=False))
        self.__dict__.update(named)

    @property
    def message(self) -> str:
        """One line: what was found, what was expected."""
        raise NotImplementedError

    @property
    def hint(self) -> str | None:
        """One line: the way on, or None where there is none."""
        return None

    def __str__(self) -> str:
        return self.message


def quote_all(words: Sequence[str]) -> str:
    """`a`, `b` or `c`."""
    quoted = [f"`{word}`" for word in words]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def suggest(nearest: Sequence[str]) -> str | None:
    """The hint that offers near misses."""
    return f"did you mean {quote_all(nearest)}?" if nearest else None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in one file that o3 could not read or will not touch: the file is named, the others go on."""

    path: str
    """Path within the notebook, with slashes."""
    line: int | None
    """Line in the file, from 1; None where the whole file is meant."""
    message: str
    """What was found and what was expected; never a word of the note."""

    @property
    def place(self) -> str:
        """`path:line`, as editors and terminals open it."""
        return self.path if self.line is None else f"{self.path}:{self.line}"
