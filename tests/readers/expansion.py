"""What each reader makes of calendar files, and what o3's own arithmetic says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from o3cli.domain.slots.recurrence import list_occurrences
from o3cli.domain.slots.slot import Leave, Slot
from tests.readers import install
from tests.readers.cases import FIRST, LAST

HERE = Path(__file__).parent
_Got = TypeVar("_Got")
Pairs = list[tuple[datetime, datetime]]
"""Starts and ends in UTC, in order."""
_BEGIN, _END = datetime.combine(FIRST, time(), UTC), datetime.combine(LAST, time(), UTC)


def require(get: Callable[[], _Got], *, is_spare: bool = False) -> _Got:
    """What a reader needs. Where it cannot be had the test is skipped, but fails in continuous integration.

    One that is spare is skipped there, too: another reader does the same.
    """
    try:
        return get()
    except install.MissingReader as missing:
        if os.environ.get("CI") == "true" and not is_spare:
            pytest.fail(f"a reader is missing: {missing}")
        pytest.skip(f"a reader is missing: {missing}")


def list_own(slot: Slot, leave: Sequence[Leave]) -> Pairs:
    """By o3's own arithmetic."""
    day = timedelta(days=1)
    occurrences = [one for one in list_occurrences(slot, FIRST - 2 * day, LAST + 2 * day, leave) if one.takes_place]
    pairs = [(one.start.astimezone(UTC), one.end.astimezone(UTC)) for one in occurrences]
    return sorted(pair for pair in pairs if _BEGIN <= pair[0] < _END)


def _ask(command: Sequence[str], tz: str, files: Mapping[str, bytes], settings: Mapping[str, str]) -> dict[str, Pairs]:
    request = {
        "first": int(_BEGIN.timestamp() * 1000),
        "last": int(_END.timestamp() * 1000),
        "files": {name: data.decode() for name, data in files.items()},
        "folder": settings.get("folder", ""),
        "library": settings.get("library", ""),
    }
    environment = os.environ | {"TZ": tz} | {key: value for key, value in settings.items() if key.isupper()}
    answer = subprocess.run(
        command, input=json.dumps(request), env=environment, capture_output=True, text=True, timeout=300
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    return {
        name: sorted((_from_milliseconds(start), _from_milliseconds(end)) for start, end in pairs)
        for name, pairs in json.loads(answer.stdout).items()
    }


def _from_milliseconds(moment: int) -> datetime:
    return datetime.fromtimestamp(moment / 1000, UTC)


def ask_ical_js(files: Mapping[str, bytes]) -> dict[str, Pairs]:
    node, folder = require(install.get_node)
    return _ask(
        [node, str(HERE / "expand.mjs")], "America/Los_Angeles", files, {"library": "ical.js", "folder": folder}
    )


def ask_node_ical(files: Mapping[str, bytes]) -> dict[str, Pairs]:
    node, folder = require(install.get_node)
    return _ask([node, str(HERE / "expand.mjs")], "Australia/Sydney", files, {"library": "node-ical", "folder": folder})


def ask_recurring_ical_events(files: Mapping[str, bytes]) -> dict[str, Pairs]:
    return _ask([sys.executable, str(HERE / "expand_python.py")], "Asia/Kathmandu", files, {})


def ask_libical(files: Mapping[str, bytes]) -> dict[str, Pairs]:
    # No package registry has it; khal reads the same files by code of its own.
    library, folder = require(install.get_libical, is_spare=True)
    command = [sys.executable, str(HERE / "expand_libical.py")]
    return _ask(command, "America/Sao_Paulo", files, {"folder": library, "LD_LIBRARY_PATH": folder})


def run_khal(home: Path, *arguments: str, zone: str = "Asia/Tokyo") -> str:
    """Run khal with a calendar and a cache in `home`."""
    program = require(install.get_programs) / "khal"
    (home / "events").mkdir(parents=True, exist_ok=True)
    config = home / "khal.conf"
    config.write_text(
        f"[calendars]\n[[o3]]\npath = {home / 'events'}\n"
        f"[sqlite]\npath = {home / 'khal.db'}\n"
        f"[locale]\nlocal_timezone = {zone}\ndefault_timezone = {zone}\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        "[default]\ndefault_calendar = o3\n"
    )
    environment = os.environ | {
        "TZ": zone,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "XDG_CACHE_HOME": str(home),
        "LC_ALL": "C.UTF-8",
    }
    command = [str(program), "--config", str(config), *arguments]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert answer.returncode == 0, answer.stderr[-2000:]
    return answer.stdout


def list_in_khal(home: Path, first: date = FIRST, last: date = LAST) -> dict[str, Pairs]:
    """What khal has, by UID, in the window of the cases; its own clock is Tokyo's."""
    line = "{uid} {start-long} {end-long}"
    output = run_khal(
        home,
        "list",
        "--day-format",
        "",
        "--format",
        line,
        str(first - timedelta(days=1)),
        str(last + timedelta(days=1)),
    )
    found: dict[str, set[tuple[datetime, datetime]]] = {}
    for row in output.splitlines():
        words = row.split()
        if len(words) == 5:
            start, end = (datetime.fromisoformat(f"{words[at]} {words[at + 1]}+09:00").astimezone(UTC) for at in (1, 3))
            if _BEGIN <= start < _END:
                found.setdefault(words[0], set()).add((start, end))
    return {uid: sorted(pairs) for uid, pairs in found.items()}


def ask_khal(home: Path, files: Mapping[str, bytes]) -> dict[str, Pairs]:
    (home / "events").mkdir(parents=True)
    for name, data in files.items():
        (home / "events" / name).write_bytes(data)
    found = list_in_khal(home)
    return {name: found.get(name.removesuffix(".ics"), []) for name in files}
