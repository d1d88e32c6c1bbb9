"""The name of the machine's own time zone, where the machine knows it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*")


def find_machine_zone(environ: Mapping[str, str], etc: Path = Path("/etc")) -> str | None:
    """The name in `$TZ`, else what `localtime` in the folder `etc` links to, else what `timezone` there says.

    None where it is a rule (`CET-1CEST`) or nobody says; whether there is such a zone is not looked up.
    """
    own = environ.get("TZ", "").removeprefix(":")
    if own:
        return own if _is_name(own) else None
    _, zones, name = os.path.realpath(etc / "localtime").partition("/zoneinfo/")
    if zones and _is_name(name):
        return name
    try:
        name = (etc / "timezone").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    return name if _is_name(name) else None


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None
