"""Names of people and circles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from o3cli.errors import O3Error, quote_all, suggest


class NoSlug(O3Error):
    """A name that no folder can be named after."""

    exit_code: ClassVar[int] = 2
    name: str

    @property
    def message(self) -> str:
        return f"`{self.name}` has no letter, digit or symbol that a folder can be named after"

    @property
    def hint(self) -> str:
        return "`o3 person add NAME --slug SLUG` names the folder"


class PersonExists(O3Error):
    """Somebody has this slug already."""

    slug: str

    @property
    def message(self) -> str:
        return f"there is a person `{self.slug}` already"

    @property
    def hint(self) -> str:
        return "`o3 person add NAME --slug SLUG` tells two of the same name apart"


class UnknownPerson(O3Error):
    """Nobody has this slug, alias or name."""

    name: str
    nearest: Sequence[str] = ()

    @property
    def message(self) -> str:
        return f"nobody in the notebook is called `{self.name}`"

    @property
    def hint(self) -> str:
        return suggest(self.nearest) or "`o3 new NAME` starts the notes with somebody new"


class AmbiguousPerson(O3Error):
    """A name that several people answer to."""

    name: str
    candidates: Sequence[str]

    @property
    def message(self) -> str:
        return f"`{self.name}` is short for {len(self.candidates)} people"

    @property
    def hint(self) -> str:
        return f"say {quote_all(self.candidates)}"
