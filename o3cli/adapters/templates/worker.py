"""The process in which one of the owner's own templates renders; `template_process` starts it."""

from __future__ import annotations

import contextlib
import json
import resource
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any, TextIO

from o3cli.adapters.templates.sandbox import render_template
from o3cli.errors.templates import BrokenTemplate, TemplateTooHeavy

LIMITS = (
    # macOS keeps no limit on memory; there the limits on time are what ends it.
    (resource.RLIMIT_AS, 512 * 1024 * 1024),
    (resource.RLIMIT_CPU, 2),
    # No file, socket or pipe opens, even if the sandbox had a hole; and no words of a note are left in a core file.
    (resource.RLIMIT_NOFILE, 0),
    (resource.RLIMIT_CORE, 0),
)
"""What the process may use: bytes, seconds of work, files."""
_LOADED_LATE = ("encodings.unicode_escape", "html", "jinja2.debug", "pprint", "textwrap")
"""What Jinja2 imports when a template first needs it: no file can be opened by then."""
LARGEST_NOTE = 256 * 1024
"""Characters that a template may render to."""


def work(requests: TextIO, answers: TextIO, limits: Iterable[tuple[int, int]]) -> None:
    """Answer one request within the limits. Where only a line end comes, the template has hit one of them."""
    request = json.load(requests)
    for module in _LOADED_LATE:
        import_module(module)
    limit_process(limits)
    answers.write("\n")
    answers.flush()
    json.dump(_answer(request), answers)


def limit_process(limits: Iterable[tuple[int, int]]) -> None:
    """Lower limits of this process for good."""
    for which, most in limits:
        # Refused where the limit is lower already, and by macOS for less memory than a process starts with.
        with contextlib.suppress(ValueError):
            resource.setrlimit(which, (most, most))


def _answer(request: Mapping[str, Any]) -> dict[str, object]:
    try:
        rendered = render_template(request["path"], request["source"], request["variables"])
    except BrokenTemplate as error:
        return {"line": error.line, "reason": error.reason, "nearest": error.nearest}
    if len(rendered.text) > LARGEST_NOTE:
        raise TemplateTooHeavy(request["path"])
    return {"text": rendered.text, "cursor_line": rendered.cursor_line}
