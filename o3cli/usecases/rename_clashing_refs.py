"""Give every commitment a ref of its own where two machines made the same one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from o3cli.domain.boxes import rename_ref
from o3cli.domain.note import NotePath
from o3cli.domain.refs import make_ref
from o3cli.domain.task_line import clean_what
from o3cli.errors import Problem
from o3cli.errors.notes import UnreadableNote
from o3cli.usecases.drafts import Drafts
from o3cli.usecases.ports import RandomBelow


@dataclass(frozen=True, slots=True)
class Renamed:
    """What became of refs that clashed."""

    refs: list[tuple[str, str]] = field(default_factory=list)
    """Before and after."""
    problems: list[Problem] = field(default_factory=list)
    """Records that could not be changed safely, and clash still."""


def rename_clashing_refs(drafts: Drafts, random_below: RandomBelow) -> Renamed:
    """Rename the younger of two commitments with one ref, in its note and in every line that shows it.

    The older one keeps its ref: it is the one that has been typed and written down.
    """
    renamed = Renamed()
    for ref, homes in drafts.list_clashes():
        _, *younger = sorted(homes, key=lambda path: (path.day, path))
        for path in younger:
            new = make_ref(random_below, drafts.refs)
            try:
                _rename(drafts, path, ref, new)
            except UnreadableNote as error:
                renamed.problems.append(error.problem)
            else:
                renamed.refs.append((ref, new))
    return renamed


def _rename(drafts: Drafts, home: NotePath, ref: str, new: str) -> None:
    record = drafts.get(home).get_commitment(ref)
    renamed = replace(record, ref=new)
    drafts.put(home, drafts.format.change_commitment(drafts.get(home).text, record, renamed, str(home)))
    for path in drafts.list_mentions(ref):
        note = drafts.get(path)
        # A note with a commitment of that ref shows its own; elsewhere the words tell which of them a line shows.
        if path == home or (path.folder == home.folder and note.find_commitment(ref) is None):
            what = None if path == home else clean_what(record.what)
            text = rename_ref(note, drafts.get_parties(path), ref, new, what)
            if text != note.text:
                drafts.put(path, text)
