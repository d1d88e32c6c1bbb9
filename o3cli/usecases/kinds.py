"""Which practice a session follows, where nobody says so."""

from __future__ import annotations

from o3cli.domain.circle import Circle
from o3cli.domain.person import Person
from o3cli.domain.settings import Settings

INTERVISION = "intervision"
"""The kind of a circle's sessions, unless its `about.md` says otherwise."""
SALES = "sales"
"""The kind whose sessions are not moved lightly, so that each move is counted."""


def get_kind(subject: Person | Circle, settings: Settings) -> str:
    """The subject's own kind, else a circle's or the notebook's."""
    return subject.kind or (INTERVISION if isinstance(subject, Circle) else settings.kind)
