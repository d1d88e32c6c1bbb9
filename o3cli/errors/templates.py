"""Templates, and what they render."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from o3cli.errors import O3Error, suggest


class BadKindName(O3Error):
    """A name that no kind can have, since no file can."""

    exit_code: ClassVar[int] = 2
    name: str
    nearest: str

    @property
    def message(self) -> str:
        return f"`{self.name}` cannot name a kind, expected lower-case letters, digits and hyphens"

    @property
    def hint(self) -> str:
        return f"`{self.nearest}` can"


class UnknownKind(O3Error):
    """A kind that no template is named after."""

    exit_code: ClassVar[int] = 2
    kind: str
    nearest: Sequence[str] = ()

    @property
    def message(self) -> str:
        return f"there is no template for the kind `{self.kind}`"

    @property
    def hint(self) -> str:
        return suggest(self.nearest) or "`o3 templates list` shows the kinds that there are"


class BrokenTemplate(O3Error):
    """A template, or a folder of templates, that cannot be read or rendered."""

    path: str
    """As the owner finds it: within the notebook, or the full path of a built-in one."""
    line: int | None
    """Line in the file, from 1; None where the whole file is meant."""
    reason: str
    nearest: Sequence[str] = ()
    """The variables that come near to one that there is not."""

    @property
    def message(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.reason}"

    @property
    def hint(self) -> str | None:
        return suggest(self.nearest)


class TemplateTooHeavy(O3Error):
    """A template that asks for more than a note can need: o3 stopped it."""

    path: str

    @property
    def message(self) -> str:
        return f"{self.path}: it takes more time or memory than a template may"
