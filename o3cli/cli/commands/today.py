"""`o3 today`: the day at a glance."""

from __future__ import annotations

import typer

from o3cli.cli.arguments import App, AsJson
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.agenda import TodayView
from o3cli.usecases.show_today import show_today

app = App()


@app.command()
def today(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Show today's sessions, who is overdue and what is due.

    It says nothing where there is nothing, so that it can stand in a login shell or a cron job.

    \b
    Examples:
      o3 today
      o3 today --json
    """
    runtime = get_runtime(ctx)
    notebook = runtime.get_readable_notebook()
    view = TodayView(show_today(notebook), notebook.zone, is_asked=runtime.output.is_terminal)
    runtime.output.show_as(view, as_json=as_json)
