"""`o3 leave`: days on which somebody is away."""

from __future__ import annotations

from typing import Annotated

import typer

from o3cli.cli import completion
from o3cli.cli.arguments import App, Day, Undo
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.occurrences import LeaveView
from o3cli.domain.dates import parse_date
from o3cli.usecases.take_leave import return_from_leave, take_leave

app = App()

_ME = ("me", "moi")


@app.command()
def leave(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME|me",
            help="Who is away; `me` for yourself, which applies to all.",
            autocompletion=completion.complete_name,
            show_default=False,
        ),
    ],
    first: Day,
    last: Annotated[
        str | None,
        typer.Argument(
            metavar="[DATE]",
            help="The last day; one day without it.",
            autocompletion=completion.complete_date,
            show_default=False,
        ),
    ] = None,
    undo: Undo = False,
) -> None:
    """Take leave: the sessions of these days fall away.

    \b
    Examples:
      o3 leave alice 2026-12-21 2027-01-01
      o3 leave me 24-dec                        applies to everybody
      o3 leave alice 28-dec 1-jan --undo        back earlier
    """
    runtime = get_runtime(ctx)
    subject = None if name.lower() in _ME else runtime.get_subject(name)
    notebook = runtime.get_existing_notebook()
    begin = parse_date(first, runtime.today)
    # `24 dec 1 jan` goes over New Year.
    end = parse_date(last, begin) if last else begin
    change = (return_from_leave if undo else take_leave)(notebook, subject, begin, end)
    runtime.output.show(LeaveView(change))
