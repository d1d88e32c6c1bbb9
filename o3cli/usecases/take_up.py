"""Take up what was typed in the bodies of notes: new promises get a record, edited lines change theirs.

The one mechanism behind everything that records notes, and behind the lists, which show a notebook as it will be once
everything typed is taken up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from o3cli.domain.boxes import (
    Box,
    Values,
    apply_line,
    find_bullet_values,
    fold_boxes,
    get_values,
    list_boxes,
    list_views,
    put_in_step,
    read_again,
    read_values,
)
from o3cli.domain.commitment import Commitment, State
from o3cli.domain.note import Note, NotePath
from o3cli.domain.refs import make_ref
from o3cli.domain.task_line import add_ref, gather_ref
from o3cli.errors import Problem
from o3cli.errors.notes import UnreadableNote
from o3cli.usecases.drafts import Drafts
from o3cli.usecases.notebook import Notebook


@dataclass(frozen=True, slots=True)
class Typed:
    """A promise that was typed and has a record now."""

    commitment: Commitment
    path: NotePath
    line: int
    """Where it was typed, from 1."""


@dataclass(frozen=True, slots=True)
class TakenUp:
    """What taking up did to the drafts."""

    typed: list[Typed] = field(default_factory=list)
    edited: list[tuple[Commitment, Commitment]] = field(default_factory=list)
    """Records before and after."""
    problems: list[Problem] = field(default_factory=list)
    """Lines that were left as they are, since it cannot be told what is meant."""


def take_up(
    drafts: Drafts,
    notebook: Notebook,
    scope: Iterable[NotePath],
    *,
    fold: Collection[NotePath] = (),
    opened: Note | None = None,
) -> TakenUp:
    """Take up what was typed in the notes of `scope`.

    In the notes of `fold`, open checkboxes of promises that live elsewhere become plain bullets: the session is over.
    `opened` is a note as it was handed to the editor: what still stands there as it stood was not edited, whatever
    became of its record meanwhile. A note that cannot be changed safely is named and left as it is.
    """
    taken = TakenUp()
    paths = list(scope)
    for path in paths:
        _gather_refs(drafts, path)
        with _named(taken):
            _take_up_typed(drafts, notebook, path, taken)
    for path in paths:
        _take_up_edits(drafts, notebook, path, opened if opened and opened.path == path else None, taken)
        if path in fold:
            _fold_views(drafts, path)
    return taken


@contextmanager
def _named(taken: TakenUp) -> Iterator[None]:
    try:
        yield
    except UnreadableNote as error:
        taken.problems.append(error.problem)


def change_record(drafts: Drafts, path: NotePath, old: Commitment, new: Commitment) -> None:
    """Change a commitment where it lives, and every checkbox that shows it but for what was edited there."""
    drafts.put(path, drafts.format.change_commitment(drafts.get(path).text, old, new, str(path)))
    before = get_values(old, drafts.get_parties(path))
    for mention in drafts.list_mentions(new.ref):
        _put_in_step(drafts, mention, new, path, before)


def _gather_refs(drafts: Drafts, path: NotePath) -> None:
    """Words that were typed behind a ref, at the end of the line, belong to the promise that it shows."""
    note, parties = drafts.get(path), drafts.get_parties(path)
    text = note.text
    for box in reversed(list_boxes(note, parties)):
        if not box.ref:
            words = gather_ref(box.words.read(note.text), parties, path.day, drafts.refs)
            text = box.words.replace(text, words)
    if text != note.text:
        drafts.put(path, text)


def _take_up_typed(drafts: Drafts, notebook: Notebook, path: NotePath, taken: TakenUp) -> None:
    """Give a record to what was typed in the body, and a ref to a record that was typed without one."""
    note = drafts.get(path)
    boxes = [
        box
        for box in list_boxes(note, drafts.get_parties(path))
        if box.is_open and box.task.what and box.ref not in drafts.refs
    ]
    nameless = [
        (record, line) for record, line in zip(note.commitments, note.commitment_lines, strict=True) if not record.ref
    ]
    if not boxes and not nameless:
        return
    text = note.text
    refs = set(drafts.refs)
    typed: list[Typed] = []
    for box in reversed(boxes):
        if box.ref and drafts.hides_records:
            taken.problems.append(_name(box, "has no record in the notes that can be read: mend the others first"))
            continue
        ref = _adopt_ref(drafts, box) or make_ref(notebook.random_below, refs)
        refs.add(ref)
        if ref != box.ref:
            text = box.words.replace(text, add_ref(box.words.read(text), ref))
        typed.insert(0, Typed(Commitment(ref, box.task.what, box.task.owner, due=box.task.due), path, box.line))
    if typed:
        text = drafts.format.add_commitments(text, [promise.commitment for promise in typed], str(path))
    for record, line in nameless:
        named = replace(record, ref=make_ref(notebook.random_below, refs))
        refs.add(named.ref)
        text = drafts.format.change_commitment(text, record, named, str(path))
        typed.append(Typed(named, path, line))
    if typed:
        drafts.put(path, text)
        taken.typed.extend(typed)


def _adopt_ref(drafts: Drafts, box: Box) -> str | None:
    """The ref that a line without a record has: its record is lost, or git has yet to bring it.

    None where others say the same, as the block ids of another tool do: one promise must not pass for another.
    """
    if box.ref is None:
        return None
    mentions = sum(drafts.get(path).text.count(f"^{box.ref}") for path in drafts.list_mentions(box.ref))
    return box.ref if mentions == 1 else None


def _take_up_edits(drafts: Drafts, notebook: Notebook, path: NotePath, opened: Note | None, taken: TakenUp) -> None:
    """Change the records of lines that were edited."""
    for ref, boxes in _list_views(drafts, path).items():
        home = drafts.find_home(ref, path)
        if home is not None:
            with _named(taken):
                _take_up_edit(drafts, notebook, boxes, home, opened, taken)


def _take_up_edit(
    drafts: Drafts, notebook: Notebook, boxes: list[Box], home: Note, opened: Note | None, taken: TakenUp
) -> None:
    """Change the record that these boxes of one note show, if they were edited."""
    box, *others = boxes
    record = _get_record(home, box)
    known = get_values(record, drafts.get_parties(home.path))
    line = _read_view(drafts, box, home)
    if any(_read_view(drafts, other, home) != line for other in others):
        taken.problems.append(
            _name(box, "stands here more than once, not alike: delete one, or the ref of the new one")
        )
        return
    if line == known:
        return
    if box.note.path.folder != home.path.folder and line._replace(state=known.state) != known:
        taken.problems.append(
            _name(box, f"shows a promise of {home.path} in other words: delete the ref to make it one of its own")
        )
        return
    if _is_said_by_names_before(drafts, notebook, box, home, known):
        # Not the line was edited but somebody's names; the line is written by those that hold now.
        _put_in_step(drafts, box.note.path, record, home.path)
        return
    rival = _find_rival(drafts, box, line, known, home)
    if rival is not None:
        taken.problems.append(_name(box, f"was changed here and in {rival}, not alike: make the two agree"))
        return
    base = _find_base(drafts, notebook, box, home, opened)
    if base is None:
        taken.problems.append(_name(box, "was changed here and in its record, not alike: make the two agree"))
        return
    changed = apply_line(line, base, known, record, notebook.today)
    if changed != record:
        change_record(drafts, home.path, record, changed)
        taken.edited.append((record, changed))
    _put_in_step(drafts, box.note.path, changed, home.path)


def _is_said_by_names_before(drafts: Drafts, notebook: Notebook, box: Box, home: Note, known: Values) -> bool:
    """Whether a line says what its record says by the names that history has for the person or circle."""
    if box.state is not known.state:
        # A tick, which no name says: the most common edit needs no look into history here.
        return False
    subject = notebook.find_recorded_subject(home.path.folder)
    if subject is None or subject == drafts.contents.get_subject(home.path.folder):
        return False
    return read_values(read_again(box, drafts.contents.get_parties(home.path.folder, subject))) == known


def _find_rival(drafts: Drafts, box: Box, line: Values, known: Values, home: Note) -> NotePath | None:
    """Another note in which the same was edited, and otherwise."""
    assert box.ref is not None
    for path in drafts.list_mentions(box.ref):
        for other in list_views(drafts.get(path), drafts.get_parties(home.path), box.ref):
            read = _read_view(drafts, other, home)
            if path != box.note.path and any(
                mine != theirs and known not in (mine, theirs)
                for mine, theirs, known in zip(line, read, known, strict=True)
            ):
                return path
    return None


def _read_view(drafts: Drafts, box: Box, home: Note) -> Values:
    """What a line says, by the names of its record's home; where these cannot be read, only its state."""
    if not drafts.knows_names(home.path):
        return get_values(_get_record(home, box), drafts.get_parties(home.path))._replace(state=box.state)
    is_near = box.note.path.folder == home.path.folder
    return read_values(box if is_near else read_again(box, drafts.get_parties(home.path)))


def _find_base(drafts: Drafts, notebook: Notebook, box: Box, home: Note, opened: Note | None) -> Values | None:
    """What the line said when it last agreed with its record; None where both were changed since, differently.

    That is the line as the editor got it, or the bullet that it was in history; else, where front matter was edited by
    hand and history does not know of it yet, what the record said before; else what it says, since o3 keeps the two in
    step.
    """
    record = _get_record(home, box)
    parties = drafts.get_parties(home.path)
    known = get_values(record, parties)
    if opened is not None and (views := list_views(opened, parties, record.ref)):
        return read_values(views[0])
    recorded = notebook.find_recorded_note(box.note.path)
    if recorded and (bullet := find_bullet_values(recorded, parties, record.ref)):
        # Its date may be an old one; its words are the user's, whoever typed them last.
        return bullet._replace(what=known.what)
    recorded_home = notebook.find_recorded_note(home.path)
    record_before = recorded_home.find_commitment(record.ref) if recorded_home else None
    if record_before is None:
        return known
    before = get_values(record_before, parties)
    is_clash = any(
        len({was, now, said}) == 3 for was, now, said in zip(before, _read_view(drafts, box, home), known, strict=True)
    )
    return None if is_clash else before


def _fold_views(drafts: Drafts, path: NotePath) -> None:
    """Make plain bullets of open checkboxes that show what stands elsewhere, once nothing in them waits."""
    views: list[Box] = []
    for ref, boxes in _list_views(drafts, path).items():
        home = drafts.find_home(ref, path)
        if home is None:
            continue
        known = get_values(home.get_commitment(ref), drafts.get_parties(home.path))
        if known.state is State.OPEN and all(_read_view(drafts, box, home) == known for box in boxes):
            views.extend(boxes[1:] if home.path == path else boxes)
    if views:
        views.sort(key=lambda box: box.line)
        drafts.put(path, fold_boxes(drafts.get(path).text, views))


def _list_views(drafts: Drafts, path: NotePath) -> dict[str, list[Box]]:
    """The checkboxes of a note that have a ref, by ref."""
    views: dict[str, list[Box]] = {}
    for box in list_boxes(drafts.get(path), drafts.get_parties(path)):
        if box.ref:
            views.setdefault(box.ref, []).append(box)
    return views


def _put_in_step(
    drafts: Drafts, path: NotePath, record: Commitment, home: NotePath, before: Values | None = None
) -> None:
    note = drafts.get(path)
    text = put_in_step(note, drafts.get_parties(home), record, at_home=path == home, before=before)
    if text != note.text:
        drafts.put(path, text)


def _get_record(home: Note, box: Box) -> Commitment:
    assert box.ref is not None
    return home.get_commitment(box.ref)


def _name(box: Box, message: str) -> Problem:
    return Problem(str(box.note.path), box.line, f"`{box.ref}` {message}")
