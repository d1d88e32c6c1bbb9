"""How the list of templates is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from o3cli.cli.output import Painter
from o3cli.cli.views.columns import GAP, measure, pad
from o3cli.domain.template import Source, TemplateInfo
from o3cli.domain.terminal_text import clean
from o3cli.errors import Problem


@dataclass(frozen=True, slots=True)
class TemplatesView:
    """The kinds, shown."""

    kinds: tuple[TemplateInfo, ...]

    @property
    def problems(self) -> Sequence[Problem]:
        """None: a template is read when it is used."""
        return ()

    def to_json(self) -> Mapping[str, object]:
        """An object a kind."""
        return {
            "kinds": [
                {"kind": info.kind, "language": info.language, "source": info.source.value, "path": info.path}
                for info in self.kinds
            ]
        }

    def to_rows(self) -> Iterable[Sequence[str]]:
        """Kind, language, source, path."""
        return ((info.kind, info.language or "", info.source, info.path) for info in self.kinds)

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:  # noqa: ARG002 - a path is not broken
        """Kind, language and whose it is; the owner's own with its path."""
        kinds = [clean(info.kind) for info in self.kinds]
        for kind, info in zip(kinds, self.kinds, strict=True):
            place = clean(info.path) if info.source is Source.YOURS else paint(info.source, "dim")
            yield f"{paint(pad(kind, measure(kinds)), 'cyan')}{GAP}{info.language or '  '}{GAP}{place}"

    def to_words(self) -> Iterable[str]:
        """Nothing beside the answer."""
        return ()
