"""The six rules of commitments, over whole lives of small notebooks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from o3cli.domain.boxes import Values, find_bullet_values, get_values, list_boxes, list_views, read_values
from o3cli.domain.contents import Contents
from o3cli.domain.note import NotePath
from o3cli.domain.person import Person
from o3cli.domain.todo import Selection
from o3cli.errors.commitments import ClosedAlready
from o3cli.usecases.add_commitment import add_commitment
from o3cli.usecases.change_commitments import mark_done, mark_dropped, mark_open, promise_until, snooze_until
from o3cli.usecases.list_todo import list_todo
from o3cli.usecases.render_note import SessionRequest
from o3cli.usecases.save_notes import save_notes
from o3cli.usecases.start_session import start_session
from tests.sizes import size
from tests.usecases.fakes import Book, FakeEditor

PEOPLE = (Person("alice", "Alice"), Person("bob", "Bob"))
NEW_LINES = (
    "- [ ] {}",
    "- [ ] alice: {}",
    "* [ ] @bob {}",
    "1. [ ] them: {}, due 2026-12-01",
    "- [ ] moi : {} pour vendredi",
    "    - [ ] {} 📅 2026-11-25",
    "- [ ] **{}** (due friday) ^37066d",
    "- [x] {}",
    "- {}",
    "{}",
    "```\n- [ ] {}\n```",
    "> - [ ] {}",
)
WORD = re.compile(r"w\d+")
BOX = re.compile(r"\[[ xX-]\] ")
Edits = dict[str, set[object]]
pick = st.integers(min_value=0, max_value=10**6)


class Notebooks(RuleBasedStateMachine):
    """Somebody types, ticks and moves lines about, with o3 and without it."""

    def __init__(self) -> None:
        super().__init__()
        self.book = Book({f"people/{person.slug}/about.md": f"---\nname: {person.name}\n---\n" for person in PEOPLE})
        self.words = 0

    # What the notebook holds

    @property
    def notes(self) -> list[str]:
        return [path for path in sorted(self.book.files.contents) if not path.endswith("about.md")]

    def read(self) -> Contents:
        return self.book.notebook.read()

    def snapshot(self) -> dict[str, bytes]:
        return dict(self.book.files.contents)

    def say(self) -> str:
        self.words += 1
        return f"w{self.words}"

    def list_words(self) -> set[str]:
        return {word for path in self.notes for word in WORD.findall(self.book.read(path))}

    def list_lines(self) -> list[tuple[str, int]]:
        """Lines of bodies with a box, or a view that was folded."""
        found = []
        for path in self.notes:
            lines = self.book.read(path).split("\n")
            fence = lines.index("---", 1)
            found += [
                (path, number)
                for number, line in enumerate(lines)
                if number > fence and (BOX.search(line) or "^" in line)
            ]
        return found

    def edit_line(self, choice: int, change: Callable[[str], list[str]]) -> None:
        lines = self.list_lines()
        if lines:
            path, number = lines[choice % len(lines)]
            text = self.book.read(path).split("\n")
            text[number : number + 1] = change(text[number])
            self.book.write(path, "\n".join(text))

    # What the user does without o3

    @precondition(lambda self: self.notes)
    @rule(note=pick, form=st.sampled_from(NEW_LINES), crlf=st.booleans())
    def type_line(self, note: int, form: str, crlf: bool) -> None:
        path = self.notes[note % len(self.notes)]
        text = self.book.read(path)
        self.book.write(path, text + form.format(self.say()) + ("\r\n" if crlf else "\n"))

    @rule(choice=pick, mark=st.sampled_from("  xxX-"))
    def mark_line(self, choice: int, mark: str) -> None:
        self.edit_line(choice, lambda line: [BOX.sub(f"[{mark}] ", line, count=1)])

    @rule(choice=pick)
    def unfold_line(self, choice: int) -> None:
        """A bullet with the words of its record; one with older words would take the newer ones back."""
        records = {commitment.ref: commitment for note in self.read().notes for commitment in note.commitments}

        def unfold(line: str) -> list[str]:
            ref = next((ref for ref in records if f"^{ref}" in line), None)
            is_in_step = ref is not None and WORD.findall(records[ref].what) == WORD.findall(line)
            return [re.sub(r"^- (?!\[)", "- [ ] ", line) if is_in_step else line]

        self.edit_line(choice, unfold)

    @rule(choice=pick)
    def reword(self, choice: int) -> None:
        word = self.say()
        self.edit_line(choice, lambda line: [WORD.sub(lambda old: f"{old[0]} {word}", line, count=1)])

    @rule(choice=pick, owner=st.sampled_from(["me", "alice", "bob"]))
    def hand_over(self, choice: int, owner: str) -> None:
        self.edit_line(choice, lambda line: [BOX.sub(lambda box: f"{box[0]}{owner}: ", line, count=1)])

    @rule(choice=pick, days=st.integers(min_value=1, max_value=20))
    def promise_in_line(self, choice: int, days: int) -> None:
        day = self.book.today + timedelta(days=days)
        self.edit_line(choice, lambda line: [re.sub(r"(?<= )(?=\^[a-z])", f"due {day} ", line, count=1)])

    @rule(choice=pick)
    def delete_line(self, choice: int) -> None:
        self.edit_line(choice, lambda line: [])

    @rule(choice=pick)
    def duplicate_line(self, choice: int) -> None:
        self.edit_line(choice, lambda line: [line, line])

    @rule(choice=pick, note=pick)
    def move_line(self, choice: int, note: int) -> None:
        moved: list[str] = []

        def cut(line: str) -> list[str]:
            moved.append(line)
            return []

        self.edit_line(choice, cut)
        if moved:
            path = self.notes[note % len(self.notes)]
            self.book.write(path, self.book.read(path) + moved[0] + "\n")

    @rule(days=st.sampled_from([1, 1, 7]))
    def wait(self, days: int) -> None:
        self.book.today += timedelta(days=days)

    # What the user does with o3

    @rule(choice=pick, verb=st.sampled_from(["done", "drop", "reopen", "due", "snooze"]))
    def change(self, choice: int, verb: str) -> None:
        refs = sorted({commitment.ref for note in self.read().notes for commitment in note.commitments})
        if not refs:
            return
        notebook, ref = self.book.notebook, [refs[choice % len(refs)]]
        before = self.list_words()
        try:
            match verb:
                case "done":
                    mark_done(notebook, ref)
                case "drop":
                    mark_dropped(notebook, ref, "why not")
                case "reopen":
                    mark_open(notebook, ref)
                case "due":
                    promise_until(notebook, ref, self.book.today + timedelta(days=9))
                case "snooze":
                    snooze_until(notebook, ref, self.book.today + timedelta(days=9))
        except ClosedAlready:
            return
        assert before <= self.list_words()

    @rule(person=st.sampled_from(PEOPLE))
    def add(self, person: Person) -> None:
        before = self.list_words()
        word = self.say()
        add_commitment(self.book.notebook, person, f"add {word}", None, None, self.book.templates)
        assert {*before, word} <= self.list_words()

    @rule(person=st.sampled_from(PEOPLE), days=st.sampled_from([0, 0, 0, 3]), form=st.sampled_from([*NEW_LINES, None]))
    def meet(self, person: Person, days: int, form: str | None) -> None:
        before = self.list_words()
        typed = f"{form.format(self.say())}\n" if form else ""
        editor = FakeEditor(self.book.files, lambda text: text + typed)
        request = SessionRequest(self.book.today + timedelta(days=days))
        start_session(self.book.notebook, person, request, self.book.templates, editor)
        assert {*before, *WORD.findall(typed)} <= self.list_words()

    @rule(person=st.sampled_from(PEOPLE), days=st.sampled_from([0, 3]))
    def prepare(self, person: Person, days: int) -> None:
        before = self.list_words()
        request = SessionRequest(self.book.today + timedelta(days=days))
        start_session(self.book.notebook, person, request, self.book.templates, None)
        assert before <= self.list_words()

    @rule()
    def save(self) -> None:
        book = self.book
        before, words, listed = self.read(), self.list_words(), self.list_open()
        edits, bullets = self.list_edits(before), self.list_bullets(before)
        untouched = {path for path in self.notes if path not in book.history.list_changed()}
        saved = save_notes(book.notebook, book.history)
        after = self.read()
        unsettled = {re.findall(r"`(\w+)`", problem.message)[0] for problem in saved.problems}
        assert words <= self.list_words()
        assert listed == self.list_open()
        assert book.is_clean()
        self.check_boxes(after, unsettled, untouched)
        self.check_edits(before, after, edits, unsettled)
        self.check_lines(before, after, bullets)

        once = self.snapshot()
        again = save_notes(book.notebook, book.history)
        assert (self.snapshot(), again.typed, again.edited) == (once, (), ())

    # What holds then

    @invariant()
    def refs_are_unique(self) -> None:
        refs = Counter(commitment.ref for note in self.read().notes for commitment in note.commitments)
        assert set(refs.values()) <= {1}

    @invariant()
    def everything_can_be_read(self) -> None:
        assert self.read().problems == ()

    def list_open(self) -> Counter[tuple[object, ...]]:
        todo = list_todo(self.book.notebook, Selection())
        return Counter(
            (
                listed.entry.commitment.what,
                listed.entry.commitment.owner,
                listed.entry.commitment.due,
                listed.entry.path,
            )
            for listed in todo.entries
        )

    def check_boxes(self, contents: Contents, unsettled: set[str], untouched: set[str]) -> None:
        """An open checkbox stands once, at home, and agrees with its record."""
        seen = Counter[str]()
        homes = {commitment.ref: note for note in contents.notes for commitment in note.commitments}
        for note in contents.notes:
            waits = note.path.day >= self.book.today and str(note.path) in untouched
            for box in list_boxes(note, contents.get_parties(note.path.folder)):
                if not box.is_open or box.ref in unsettled or not box.task.what:
                    continue
                assert box.ref is not None
                home = homes[box.ref]
                if home.path != note.path:
                    assert waits, (note.path, box.line)
                    continue
                seen[box.ref] += not waits
                parties = contents.get_parties(note.path.folder)
                assert read_values(box) == get_values(home.get_commitment(box.ref), parties)
        assert set(seen.values()) <= {0, 1}

    def list_edits(self, contents: Contents) -> dict[str, Edits]:
        """What lines say otherwise than their records, by ref and field."""
        found = {}
        for home in contents.notes:
            parties = contents.get_parties(home.path.folder)
            for record in home.commitments:
                known = get_values(record, parties)
                edits: Edits = defaultdict(set)
                for note in contents.notes:
                    recorded = self.book.notebook.find_recorded_note(note.path)
                    # A bullet is not kept in step: a checkbox made of it takes back no date.
                    bullet = find_bullet_values(recorded, parties, record.ref) if recorded else None
                    base = bullet._replace(what=known.what) if bullet else known
                    for view in list_views(note, parties, record.ref):
                        for name, was, said, now in zip(Values._fields, base, known, read_values(view), strict=True):
                            if now not in (was, said) and (name != "state" or was == said):
                                edits[name].add(now)
                found[record.ref] = edits
        return found

    def check_edits(self, before: Contents, after: Contents, edits: Mapping[str, Edits], unsettled: set[str]) -> None:
        """What was edited in one place is what the record says; what was edited in two, not alike, is named."""
        for old, new in zip(before.notes, after.notes, strict=True):
            parties = before.get_parties(old.path.folder)
            for was in old.commitments:
                says = edits[was.ref]
                assert was.ref in unsettled or all(len(values) == 1 for values in says.values())
                if was.ref not in unsettled:
                    now = get_values(new.get_commitment(was.ref), parties)
                    for name, before_value, value in zip(Values._fields, get_values(was, parties), now, strict=True):
                        assert {value} == (says.get(name) or {before_value}), (was.ref, name)

    def list_bullets(self, contents: Contents) -> set[tuple[NotePath, str]]:
        """Where history has a plain bullet for a commitment."""
        notes = [self.book.notebook.find_recorded_note(note.path) for note in contents.notes]
        refs = [commitment.ref for note in contents.notes for commitment in note.commitments]
        return {
            (note.path, ref)
            for note in notes
            for ref in refs
            if note and find_bullet_values(note, contents.get_parties(note.path.folder), ref)
        }

    def check_lines(self, before: Contents, after: Contents, bullets: set[tuple[NotePath, str]]) -> None:
        """No line of a body changes but those of commitments, and of these only what has to."""
        then = {commitment.ref: commitment for note in before.notes for commitment in note.commitments}
        now = {commitment.ref: commitment for note in after.notes for commitment in note.commitments}
        for old, new in zip(before.notes, after.notes, strict=True):
            lines, new_lines = old.body.split("\n"), new.body.split("\n")
            assert len(lines) == len(new_lines)
            for line, new_line in zip(lines, new_lines, strict=True):
                ref = next((ref for ref in now if f"^{ref}" in new_line), None)
                if line == new_line:
                    continue
                assert ref is not None
                if ref not in then:
                    assert new_line.replace(f" ^{ref}", "") == line
                elif then[ref] == now[ref] and (old.path, ref) not in bullets:
                    assert new_line == BOX.sub("", line, count=1)


TestNotebooks = Notebooks.TestCase
TestNotebooks.settings = settings(
    max_examples=size(60, 1000), stateful_step_count=size(25, 40), deadline=None, print_blob=False
)
