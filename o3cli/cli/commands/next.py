"""`o3 next`: the coming sessions, and who is overdue."""

from __future__ import annotations

from typing import Annotated

import typer

from o3cli.cli.arguments import AnyName, App, AsJson
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.agenda import AgendaView
from o3cli.usecases.list_agenda import list_agenda

app = App()

_DAYS, _DAYS_OF_ONE = 14, 56


@app.command()
def next(  # noqa: A001 - the command's name
    ctx: typer.Context,
    name: AnyName = None,
    days: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            max=366,
            help=f"How many days, today included; {_DAYS}, or {_DAYS_OF_ONE} for one person.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the coming sessions, and who is overdue.

    \b
    Examples:
      o3 next                the next two weeks
      o3 next alice          the next eight, with alice
      o3 next --days 3
    """
    runtime = get_runtime(ctx)
    subject = runtime.get_subject(name) if name else None
    agenda = list_agenda(runtime.get_readable_notebook(), subject, days or (_DAYS_OF_ONE if subject else _DAYS))
    runtime.output.show_as(AgendaView(agenda, runtime.notebook.zone), as_json=as_json)
