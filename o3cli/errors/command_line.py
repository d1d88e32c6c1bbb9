"""What was typed on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from o3cli.errors import O3Error, quote_all, suggest
from o3cli.errors.files import _format_system_reason


class OptionsExclude(O3Error):
    """Two options that cannot go together."""

    exit_code: ClassVar[int] = 2
    one: str
    other: str

    @property
    def message(self) -> str:
        return f"`{self.one}` and `{self.other}` exclude each other"


class NoNotebook(O3Error):
    """There is no notebook yet, and this command would find nothing in a new one."""

    folder: str

    @property
    def message(self) -> str:
        return f"there is no notebook in {self.folder} yet"

    @property
    def hint(self) -> str:
        return "`o3 new NAME` makes it on the way, `o3 init DIR` somewhere else"


class BadOption(O3Error):
    """A value that an option does not take."""

    exit_code: ClassVar[int] = 2
    option: str
    value: str
    choices: Sequence[str]

    @property
    def message(self) -> str:
        return f"`{self.option}` is `{self.value}`, expected {quote_all(self.choices)}"


class UnknownCommand(O3Error):
    """A command that there is not; `group` is what was typed before it."""

    exit_code: ClassVar[int] = 2
    group: str
    name: str
    nearest: Sequence[str] = ()

    @property
    def message(self) -> str:
        return f"`{self.group}` has no command `{self.name}`"

    @property
    def hint(self) -> str:
        return suggest(self.nearest) or f"`{self.group} --help` lists the commands"


class UnwritableAnswer(O3Error):
    """What stdout leads to takes no more; `number` is its errno. What the command had to do is done."""

    number: int | None

    @property
    def message(self) -> str:
        return f"the answer cannot be written: {_format_system_reason(self.number)}"


class NotText(O3Error):
    """A word in another encoding than the terminal should have."""

    exit_code: ClassVar[int] = 2
    words: str

    @property
    def message(self) -> str:
        return f"`{self.words}` is not UTF-8 text"


class NotADate(O3Error):
    """Words that no date can be read from."""

    exit_code: ClassVar[int] = 2
    words: str

    @property
    def message(self) -> str:
        return f"`{self.words}` is not a date"

    @property
    def hint(self) -> str:
        return "dates look like `2026-11-27`, `27 nov`, `friday`, `+3d`, `eow`, `lundi prochain` or `dans 2 semaines`"
