"""`o3 init`: make a notebook on purpose."""

from __future__ import annotations

from typing import Annotated

import typer

from o3cli.cli.arguments import App
from o3cli.cli.runtime import get_runtime

app = App()


@app.command()
def init(
    ctx: typer.Context,
    folder: Annotated[
        str | None, typer.Argument(metavar="[DIR]", help="Where; `~/o3` without it.", show_default=False)
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--lang", metavar="en|fr", help="The language of templates and dates.", show_default=False),
    ] = None,
) -> None:
    """Make a notebook: a private folder with a history of its own. `o3.toml` there has its settings.

    \b
    Examples:
      o3 init
      o3 init ~/work/notes --lang fr
    """
    get_runtime(ctx).init_notebook(folder, language)
