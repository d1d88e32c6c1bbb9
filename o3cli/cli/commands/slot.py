"""`o3 slot`: when sessions recur."""

from __future__ import annotations

from typing import Annotated

import typer

from o3cli.cli.arguments import AnyName, App, AsJson, SlotId, make_date_option
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.slots import SlotChangeView, SlotsView, SlotView
from o3cli.errors.command_line import OptionsExclude
from o3cli.errors.slots import MissingPart
from o3cli.usecases.set_slot import change_slot, end_series, renew_series, set_slot
from o3cli.usecases.show_slots import list_slots

app = App()


@app.command()
def slot(
    ctx: typer.Context,
    name: AnyName = None,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS...]", help="When, in words.", show_default=False)
    ] = None,
    change: Annotated[
        str | None, typer.Option(metavar="WORDS", help="What is different from a day on.", show_default=False)
    ] = None,
    first: Annotated[str | None, make_date_option("The day from which it is different.", "--from")] = None,
    end: Annotated[str | None, make_date_option("The last day of the series.", "--end")] = None,
    renew: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=999, help="So many sessions more.", show_default=False)
    ] = None,
    add: Annotated[bool, typer.Option("--add", help="Set a second slot beside the first.")] = False,
    slot_id: SlotId = None,
    as_json: AsJson = False,
) -> None:
    """Set when you meet, show it, change it, end it or renew it.

    \b
    Examples:
      o3 slot alice every 2 weeks on tue 10:30 for 30m
      o3 slot bob "1st and last wed 14:00 in Europe/Paris"
      o3 slot carol "tous les lundis 14h, 4 fois"
      o3 slot alice                                show it, with what was moved
      o3 slot alice --change "wed 11:00" --from 1-dec
      o3 slot carol --renew 4                      it goes on
      o3 slot bob --end eom                        it ends
      o3 slot                                      everybody's, with the next date
    """
    runtime = get_runtime(ctx)
    said = {"WORDS": words, "--change": change, "--end": end, "--renew": renew}
    deeds = [option for option, value in said.items() if value]
    if len(deeds) > 1:
        raise OptionsExclude(deeds[0], deeds[1])
    deed = next(iter(deeds), None)
    if (deed == "--change") is not (first is not None):
        raise MissingPart("--change", "the first day on which it is so, `--from DATE`")
    if name is None and deed:
        raise MissingPart(deed, "a name before it")
    subject = runtime.get_subject(name) if name else None
    if deed is None or subject is None:
        view = SlotView if subject else SlotsView
        slots = list_slots(runtime.get_readable_notebook(), subject)
        runtime.output.show_as(view(slots, runtime.notebook.zone), as_json=as_json)
        return
    notebook = runtime.get_existing_notebook()
    day = runtime.find_day(first or end)
    if words:
        done = set_slot(notebook, subject, " ".join(words), runtime.get_zone_name, add=add)
    elif renew:
        done = renew_series(notebook, subject, renew, slot_id)
    elif change and day:
        done = change_slot(notebook, subject, change, day, runtime.get_zone_name, slot_id)
    else:
        assert day is not None
        done = end_series(notebook, subject, day, slot_id)
    runtime.output.show(SlotChangeView(done, notebook.zone))
