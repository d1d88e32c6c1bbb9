"""The arguments and options that several commands have, with what the shell completes them by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from o3cli.cli import completion
from o3cli.domain.names import find_nearest
from o3cli.errors.command_line import UnknownCommand

_Function = TypeVar("_Function", bound=Callable[..., Any])


class Group(TyperGroup):
    """A command with commands of its own: alone it shows its help, and it says which of them was meant."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer does, but nothing asks for help."""
        return super().parse_args(ctx, args if args or ctx.resilient_parsing else ["--help"])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As Typer does, but in o3's words. Raises UnknownCommand."""
        known = self.list_commands(ctx)
        if args[0] not in known and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise UnknownCommand(ctx.command_path, args[0], find_nearest(args[0], known))
        return super().resolve_command(ctx, args)


class Command(TyperCommand):
    """A command whose usage is written as everywhere: `NAME`, where Typer has `{NAME}`."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The words of the usage line behind the command."""
        return [piece.removeprefix("{").removesuffix("}") for piece in super().collect_usage_pieces(ctx)]


class App(typer.Typer):
    """A command of the table in `app.py`: completion, colour and tracebacks are o3's own business."""

    def __init__(self) -> None:
        super().__init__(cls=Group, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[_Function], _Function]:
        """As Typer's, for `Command`."""
        return super().command(name, cls=Command, **settings)


def make_date_option(help_text: str, *names: str) -> Any:
    """An option that takes a date in words."""
    return typer.Option(
        *names, metavar="DATE", help=help_text, show_default=False, autocompletion=completion.complete_date
    )


def make_kind_option(help_text: str) -> Any:
    """An option that takes a kind of session."""
    return typer.Option(metavar="KIND", help=help_text, show_default=False, autocompletion=completion.complete_kind)


Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="A slug, an alias, a first name or a unique beginning of one.",
        autocompletion=completion.complete_name,
        show_default=False,
    ),
]
AnyName = Annotated[
    str | None,
    typer.Argument(
        metavar="[NAME]",
        help="Only this person or circle.",
        autocompletion=completion.complete_name,
        show_default=False,
    ),
]
OpenRefs = Annotated[
    list[str],
    typer.Argument(
        metavar="REF...",
        help="Refs, or unique beginnings of them.",
        autocompletion=completion.complete_open_ref,
        show_default=False,
    ),
]
ClosedRefs = Annotated[
    list[str],
    typer.Argument(
        metavar="REF...",
        help="Refs, or unique beginnings of them.",
        autocompletion=completion.complete_closed_ref,
        show_default=False,
    ),
]
RefsAndDate = Annotated[
    list[str],
    typer.Argument(
        metavar="REF... DATE",
        help="Refs, then a date in words; `none` takes the date away.",
        autocompletion=completion.complete_open_ref_or_date,
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Make somebody new without asking.")]
SlotId = Annotated[
    str | None, typer.Option("--id", metavar="ID", help="Which one of several slots.", show_default=False)
]
Undo = Annotated[bool, typer.Option("--undo", help="Put it back.")]
Day = Annotated[
    str,
    typer.Argument(
        metavar="DATE", help="A date in words.", autocompletion=completion.complete_date, show_default=False
    ),
]
