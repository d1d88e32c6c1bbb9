"""`o3 person`: whom the sessions are with."""

from __future__ import annotations

from typing import Annotated

import typer

from o3cli.cli import completion
from o3cli.cli.arguments import App, AsJson, Name, make_kind_option
from o3cli.cli.runtime import get_runtime
from o3cli.cli.views.people import AboutView, PeopleView, PersonView
from o3cli.domain.person import Person
from o3cli.usecases.add_person import add_subject
from o3cli.usecases.edit_about import edit_about
from o3cli.usecases.list_people import list_people, show_person

app = App()


@app.callback()
def person() -> None:
    """Add, list, show and edit the people whom you have sessions with.

    \b
    Examples:
      o3 person add "Alice Martin" --role report
      o3 person list
    """


@app.command()
def add(
    ctx: typer.Context,
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="Their name.", show_default=False)],
    alias: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Another name that finds them; may be repeated.", show_default=False),
    ] = None,
    role: Annotated[
        str | None,
        typer.Option(
            metavar="ROLE",
            help="report, manager, peer, lead, mentor or any other word.",
            autocompletion=completion.complete_role,
            show_default=False,
        ),
    ] = None,
    kind: Annotated[str | None, make_kind_option("The kind of their sessions.")] = None,
    slug: Annotated[
        str | None,
        typer.Option(metavar="SLUG", help="The folder's name; made from theirs without it.", show_default=False),
    ] = None,
) -> None:
    """Add a person.

    \b
    Examples:
      o3 person add "Alice Martin" --role report
      o3 person add Bob --alias bobby --kind sales
    """
    runtime = get_runtime(ctx)
    if kind:
        runtime.templates.get_source(kind)
    notebook = runtime.get_notebook()
    wanted = Person(slug or "", " ".join(name), tuple(alias or ()), role, kind)
    added = add_subject(notebook, runtime.templates, wanted)
    runtime.output.say(f"New in the notebook: {added.subject.name}, in `{added.subject.folder}`")


@app.command("list")
def list_(ctx: typer.Context, as_json: AsJson = False) -> None:
    """List everybody, with their last session and what is open.

    \b
    Examples:
      o3 person list
      o3 person list --json
    """
    runtime = get_runtime(ctx)
    runtime.output.show_as(PeopleView(list_people(runtime.get_readable_notebook())), as_json=as_json)


@app.command()
def show(ctx: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """Show one person: names, role, kind, sessions, what is open.

    \b
    Examples:
      o3 person show alice
    """
    runtime = get_runtime(ctx)
    subject = runtime.get_subject(name)
    runtime.output.show_as(PersonView(show_person(runtime.notebook, subject)), as_json=as_json)


@app.command()
def edit(ctx: typer.Context, name: Name) -> None:
    """Open a person's `about.md` in your editor, and record it.

    \b
    Examples:
      o3 person edit alice
    """
    runtime = get_runtime(ctx)
    notebook = runtime.get_existing_notebook()
    subject = runtime.get_subject(name)
    edited = edit_about(notebook, subject, runtime.templates, runtime.editor)
    runtime.output.show(AboutView(edited, str(runtime.place.root)))
