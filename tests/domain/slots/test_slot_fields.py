from __future__ import annotations

from collections.abc import Mapping

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from o3cli.domain.slots.rhythm import Rhythm
from o3cli.domain.slots.slot import Leave, Slot
from o3cli.domain.slots.slot_fields import Fault, Field, Path, Schedule, format_leave, format_slot, parse_schedule
from tests.readers.cases import cancelled, day, make_slot, moved
from tests.slot_strategies import is_sound, leaves, slots

GOOD = {
    "id": "k3v9q2m7xw4d",
    "every": "2 weeks on tue",
    "at": "10:30",
    "for": "30m",
    "tz": "Europe/Paris",
    "from": "2026-01-13",
}


def read(fields: Mapping[str, Field]) -> Schedule:
    return parse_schedule(fields, lambda _: None)


def find_faults(**fields: Field) -> list[tuple[Path, str, str | None]]:
    """Where, what and what to do."""
    paths: list[Path] = []

    def find_line(path: Path) -> int:
        paths.append(path)
        return len(paths)

    faults = parse_schedule(fields, find_line).faults
    assert [fault.line for fault in faults] == list(range(1, len(faults) + 1))
    return [(path, fault.message, fault.hint) for path, fault in zip(paths, faults, strict=True)]


def test_reads_slots_leave_and_rhythm() -> None:
    """What `about.md` keeps, as people write it by hand."""
    slot = GOOD | {
        "count": "4",
        "changes": [
            {"on": "2026-02-10", "cancelled": "true", "why": "holiday"},
            {"on": "2026-01-27", "to": "2026-01-28T16:30", "why": "strike"},
        ],
    }
    fields = {
        "slots": [slot],
        "leave": [{"from": "2026-08-03", "to": "2026-08-21"}],
        "every": "2 weeks",
        "name": "Alice",
    }

    assert read(fields) == Schedule(
        (
            Slot(
                "k3v9q2m7xw4d",
                make_slot("a", "2 weeks on tue").rule,
                make_slot("a", "2 weeks on tue").at,
                make_slot("a", "2 weeks on tue").length,
                "Europe/Paris",
                day("2026-01-13"),
                4,
                None,
                (moved("2026-01-27", "2026-01-28 16:30"), cancelled("2026-02-10")),
            ),
        ),
        (Leave(day("2026-08-03"), day("2026-08-21")),),
        Rhythm(days=14),
    )


def test_nothing_is_no_fault() -> None:
    """An `about.md` without slots, or with empty lists, has no schedule."""
    assert read({}) == Schedule()
    assert read({"slots": None, "leave": "", "every": None}) == Schedule()
    assert read({"slots": [GOOD | {"changes": [], "count": "", "until": None}]}).slots[0].changes == ()


@given(slot=slots().filter(is_sound), leave=leaves)
def test_every_slot_is_read_back_from_its_lines(slot: Slot, leave: tuple[Leave, ...]) -> None:
    """The lines that o3 writes are YAML, and the same slot again."""
    text = "\n".join(["slots:", *(f"  {line}" for line in format_slot(slot))])
    if leave:
        text += "\nleave:\n" + "\n".join(f"  - {format_leave(one)}" for one in leave)

    schedule = read(yaml.load(text, yaml.BaseLoader))

    assert (schedule.faults, schedule.slots, schedule.leave) == (
        (),
        (slot,),
        tuple(sorted(leave, key=lambda one: (one.first, one.last))),
    )


@given(why=st.text(min_size=1, max_size=40))
def test_a_reason_is_one_line_of_what_can_be_seen(why: str) -> None:
    """Quotes, colons, emoji and control characters in a reason break nothing."""
    slot = make_slot("a", "weekly on tue", changes=[moved("2026-01-20", "2026-01-21 09:00")])
    slot = Slot(
        slot.id,
        slot.rule,
        slot.at,
        slot.length,
        slot.tz,
        slot.start,
        changes=(type(slot.changes[0])(day("2026-01-20"), None, why),),
    )
    lines = format_slot(slot)

    (read_back,) = read(yaml.load("\n".join(["slots:", *lines]), yaml.BaseLoader)).slots

    seen = " ".join("".join(sign if sign.isprintable() else " " for sign in why).split())
    assert read_back.changes[0].why == (seen or None)
    assert len("\n".join(lines).splitlines()) == len(lines)


def test_writes_what_the_contract_shows() -> None:
    """The layout of slots, with changes as short mappings and the time in quotes."""
    changes = [moved("2026-02-10", "2026-02-11 16:30"), cancelled("2026-04-07")]
    assert format_slot(make_slot("a", "2 weeks on tue", changes=changes, until="2026-06-30")) == [
        "- id: a-k3v9q2m7",
        "  every: 2 weeks on tue",
        '  at: "10:30"',
        "  for: 30m",
        "  tz: Europe/Paris",
        "  from: 2026-01-13",
        "  until: 2026-06-30",
        "  changes:",
        '    - {on: 2026-02-10, to: "2026-02-11 16:30", why: "strike"}',
        '    - {on: 2026-04-07, cancelled: true, why: "holiday"}',
    ]
    assert format_slot(make_slot("a", "last wed", count=4))[-2:] == ["  from: 2026-01-28", "  count: 4"]


def change(**fields: Field) -> dict[str, Field]:
    return GOOD | {"changes": [fields]}


BAD_SLOTS: list[tuple[dict[str, Field] | str, Path, str, str | None]] = [
    ("tue", (), "a slot has fields, one on each line: `id`, `every`, `at`, `for`, `tz`, `from`", None),
    ({}, (), "`id` is missing", None),
    (GOOD | {"id": "x y"}, ("id",), "`id` is not 8 to 64 letters, digits and hyphens", "make one up, and keep it"),
    (GOOD | {"id": ["a"]}, ("id",), "`id` is not a single value", None),
    (GOOD | {"every": "now and then"}, ("every",), "`every` does not say on which dates", "rules look like"),
    (GOOD | {"every": "5th wed"}, ("every",), "`every` asks for a fifth weekday", "say `last` instead"),
    (
        GOOD | {"every": "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30", "from": "2026-02-01"},
        ("every",),
        "the slot gives no date at all",
        None,
    ),
    (GOOD | {"at": "630"}, ("at",), "`at` is not a time", "times look like"),
    (GOOD | {"for": "30"}, ("for",), "`for` is not a length between", "lengths look like"),
    (GOOD | {"tz": "Europe/Pari"}, ("tz",), "`tz` is not a time zone", "did you mean `Europe/Paris`"),
    (GOOD | {"tz": "../etc"}, ("tz",), "`tz` is not a time zone", None),
    (GOOD | {"tz": "Europe"}, ("tz",), "`tz` is not a time zone", None),
    (GOOD | {"from": "2026-02-30"}, ("from",), "`from` is not a date between 1971 and 2199", None),
    (GOOD | {"from": "1850-01-01"}, ("from",), "`from` is not a date between 1971 and 2199", None),
    (GOOD | {"from": "13 jan"}, ("from",), "`from` is not a date between 1971 and 2199", None),
    (GOOD | {"count": "0"}, ("count",), "`count` is not a whole number from 1 to 999", None),
    (GOOD | {"count": "many"}, ("count",), "`count` is not a whole number from 1 to 999", None),
    (
        GOOD | {"count": "4", "until": "2026-06-30"},
        ("count",),
        "the slot says both a number of sessions and a last day",
        "keep one of",
    ),
    (GOOD | {"until": "2026-01-01"}, ("every",), "the slot gives no date at all", None),
    (GOOD | {"changes": "none"}, ("changes",), "`changes` is not a list", "begin each change with"),
    (
        GOOD | {"changes": ["2026-01-27"]},
        ("changes", 0),
        "a change has fields: `on` and `to`, or `on` and `cancelled`",
        None,
    ),
    (change(on="2026-01-27"), ("changes", 0), "the change has neither `to` nor `cancelled: true`", "a date is either"),
    (
        change(on="2026-01-27", cancelled="false"),
        ("changes", 0),
        "the change has neither `to` nor `cancelled: true`",
        "a date is either",
    ),
    (
        change(on="2026-01-27", cancelled="yes", to="2026-01-28 10:00"),
        ("changes", 0),
        "the change has both `to` and `cancelled`",
        "a date",
    ),
    (change(on="2026-01-27", to="2026-01-28"), ("changes", 0, "to"), "`to` is not a time", "times look like"),
    (change(on="2026-01-27", to="28 jan 10:00"), ("changes", 0, "to"), "`to` is not a date between", None),
    (
        change(on="2026-01-28", cancelled="true"),
        ("changes", 0, "on"),
        "`on` is no date of the slot",
        "the nearest are `2026-01-13`, `2026-01-27`, `2026-02-10` and `2026-02-24`",
    ),
    (
        GOOD | {"changes": [{"on": "2026-01-27", "cancelled": "true"}, {"on": "2026-01-27", "to": "2026-01-28 10:00"}]},
        ("changes", 1, "on"),
        "this date is changed twice",
        "keep one of the two changes",
    ),
    (
        GOOD | {"changes": [{"on": "2026-02-10", "cancelled": "true"}, {"on": "2026-01-27", "to": "2026-02-10 16:00"}]},
        ("changes", 1, "to"),
        "`to` is a cancelled date of the same slot, and some calendars would drop a session moved there",
        "undo the cancellation, or move to another day",
    ),
]


@pytest.mark.parametrize(("slot", "where", "message", "hint"), BAD_SLOTS)
def test_names_the_field_that_cannot_be(slot: Field, where: Path, message: str, hint: str | None) -> None:
    """A contradiction in a hand edit has its place, what is wrong, and what to do; the other slots are read."""
    other = GOOD | {"id": "m2pa9q2m7xw4"}
    ((path, found, advice),) = find_faults(slots=[slot, other])
    assert path == ("slots", 0, *where)
    assert found.startswith(message)
    assert hint is None or (advice is not None and advice.startswith(hint))
    assert [one.id for one in read({"slots": [slot, other]}).slots] == ["m2pa9q2m7xw4"]


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"slots": "every tue"}, ("slots",), "`slots` is not a list"),
        ({"leave": {"from": "2026-08-03"}}, ("leave",), "`leave` is not a list"),
        (
            {"slots": [GOOD, GOOD]},
            ("slots", 1, "id"),
            "two slots have this `id`: calendars would take them for one series",
        ),
        ({"leave": ["august"]}, ("leave", 0), "leave has the fields `from` and `to`"),
        ({"leave": [{"from": "2026-08-03"}]}, ("leave", 0), "`to` is missing"),
        ({"leave": [{"from": "2026-08-03", "to": "2026-08-02"}]}, ("leave", 0, "to"), "`to` is before `from`"),
        ({"every": "now and then"}, ("every",), "`every` is not a rhythm"),
        ({"every": ["week"]}, ("every",), "`every` is not a single value"),
    ],
)
def test_names_what_is_wrong_around_the_slots(fields: dict[str, Field], path: Path, message: str) -> None:
    """Lists that are none, twins, and leave that ends before it begins."""
    assert [fault[:2] for fault in find_faults(**fields)] == [(path, message)]


def test_a_fault_never_quotes_the_file() -> None:
    """What stands in a file is private: a fault tells the field and the rule, not the words."""
    secret = "Łukasz is ill"
    fields = {
        "slots": [dict.fromkeys(GOOD, secret) | {"id": "k3v9q2m7xw4d"}],
        "leave": [{"from": secret, "to": secret}],
        "every": secret,
    }
    faults = read(fields).faults
    assert len(faults) == 3
    assert not any(secret in f"{fault.message} {fault.hint}" for fault in faults)
    assert faults[0] == Fault(None, "`every` does not say on which dates", faults[0].hint)
