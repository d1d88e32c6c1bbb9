"""Templates of notes: which one serves a kind, the owner's own before the built-in ones, and what it is given.

A kind is a file: `templates/<kind>.md` in the notebook, or `templates/<language>/<kind>.md` for one language alone. Its
name is in lower case, letters, digits and hyphens. A template is Jinja2, it stands alone (no `include`, no `extends`),
and renders a whole note. An unknown variable is an error.

| variable | is |
| --- | --- |
| `slug` | the folder's name of the person or circle: `alice` |
| `name` | the person or circle as written: `Alice Martin` |
| `first_name` | how to address the person; the circle's name for a circle |
| `aliases`, `role` | the person's other names, and role or none |
| `date` | `2026-11-20` |
| `day` | the date in words: `Friday 20 November 2026` |
| `time`, `length` | when the slot begins, `10:30`, and how long it is, `30m`; none outside a slot |
| `place` | where, or none |
| `last` | the day of the session before in words, or none |
| `kind`, `language` | `o3`, `en` |
| `promises` | open commitments: `line` (all that stands after the box), `owner`, `what`, `due`, `ref`, `late`, `mine` |
| `topics` | topics gathered since: `line`, `ref`, `from_me` |
| `keywords` | subjects of an intervision in their order: `word`, `owner` |
| `cursor` | marks the line where writing begins |

The filter `yaml` writes a text as a value in front matter. Every text that a template is given is on one line and holds
no control character.
"""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from unicodedata import normalize

from o3cli.adapters.files.folders import opened_folder, parse_parts, read_file
from o3cli.domain.template import Rendered, Source, Template, TemplateInfo
from o3cli.errors.files import FailedRead, MissingFile
from o3cli.errors.templates import BrokenTemplate, UnknownKind

FALLBACK_LANGUAGE = "en"
"""The language of the built-in templates where the notebook's own has none."""
LARGEST_TEMPLATE = 256 * 1024
"""Bytes of a template of the owner's."""
_ABOUT = "_about"
"""The template of a person's `about.md`; no kind can have this name."""
_KIND = re.compile(r"[^\W_]\w*(?:-\w+)*")
_CONTROL = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DEFAULTS: Mapping[str, object] = {
    **dict.fromkeys(("role", "place", "time", "length", "last", "kind")),
    **dict.fromkeys(("aliases", "promises", "topics", "keywords"), ()),
}


class Templates:
    """The templates that serve a notebook.

    `built_in` is the folder that o3 ships, `own` the notebook's `templates/`, which need not exist; `language` is the
    notebook's, as a folder is named for it (`en`, `fr`).
    """

    def __init__(self, built_in: Path, own: Path, language: str) -> None:
        self._built_in = built_in
        self._own = own
        self._language = language

    def list_kinds(self) -> tuple[TemplateInfo, ...]:
        """The template that serves each kind: the owner's own first, then the built-in ones, by name.

        Raises UnreadableFile where a folder of the owner's is a link, or cannot be read.
        """
        return tuple(sorted(self._find_kinds().values(), key=lambda info: (info.source is Source.BUILT_IN, info.kind)))

    def get_source(self, kind: str) -> Template:
        """The template that serves a kind, as it was written.

        Raises UnknownKind; BrokenTemplate and UnreadableFile where it is the owner's and cannot be read.
        """
        kinds = self._find_kinds()
        name = normalize("NFC", kind)
        if name not in kinds:
            import difflib  # only here, where a name was mistyped

            raise UnknownKind(kind, tuple(difflib.get_close_matches(name.lower(), sorted(kinds))))
        return self._read(kinds[name])

    def render(self, kind: str, variables: Mapping[str, object]) -> Rendered:
        """A new note of a kind.

        `variables` are those of the table above but `kind`, `language` and `cursor`; what may be none or empty can be
        left out. They are texts, numbers, booleans, dates, None, and sequences, mappings or dataclasses of these.
        Raises UnknownKind, BrokenTemplate, TemplateTooHeavy and UnreadableFile.
        """
        template = self.get_source(kind)
        return self._render(template, {**variables, "kind": template.info.kind})

    def render_about(self, variables: Mapping[str, object]) -> Rendered:
        """A new `about.md` of a person.

        `variables` are `slug`, `name`, `first_name`, and `aliases`, `role` and the usual `kind` where there are any.
        Raises BrokenTemplate, TemplateTooHeavy and UnreadableFile.
        """
        return self._render(self._read(self._find_all()[_ABOUT]), variables)

    def _find_kinds(self) -> dict[str, TemplateInfo]:
        found = self._find_all()
        return {name: found[name] for name in found if _KIND.fullmatch(name) and name == name.lower()}

    def _find_all(self) -> dict[str, TemplateInfo]:
        """Every template by its name; where two folders have it, the later one serves."""
        found = {}
        for language in (FALLBACK_LANGUAGE, self._language):
            for path in (self._built_in / language).glob("*.md"):
                found[path.stem] = TemplateInfo(path.stem, language, Source.BUILT_IN, str(path))
        own = self._own.name
        for folder, served in ((own, None), (f"{own}/{self._language}", self._language)):
            for file in _list_own(self._own.parent, folder):
                name = normalize("NFC", file.removesuffix(".md"))
                found[name] = TemplateInfo(name, served, Source.YOURS, f"{folder}/{file}")
        return found

    def _read(self, info: TemplateInfo) -> Template:
        if info.source is Source.YOURS:
            return Template(info, read_own(self._own.parent, info.path))
        return Template(info, Path(info.path).read_text("utf-8"))

    def _render(self, template: Template, variables: Mapping[str, object]) -> Rendered:
        given = {**_DEFAULTS, "language": self._language, **variables}
        plain = {name: _make_plain(value) for name, value in given.items()}
        # Imported here: whoever only lists templates does not wait for Jinja2, nor does the parent of a process apart.
        if template.info.source is Source.YOURS:
            from o3cli.adapters.templates.process import render_apart

            return render_apart(template.info.path, template.text, plain)
        from o3cli.adapters.templates.sandbox import render_template

        return render_template(template.info.path, template.text, plain)


def read_own(notebook: Path, path: str) -> str:
    """The text of a template of the owner's; `path` is within the notebook.

    Raises BrokenTemplate where it is too large or not UTF-8, and UnreadableFile.
    """
    *folders, name = parse_parts(path)
    try:
        with opened_folder(notebook, folders) as folder:
            data, _ = read_file(folder, name, path)
    except FileNotFoundError:
        raise MissingFile(path) from None
    if len(data) > LARGEST_TEMPLATE:
        raise BrokenTemplate(path, None, f"it is larger than {LARGEST_TEMPLATE // 1024} KiB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenTemplate(path, data.count(b"\n", 0, error.start) + 1, "it is not UTF-8") from None


def _list_own(notebook: Path, path: str) -> list[str]:
    """The names of the Markdown files in a folder of the notebook; none where there is no such folder."""
    try:
        with opened_folder(notebook, parse_parts(path)) as folder:
            return [entry.name for entry in os.scandir(folder) if entry.name.endswith(".md")]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise FailedRead(path, error.errno) from None


def _make_plain(value: object) -> object:
    """A variable as a template sees it: plain values, texts on one line and free of control characters."""
    match value:
        case str():
            return _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", value)).strip()
        case None | bool() | int() | float():
            return value
        case date():
            return value.isoformat()
        case Mapping():
            return {str(name): _make_plain(item) for name, item in value.items()}
        case Sequence():
            return [_make_plain(item) for item in value]
        case _ if dataclasses.is_dataclass(value):
            return {field.name: _make_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(type(value))
