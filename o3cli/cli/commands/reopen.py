"""`o3 reopen`: to be kept after all."""

from __future__ import annotations

import typer

from o3cli.cli.arguments import App, ClosedRefs
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.commitments import ChangedView
from o3cli.usecases.change_commitments import mark_open

app = App()


@app.command()
def reopen(ctx: typer.Context, refs: ClosedRefs) -> None:
    """Open commitments again that were done or dropped.

    \b
    Examples:
      o3 reopen k3f
    """
    runtime = get_runtime(ctx)
    runtime.output.show(ChangedView(mark_open(runtime.get_existing_notebook(), refs)))
