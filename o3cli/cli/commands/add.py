"""`o3 add`: a commitment without opening the editor."""

from __future__ import annotations

from typing import Annotated

import typer

from o3cli.cli.arguments import App, Name, Yes, make_date_option
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.commitments import AddedView
from o3cli.usecases.add_commitment import add_commitment

app = App()


@app.command()
def add(
    ctx: typer.Context,
    name: Name,
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="What is promised.", show_default=False)],
    owner: Annotated[
        str | None, typer.Option(metavar="me|them|NAME", help="Who promised it; you without it.", show_default=False)
    ] = None,
    due: Annotated[str | None, make_date_option("Until when.", "--due")] = None,
    yes: Yes = False,
) -> None:
    """Add a commitment to the last note. Owner and date are found in the words too.

    \b
    Examples:
      o3 add alice "Send the draft" --due friday
      o3 add alice "Write the RFC" --owner them
      o3 add alice "alice: write the RFC, due 27 nov"
    """
    runtime = get_runtime(ctx)
    day = runtime.find_day(due)
    subject = runtime.get_or_make_subject(name, None, yes=yes)
    notebook = runtime.get_notebook()
    added = add_commitment(notebook, subject, " ".join(words), owner, day, runtime.note_templates)
    runtime.output.show(AddedView(added, notebook.today))
