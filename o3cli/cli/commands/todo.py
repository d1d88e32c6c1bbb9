"""`o3 todo`: what is still open."""

from __future__ import annotations

from typing import Annotated

import typer

from o3cli.cli.arguments import AnyName, App, AsJson, make_date_option
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.todo import TodoView
from o3cli.domain.todo import Selection, Whose
from o3cli.errors.command_line import OptionsExclude
from o3cli.usecases.list_todo import list_todo

app = App()


@app.command()
def todo(
    ctx: typer.Context,
    name: AnyName = None,
    mine: Annotated[bool, typer.Option("--mine", help="Only what you promised.")] = False,
    theirs: Annotated[bool, typer.Option("--theirs", help="Only what was promised to you.")] = False,
    late: Annotated[bool, typer.Option("--late", help="Only what is past its date.")] = False,
    before: Annotated[str | None, make_date_option("Only what is due before that day.", "--before")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Snoozed, done and dropped ones too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the commitments that are open, what to do first on top.

    \b
    Examples:
      o3 todo                    everything, late first
      o3 todo alice --theirs     what alice promised
      o3 todo --before friday    what is due before Friday
      o3 todo --all --json       all there ever were, for scripts
    """
    runtime = get_runtime(ctx)
    if mine and theirs:
        raise OptionsExclude("--mine", "--theirs")
    selection = Selection(
        folder=runtime.get_subject(name).folder if name else None,
        whose=Whose.MINE if mine else Whose.THEIRS if theirs else None,
        late=late,
        before=runtime.find_day(before),
        everything=everything,
    )
    listed = list_todo(runtime.get_readable_notebook(), selection)
    runtime.output.show_as(TodoView(listed, is_part=selection != Selection()), as_json=as_json)
