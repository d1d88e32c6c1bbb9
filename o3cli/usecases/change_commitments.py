"""Close, reopen and postpone commitments, several at once: all of them, or none where one cannot be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from o3cli.domain.commitment import Commitment, State, close, drop, promise_for, reopen, snooze
from o3cli.domain.note import NotePath
from o3cli.domain.recorded import Recorded
from o3cli.domain.refs import find_ref_matches
from o3cli.errors import Problem
from o3cli.errors.commitments import AmbiguousRef, ClashingRef, ClosedAlready, NoWords, SnoozeOver, UnknownRef
from o3cli.usecases.drafts import Drafts
from o3cli.usecases.notebook import Notebook
from o3cli.usecases.save_notes import read_settled
from o3cli.usecases.take_up import change_record, take_up


@dataclass(frozen=True, slots=True)
class Changed:
    """One commitment, before and after."""

    before: Commitment
    after: Commitment
    path: NotePath

    @property
    def is_unchanged(self) -> bool:
        """Whether it was so already."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class ChangedCommitments:
    """What a command did."""

    items: tuple[Changed, ...]
    today: date
    recorded: Recorded
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Verb:
    """What is done to commitments, and to which."""

    name: str
    meant_for: frozenset[State]
    """Of several that a ref's beginning fits, one in such a state is meant."""
    refuses: frozenset[State]
    change: Callable[[Commitment], Commitment]


_CLOSED = frozenset({State.DONE, State.DROPPED})
_IS_OPEN = frozenset({State.OPEN})


def mark_done(notebook: Notebook, refs: Sequence[str]) -> ChangedCommitments:
    """Kept, today. Raises ClosedAlready for one that was dropped."""
    today = notebook.today
    return _change(notebook, refs, _Verb("done", _IS_OPEN, frozenset({State.DROPPED}), lambda it: close(it, today)))


def mark_dropped(notebook: Notebook, refs: Sequence[str], why: str) -> ChangedCommitments:
    """Given up, today, for a reason. Raises NoWords without one, ClosedAlready for one that was kept."""
    if not why.strip():
        raise NoWords("the reason")
    today = notebook.today
    return _change(notebook, refs, _Verb("dropped", _IS_OPEN, frozenset({State.DONE}), lambda it: drop(it, today, why)))


def mark_open(notebook: Notebook, refs: Sequence[str]) -> ChangedCommitments:
    """To be kept after all."""
    return _change(notebook, refs, _Verb("reopened", _CLOSED, frozenset(), reopen))


def promise_until(notebook: Notebook, refs: Sequence[str], due: date | None) -> ChangedCommitments:
    """Due on another day, or on none; the day before is kept. Raises ClosedAlready."""
    return _change(notebook, refs, _Verb("due", _IS_OPEN, _CLOSED, lambda it: promise_for(it, due)))


def snooze_until(notebook: Notebook, refs: Sequence[str], until: date | None) -> ChangedCommitments:
    """Hidden until a day, or shown again. Raises ClosedAlready, SnoozeOver for a day that hides nothing."""
    if until is not None and until <= notebook.today:
        raise SnoozeOver(until)
    return _change(notebook, refs, _Verb("snoozed", _IS_OPEN, _CLOSED, lambda it: snooze(it, until)))


def _change(notebook: Notebook, refs: Sequence[str], verb: _Verb) -> ChangedCommitments:
    with notebook.writing():
        drafts = Drafts(read_settled(notebook), notebook.format)
        targets = dict.fromkeys(_find_target(drafts, typed, verb) for typed in refs)
        # What was typed in the notes that are about to be recorded is taken up on the way.
        scope = {path for home, ref in targets for path in (home, *drafts.list_mentions(ref))}
        taken = take_up(drafts, notebook, sorted(scope))
        items = [_change_one(drafts, path, ref, verb) for path, ref in targets]
        recorded = notebook.apply(drafts.list_changes(), _format_message(items, verb))
    return ChangedCommitments(tuple(items), notebook.today, recorded, tuple(taken.problems))


def _change_one(drafts: Drafts, path: NotePath, ref: str, verb: _Verb) -> Changed:
    before = drafts.get(path).get_commitment(ref)
    if before.status.state in verb.refuses:
        raise ClosedAlready(ref, before.status.state, before.status.day)
    # What is done already stays done on the day when it was.
    after = before if before.status.state not in verb.meant_for else verb.change(before)
    if after != before:
        change_record(drafts, path, before, after)
    return Changed(before, after, path)


def _find_target(drafts: Drafts, typed: str, verb: _Verb) -> tuple[NotePath, str]:
    homes = [(commitment, note.path) for note in drafts.notes for commitment in note.commitments]
    fitting = {commitment.ref for commitment, _ in homes if commitment.status.state in verb.meant_for}
    matches = find_ref_matches(typed, fitting) or find_ref_matches(typed, drafts.refs)
    if not matches:
        raise UnknownRef(typed)
    places = [path for commitment, path in homes if commitment.ref == matches[0]]
    if len(matches) > 1:
        raise AmbiguousRef(typed, matches)
    if len(places) > 1:
        raise ClashingRef(matches[0], tuple(str(path) for path in places))
    return places[0], matches[0]


def _format_message(items: Sequence[Changed], verb: _Verb) -> str:
    """Who, when and which, never a word of a note."""
    if len(items) > 1:
        return f"{len(items)} commitments {verb.name}"
    return f"{items[0].path.label}: {items[0].after.ref} {verb.name}"
