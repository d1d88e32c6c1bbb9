"""`o3 done`: kept."""

from __future__ import annotations

import typer

from o3cli.cli.arguments import App, OpenRefs
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.commitments import ChangedView
from o3cli.usecases.change_commitments import mark_done

app = App()


@app.command()
def done(ctx: typer.Context, refs: OpenRefs) -> None:
    """Close commitments that were kept.

    \b
    Examples:
      o3 done k3f          any unique beginning of a ref works
      o3 done k3f m2p      several at once: all of them or none
    """
    runtime = get_runtime(ctx)
    runtime.output.show(ChangedView(mark_done(runtime.get_existing_notebook(), refs)))
