"""Time zones by name."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from o3cli.domain.names import find_nearest, fold
from o3cli.errors.slots import UnknownZone

UTC_NAME = "UTC"
"""The one zone that is no place."""


def get_zone(name: str) -> ZoneInfo:
    """The zone of this name.

    Raises UnknownZone with the nearest names: also for a town alone, and for a name in the wrong case.
    """
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        raise UnknownZone(name, find_nearest_zones(name)) from None


def find_nearest_zones(name: str) -> tuple[str, ...]:
    """Up to three zones that `name` may stand for: `paris` is `Europe/Paris`."""
    known = available_timezones()
    town = fold(name).replace(" ", "_").rpartition("/")[2]
    towns = sorted(zone for zone in known if zone.lower().rpartition("/")[2] == town and "/" in zone)
    return tuple(towns[:3]) or find_nearest(name, sorted(known))
