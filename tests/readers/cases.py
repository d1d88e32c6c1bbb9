"""Slots that calendars have been wrong about: all kinds of rules and zones, both clock changes, exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from o3cli.adapters.calendars.calendar_file import Series
from o3cli.domain.slots.recurrence import settle
from o3cli.domain.slots.rule_words import parse_rule
from o3cli.domain.slots.slot import Change, Leave, Slot

FIRST, LAST = date(2025, 12, 1), date(2027, 12, 31)
"""The time that readers expand: four clock changes in each half of the world."""


def day(text: str) -> date:
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def make_slot(
    name: str,
    every: str,
    at: str = "10:30",
    tz: str = "Europe/Paris",
    start: str = "2026-01-13",
    minutes: int = 30,
    count: int | None = None,
    until: str | None = None,
    changes: Sequence[Change] = (),
) -> Slot:
    slot_id = f"{name}-k3v9q2m7"
    end = day(until) if until else None
    slot = Slot(
        slot_id, parse_rule(every), time.fromisoformat(at), timedelta(minutes=minutes), tz, day(start), count, end
    )
    return settle(Slot(slot_id, slot.rule, slot.at, slot.length, tz, slot.start, count, end, tuple(changes)))


def moved(on: str, to: str) -> Change:
    return Change(day(on), moment(to), "strike")


def cancelled(on: str, why: str | None = "holiday") -> Change:
    return Change(day(on), None, why)


def make_series(slot: Slot, leave: Sequence[Leave] = (), title: str = "Alice") -> Series:
    return Series(slot, "alice", title, "o3", leave)


LEAVE = (Leave(day("2026-08-03"), day("2026-08-21")), Leave(day("2026-03-27"), day("2026-03-31")))

CASES: tuple[tuple[Slot, tuple[Leave, ...]], ...] = (
    (make_slot("weekly", "weekly on mon", "14:00", minutes=15), ()),
    (make_slot("weekly-count", "weekly on tue", count=4), ()),
    (make_slot("weekly-until", "weekly on tue", until="2026-06-30"), ()),
    (make_slot("until-between", "weekly on tue", until="2026-07-02"), ()),
    (make_slot("until-winter", "weekly on sun", "23:30", until="2026-10-25"), ()),
    (make_slot("until-summer", "weekly on sun", "00:30", until="2026-03-29"), ()),
    (make_slot("two-weeks", "2 weeks on tue"), ()),
    (make_slot("two-weeks-sunday", "2 weeks on mon,sun", start="2026-01-14"), ()),
    (make_slot("two-weeks-late", "2 weeks on mon", start="2026-01-14", count=9), ()),
    (make_slot("three-weeks", "3 weeks on thu", "09:00"), ()),
    (make_slot("three-days", "weekly on mon,wed,fri", count=20), ()),
    (make_slot("weekdays", "weekly on mon,tue,wed,thu,fri", "08:45", count=60), ()),
    (make_slot("first-wed", "1st wed", "14:00", minutes=15), ()),
    (make_slot("last-wed", "last wed", "14:00", minutes=15), ()),
    (make_slot("first-last", "1st,last wed", "14:00", minutes=15), ()),
    (make_slot("second-fourth", "2nd,4th tue", "18:00"), ()),
    (make_slot("mixed-days", "1st mon and 3rd fri", "18:00"), ()),
    (make_slot("last-sun", "last sun", "12:00"), ()),
    (make_slot("two-months", "2 months on last fri", "16:00"), ()),
    (make_slot("first-last-count", "1st,last wed", count=7), ()),
    (make_slot("last-until", "last wed", until="2026-09-29"), ()),
    (make_slot("month-day", "FREQ=MONTHLY;BYMONTHDAY=15"), ()),
    (make_slot("month-days", "FREQ=MONTHLY;BYMONTHDAY=1,15,-1"), ()),
    (make_slot("day-31", "FREQ=MONTHLY;BYMONTHDAY=31"), ()),
    (make_slot("last-workday", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"), ()),
    (make_slot("daily", "FREQ=DAILY;INTERVAL=10"), ()),
    (make_slot("yearly", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=15"), ()),
    (make_slot("yearly-weekday", "FREQ=YEARLY;BYMONTH=6;BYDAY=-1FR"), ()),
    (make_slot("two-before-last", "FREQ=MONTHLY;BYDAY=-2FR"), ()),
    (make_slot("new-york", "weekly on tue", "08:00", "America/New_York"), ()),
    (make_slot("new-york-until", "weekly on tue", "20:00", "America/New_York", until="2026-06-30"), ()),
    (make_slot("auckland-until", "FREQ=DAILY;INTERVAL=3", "06:00", "Pacific/Auckland", until="2026-04-08"), ()),
    (make_slot("los-angeles-night", "weekly on sat", "23:45", "America/Los_Angeles"), ()),
    (make_slot("sydney", "2 weeks on thu", "09:15", "Australia/Sydney"), ()),
    (make_slot("lord-howe", "weekly on wed", "07:30", "Australia/Lord_Howe"), ()),
    (make_slot("kolkata", "weekly on tue", "10:30", "Asia/Kolkata"), ()),
    (make_slot("kathmandu", "1st tue", "10:15", "Asia/Kathmandu"), ()),
    (make_slot("dublin", "weekly on mon", "09:00", "Europe/Dublin"), ()),
    # Until shortly before Morocco gave up changing its clocks, which not every reader has heard of.
    (make_slot("casablanca", "weekly on tue", "10:30", "Africa/Casablanca", until="2026-08-31"), ()),
    (make_slot("cairo", "weekly on thu", "11:00", "Africa/Cairo"), ()),
    (make_slot("santiago", "weekly on mon", "11:00", "America/Santiago"), ()),
    (make_slot("jerusalem", "weekly on sun", "11:00", "Asia/Jerusalem"), ()),
    (make_slot("nuuk", "weekly on fri", "11:00", "America/Nuuk"), ()),
    (make_slot("auckland", "last mon", "20:00", "Pacific/Auckland"), ()),
    (make_slot("chatham", "weekly on fri", "12:45", "Pacific/Chatham"), ()),
    (make_slot("st-johns", "2 weeks on fri", "16:30", "America/St_Johns"), ()),
    (make_slot("utc", "weekly on tue", "16:30", "UTC"), ()),
    (make_slot("kiritimati", "weekly on mon", "06:00", "Pacific/Kiritimati"), ()),
    (make_slot("old", "2 weeks on tue", start="2019-01-08", changes=[cancelled("2026-01-06")]), ()),
    (make_slot("moved", "2 weeks on tue", changes=[moved("2026-02-10", "2026-02-11 16:30")]), ()),
    (make_slot("moved-week", "weekly on tue", changes=[moved("2026-02-10", "2026-02-19 10:30")]), ()),
    (make_slot("moved-before", "weekly on tue", changes=[moved("2026-02-10", "2026-02-06 09:00")]), ()),
    (make_slot("moved-over-change", "weekly on fri", changes=[moved("2026-03-27", "2026-03-30 10:30")]), ()),
    (make_slot("moved-first", "weekly on tue", changes=[moved("2026-01-13", "2026-01-15 10:30")]), ()),
    (make_slot("moved-last", "weekly on tue", count=4, changes=[moved("2026-02-03", "2026-02-12 10:30")]), ()),
    (make_slot("cancelled", "weekly on tue", changes=[cancelled("2026-04-07"), cancelled("2026-11-03")]), ()),
    (make_slot("cancelled-first", "weekly on tue", changes=[cancelled("2026-01-13")]), ()),
    (make_slot("cancelled-last", "weekly on tue", count=5, changes=[cancelled("2026-02-10")]), ()),
    (make_slot("leave", "weekly on mon,fri"), LEAVE),
    (make_slot("leave-moved", "weekly on tue", changes=[moved("2026-08-11", "2026-08-12 09:00")]), LEAVE),
    (
        make_slot(
            "everything",
            "1st,last wed",
            "14:00",
            "America/New_York",
            count=30,
            changes=[
                moved("2026-02-04", "2026-02-05 08:00"),
                cancelled("2026-10-28"),
                moved("2026-08-05", "2026-08-06 14:00"),
            ],
        ),
        LEAVE,
    ),
    (make_slot("long", "weekly on sat", "09:00", minutes=600), ()),
    (make_slot("over-midnight", "weekly on wed", "23:00", minutes=120), ()),
    (make_slot("before-gap", "weekly on sun", "01:30", minutes=15), ()),
    (make_slot("after-fold", "weekly on sun", "03:15"), ()),
)
