"""The time zones of the `tzdata` package, so that two machines say the same hours, in the same bytes."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import reset_tzpath

import tzdata

ZONES_FOLDER = Path(tzdata.__file__).parent / "zoneinfo"


def use_packaged_zones() -> None:
    """Let `zoneinfo` read the package, not the machine's zones, which may be years old.

    For the whole process, before a zone is read.
    """
    reset_tzpath([str(ZONES_FOLDER)])
