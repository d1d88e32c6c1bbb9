"""`o3 templates`: what a new note starts from."""

from __future__ import annotations

from typing import Annotated

import typer

from o3cli.cli import completion
from o3cli.cli.arguments import App, AsJson
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.templates import TemplatesView
from o3cli.usecases.copy_template import copy_template

app = App()

Kind = Annotated[
    str,
    typer.Argument(
        metavar="KIND", help="A kind of session.", autocompletion=completion.complete_kind, show_default=False
    ),
]


@app.callback()
def templates() -> None:
    """List, show and copy the templates of notes. Your own come first; a new file in `templates/` is a new kind.

    \b
    Examples:
      o3 templates list
      o3 templates copy o3
    """


@app.command("list")
def list_(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List the kinds of sessions, each with the template that serves it.

    \b
    Examples:
      o3 templates list
    """
    runtime = get_runtime(ctx)
    runtime.output.show_as(TemplatesView(runtime.templates.list_kinds()), as_json=as_json)


@app.command()
def show(ctx: typer.Context, kind: Kind) -> None:
    """Print the template of a kind, as it was written.

    \b
    Examples:
      o3 templates show sales
    """
    runtime = get_runtime(ctx)
    runtime.output.answer_text(runtime.templates.get_source(kind).text)


@app.command()
def copy(
    ctx: typer.Context,
    kind: Kind,
    new_kind: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="KIND", help="A new kind of your own; the same one without it.", show_default=False
        ),
    ] = None,
) -> None:
    """Copy a template into the notebook, to make it your own.

    \b
    Examples:
      o3 templates copy o3
      o3 templates copy one-to-one --as mentoring
    """
    runtime = get_runtime(ctx)
    copied = copy_template(runtime.get_notebook(), runtime.templates.get_source(kind), new_kind)
    runtime.output.answer_text(f"{runtime.place.root}/{copied.path}\n")
    runtime.output.say(f"Edit it, and `o3 new NAME --kind {copied.kind}` uses it")
