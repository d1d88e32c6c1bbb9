"""`o3 skip`: one session falls away."""

from __future__ import annotations

from typing import Annotated

import typer

from o3cli.cli.arguments import App, Day, Name, SlotId, Undo
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.occurrences import OccurrenceView
from o3cli.domain.dates import parse_date
from o3cli.errors.command_line import OptionsExclude
from o3cli.errors.slots import MissingPart
from o3cli.usecases.change_occurrence import restore_session, skip_session

app = App()


@app.command()
def skip(
    ctx: typer.Context,
    name: Name,
    date: Day,
    why: Annotated[
        str | None, typer.Option(metavar="WORDS", help="The reason, which is kept.", show_default=False)
    ] = None,
    undo: Undo = False,
    slot_id: SlotId = None,
) -> None:
    """Skip one session, for a reason. It does not count as held.

    \b
    Examples:
      o3 skip alice tuesday --why "off-site"
      o3 skip alice 24-nov --undo          as planned again
    """
    runtime = get_runtime(ctx)
    subject = runtime.get_subject(name)
    notebook = runtime.get_existing_notebook()
    day = parse_date(date, runtime.today)
    if undo and why:
        raise OptionsExclude("--why", "--undo")
    if undo:
        change = restore_session(notebook, subject, day, slot_id)
    elif why and why.strip():
        change = skip_session(notebook, subject, day, why, slot_id)
    else:
        raise MissingPart("skip", 'a reason: `--why "…"`')
    runtime.output.show(OccurrenceView(change))
