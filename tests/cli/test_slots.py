"""`o3 slot`, `move`, `skip` and `leave`: when sessions recur, and what is different on single dates."""

import json
from datetime import UTC, datetime

import pytest

from tests.desk import Desk

SLOT = """\
slots:
  - id: k3v9q2m7xw4d
    every: 2 weeks on tue
    at: "10:30"
    for: 30m
    tz: Europe/Paris
    from: 2026-11-10
"""


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Paris, a Friday; Alice and Bob, who sells, and a circle; nobody has a slot."""
    desk.zone = "Europe/Paris"
    desk.o3("init")
    desk.write("people/alice/about.md", "---\nname: Alice\n---\n# Alice\n")
    desk.write("people/bob/about.md", "---\nname: Bob\nkind: sales\n---\n")
    desk.write("circles/guild/about.md", "---\nname: Guild\n---\n")
    desk.o3("save")
    return desk


@pytest.fixture
def planned(desk: Desk) -> Desk:
    """Alice has a slot since ten days."""
    desk.write("people/alice/about.md", f"---\nname: Alice\n{SLOT}---\n# Alice\n")
    desk.o3("save")
    return desk


def test_a_slot_is_set_in_words(desk: Desk) -> None:
    """What it is and when it is first, the zone written down, one neutral commit, nothing else touched."""
    assert (
        desk.show("slot", "alice", "every", "2", "weeks", "on", "tue", "10:30", "for", "45m")
        == """\
  alice  new  every 2 weeks on tue 10:30 for 45m
The next sessions: Tue 24 Nov, Tue 8 Dec, Tue 22 Dec
"""
    )
    slot_id = json.loads(desk.o3("slot", "--json").out)["slots"][0]["id"]
    assert desk.read("people/alice/about.md") == (
        f'---\nname: Alice\nslots:\n  - id: {slot_id}\n    every: 2 weeks on tue\n    at: "10:30"\n    for: 45m\n'
        "    tz: Europe/Paris\n    from: 2026-11-24\n\n---\n# Alice\n"
    )
    assert desk.history()[0] == "alice: slot set"
    assert desk.is_clean()


@pytest.mark.parametrize(
    ("who", "words", "length"),
    [
        ("alice", "tous les lundis 14h", "30m"),
        ("guild", "le dernier mercredi 14h", "2h"),
        ("bob", "1st wed 9am", "30m"),
    ],
)
def test_the_length_is_the_kinds_where_nobody_says_it(desk: Desk, who: str, words: str, length: str) -> None:
    """Half an hour; two for a circle."""
    assert desk.o3("slot", who, words).exit_code == 0
    assert f"for: {length}\n" in desk.read(f"{'circles' if who == 'guild' else 'people'}/{who}/about.md")


def test_a_first_day_that_is_no_date_is_said(desk: Desk) -> None:
    """The series begins on the rule's own first date."""
    answer = desk.o3("slot", "alice", "every tue 10:30 from 2026-12-02 in New York, 4 times".replace("New York", "UTC"))
    assert answer.err == (
        "It begins Tue 8 Dec: Wed 2 Dec is no date of it\nThe next sessions: Tue 8 Dec, Tue 15 Dec, Tue 22 Dec\n"
    )
    assert answer.out.split("\t")[3] == "every tue 10:30 for 30m from 2026-12-08 4 times in UTC\n"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ["every tue 25:00"],
            "error: `25:00` is not a time\nhint: times look like",
        ),
        (["every 5th wed 10:00"], "error: `every 5th wed` asks for a fifth weekday"),
        (["every sun 02:30"], "error: `02:30` does not exist on 2027-03-28, when the clocks change"),
        (
            ["every tue 10:30 in Europe/Pari"],
            "error: `Europe/Pari` is not a time zone\nhint: did you mean `Europe/Paris`",
        ),
        (["every tue 10:30 4 times until june 1"], "error: `every tue 10:30 4 times until june 1` says both a number"),
        (["every tue"], "error: `every tue` has no time\nhint: slots look like"),
        (["--end", "friday", "--renew", "4"], "error: `--end` and `--renew` exclude each other\n"),
        (["--change", "wed"], "error: `--change` needs the first day on which it is so, `--from DATE`\n"),
        (["--from", "friday"], "error: `--change` needs"),
        (["--renew", "4"], "error: alice has no slot that goes on\nhint: `o3 slot alice"),
        (["--end", "friday", "--id", "k3v"], "error: no slot has the id `k3v`\n"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, arguments: list[str], error: str) -> None:
    """With the reason and what to type instead; nothing is written."""
    before = desk.read("people/alice/about.md"), desk.history()
    answer = desk.o3("slot", "alice", *arguments)
    assert answer.exit_code in (1, 2)
    assert answer.out == ""
    assert answer.err.startswith(error), answer.err
    assert (desk.read("people/alice/about.md"), desk.history()) == before


def test_a_second_slot_is_set_on_purpose(planned: Desk) -> None:
    """Who has a slot most often wants to change it; with two, one has to be named."""
    answer = planned.o3("slot", "alice", "every mon 9:00")
    assert (answer.exit_code, answer.err) == (
        1,
        (
            "error: alice has a slot already: every 2 weeks on tue 10:30 for 30m from 2026-11-10 in Europe/Paris\n"
            "hint: `--change WORDS --from DATE` changes it, `--end DATE` ends it, `--add` sets a second one\n"
        ),
    )
    assert planned.o3("slot", "alice", "every mon 9:00", "--add").exit_code == 0
    answer = planned.o3("slot", "alice", "--end", "1-dec")
    assert answer.err.startswith("error: alice has several slots: `k3v9q2m7xw4d` and `")
    answer = planned.o3("slot", "alice", "--end", "1-dec", "--id", "k3v")
    assert (answer.exit_code, answer.err) == (0, "The last session: Tue 24 Nov\n")


def test_a_slot_changes_from_a_day_on(planned: Desk) -> None:
    """The old series ends, a new one starts; changes of single dates that it has not are named."""
    planned.o3("move", "alice", "8-dec", "wed 9:00", "--why", "fair")
    assert (
        planned.show("slot", "alice", "--change", "thu 11:00", "--from", "1-dec")
        == """\
  alice  changed  every 2 weeks on thu 11:00 for 30m
The next sessions: Thu 3 Dec, Thu 17 Dec, Thu 31 Dec
The series before it ends, on Tue 24 Nov; what was held stays as it is
Falls away: Tue 8 Dec, moved to Wed 9 Dec 09:00 (fair)
"""
    )
    assert planned.history()[0] == "alice: slot changed"
    assert "until: 2026-11-30" in planned.read("people/alice/about.md")
    answer = planned.o3("slot", "alice", "--change", "4 times", "--from", "1-jan")
    assert answer.err.startswith("error: `4 times` changes neither the dates")


def test_a_series_is_ended_renewed_and_taken_back(desk: Desk) -> None:
    """The four-week experiment goes on; what never began leaves nothing behind."""
    desk.o3("slot", "alice", "every mon 14:00, 4 times")
    assert desk.show("slot", "alice", "--renew", "4") == (
        "  alice  renewed  every mon 14:00 for 30m 8 times\nThe last session: Mon 11 Jan 2027\n"
    )
    assert desk.show("slot", "alice", "--end", "eom") == (
        "  alice  ends  every mon 14:00 for 30m until 2026-11-30\nThe last session: Mon 30 Nov\n"
    )
    assert desk.show("slot", "alice", "--renew", "1") == (
        "  alice  renewed  every mon 14:00 for 30m until 2026-12-07\nThe last session: Mon 7 Dec\n"
    )
    assert desk.show("slot", "alice", "--end", "today") == (
        "  alice  removed  every mon 14:00 for 30m until 2026-12-07\nIt had not begun: nothing is left of it\n"
    )
    assert desk.read("people/alice/about.md") == "---\nname: Alice\n---\n# Alice\n"
    desk.o3("slot", "alice", "every mon 14:00")
    answer = desk.o3("slot", "alice", "--renew", "4")
    assert answer.err == "error: `weekly on mon` goes on without an end, so there is nothing to renew\n"


def test_everybodys_slots_are_a_line_each(planned: Desk) -> None:
    """Who, in which words, when next on the slot's clock; the zone where it is not the owner's."""
    planned.o3("slot", "bob", "every fri 15:00 in America/New_York")
    planned.o3("skip", "bob", "27-nov", "--why", "holiday")
    planned.o3("leave", "me", "24-nov")
    assert (
        planned.show("slot")
        == """\
  alice  every 2 weeks on tue 10:30 for 30m           Tue 8 Dec 10:30
  bob    every fri 15:00 for 30m in America/New_York  Fri 20 Nov 15:00
You are on leave Tue 24 Nov
bob: 0 sessions moved, 1 skipped
"""
    )
    rows = [line.split("\t") for line in planned.o3("slot").lines]
    assert rows[0] == [
        "alice",
        "k3v9q2m7xw4d",
        "every 2 weeks on tue 10:30 for 30m from 2026-11-10 in Europe/Paris",
        "2026-12-08T10:30+01:00",
        "0",
        "0",
    ]
    assert rows[1][3:] == ["2026-11-20T15:00-05:00", "0", "1"]


def test_nobody_has_a_slot_yet(desk: Desk) -> None:
    """An empty list says how to go on."""
    assert desk.show("slot") == 'Nobody has a slot yet: `o3 slot NAME "every 2 weeks on tue 10:30"` sets one\n'
    assert desk.show("slot", "alice") == ('Alice\nNo slot yet: `o3 slot alice "every 2 weeks on tue 10:30"` sets one\n')


def test_one_persons_slot_is_shown_with_what_is_different(planned: Desk) -> None:
    """Id, first and next date, each change with its reason, leave."""
    planned.o3("move", "alice", "tuesday", "wed", "16:30", "--why", "strike")
    planned.o3("skip", "alice", "8-dec", "--why", "fair")
    planned.o3("leave", "alice", "21-dec", "1-jan")
    assert (
        planned.show("slot", "alice")
        == """\
Alice
  every 2 weeks on tue 10:30 for 30m
    k3v9q2m7xw4d · since Tue 10 Nov · next Wed 25 Nov 16:30
    Tue 24 Nov moved to Wed 25 Nov 16:30 (strike)
    Tue 8 Dec skipped (fair)
  leave Mon 21 Dec to Fri 1 Jan 2027
"""
    )
    assert max(map(len, planned.show("slot", "alice", width=40).splitlines())) <= 40


def test_the_keys_of_json_are_a_promise(planned: Desk) -> None:
    """Keys are added, never removed."""
    planned.o3("skip", "alice", "8-dec", "--why", "fair")
    planned.o3("leave", "me", "1-jan")
    said = json.loads(planned.o3("slot", "--json").out)
    assert said.keys() == {"schema", "today", "slots", "leave"}
    assert said["leave"] == [{"who": "me", "from": "2027-01-01", "to": "2027-01-01"}]
    assert said["slots"] == [
        {
            "with": "alice",
            "kind": "o3",
            "id": "k3v9q2m7xw4d",
            "words": "every 2 weeks on tue 10:30 for 30m from 2026-11-10 in Europe/Paris",
            "every": "2 weeks on tue",
            "at": "10:30",
            "minutes": 30,
            "tz": "Europe/Paris",
            "from": "2026-11-10",
            "count": None,
            "until": None,
            "next": "2026-11-24T10:30+01:00",
            "over": False,
            "moved": 0,
            "skipped": 1,
            "changes": [{"on": "2026-12-08", "to": None, "why": "fair"}],
        }
    ]


def test_one_session_is_moved_and_put_back(planned: Desk) -> None:
    """The scope is said, the reason kept, one line of the file changes, and undoing leaves no trace."""
    before = planned.read("people/alice/about.md")
    assert planned.show("move", "alice", "tuesday", "wed", "16:30", "--why", "strike") == (
        "  alice  moved  Tue 24 Nov 10:30 → Wed 25 Nov 16:30 (strike)\n"
        "1 occurrence moved, 24 Nov; the series is unchanged\n"
    )
    assert planned.history()[0] == "alice 2026-11-24: session moved"
    after = planned.read("people/alice/about.md")
    change = '    changes:\n      - {on: 2026-11-24, to: "2026-11-25 16:30", why: "strike"}\n'
    assert after == before.replace("---\n# Alice", f"{change}---\n# Alice")
    # Moved again, and undone, by the day on which it is now.
    assert planned.o3("move", "alice", "25-nov", "17:00").out.startswith("alice\t2026-11-24\tmoved\t2026-11-25T17:00")
    assert planned.show("move", "alice", "25-nov", "--undo") == (
        "  alice  as planned  Wed 25 Nov 17:00 → Tue 24 Nov 10:30\n"
        "1 occurrence as planned, 24 Nov; the series is unchanged\n"
    )
    assert planned.read("people/alice/about.md") == before
    assert planned.is_clean()


def test_one_session_is_skipped_and_put_back(planned: Desk) -> None:
    """A reason is asked for; skipping and undoing say what they did."""
    answer = planned.o3("skip", "alice", "tuesday")
    assert (answer.exit_code, answer.err) == (2, 'error: `skip` needs a reason: `--why "…"`\n')
    assert planned.show("skip", "alice", "tuesday", "--why", "off-site") == (
        "  alice  skipped  Tue 24 Nov 10:30 (off-site)\n1 occurrence skipped, 24 Nov; the series is unchanged\n"
    )
    answer = planned.o3("move", "alice", "8-dec", "tue 24 nov 9:00")
    assert answer.exit_code != 0
    assert planned.show("skip", "alice", "tuesday", "--undo") == (
        "  alice  as planned  Tue 24 Nov 10:30\n1 occurrence as planned, 24 Nov; the series is unchanged\n"
    )
    answer = planned.o3("skip", "alice", "tuesday", "--undo")
    assert answer.err == "error: `2026-11-24` is neither moved nor cancelled\n"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ["move", "alice", "wednesday", "10:00"],
            (
                "error: `2026-11-25` is no date of the slot\n"
                "hint: the nearest are `2026-11-10`, `2026-11-24`, `2026-12-08` and `2026-12-22`\n"
            ),
        ),
        (["move", "bob", "tuesday", "10:00"], "error: bob has no slot that goes on\n"),
        (["move", "alice", "tuesday"], "error: `move` needs when it is to be, such as `wed 16:30`\n"),
        (["move", "alice", "tuesday", "10:00", "--undo"], "error: `WHEN` and `--undo` exclude each other\n"),
        (["skip", "alice", "tuesday", "--why", "x", "--undo"], "error: `--why` and `--undo` exclude each other\n"),
        (["move", "alice", "tuesday", "someday"], "error: `someday` is not a date"),
        (["move", "alice", "tuesday", "2027-03-28 02:30"], "error: `02:30` does not exist on 2027-03-28"),
        (["leave", "alice", "24-dec", "23-dec"], None),
        (["leave", "alice", "24-dec", "--undo"], "error: alice is not on leave on these days\n"),
        (["leave", "me", "2026-12-24", "2026-12-23"], "error: `2026-12-23` is before `2026-12-24`\n"),
        (["leave", "nobody", "24-dec"], "error: nobody in the notebook is called `nobody`"),
    ],
)
def test_what_cannot_be_done_to_a_date_is_refused(planned: Desk, arguments: list[str], error: str | None) -> None:
    """With what to type instead; nothing is written."""
    if error is None:
        # Behind 24 December the next 23 December is a year later.
        assert planned.o3(*arguments).err.startswith("26 occurrences fall away")
        return
    before = planned.history()
    answer = planned.o3(*arguments)
    assert answer.exit_code in (1, 2)
    assert answer.err.startswith(error), answer.err
    assert planned.history() == before


def test_leave_takes_sessions_away_and_brings_them_back(planned: Desk) -> None:
    """Yours applies to all and lives in `me.md`; ended early, the meetings after it are there again."""
    planned.o3("slot", "bob", "every wed 9:00")
    assert planned.show("leave", "me", "21-dec", "2-jan") == (
        "  me  on leave  Mon 21 Dec to Sat 2 Jan 2027\n"
        "3 occurrences fall away, alice Tue 22 Dec, bob Wed 23 Dec, bob Wed 30 Dec; the series are unchanged\n"
    )
    assert planned.read("me.md") == "---\nleave:\n  - {from: 2026-12-21, to: 2027-01-02}\n---\n"
    assert planned.history()[0] == "me: leave taken"
    assert planned.show("leave", "me", "28-dec", "2-jan", "--undo") == (
        "  me  back  Mon 28 Dec to Sat 2 Jan 2027\n"
        "1 occurrence is there again, bob Wed 30 Dec; the series is unchanged\n"
    )
    assert planned.show("leave", "alice", "1-dec") == ("  alice  on leave  Tue 1 Dec\nNo occurrence is on these days\n")
    answer = planned.o3("leave", "me", "1-jan", "--undo")
    assert answer.err == "error: you are not on leave on these days\nhint: leave is 2026-12-21 to 2026-12-27\n"
    assert planned.is_clean()


def test_long_leave_names_the_first_sessions(planned: Desk) -> None:
    """Not a page of dates."""
    answer = planned.o3("leave", "alice", "1-dec", "2027-06-30")
    assert answer.err.startswith("15 occurrences fall away, alice Tue 8 Dec, ")
    assert ", 9 more; the series is unchanged" in answer.err


def test_clashes_are_named_across_zones_and_clock_changes(planned: Desk) -> None:
    """New York's clocks change on other days than those of Paris: the two slots meet only then."""
    answer = planned.o3("slot", "bob", "every 2 weeks on tue 05:45 for 30m from 2026-11-24 in America/New_York")
    assert "Clashes with alice Tue 16 Mar 2027 10:30" in answer.err
    answer = planned.o3("move", "bob", "24-nov", "04:30")
    assert "Clashes with alice Tue 24 Nov 10:30\n" in answer.err


def test_a_contradiction_by_hand_is_named_and_hides_nothing(planned: Desk) -> None:
    """File, line, what to do; the other slots are listed, and the exit is 1."""
    planned.o3("slot", "bob", "every mon 9:00")
    planned.replace("people/alice/about.md", "2 weeks on tue", "2 weeks on noday")
    answer = planned.o3("slot")
    assert answer.exit_code == 1
    assert [line.split("\t")[0] for line in answer.lines] == ["bob"]
    assert answer.err.startswith("error: people/alice/about.md:5: `every` does not say on which dates: rules look like")


def test_a_machine_without_a_zone_asks_for_one(desk: Desk) -> None:
    """A zone is always written: where nobody knows it, it has to be said."""
    desk.zone = None
    answer = desk.o3("slot", "alice", "every mon 9:00")
    assert answer.err == (
        "error: the name of this machine's time zone is not known\n"
        'hint: set it in `o3.toml`: `time_zone = "Europe/Paris"`\n'
    )
    assert desk.o3("slot", "alice", "every mon 9:00 in Europe/Paris").exit_code == 1
    assert desk.o3("new", "alice", "--no-edit").exit_code == 0


def test_one_of_several_slots_is_named_by_its_id(planned: Desk) -> None:
    """Where both have a session on that day; a series that is over is the one that is renewed."""
    planned.o3("slot", "alice", "every tue 14:00, 2 times", "--add")
    answer = planned.o3("skip", "alice", "tuesday", "--why", "fair")
    assert answer.err.startswith("error: alice has several slots: `k3v9q2m7xw4d` and `")
    assert planned.o3("skip", "alice", "tuesday", "--why", "fair", "--id", "k3v").exit_code == 0
    planned.now = datetime(2027, 1, 15, 9, tzinfo=UTC)
    assert planned.o3("slot", "alice", "--renew", "2").err.startswith("The last session: ")
    assert "next none within a year" not in planned.show("slot", "alice")


def test_a_bare_rhythm_and_your_own_leave_are_shown(planned: Desk) -> None:
    """`every:` of somebody without a slot; leave that is yours, as long as it is not over."""
    planned.replace("people/bob/about.md", "kind: sales", "every: 2 weeks")
    planned.o3("leave", "me", "24-dec")
    assert planned.show("slot", "bob") == "Bob\n  every 2 weeks\nYou are on leave Thu 24 Dec\n"
    answer = planned.o3("slot", "--end", "friday")
    assert (answer.exit_code, answer.err) == (2, "error: `--end` needs a name before it\n")
