"""The marks that an unfinished merge leaves in a file."""

from __future__ import annotations

import re

_MARKS = re.compile(rb"^(?:<{7} |={7}\r?$|>{7} )", re.MULTILINE)


def has_merge_marks(content: bytes) -> bool:
    """Whether all three marks of a merge begin a line somewhere; one of them alone is somebody's underline."""
    return len({mark.group()[:1] for mark in _MARKS.finditer(content)}) == 3
