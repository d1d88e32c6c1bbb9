"""`o3 save`: record what was edited without o3."""

from __future__ import annotations

import typer

from o3cli.cli.arguments import App
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.saved import SavedView
from o3cli.usecases.save_notes import save_notes

app = App()


@app.command()
def save(ctx: typer.Context) -> None:
    """Take up what was typed in the notes without o3, and record it.

    \b
    Examples:
      o3 save
    """
    runtime = get_runtime(ctx)
    notebook = runtime.get_existing_notebook()
    runtime.output.show(SavedView(save_notes(notebook, runtime.repository), notebook.today))
