"""What can be set: in the notebook (`o3.toml`) and for the user of a machine (`config.toml`).

A setting is one line of a class below: its type, default, form and comment. Reading, checking and the file that
`o3 init` writes follow from that line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from o3cli.domain.names import find_nearest
from o3cli.errors import quote_all

TEXT_LIMIT = 400
"""The longest text that a setting can have, in characters."""

# Letters of any script, digits and hyphens: a kind becomes the name of a file.
_KIND = r"[^\W_]\w*(?:-\w+)*"
_ZONE = r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*"
_FOLDER = r"(?:/|~/|~\Z)[^\x00-\x1f\x7f\ud800-\udfff]*"


@dataclass(frozen=True, slots=True)
class Form:
    """What values a setting takes."""

    expected: str
    """In words, for errors."""
    accepts: Callable[[object], bool]
    choices: tuple[str, ...] = ()
    """All the values there are, where they can be listed."""


def _one_of(*choices: str) -> Form:
    return Form(quote_all(choices), lambda value: value in choices, choices)


def _text(pattern: str, expected: str) -> Form:
    def accepts(value: object) -> bool:
        return isinstance(value, str) and len(value) <= TEXT_LIMIT and re.fullmatch(pattern, value) is not None

    return Form(expected, accepts)


def _whole_number(largest: int, expected: str) -> Form:
    return Form(expected, lambda value: type(value) is int and 0 <= value <= largest)


SWITCH = Form("`true` or `false`", lambda value: isinstance(value, bool))
MINUTES = _whole_number(1440, "minutes from 0 to 1440")
KIND = _text(_KIND, "the name of a kind, such as `one-to-one`")
ZONE = _text(_ZONE, "the name of a time zone, such as `Europe/Paris`")
"""The shape alone; whether there is such a zone, the machine knows."""
FOLDER = _text(_FOLDER, "a folder that begins with `/` or `~/`")


@dataclass(frozen=True, slots=True)
class Key:
    """A setting as it stands in its file."""

    name: str
    """With dots, as in TOML: `git.auto`."""
    attribute: str
    form: Form
    comment: str
    example: str | bool | int
    """What stands in a new file, behind a `#`: the default, or a value where there is no fixed one."""

    @property
    def path(self) -> tuple[str, ...]:
        """The tables on the way to it, and its own name."""
        return tuple(self.name.split("."))

    def find_fault(self, value: object) -> str | None:
        """What is wrong with a value that was found: what it is, what was expected. None for a good one."""
        if self.form.accepts(value):
            return None
        return f"`{self.name}` is {describe_value(value)}, expected {self.form.expected}"

    def list_nearest(self, value: object) -> tuple[str, ...]:
        """The values that a bad one may be a slip for."""
        return find_nearest(value, self.form.choices) if isinstance(value, str) else ()


def describe_value(value: object) -> str:
    """What was found, in words, or short enough to be quoted."""
    match value:
        case str():
            return f"`{value if len(value) <= 60 else value[:59] + '…'}`"
        case bool():
            return f"`{format_value(value)}`"
        case int() | float():
            return "a number"
        case dict():
            return "a table"
        case list():
            return "a list"
        case _:
            return "a date or a time"


def format_value(value: str | bool | int) -> str:
    """A value as TOML writes it. A text must not hold control characters."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _key(default: Any, form: Form, comment: str, *, name: str | None = None, example: str | None = None) -> Any:
    shown = default if example is None else example
    return field(default=default, metadata={"form": form, "comment": comment, "name": name, "example": shown})


@dataclass(frozen=True, slots=True)
class Settings:
    """The notebook's settings, from its `o3.toml`; every key is optional."""

    language: str = _key("en", _one_of("en", "fr"), "The language of templates and of dates in words: `en` or `fr`.")
    time_zone: str | None = _key(
        None, ZONE, "The time zone of the sessions; without it, the machine's.", example="Europe/Paris"
    )
    kind: str = _key("o3", KIND, "The kind of the sessions with a new person; it picks the template.")
    alarm: int = _key(10, MINUTES, "Minutes before a session at which the calendar reminds you; 0 for never.")
    neutral_titles: bool = _key(
        False, SWITCH, "Whether the calendar says `Meeting` in the place of names.", name="privacy.neutral_titles"
    )
    git_auto: bool = _key(True, SWITCH, "Whether what o3 writes is recorded in git at once.", name="git.auto")


@dataclass(frozen=True, slots=True)
class UserSettings:
    """What a user has set on one machine, in `config.toml`."""

    notebook: str | None = _key(None, FOLDER, "Where the notebook is.", example="~/o3")


def list_keys(settings: type[Settings] | type[UserSettings]) -> Mapping[tuple[str, ...], Key]:
    """The settings of a class by their paths, in the order of a new file."""
    keys = []
    for setting in fields(settings):
        given = setting.metadata
        name = given["name"] or setting.name
        keys.append(Key(name, setting.name, given["form"], given["comment"], given["example"]))
    return {key.path: key for key in keys}


def format_settings(language: str) -> str:
    """The `o3.toml` of a new notebook: every key behind a `#`, but a language that is not the default one."""
    lines = ["# The settings of this notebook. To change one, take away its `#`.\n"]
    for key in list_keys(Settings).values():
        chosen = language if key.name == "language" else key.example
        mark = "# " if chosen == key.example else ""
        lines.append(f"# {key.comment}\n{mark}{key.name} = {format_value(chosen)}\n")
    return "\n".join(lines)
