from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from o3cli.adapters.calendars import time_zone_definitions
from o3cli.adapters.calendars.packaged_zones import ZONES_FOLDER
from o3cli.adapters.calendars.time_zone_definitions import get_canonical_name, list_definition_lines
from o3cli.domain.slots.zones import find_nearest_zones, get_zone
from o3cli.errors.slots import UnknownZone
from tests.packaged_zones import packaged_zones
from tests.sizes import size

FIRST = date(2026, 1, 13)
WRITTEN_OUT = "Africa/Casablanca"


@pytest.fixture(autouse=True, scope="module")
def _zones() -> Iterator[None]:
    with packaged_zones():
        yield


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("Europe/Amsterdam", "Europe/Amsterdam"),
        ("America/Montreal", "America/Toronto"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("US/Pacific", "America/Los_Angeles"),
        ("europe/paris", "Europe/Paris"),
        ("us/pacific", "America/Los_Angeles"),
        ("UTC", "UTC"),
        ("utc", "UTC"),
        ("Zulu", "UTC"),
        ("GMT", "UTC"),
        ("Etc/GMT+5", "Etc/GMT+5"),
    ],
)
def test_names_are_canonical(name: str, canonical: str) -> None:
    """A zone's place stays, an alias becomes what it stands for: some servers know no aliases."""
    assert get_canonical_name(name) == canonical


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Paris", "did you mean `Europe/Paris`?"),
        ("europe/pari", "did you mean `Europe/Paris`"),
        ("new york", "did you mean `America/New_York`?"),
        ("../../etc/passwd", None),
        ("Factory", None),
        ("", "time zones look like `Europe/Paris`"),
    ],
)
def test_an_unknown_zone_is_refused_with_the_nearest_names(name: str, hint: str | None) -> None:
    """A town alone is offered with its continent."""
    with pytest.raises(UnknownZone) as caught:
        get_canonical_name(name)
    assert caught.value.message == f"`{name}` is not a time zone"
    assert hint is None or (caught.value.hint is not None and caught.value.hint.startswith(hint))


def test_zones_are_read_by_name() -> None:
    """A zone that is there is given; a folder, a path and nothing are none."""
    assert get_zone("Europe/Paris").key == "Europe/Paris"
    for name in ("Europe", "../Europe/Paris", "/etc/localtime", "", "Europe/\0"):
        with pytest.raises(UnknownZone):
            get_zone(name)
    assert find_nearest_zones("Europe/Kolkata") == ("Asia/Kolkata",)


def test_a_zone_is_written_from_its_rule() -> None:
    """Two changes a year since 1970, each on the clock that it ends."""
    assert list_definition_lines("Europe/Paris", FIRST) == (
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Paris",
        "X-LIC-LOCATION:Europe/Paris",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701025T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "END:STANDARD",
        "END:VTIMEZONE",
    )


def test_a_zone_without_summer_time_has_one_clock() -> None:
    """One STANDARD from 1970; UTC needs no definition at all."""
    lines = list_definition_lines("Asia/Kathmandu", FIRST)
    assert lines[3:-1] == (
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0545",
        "TZOFFSETTO:+0545",
        "TZNAME:+0545",
        "END:STANDARD",
    )
    assert list_definition_lines("UTC", FIRST) == ()


def test_winter_is_daylight_time_in_dublin() -> None:
    """As its law has it: standard time is that of the summer."""
    lines = list_definition_lines("Europe/Dublin", FIRST)
    assert lines[lines.index("BEGIN:DAYLIGHT") + 4] == "TZNAME:GMT"


@pytest.mark.parametrize(
    "name", ["Africa/Cairo", WRITTEN_OUT, "America/Nuuk", "America/Santiago", "Asia/Gaza", "Asia/Jerusalem"]
)
def test_what_no_rule_says_is_written_out(name: str) -> None:
    """Changes on the Friday before a Sunday, or on the last Thursday's midnight, stand there one by one."""
    lines = list_definition_lines(name, FIRST)
    assert not any(line.startswith("RRULE") for line in lines)
    assert lines.count("BEGIN:DAYLIGHT") + lines.count("BEGIN:STANDARD") > 2


def test_a_rule_that_is_not_yet_in_force_is_not_used() -> None:
    """Volgograd gave up its time of 2018 in 2020: in between its rule of today would be wrong."""
    assert "TZOFFSETTO:+0400" in list_definition_lines("Europe/Volgograd", date(2019, 1, 1))
    assert "TZOFFSETTO:+0400" not in list_definition_lines("Europe/Volgograd", date(2024, 1, 1))


def test_a_rule_of_another_form_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """POSIX has days of the year too (Iran had them): such a zone is written out."""
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "Paris").write_bytes(b"TZif\nCET-1CEST,J88,J298/3\n")
    monkeypatch.setattr(time_zone_definitions, "ZONES_FOLDER", tmp_path)
    lines = list_definition_lines("Europe/Paris", date(2031, 1, 1))
    assert not any(line.startswith("RRULE") for line in lines)


def list_places() -> list[str]:
    zones = sorted(time_zone_definitions._read_zones())
    return zones[:: size(8, 1)]


def test_every_definition_says_what_the_zone_says() -> None:
    """Read by icalendar as a zone of its own, it has the offsets of `zoneinfo` from the year before to ten years on."""
    for name in list_places():
        text = "\r\n".join(["BEGIN:VCALENDAR", *list_definition_lines(name, FIRST), "END:VCALENDAR", ""])
        (definition,) = Calendar.from_ical(text).walk("VTIMEZONE")
        read, zone = definition.to_tz(lookup_tzid=False), ZoneInfo(name)
        moment = datetime(2025, 1, 2, 9, tzinfo=UTC)
        while moment.year < 2036:
            local = moment.astimezone(zone).replace(tzinfo=None)
            assert local.replace(tzinfo=read).utcoffset() == local.replace(tzinfo=zone).utcoffset(), (name, moment)
            moment += timedelta(days=17)


def test_the_package_is_read_before_the_machine() -> None:
    """Within a process that asked for it, zones are those of the `tzdata` package."""
    assert (str(ZONES_FOLDER),) == zoneinfo.TZPATH
    assert (Path(zoneinfo.TZPATH[0]) / "Europe" / "Paris").exists()


def test_offsets_have_seconds_where_a_zone_has_them() -> None:
    """Only zones of long ago need them; the format has a place for them."""
    assert time_zone_definitions._format_offset(timedelta(hours=-3, minutes=-30)) == "-0330"
    assert time_zone_definitions._format_offset(timedelta(seconds=561)) == "+000921"
