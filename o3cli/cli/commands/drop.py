"""`o3 drop`: given up, for a reason."""

from __future__ import annotations

from typing import Annotated

import typer

from o3cli.cli.arguments import App, OpenRefs
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.commitments import ChangedView
from o3cli.usecases.change_commitments import mark_dropped

app = App()


@app.command()
def drop(
    ctx: typer.Context,
    refs: OpenRefs,
    why: Annotated[str, typer.Option(metavar="WORDS", help="The reason, which is kept.", show_default=False)],
) -> None:
    """Close commitments that will not be kept. Dropped is not done: the reason stays.

    \b
    Examples:
      o3 drop k3f --why "the project was cancelled"
    """
    runtime = get_runtime(ctx)
    runtime.output.show(ChangedView(mark_dropped(runtime.get_existing_notebook(), refs, why)))
