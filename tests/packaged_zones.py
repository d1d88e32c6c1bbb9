"""Zones as the `tzdata` package has them, so that no test depends on the age of the machine's."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager

from o3cli.adapters.calendars.packaged_zones import use_packaged_zones


@contextmanager
def packaged_zones() -> Iterator[None]:
    """The package's zones within the block, the machine's after it."""
    before = zoneinfo.TZPATH
    use_packaged_zones()
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath(before)
    zoneinfo.ZoneInfo.clear_cache()
