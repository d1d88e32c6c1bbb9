"""`o3 next` and `o3 today`: what comes, who is overdue, and the day at a glance."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.desk import Desk

_FILES = {
    "people/alice/about.md": """\
---
name: Alice
slots:
  - id: k3v9q2m7xw4d
    every: 2 weeks on tue
    at: "10:30"
    for: 30m
    tz: Europe/Paris
    from: 2026-10-13
    changes:
      - {on: 2026-11-24, to: "2026-11-20 16:30", why: "strike"}

---
""",
    "people/alice/2026-10-13.md": """\
---
with: alice
date: 2026-10-13
kind: o3
commitments:
  - id: k3f7w
    status: open
    owner: me
    what: "Send the draft"
    due: 2026-11-18

---
""",
    "people/bob/about.md": """\
---
name: Bob
kind: sales
slots:
  - id: m3v9q2m7xw4d
    every: weekly on tue
    at: "04:45"
    for: 45m
    tz: America/New_York
    from: 2026-10-13
    changes:
      - {on: 2026-11-24, cancelled: true, why: "fair"}

---
""",
    "people/bob/2026-11-17.md": """\
---
with: bob
date: 2026-11-17
kind: sales
commitments:
  - id: h7n3x
    status: open
    owner: bob
    what: "Plan the migration"
    due: 2026-11-20

---
""",
    "people/carol/about.md": "---\nname: Carol\nevery: 2 weeks\n---\n",
    "people/carol/2026-11-05.md": "---\nwith: carol\ndate: 2026-11-05\nkind: dialogue\n---\n",
}


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Paris, Friday 20 November: Alice was moved to today and is long overdue, Carol has a bare rhythm."""
    desk.zone = "Europe/Paris"
    desk.o3("init")
    for path, text in _FILES.items():
        desk.write(path, text)
    assert desk.o3("save").exit_code == 0
    return desk


def test_the_coming_sessions_stand_below_who_is_overdue(desk: Desk) -> None:
    """On the owner's clock, the slot's in brackets; what was moved and skipped with its reason; clashes by name."""
    assert (
        desk.show("next", "--days", "20")
        == """\
Overdue
  alice  long overdue  last held Tue 13 Oct, 5 w ago · every 2 weeks
  carol  overdue       last held Thu 5 Nov, 2 w ago · every 2 weeks

20 days
  Fri 20 Nov 16:30  alice  30m · moved from Tue 24 Nov (strike)
  Tue 24 Nov 10:45  bob    45m (04:45 America/New_York) · skipped (fair)
  Tue 1 Dec 10:45   bob    45m (04:45 America/New_York)
  Tue 8 Dec 10:30   alice  30m · clashes with bob 10:45
  Tue 8 Dec 10:45   bob    45m (04:45 America/New_York) · clashes with alice
                           10:30
bob: 0 sessions moved, 1 skipped
"""
    )


def test_a_narrow_terminal_breaks_no_word(desk: Desk) -> None:
    """On 40 columns who it is stands below the facts."""
    assert (
        desk.show("next", "--days", "5", width=40)
        == """\
Overdue
  alice  last held Tue 13 Oct, 5 w ago ·
         every 2 weeks
         long overdue
  carol  last held Thu 5 Nov, 2 w ago ·
         every 2 weeks
         overdue

5 days
  Fri 20 Nov 16:30  30m · moved from Tue
                    24 Nov (strike)
                    alice
  Tue 24 Nov 10:45  45m (04:45
                    America/New_York) ·
                    skipped (fair)
                    bob
bob: 0 sessions moved, 1 skipped
"""
    )


def test_where_nothing_comes_the_next_session_is_named(desk: Desk) -> None:
    """Skipped sessions are shown, but they do not count as coming."""
    assert desk.show("next", "bob", "--days", "5") == (
        "5 days\n"
        "  Tue 24 Nov 10:45  bob  45m (04:45 America/New_York) · skipped (fair)\n"
        "Nothing in the next 5 days; the next is bob, Tue 1 Dec 10:45\n"
        "bob: 0 sessions moved, 1 skipped\n"
    )
    assert desk.show("next", "carol").endswith("Nothing in the next 56 days; no session is planned\n")


def test_skipping_does_not_reset_the_clock(desk: Desk) -> None:
    """Bob, skipped on Tuesday, is overdue on Wednesday, and long overdue a week later; a note makes it good."""
    levels = []
    for day in (24, 25, 30):
        desk.now = datetime(2026, 11, day, 9, tzinfo=UTC)
        late = json.loads(desk.o3("next", "bob", "--json").out)["overdue"]
        levels.append(late[0]["level"] if late else None)
    desk.now = datetime(2026, 12, 2, 9, tzinfo=UTC)
    levels.append(json.loads(desk.o3("next", "bob", "--json").out)["overdue"][0]["level"])
    desk.o3("new", "bob", "--no-edit")
    assert levels == [None, "amber", "amber", "red"]
    assert json.loads(desk.o3("next", "bob", "--json").out)["overdue"] == []


def test_the_keys_of_next_are_a_promise(desk: Desk) -> None:
    """Keys are added, never removed."""
    said = json.loads(desk.o3("next", "--days", "1", "--json").out)
    assert said.keys() == {"schema", "today", "days", "tz", "sessions", "overdue", "counts"}
    assert said["sessions"] == [
        {
            "with": "alice",
            "kind": "o3",
            "start": "2026-11-20T16:30+01:00",
            "minutes": 30,
            "slot": "k3v9q2m7xw4d",
            "slot_start": "2026-11-20T16:30+01:00",
            "slot_tz": "Europe/Paris",
            "on": "2026-11-24",
            "state": "moved",
            "takes_place": True,
            "why": "strike",
            "clashes_with": [],
        }
    ]
    assert said["overdue"][0] == {
        "with": "alice",
        "level": "red",
        "last": "2026-10-13",
        "due": "2026-10-27",
        "every": "2 weeks",
    }
    assert said["counts"] == [{"with": "bob", "moved": 0, "skipped": 1}]


def test_a_pipe_gets_rows(desk: Desk) -> None:
    """Six columns, whatever the row says."""
    assert [line.split("\t") for line in desk.o3("next", "--days", "1").lines] == [
        ["overdue", "alice", "red", "2026-10-13", "2026-10-27", ""],
        ["overdue", "carol", "amber", "2026-11-05", "2026-11-19", ""],
        ["2026-11-20T16:30+01:00", "alice", "30", "moved", "2026-11-24", "strike"],
    ]


def test_the_day_at_a_glance(desk: Desk) -> None:
    """Sessions with what is open, who is overdue, what else is due."""
    assert (
        desk.show("today")
        == """\
16:30  alice  30m · moved from Tue 24 Nov (strike)
  k3f7w  me → alice  Send the draft                       2 d late  13 Oct · 5 w

Overdue
  alice  long overdue  last held Tue 13 Oct, 5 w ago · every 2 weeks
  carol  overdue       last held Thu 5 Nov, 2 w ago · every 2 weeks

Due
  h7n3x  bob  Plan the migration                             today  17 Nov · 3 d
"""
    )
    said = json.loads(desk.o3("today", "--json").out)
    assert said.keys() == {"schema", "today", "tz", "sessions", "overdue", "due"}
    assert [entry["ref"] for entry in said["sessions"][0]["open"]] == ["k3f7w"]
    assert [entry["ref"] for entry in said["due"]] == ["h7n3x"]
    assert [line.split("\t")[:2] for line in desk.o3("today").lines] == [
        ["session", "alice"],
        ["overdue", "alice"],
        ["overdue", "carol"],
        ["due", "bob"],
    ]


def test_an_empty_day_is_silent_where_nobody_asked(tmp_path: Path) -> None:
    """A cron job sends no mail about nothing; a person gets an answer."""
    desk = Desk(tmp_path)
    answer = desk.o3("today")
    assert (answer.exit_code, answer.out, answer.err) == (0, "", "")
    assert desk.show("today") == "Nothing today\n"
    assert desk.show("next") == "Nothing in the next 14 days; no session is planned\n"


def test_one_bad_file_hides_nothing(desk: Desk) -> None:
    """The others are listed, the bad one is named, the exit is 1; reading writes nothing."""
    desk.replace("people/bob/about.md", "2026-11-24, can", "2026-11-25, can")
    before = desk.history()
    for command in ("next", "today"):
        answer = desk.o3(command)
        assert answer.exit_code == 1
        assert "alice" in answer.out
        assert answer.err.startswith("error: people/bob/about.md:12: `on` is no date of the slot: the nearest are")
    assert desk.history() == before


def test_a_note_takes_time_and_length_of_its_session(desk: Desk) -> None:
    """On the owner's clock; a session that was moved to today is known, one that was moved away or skipped is not."""
    answer = desk.o3("new", "alice", "--no-edit")
    assert answer.err == "16:30 for 30m · moved from Tue 24 Nov (strike)\n"
    assert '\ntime: "16:30"\nlength: "30m"\n' in desk.read("people/alice/2026-11-20.md")
    desk.o3("new", "bob", "--no-edit", "--date", "1-dec")
    assert '\ntime: "10:45"\nlength: "45m"\n' in desk.read("people/bob/2026-12-01.md")
    for who in ("alice", "bob"):
        desk.o3("new", who, "--no-edit", "--date", "24-nov")
        assert "time:" not in desk.read(f"people/{who}/2026-11-24.md")


def test_a_note_takes_the_usual_place(desk: Desk) -> None:
    """`place` of `about.md`, unless another one is said."""
    desk.replace("people/carol/about.md", "every:", "place: café\nevery:")
    desk.o3("new", "carol", "--no-edit")
    assert "\nplace: café\n" in desk.read("people/carol/2026-11-20.md")
    desk.o3("new", "carol", "--no-edit", "--date", "tomorrow", "--place", "office")
    assert "office" in desk.read("people/carol/2026-11-21.md")


def test_next_loads_no_calendar_library_and_no_yaml(desk: Desk) -> None:
    """What is looked at every morning must not wait for what it does not use."""
    script = (
        "import sys, atexit, os\n"
        "atexit.register(lambda: os.write(2, ' '.join(sys.modules).encode()))\n"
        "from o3cli.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "next", "--days", "366"],
        cwd=desk.home,
        env={**desk.environ, "TZ": "Europe/Paris"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "alice" in done.stdout
    heavy = {"icalendar", "yaml", "frontmatter", "git", "jinja2", "babel", "dateutil"}
    assert set(done.stderr.split()) & heavy == set()
