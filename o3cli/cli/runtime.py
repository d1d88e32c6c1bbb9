"""The wiring: which adapters stand behind the ports of the use cases. Nothing is made before a command needs it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

import o3cli
from o3cli.adapters.files.notebook_files import NotebookFiles
from o3cli.adapters.git.history import GitHistory
from o3cli.adapters.notes import note_format
from o3cli.adapters.settings.notebook_place import Place, PlaceSource, find_notebook, locate_notebook, remember_notebook
from o3cli.adapters.settings.settings_file import read_settings
from o3cli.cli.host import Host
from o3cli.cli.output import Output
from o3cli.domain.circle import Circle
from o3cli.domain.dates import parse_date
from o3cli.domain.person import Person, find_nearest_people
from o3cli.domain.recorded import Recorded
from o3cli.domain.settings import Settings
from o3cli.errors import quote_all, suggest
from o3cli.errors.command_line import BadOption, NoNotebook
from o3cli.usecases.find_subject import find_subject, get_subject
from o3cli.usecases.notebook import Notebook

if TYPE_CHECKING:
    import typer

    from o3cli.adapters.editor import EditorProcess
    from o3cli.adapters.git.repository import GitRepository
    from o3cli.adapters.templates.templates import Templates
    from o3cli.usecases.render_note import NoteTemplates
    from o3cli.usecases.write_calendar import CalendarFormat, Exports

_COLORS = ("auto", "always", "never")
_LANGUAGES = ("en", "fr")
_YES = ("y", "yes", "o", "oui")


class Runtime:
    """What one run of the command line has at hand."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.output = Output(host)
        self._notebook_option: str | None = None

    def configure(self, notebook: str | None, color: str) -> None:
        """Take the options that every command has."""
        if color not in _COLORS:
            raise BadOption("--color", color, _COLORS)
        self._notebook_option = notebook
        self.output = Output(self.host, color)

    @cached_property
    def place(self) -> Place:
        """Where the notebook is, or is to be made."""
        host = self.host
        return find_notebook(self._notebook_option, host.environ, host.cwd, host.home, os.geteuid())

    @cached_property
    def settings(self) -> Settings:
        """The notebook's, or the defaults where there is none yet."""
        return read_settings(self.place.root)

    @cached_property
    def today(self) -> date:
        """The day in the notebook's time zone."""
        return self.host.get_now(_find_zone(self.settings.time_zone)).date()

    @cached_property
    def notebook(self) -> Notebook:
        """The notebook as it is: an empty one where there is none yet."""
        root = self.place.root
        history = GitHistory(root, self.host.environ)
        return Notebook(
            NotebookFiles(root, history.keep),
            note_format,
            history,
            self.settings,
            self.today,
            self.host.random_below,
            self.settings.time_zone or self.host.find_zone(),
        )

    def get_readable_notebook(self) -> Notebook:
        """The notebook to list something from: an empty one where there is none yet.

        Raises NoNotebook where it was named: a slip in its name must not look like a clean slate.
        """
        if not self.place.exists and self.place.source in (PlaceSource.OPTION, PlaceSource.ENVIRONMENT):
            raise NoNotebook(str(self.place.root))
        return self.notebook

    def get_notebook(self) -> Notebook:
        """The notebook to write in: made where there is none yet, which is said."""
        if not self.place.exists:
            self.make_notebook(_find_language(self.host))
        return self.notebook

    def get_existing_notebook(self) -> Notebook:
        """The notebook to change something in that is there already. Raises NoNotebook."""
        if not self.place.exists:
            raise NoNotebook(str(self.place.root))
        return self.notebook

    def init_notebook(self, folder: str | None, language: str | None) -> None:
        """Make a notebook on purpose, in a folder that may hold other files. Says what was done."""
        if language is not None and language not in _LANGUAGES:
            raise BadOption("--lang", language, _LANGUAGES)
        if folder is not None:
            self.place = locate_notebook(folder, self.host.cwd, self.host.home)
        if self.place.exists:
            root = self.place.root
            if self.repository.make():
                self.output.say(f"The notebook in {root} is a git repository now: `o3 save` records what is in it")
            else:
                self.output.say(f"There is a notebook in {root} already; `o3.toml` there has its settings")
            return
        self.make_notebook(language or _find_language(self.host))
        self.remember_notebook()

    def make_notebook(self, language: str) -> None:
        """Make the notebook where it is to be, or what is missing of it, and say so."""
        from o3cli.usecases.make_notebook import make_notebook

        is_new = not self.place.exists
        recorded = make_notebook(self.repository, self.notebook, language)
        if is_new:
            self.output.say(f"Notebook made in {self.place.root}: private, a git repository of its own")
            self.say_recorded(recorded)
        # What was read when there was no notebook yet holds no longer.
        for name in ("settings", "today", "notebook", "templates", "note_templates"):
            self.__dict__.pop(name, None)
        self.place = Place(self.place.root, self.place.source, exists=True)

    def remember_notebook(self) -> None:
        """Have a notebook with a place of its own found from every folder, unless another one is."""
        if self.place.source in (PlaceSource.OPTION, PlaceSource.ENVIRONMENT):
            home = self.host.home
            is_default = self.place.root == home / "o3" or os.path.lexists(home / "o3")
            if not is_default and remember_notebook(self.place.root, self.host.environ, home):
                self.output.say("It is your notebook from now on, in whatever folder you are")

    def get_subject(self, typed: str) -> Person | Circle:
        """The person or circle that a name means. Raises UnknownPerson, AmbiguousPerson."""
        return get_subject(self.notebook.read_subjects(), typed, self.choose)

    def get_or_make_subject(self, typed: str, kind: str | None, *, yes: bool) -> Person | Circle:
        """The same; somebody new is made, after a question where somebody is there to answer it."""
        from o3cli.usecases.add_person import add_subject, make_subject

        known = self.notebook.read_subjects()
        found = find_subject(known, typed, self.choose)
        if found is not None:
            return found
        wanted = make_subject(typed, kind)
        if not yes and self.host.asks:
            nearest = suggest(find_nearest_people(typed, known.people))
            question = f"Nobody is called `{typed}` yet{f' ({nearest})' if nearest else ''}. Make {wanted.name}? [y/N]"
            if self.output.ask(question).lower() not in _YES:
                return get_subject(known, typed, self.choose)
        added = add_subject(self.get_notebook(), self.templates, wanted)
        self.output.say(f"New in the notebook: {added.subject.name}, in `{added.subject.folder}`")
        return added.subject

    def choose(self, typed: str, slugs: Sequence[str]) -> str | None:
        """Ask which of several is meant; None where nobody is there to answer."""
        if not self.host.asks:
            return None
        return self.output.ask(f"`{typed}` may be {quote_all(slugs)}. Which one?")

    def find_day(self, words: str | None) -> date | None:
        """The day that an option names. Raises NotADate."""
        return None if words is None else parse_date(words, self.today)

    def say_recorded(self, recorded: Recorded) -> None:
        """What the user should know about a commit; that there is one goes without saying."""
        if recorded.fallback_identity:
            self.output.say("git does not know your name: history says `o3` (`git config --global user.name` sets it)")

    @cached_property
    def repository(self) -> GitRepository:
        """The repository as a whole; behind it is GitPython, which takes long to import."""
        from o3cli.adapters.git.repository import GitRepository

        return GitRepository(self.place.root, self.host.environ)

    @cached_property
    def templates(self) -> Templates:
        """The templates that serve the notebook; behind it is Jinja2."""
        from o3cli.adapters.templates.templates import Templates

        own = self.place.root / "templates"
        return Templates(find_built_in_templates(), own, self.settings.language)

    @cached_property
    def note_templates(self) -> NoteTemplates:
        """What a new note is made with."""
        from o3cli.adapters.templates.day_words import format_day_words
        from o3cli.usecases.render_note import NoteTemplates

        language = self.settings.language
        return NoteTemplates(self.templates, lambda day: format_day_words(day, language))

    @property
    def now(self) -> datetime:
        """What time it is, in UTC."""
        return self.host.get_now(UTC)

    def get_zone_name(self, typed: str) -> str:
        """The name by which every calendar knows a time zone. Raises UnknownZone."""
        from o3cli.adapters.calendars.time_zone_definitions import get_canonical_name

        return get_canonical_name(typed)

    @property
    def calendars(self) -> CalendarFormat:
        """Calendar files."""
        from o3cli.adapters.calendars import calendar_file

        return calendar_file

    @property
    def exports(self) -> Exports:
        """Files outside of the notebook."""
        from o3cli.adapters.files.exports import ExportedFiles

        return ExportedFiles(self.host.cwd, self.host.home)

    @cached_property
    def editor(self) -> EditorProcess:
        """The user's editor."""
        from o3cli.adapters.editor import EditorProcess

        has_terminal = self.host.stdin.isatty() and self.host.stdout.isatty()
        return EditorProcess(self.place.root, self.host.environ, has_terminal=has_terminal)

    def find_trace_file(self) -> Path | None:
        """Where a trace may be kept: inside the notebook's own `.git`, if somebody asked for it."""
        if not self.host.environ.get("O3_DEBUG"):
            return None
        from o3cli.adapters.git.folder import find_git_folder

        folder = find_git_folder(self.place.root)
        return folder / "o3" / "trace.txt" if folder else None


def get_runtime(ctx: typer.Context) -> Runtime:
    """The runtime that a command's context carries."""
    return cast(Runtime, ctx.obj)


def find_built_in_templates() -> Path:
    """Inside the package where it was installed, beside it where the source is used as it is."""
    package = Path(o3cli.__file__).parent
    shipped = package / "templates"
    return shipped if shipped.is_dir() else package.parent / "templates"


def _find_zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    from zoneinfo import ZoneInfo

    # The settings were checked, so the zones are those of the package by now.
    return ZoneInfo(name)


def _find_language(host: Host) -> str:
    """The language of a notebook that is made on the way: the user's, where o3 speaks it."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = host.environ.get(variable)
        if value:
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"
