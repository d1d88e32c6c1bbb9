"""`o3 move`: one session at another time."""

from __future__ import annotations

from typing import Annotated

import typer

from o3cli.cli.arguments import App, Day, Name, SlotId, Undo
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.occurrences import OccurrenceView
from o3cli.domain.dates import parse_date
from o3cli.errors.command_line import OptionsExclude
from o3cli.errors.slots import MissingPart
from o3cli.usecases.change_occurrence import move_session, restore_session

app = App()


@app.command()
def move(
    ctx: typer.Context,
    name: Name,
    date: Day,
    to: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WHEN...]", help="A day, a time or both, on the slot's clock.", show_default=False),
    ] = None,
    why: Annotated[str | None, typer.Option(metavar="WORDS", help="The reason, which is kept.")] = None,
    undo: Undo = False,
    slot_id: SlotId = None,
) -> None:
    """Move one session; the series stays as it is.

    \b
    Examples:
      o3 move alice tuesday wed 16:30 --why strike
      o3 move alice 24-nov 11:00          the same day, another time
      o3 move alice 24-nov --undo         as planned again
    """
    runtime = get_runtime(ctx)
    subject = runtime.get_subject(name)
    notebook = runtime.get_existing_notebook()
    day = parse_date(date, runtime.today)
    if undo and to:
        raise OptionsExclude("WHEN", "--undo")
    if undo:
        change = restore_session(notebook, subject, day, slot_id)
    elif to:
        change = move_session(notebook, subject, day, " ".join(to), why, slot_id)
    else:
        raise MissingPart("move", "when it is to be, such as `wed 16:30`")
    runtime.output.show(OccurrenceView(change))
