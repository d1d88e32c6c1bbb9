"""`o3 calendar`: the slots as files that calendars read."""

import json
import stat
from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from tests.desk import Desk

_SLOT = """\
slots:
  - id: {id}
    every: weekly on {day}
    at: "10:30"
    for: 30m
    tz: {tz}
    from: 2026-11-02
"""


def make_about(name: str, slot_id: str, day: str, tz: str = "Europe/Paris") -> str:
    return f"---\nname: {name}\n{_SLOT.format(id=slot_id, day=day, tz=tz)}---\n"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Alice and Bob, and a circle, each with a slot."""
    desk.zone = "Europe/Paris"
    desk.o3("init")
    desk.write("people/alice/about.md", make_about("Alice", "aaaaaaaaaaa2", "mon"))
    desk.write("people/bob/about.md", make_about("Bob", "bbbbbbbbbbb2", "tue", "America/Montreal"))
    desk.write("circles/guild/about.md", make_about("Guild", "ccccccccccc2", "wed"))
    assert desk.o3("save").exit_code == 0
    return desk


def list_events(data: str) -> dict[str, tuple[str, int, str]]:
    """UID to title, sequence and status."""
    events = Calendar.from_ical(data).walk("VEVENT")
    return {str(event["UID"]): (str(event["SUMMARY"]), event["SEQUENCE"], str(event["STATUS"])) for event in events}


def test_all_slots_are_one_file(desk: Desk) -> None:
    """In the notebook, for its owner alone, recorded with its marks in one neutral commit; a circle is not named."""
    answer = desk.o3("calendar")
    assert (answer.exit_code, answer.out, answer.err) == (0, f"{desk.notebook}/calendar/o3.ics\n", "3 series\n")
    assert list_events(desk.read("calendar/o3.ics")) == {
        "aaaaaaaaaaa2": ("Alice", 0, "CONFIRMED"),
        "bbbbbbbbbbb2": ("Bob", 0, "CONFIRMED"),
        "ccccccccccc2": ("Meeting", 0, "CONFIRMED"),
    }
    assert stat.S_IMODE((desk.notebook / "calendar" / "o3.ics").stat().st_mode) == 0o600
    assert desk.history()[0] == "calendar: written"
    assert desk.git("show", "--format=", "--name-only").split() == ["calendar/marks.json", "calendar/o3.ics"]
    assert "guild" not in desk.read("calendar/o3.ics").lower()


def test_nothing_changes_without_a_change(desk: Desk) -> None:
    """A day later: the same bytes, no commit."""
    desk.o3("calendar")
    before, history = desk.read("calendar/o3.ics"), desk.history()
    desk.now = datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert desk.show("calendar") == f"{desk.notebook}/calendar/o3.ics\n3 series, unchanged\n"
    assert desk.read("calendar/o3.ics") == before
    assert desk.history() == history


def test_a_change_raises_the_sequence_of_its_series_alone(desk: Desk) -> None:
    """By a command or by hand; what is gone is told as cancelled for a year."""
    desk.o3("calendar")
    desk.o3("skip", "alice", "monday", "--why", "secret")
    desk.replace("people/bob/about.md", "name: Bob", "name: Robert")
    (desk.notebook / "circles" / "guild" / "about.md").unlink()
    desk.o3("calendar")
    text = desk.read("calendar/o3.ics")
    assert list_events(text) == {
        "aaaaaaaaaaa2": ("Alice", 1, "CONFIRMED"),
        "bbbbbbbbbbb2": ("Robert", 1, "CONFIRMED"),
        "ccccccccccc2": ("Meeting", 1, "CANCELLED"),
    }
    assert "EXDATE;TZID=Europe/Paris:20261123T103000" in text
    assert "secret" not in text
    desk.now = datetime(2027, 12, 1, 9, tzinfo=UTC)
    desk.o3("calendar")
    assert "ccccccccccc2" not in desk.read("calendar/o3.ics")


def test_people_have_files_of_their_own(desk: Desk) -> None:
    """One each; the numbers are the same in all files."""
    desk.o3("calendar")
    assert desk.o3("calendar", "ali", "bob").lines == [
        f"{desk.notebook}/calendar/alice.ics",
        f"{desk.notebook}/calendar/bob.ics",
    ]
    assert list_events(desk.read("calendar/alice.ics")) == {"aaaaaaaaaaa2": ("Alice", 0, "CONFIRMED")}


def test_a_file_can_be_anywhere(desk: Desk) -> None:
    """Printed byte by byte, or written where it is wanted; the marks are recorded all the same."""
    printed = desk.o3("calendar", "-o", "-")
    assert printed.err == "3 series\n"
    assert printed.out.count("\r\n") == printed.out.count("\n")
    assert desk.git("show", "--format=", "--name-only").split() == ["calendar/marks.json"]
    assert desk.show("calendar", "-o", "public/o3.ics") == "public/o3.ics\n3 series\n"
    assert (desk.home / "public" / "o3.ics").read_bytes().decode() == printed.out
    assert desk.show("calendar", "alice", "-o", "public/a.ics") == "public/a.ics\n1 series\n"
    assert desk.is_clean()


def test_a_file_for_each_series(desk: Desk) -> None:
    """Named by its UID; only those that changed are written again."""
    assert desk.o3("calendar", "--split", "events").err == "3 series, 3 files changed\n"
    desk.o3("skip", "alice", "monday", "--why", "x")
    assert desk.o3("calendar", "--split", "events/").err == "3 series, 1 file changed\n"
    assert sorted(path.name for path in (desk.home / "events").iterdir()) == [
        "aaaaaaaaaaa2.ics",
        "bbbbbbbbbbb2.ics",
        "ccccccccccc2.ics",
    ]
    assert desk.o3("calendar", "bob", "--split", "bobs").lines == ["bobs/bbbbbbbbbbb2.ics"]
    assert desk.o3("calendar", "-o", "x", "--split", "y").exit_code == 2


def test_settings_make_it_neutral_and_silent(desk: Desk) -> None:
    """`privacy.neutral_titles` and `alarm` count for all series."""
    desk.o3("calendar")
    assert "TRIGGER:-PT10M" in desk.read("calendar/o3.ics")
    desk.write("o3.toml", "alarm = 0\nprivacy.neutral_titles = true\n")
    desk.o3("calendar")
    text = desk.read("calendar/o3.ics")
    assert {title for title, _, _ in list_events(text).values()} == {"Meeting"}
    assert "VALARM" not in text
    assert "Alice" not in text


def test_a_slot_that_cannot_be_read_is_not_taken_for_gone(desk: Desk) -> None:
    """The others are written, the file and line are named, the exit is 1; mended, the series is as it was."""
    desk.o3("calendar")
    before = desk.read("calendar/o3.ics")
    desk.replace("people/bob/about.md", "weekly on tue", "weekly on noday")
    answer = desk.o3("calendar")
    assert answer.exit_code == 1
    assert answer.err.startswith("2 series\nerror: people/bob/about.md:5: `every` does not say on which dates")
    assert "bbbbbbbbbbb2" not in desk.read("calendar/o3.ics")
    desk.replace("people/bob/about.md", "weekly on noday", "weekly on tue")
    assert desk.o3("calendar").exit_code == 0
    assert desk.read("calendar/o3.ics") == before


def test_one_id_on_two_slots_is_named(desk: Desk) -> None:
    """Calendars would take them for one series."""
    desk.replace("people/bob/about.md", "bbbbbbbbbbb2", "aaaaaaaaaaa2")
    answer = desk.o3("calendar")
    assert answer.exit_code == 1
    assert (
        "error: people/bob/about.md: the slot id `aaaaaaaaaaa2` stands in `alice` and `bob`: change one" in answer.err
    )
    assert list_events(desk.read("calendar/o3.ics"))["aaaaaaaaaaa2"][0] == "Alice"


@pytest.mark.parametrize("text", ["{", "[]", '{"aaaaaaaaaaa2": {"seq": 1}}', "<<<<<<< ours\n"])
def test_broken_marks_stop_it(desk: Desk, text: str) -> None:
    """Without them every calendar would show everything twice: nothing is written."""
    desk.o3("calendar")
    desk.write("calendar/marks.json", text)
    before = desk.read("calendar/o3.ics")
    answer = desk.o3("calendar")
    assert answer.exit_code == 1
    assert answer.err.startswith("error: calendar/marks.json cannot be read")
    assert desk.read("calendar/o3.ics") == before


def test_advice_is_a_line_for_each_program(desk: Desk) -> None:
    """Without a notebook, too."""
    lines = desk.o3("calendar", "--advice").lines
    assert [line.split(":")[0] for line in lines][:3] == ["Google Calendar", "Outlook", "Apple Calendar"]
    assert not any("calendar" in path for path in desk.git("ls-files").split())


def test_marks_are_a_series_on_each_line(desk: Desk) -> None:
    """So that git merges them; they hold no name but the slug of the folder."""
    desk.o3("calendar")
    marks = json.loads(desk.read("calendar/marks.json"))
    assert marks.keys() == {"aaaaaaaaaaa2", "bbbbbbbbbbb2", "ccccccccccc2"}
    assert len(desk.read("calendar/marks.json").splitlines()) == 5
    assert marks["bbbbbbbbbbb2"]["tz"] == "America/Toronto"
