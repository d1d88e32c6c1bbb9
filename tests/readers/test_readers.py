"""Every calendar file is read the same by independent readers, each in a time zone of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from o3cli.adapters.calendars.calendar_file import Series, draft_series, format_calendar, format_series_files
from o3cli.domain.slots.calendar_mark import update_marks
from o3cli.domain.slots.slot import Leave, Slot
from tests.readers import expansion
from tests.readers.cases import CASES, make_series
from tests.readers.expansion import Pairs
from tests.readers.install import MissingReader
from tests.sizes import size
from tests.slot_strategies import is_sound, leaves, slots

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TODAY = date(2026, 1, 1)
READERS: Mapping[str, Callable[[Mapping[str, bytes]], dict[str, Pairs]]] = {
    "recurring-ical-events": expansion.ask_recurring_ical_events,
    "ical.js": expansion.ask_ical_js,
    "node-ical": expansion.ask_node_ical,
    "libical": expansion.ask_libical,
}


def write_files(cases: Sequence[tuple[Slot, Sequence[Leave]]]) -> dict[str, bytes]:
    drafts = draft_series([make_series(slot, leave) for slot, leave in cases])
    return format_series_files(drafts, update_marks({}, [draft.seen for draft in drafts], NOW), TODAY)


def expand_own(cases: Sequence[tuple[Slot, Sequence[Leave]]], names: Mapping[str, bytes]) -> dict[str, Pairs]:
    return {f"{slot.id}.ics": expansion.list_own(slot, leave) for slot, leave in cases if f"{slot.id}.ics" in names}


def find_difference(own: Mapping[str, Pairs], theirs: Mapping[str, Pairs]) -> dict[str, tuple[Pairs, Pairs]]:
    """What only o3 has and what only the reader has, by file."""
    different = {}
    for name, pairs in own.items():
        found = theirs[name]
        if pairs != found:
            different[name] = ([one for one in pairs if one not in found], [one for one in found if one not in pairs])
    return different


@pytest.mark.parametrize("reader", READERS)
def test_reads_every_case_as_the_arithmetic_does(reader: str) -> None:
    """A reader finds the very starts and ends that o3 has, over two years and four changes of the clocks."""
    files = write_files(CASES)
    own = expand_own(CASES, files)

    theirs = READERS[reader](files)

    assert len(own) == len(CASES) >= 40
    assert find_difference(own, theirs) == {}


def test_khal_reads_every_case_as_the_arithmetic_does(tmp_path: Path) -> None:
    """khal, which trusts its own zones and not the file's, finds the same."""
    files = write_files(CASES)

    theirs = expansion.ask_khal(tmp_path / "khal", files)

    assert find_difference(expand_own(CASES, files), theirs) == {}


@pytest.mark.parametrize("reader", READERS)
@settings(
    max_examples=size(2, 10),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    cases=st.lists(
        st.tuples(slots().filter(is_sound), leaves),
        min_size=size(5, 30),
        max_size=size(5, 30),
        unique_by=lambda case: case[0].id,
    )
)
def test_reads_random_slots_as_the_arithmetic_does(reader: str, cases: list[tuple[Slot, tuple[Leave, ...]]]) -> None:
    """Whatever the rule, the zone, the end, the changes and the leave: the same starts and ends."""
    files = write_files(cases)

    assert find_difference(expand_own(cases, files), READERS[reader](files)) == {}


@pytest.mark.parametrize(("variable", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_a_missing_reader_is_no_silent_pass(
    variable: str, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a reader cannot be had the test says so: skipped at home, failed in continuous integration."""
    monkeypatch.setenv("CI", variable)

    def get() -> str:
        raise MissingReader("no such library")

    with pytest.raises(outcome, match="a reader is missing: no such library"):
        expansion.require(get)


def test_one_file_with_all_series_is_read_like_its_parts() -> None:
    """`o3.ics` holds every series, with each zone once, and says the same as the files of the series."""
    drafts = draft_series([make_series(slot, leave) for slot, leave in CASES])
    marks = update_marks({}, [draft.seen for draft in drafts], NOW)
    whole = format_calendar("o3", drafts, marks, TODAY)

    theirs = expansion.ask_ical_js({"o3.ics": whole})["o3.ics"]

    own = expand_own(CASES, write_files(CASES))
    assert theirs == sorted(pair for pairs in own.values() for pair in pairs)


def test_khal_updates_a_series_that_it_imports_again(tmp_path: Path) -> None:
    """Imported, changed, imported again: one series, as it is now."""
    before, after = CASES[6][0], next(slot for slot, _ in CASES if slot.id.startswith("moved-k3"))
    after = Slot(before.id, after.rule, after.at, after.length, after.tz, after.start, changes=after.changes)
    home = tmp_path / "khal"
    marks = {}
    for slot in (before, after):
        drafts = draft_series([Series(slot, "alice", "Alice", "o3")])
        marks = update_marks(marks, [draft.seen for draft in drafts], NOW)
        file = tmp_path / "o3.ics"
        file.write_bytes(format_calendar("o3", drafts, marks, TODAY))

        expansion.run_khal(home, "import", "--batch", "-a", "o3", str(file))

        assert expansion.list_in_khal(home) == {slot.id: expansion.list_own(slot, ())}
    assert marks[before.id].sequence == 1
    assert len(list((home / "events").glob("*.ics"))) == 1
