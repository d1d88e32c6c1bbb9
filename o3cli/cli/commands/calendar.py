"""`o3 calendar`: the slots as calendar files."""

from __future__ import annotations

from typing import Annotated

import typer

from o3cli.cli import completion
from o3cli.cli.arguments import App
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.calendar import ADVICE, CalendarView
from o3cli.errors.command_line import OptionsExclude
from o3cli.usecases.write_calendar import Target, write_calendar

app = App()


@app.command()
def calendar(
    ctx: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME...]",
            help="Only these people or circles, a file each.",
            autocompletion=completion.complete_name,
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE|-", help="Another file; `-` prints it.", show_default=False),
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="A file for each series, as CalDAV and khal want it.", show_default=False),
    ] = None,
    advice: Annotated[bool, typer.Option("--advice", help="How each calendar program takes it.")] = False,
) -> None:
    """Write the slots as a file that every calendar reads.

    Import it again after each change: what a calendar knows it updates.

    \b
    Examples:
      o3 calendar                       calendar/o3.ics in the notebook
      o3 calendar alice                 calendar/alice.ics
      o3 calendar -o ~/public/o3.ics    somewhere else
      o3 calendar --split ~/calendars/o3
      o3 calendar --advice              a line for each program
    """
    runtime = get_runtime(ctx)
    if advice:
        runtime.output.answer_text("".join(f"{line}\n" for line in ADVICE))
        return
    if output and split:
        raise OptionsExclude("--output", "--split")
    chosen = [runtime.get_subject(name) for name in names or ()]
    notebook = runtime.get_existing_notebook()
    target = Target(output, split)
    written = write_calendar(notebook, chosen, target, runtime.calendars, runtime.exports, runtime.now)
    if written.content is not None:
        runtime.output.answer_file(written.content)
    runtime.output.show(CalendarView(written, f"{runtime.place.root}/" if target == Target() else ""))
