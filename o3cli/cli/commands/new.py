"""`o3 new`: start a session, or go back to today's."""

from __future__ import annotations

from typing import Annotated

import typer

from o3cli.cli.arguments import App, Name, Yes, make_date_option, make_kind_option
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.session import SessionView
from o3cli.usecases.render_note import SessionRequest
from o3cli.usecases.schedules import find_session
from o3cli.usecases.start_session import start_session

app = App()


@app.command()
def new(
    ctx: typer.Context,
    name: Name,
    day: Annotated[str | None, make_date_option("The day of the session; today without it.", "--date", "-d")] = None,
    kind: Annotated[str | None, make_kind_option("The practice, which picks the template.")] = None,
    place: Annotated[str | None, typer.Option(metavar="WHERE", help="Where you meet.", show_default=False)] = None,
    no_edit: Annotated[bool, typer.Option("--no-edit", help="Make the note and open no editor.")] = False,
    yes: Yes = False,
) -> None:
    """Start a session, or go back to today's. The note opens in your editor, with what was promised before.

    \b
    Examples:
      o3 new alice                           before the meeting
      o3 new alice --date monday --no-edit   prepare the next one
      o3 new bob --kind sales --place lunch  another practice, another place
    """
    runtime = get_runtime(ctx)
    wanted = runtime.find_day(day)
    if kind:
        runtime.templates.get_source(kind)
    subject = runtime.get_or_make_subject(name, kind, yes=yes)
    notebook = runtime.get_notebook()
    request = SessionRequest(wanted or notebook.today, kind, place)
    editor = None if no_edit else runtime.editor
    session = start_session(notebook, subject, request, runtime.note_templates, editor)
    _, planned = find_session(notebook, subject, request.day)
    runtime.output.show(SessionView(session, str(runtime.place.root), notebook.today, planned))
