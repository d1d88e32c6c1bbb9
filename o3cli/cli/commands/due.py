"""`o3 due`: promised for another day."""

from __future__ import annotations

import typer

from o3cli.cli.arguments import App, RefsAndDate
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.commitments import ChangedView
from o3cli.domain.refs_and_date import split_refs_and_date
from o3cli.usecases.change_commitments import promise_until

app = App()


@app.command()
def due(ctx: typer.Context, words: RefsAndDate) -> None:
    """Promise commitments for another day. The day before is kept in the note.

    \b
    Examples:
      o3 due k3f friday
      o3 due k3f m2p dans 2 semaines
      o3 due k3f none
    """
    runtime = get_runtime(ctx)
    refs, day = split_refs_and_date(words, runtime.today)
    runtime.output.show(ChangedView(promise_until(runtime.get_existing_notebook(), refs, day)))
