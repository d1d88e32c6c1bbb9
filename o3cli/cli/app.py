"""The table of commands: which there are, when they are used, and the module that holds each."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer

from o3cli import __version__
from o3cli.cli.arguments import Group
from o3cli.cli.runtime import get_runtime

COMMANDS = {
    "Before the meeting": ("new",),
    "After it": ("todo", "add", "done", "drop", "snooze", "due", "reopen", "save"),
    "Rhythm": ("next", "today", "slot", "move", "skip", "leave", "calendar"),
    "Notebook": ("init", "person", "templates"),
}
"""Headings of `o3 --help` with their commands; each is `app` in the module of its name in `o3cli.cli.commands`."""

_LONGEST_HELP = 65
"""So that `o3 --help` has one line a command on a terminal of 80 columns."""


class LazyGroup(Group):
    """Loads a command's module when it is used, so that one command does not wait for all."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer passes it
        """All of them, in the order of the table."""
        return [name for names in COMMANDS.values() for name in names]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name; None where there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = import_module(f"o3cli.cli.commands.{cmd_name}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        self.commands[cmd_name] = command
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Under the headings of the table."""
        for heading, names in COMMANDS.items():
            with formatter.section(heading):
                formatter.write_dl(
                    [(name, self.get_command(ctx, name).get_short_help_str(_LONGEST_HELP)) for name in names]
                )


def make_app() -> Any:
    """The whole command line, ready to be called with arguments."""
    app = typer.Typer(cls=LazyGroup, name="o3", rich_markup_mode=None, pretty_exceptions_enable=False)
    app.callback()(o3)
    return typer.main.get_command(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"o3 {__version__}")
        raise typer.Exit


def o3(
    ctx: typer.Context,
    notebook: Annotated[
        str | None, typer.Option(metavar="DIR", help="The notebook's folder.", show_default=False)
    ] = None,
    color: Annotated[str, typer.Option(metavar="auto|always|never", help="Whether to use colour.")] = "auto",
    version: Annotated[  # noqa: ARG001 - its callback has shown it by then
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Keep one-on-one notes in Markdown, and every promise in view.

    \b
    o3 new alice    before the meeting
    o3 todo         what is still open
    o3 done k3f     it is done
    """
    get_runtime(ctx).configure(notebook, color)
