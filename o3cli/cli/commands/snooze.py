"""`o3 snooze`: hidden until a day."""

from __future__ import annotations

import typer

from o3cli.cli.arguments import App, RefsAndDate
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.commitments import ChangedView
from o3cli.domain.refs_and_date import split_refs_and_date
from o3cli.usecases.change_commitments import snooze_until

app = App()


@app.command()
def snooze(ctx: typer.Context, words: RefsAndDate) -> None:
    """Hide commitments until a day. What was promised, and for when, stays as it is.

    \b
    Examples:
      o3 snooze k3f next week
      o3 snooze k3f m2p +3d
      o3 snooze k3f none         shown again
    """
    runtime = get_runtime(ctx)
    refs, day = split_refs_and_date(words, runtime.today)
    runtime.output.show(ChangedView(snooze_until(runtime.get_existing_notebook(), refs, day)))
