"""The files of settings: TOML, checked key by key against the domain's table, with the line of whatever is wrong.

The notebook's `o3.toml` may have come with a clone: it is data of a stranger's, nothing in it is followed or run.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from o3cli.adapters.files.folders import opened_folder, read_file, sync_folder
from o3cli.adapters.files.temporaries import discarded_on_failure, write_temporary
from o3cli.domain.names import find_nearest
from o3cli.domain.settings import FOLDER, ZONE, Key, Settings, UserSettings, describe_value, format_value, list_keys
from o3cli.errors.files import DiskError, FailedRead
from o3cli.errors.settings import BadSettings

SETTINGS_FILE = "o3.toml"
"""What makes a folder a notebook."""

SIZE_LIMIT = 64 * 1024
"""Characters of a file of settings."""
LINE_LIMIT = 1000
"""Characters of a line: `tomllib` takes quadratic time for a key of many dots, 40 s at the size limit."""

KeyPath = tuple[str, ...]
"""The tables on the way to a key, and its own name."""

_PLACE = r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)\Z"
_BARE_KEY = r"[A-Za-z0-9_-]+"
# The parts of valid TOML that decide where a statement ends: texts and comments hide brackets and line ends.
_PIECE = (
    r'(?s)"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'"
    r"|#[^\n]*"
    r"|[\[\]{}\n]"
    r"""|[^"'#\[\]{}\n]+"""
)


def read_settings(notebook: Path) -> Settings:
    """The settings of a notebook; the defaults where it has no `o3.toml`.

    Raises BadSettings, and UnreadableFile where the file is a link, a pipe, or out of reach.
    """
    return parse_settings(_read(notebook / SETTINGS_FILE, SETTINGS_FILE))


def parse_settings(text: str, path: str = SETTINGS_FILE) -> Settings:
    """The settings that a text sets, the defaults for the others; `path` is what errors call it. Raises BadSettings."""
    return Settings(**_parse(list_keys(Settings), text, path))


def get_user_file(environ: Mapping[str, str], home: Path) -> Path:
    """Where the user's own settings are, by the XDG Base Directory Specification: a relative folder does not count."""
    folder = Path(environ.get("XDG_CONFIG_HOME", ""))
    return (folder if folder.is_absolute() else home / ".config") / "o3" / "config.toml"


def read_user_settings(environ: Mapping[str, str], home: Path) -> UserSettings:
    """What the user has set on this machine; the file may be a link. Raises BadSettings and UnreadableFile."""
    file = get_user_file(environ, home)
    return parse_user_settings(_read(_follow(file), str(file)), str(file))


def parse_user_settings(text: str, path: str) -> UserSettings:
    """The user's settings that a text sets; `path` is what errors call it. Raises BadSettings."""
    return UserSettings(**_parse(list_keys(UserSettings), text, path))


def add_user_notebook(notebook: str, environ: Mapping[str, str], home: Path) -> bool:
    """Set the user's notebook, unless one is set already; whether it was done.

    It is not done either for a folder whose name no TOML text can hold. Raises BadSettings, UnreadableFile, DiskError.
    """
    file = get_user_file(environ, home)
    text = _read(_follow(file), str(file))
    if parse_user_settings(text, str(file)).notebook is not None or not FOLDER.accepts(notebook):
        return False
    # There is no other key yet, so no table that the line could fall into.
    start = text if not text or text.endswith("\n") else f"{text}\n"
    _replace(_follow(file), f"{start}notebook = {format_value(notebook)}\n", str(file))
    return True


def _follow(file: Path) -> Path:
    # Many keep their configuration elsewhere and link it; the notebook's own files are never followed.
    return Path(os.path.realpath(file))


def _read(file: Path, path: str) -> str:
    try:
        with opened_folder(file.parent, []) as folder:
            content, _ = read_file(folder, file.name, path)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise FailedRead(path, error.errno) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadSettings(path, content.count(b"\n", 0, error.start) + 1, "not UTF-8 text") from None


def _replace(file: Path, text: str, path: str) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with opened_folder(file.parent, []) as folder:
            temporary = write_temporary(folder, text.encode(), 0o600)
            with discarded_on_failure(folder, temporary):
                os.rename(temporary, file.name, src_dir_fd=folder, dst_dir_fd=folder)
            sync_folder(folder)
    except OSError as error:
        raise DiskError(path, error.errno) from error


def _parse(keys: Mapping[KeyPath, Key], text: str, path: str) -> dict[str, Any]:
    """The values that a text sets, by attribute."""
    lines = text.split("\n")
    # Most files are all comments, and `tomllib` takes 6 ms to import.
    if all(line.strip()[:1] in {"", "#"} for line in lines):
        return {}
    if len(text) > SIZE_LIMIT:
        raise BadSettings(path, None, f"longer than {SIZE_LIMIT:,} characters")
    for number, line in enumerate(lines, 1):
        if len(line) > LINE_LIMIT:
            raise BadSettings(path, number, f"a line of more than {LINE_LIMIT:,} characters")
    try:
        return _check(keys, text, path)
    except RecursionError:
        raise BadSettings(path, None, "lists within lists, deeper than any setting") from None


def _check(keys: Mapping[KeyPath, Key], text: str, path: str) -> dict[str, Any]:
    tables = {key[:end] for key in keys for end in range(1, len(key))}
    values = {}
    for where, value in _flatten(_load(text, path), tables):
        fault = _find_fault(keys, tables, where, value)
        if fault is not None:
            what, nearest = fault
            raise BadSettings(path, _find_line(text, where), what, nearest)
        values[keys[where].attribute] = value
    return values


def _find_fault(
    keys: Mapping[KeyPath, Key], tables: Set[KeyPath], where: KeyPath, value: object
) -> tuple[str, Sequence[str]] | None:
    """What is wrong with one value, and what may have been meant."""
    name = ".".join(part if re.fullmatch(_BARE_KEY, part) else f'"{part}"' for part in where)
    if where in tables:
        return f"`{name}` is {describe_value(value)}, expected a table", ()
    if where not in keys:
        return f"`{name}` is no setting", find_nearest(name, [key.name for key in keys.values()])
    key = keys[where]
    what = key.find_fault(value)
    if what is not None:
        return what, key.list_nearest(value)
    if key.form is ZONE and not _is_zone(str(value)):
        return f"`{name}` is `{value}`, which is no time zone that this machine knows", _list_nearest_zones(str(value))
    return None


def _load(text: str, path: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what = str(error)
        place = re.search(_PLACE, what)
        last = text.rstrip().count("\n") + 1
        line = int(place["line"]) if place and place["line"] else last
        what = re.sub(_PLACE, "", what)
        raise BadSettings(path, line, f"not TOML: {what[:1].lower()}{what[1:]}") from None


def _flatten(values: Mapping[str, Any], tables: Set[KeyPath], above: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Each value with its path; only tables that hold settings are entered."""
    for name, value in values.items():
        where = (*above, name)
        if where in tables and isinstance(value, dict):
            yield from _flatten(value, tables, where)
        else:
            yield where, value


def _find_line(text: str, wanted: KeyPath) -> int:
    """The line on which valid TOML sets a path first, or opens the table of that path."""
    return min(line for line, values in _list_statements(text) if _holds(values, wanted))


def _list_statements(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The statements of valid TOML, one by one: the line, and what it alone makes of an empty document."""
    import tomllib

    table: list[str] = []
    for line, statement in _split(text):
        values = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            table = []
            inner = values
            while isinstance(inner, dict) and inner:
                ((name, inner),) = inner.items()
                table.append(name)
        else:
            for name in reversed(table):
                values = {name: values}
        yield line, values


def _split(text: str) -> Iterator[tuple[int, str]]:
    line = start = 1
    depth = 0
    statement = []
    for piece in re.findall(_PIECE, text.replace("\r\n", "\n")):
        statement.append(piece)
        line += piece.count("\n")
        depth += (piece in {"[", "{"}) - (piece in {"]", "}"})
        if piece == "\n" and not depth:
            yield start, "".join(statement)
            statement = []
            start = line
    yield start, "".join(statement)


def _holds(values: object, wanted: KeyPath) -> bool:
    for name in wanted:
        if not isinstance(values, dict) or name not in values:
            return False
        values = values[name]
    return True


def _is_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo

    from o3cli.adapters.calendars.packaged_zones import use_packaged_zones

    use_packaged_zones()
    try:
        ZoneInfo(name)
    # A folder of zones (`Europe`) is an OSError, a file that is no zone (`tzdata.zi`) a ValueError.
    except (LookupError, OSError, ValueError):
        return False
    return True


def _list_nearest_zones(name: str) -> Sequence[str]:
    from zoneinfo import available_timezones

    zones = sorted(available_timezones())
    # By their cities too: whoever writes `paris` looks for `Europe/Paris`.
    by_word = {zone.rpartition("/")[2].replace("_", " "): zone for zone in zones} | {zone: zone for zone in zones}
    return tuple(dict.fromkeys(by_word[word] for word in find_nearest(name, by_word)))
