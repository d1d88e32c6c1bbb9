"""What the shell offers behind TAB: people, refs, kinds and dates. Never a word of a note.

Some shells evaluate what they are offered, so a folder or an id that somebody named by hand is offered only where it
is made of harmless characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import typer

from o3cli.cli.runtime import Runtime, get_runtime
from o3cli.domain.dates import list_date_words
from o3cli.domain.person import ROLES
from o3cli.domain.todo import Selection
from o3cli.errors import O3Error
from o3cli.usecases.list_todo import list_todo

_ListCandidates = Callable[[Runtime], Iterable[str]]

_HARMLESS = re.compile(r"\w+(?:-\w+)*")


def complete_name(ctx: typer.Context) -> list[str]:
    """The slugs of people and circles."""
    return _offer(ctx, _list_slugs)


def complete_open_ref(ctx: typer.Context) -> list[str]:
    """Refs of what is open."""
    return _offer(ctx, _list_open_refs)


def complete_closed_ref(ctx: typer.Context) -> list[str]:
    """Refs of what is done or dropped."""
    return _offer(ctx, _list_closed_refs)


def complete_open_ref_or_date(ctx: typer.Context) -> list[str]:
    """Refs of what is open, and words for dates."""
    return [*complete_open_ref(ctx), *complete_date()]


def complete_kind(ctx: typer.Context) -> list[str]:
    """The kinds that have a template."""
    return _offer(ctx, lambda runtime: [info.kind for info in runtime.templates.list_kinds()])


def complete_date() -> list[str]:
    """Words for dates, in both languages."""
    return list(list_date_words())


def complete_role() -> list[str]:
    """The usual roles."""
    return list(ROLES)


def _offer(ctx: typer.Context, list_candidates: _ListCandidates) -> list[str]:
    """Everything there is: Typer keeps what begins like the word under the cursor.

    Nothing from a notebook that cannot be read: TAB is no place for errors.
    """
    runtime = get_runtime(ctx)
    try:
        runtime.configure(ctx.find_root().params.get("notebook"), "never")
        candidates = list(list_candidates(runtime))
    except O3Error:
        return []
    return [word for word in candidates if _HARMLESS.fullmatch(word)]


def _list_slugs(runtime: Runtime) -> Iterable[str]:
    known = runtime.notebook.read_subjects()
    return sorted([*(person.slug for person in known.people), *(circle.slug for circle in known.circles)])


def _list_open_refs(runtime: Runtime) -> Iterable[str]:
    todo = list_todo(runtime.notebook, Selection())
    return [listed.entry.commitment.ref for listed in todo.entries if listed.entry.is_taken_up]


def _list_closed_refs(runtime: Runtime) -> Iterable[str]:
    todo = list_todo(runtime.notebook, Selection(everything=True))
    return [listed.entry.commitment.ref for listed in todo.entries if not listed.entry.commitment.is_open]
