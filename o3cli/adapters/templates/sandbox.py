"""Jinja2, with nothing in reach: a template sees its variables, and neither files, nor other templates, nor Python."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping
from traceback import walk_tb

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, meta, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from o3cli.domain.template import Rendered
from o3cli.errors.templates import BrokenTemplate, TemplateTooHeavy

# A variable holds no control character (see `templates.py`), so this one is free to mark where the cursor goes.
_CURSOR = "\0"
_CODE = "<template>"
"""The name under which Jinja2 files the code of a template made from text."""
_MISSING = re.compile(r"has no attribute '(?P<name>\w+)'$")

# What YAML 1.1 and 1.2 read as something else than text; it is quoted.
_YAML_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_PLAIN_YAML = re.compile(r"[^\W\d_]\w*(?:-\w+)*")
# Not printable in YAML, or a line break to it: DEL, C1, line and paragraph separators, BOM, non-characters.
_ESCAPED_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def format_yaml(value: object) -> str:
    """A text as a value in front matter that every YAML reader takes for that very text.

    A plain word (a slug, a kind) stands as it is, everything else between double quotes. A lone surrogate
    becomes U+FFFD.
    """
    text = _SURROGATE.sub("\ufffd", str(value))
    if _PLAIN_YAML.fullmatch(text) and text.casefold() not in _YAML_WORDS:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _make_environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        autoescape=False,  # notes are Markdown, not HTML
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        finalize=lambda value: "" if value is None else value,
    )
    # The sandbox's own `range`, which stops at 100,000; the rest makes filler text or keeps state.
    environment.globals = {"range": environment.globals["range"]}
    environment.filters["yaml"] = format_yaml
    return environment


def render_template(path: str, source: str, variables: Mapping[str, object]) -> Rendered:
    """Render the text of a template with its variables, and with `cursor`. `path` is what errors call it.

    Raises BrokenTemplate with the line and the reason, TemplateTooHeavy where memory, the stack or a range ran out.
    """
    environment = _make_environment()
    given = {**variables, "cursor": _CURSOR}
    try:
        _check(environment, path, source, {*given, *environment.globals})
        return _finish(path, environment.from_string(source).render(given))
    except BrokenTemplate:
        raise
    except (MemoryError, RecursionError, OverflowError):
        raise TemplateTooHeavy(path) from None
    except TemplateSyntaxError as error:
        raise BrokenTemplate(path, error.lineno, _format_syntax_reason(error)) from None
    except Exception as error:  # noqa: BLE001 - an expression of a template can raise whatever Python can
        raise BrokenTemplate(path, _find_line(error), _format_reason(error, source)) from None


def _check(environment: ImmutableSandboxedEnvironment, path: str, source: str, known: set[str]) -> None:
    """Refuse other templates and unknown variables also in the branches that are not taken."""
    tree = environment.parse(source)
    for other in tree.find_all((nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)):
        raise BrokenTemplate(path, other.lineno, "a template stands alone, it cannot take in another")
    unknown = meta.find_undeclared_variables(tree) - known
    for variable in tree.find_all(nodes.Name):
        if variable.name in unknown:
            nearest = difflib.get_close_matches(variable.name, sorted(known))
            raise BrokenTemplate(path, variable.lineno, f"there is no variable `{variable.name}`", tuple(nearest))


def _finish(path: str, text: str) -> Rendered:
    lines = _SURROGATE.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
    before, cursor, _ = lines.partition(_CURSOR)
    # A line that holds the mark alone is a line, also at the very end.
    whole = lines if lines.endswith("\n") else f"{lines}\n"
    note = whole.replace(_CURSOR, "")
    if not note.strip():
        raise BrokenTemplate(path, None, "it renders to nothing")
    return Rendered(note, before.count("\n") + 1 if cursor else None)


def _find_line(error: BaseException) -> int | None:
    lines = [line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename == _CODE]
    return lines[-1] if lines else None


def _format_syntax_reason(error: TemplateSyntaxError) -> str:
    return " ".join((error.message or "it cannot be read").split()).rstrip(".")


def _format_reason(error: Exception, source: str) -> str:
    """Why rendering failed. Only what stands in the template is quoted: its variables hold the words of notes."""
    if isinstance(error, SecurityError):
        return "it asks for something that is out of a template's reach"
    if isinstance(error, UndefinedError):
        missing = _MISSING.search(error.message or "")
        if missing and missing["name"] in source:
            return f"there is no `{missing['name']}` here"
        return "it asks for something that is not there"
    return f"it cannot be rendered ({type(error).__name__})"
