"""A template: the text that a new note of one kind starts from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """Who wrote a template."""

    YOURS = "yours"
    BUILT_IN = "built in"


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """Which template serves a kind, and where it is."""

    kind: str
    language: str | None
    """`en`, `fr`; None for one of the owner's that serves every language."""
    source: Source
    path: str
    """`templates/o3.md` within the notebook for the owner's; the file's full path for the built-in ones."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template as it was written."""

    info: TemplateInfo
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a template made of its variables."""

    text: str
    """Not empty, LF line ends, the last line ended; it can be encoded as UTF-8."""
    cursor_line: int | None
    """The line where writing begins, from 1; None where the template does not say."""
