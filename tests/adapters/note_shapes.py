"""Ways in which one and the same note can be written: by o3, by hand, by another tool."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from o3cli.domain.commitment import Commitment, State, Status

FIRST = Commitment("k3f7w", "Send the draft: part #2", "alice", due=date(2026, 11, 27), snooze=date(2026, 11, 25))
SECOND = Commitment("m2pa9", "Écrire la RFC", status=Status(State.DONE, date(2026, 11, 24)), due=date(2026, 11, 30))

_BODY = '# Alice · Friday\n\n---\n\n- [ ] bob: `status: open`, due friday\n\n    commitments: "none"\n...\n'

_BLOCK = """\
commitments:
  - id: k3f7w
    status: open{comment}
    owner: alice
    what: {what}
    due: 2026-11-27{comment}
    snooze: 2026-11-25

  - id: m2pa9
    status: done 2026-11-24
    what: "Écrire la RFC"
    due: 2026-11-30

"""
_SECOND_IN_BRACES = "{id: m2pa9, status: done 2026-11-24, what: Écrire la RFC, due: 2026-11-30}"
_BLOCK_LAYOUTS = {
    "as o3 writes it": _BLOCK,
    "no empty lines": _BLOCK.replace("\n\n", "\n"),
    "dashes at the left": _BLOCK.replace("\n  ", "\n"),
    "four spaces": _BLOCK.replace("\n  ", "\n    "),
    "a wide dash": _BLOCK.replace("\n    ", "\n      ").replace("- id", "-   id"),
    "everything indented": "  " + _BLOCK.replace("\n  ", "\n    "),
    "another order": """\
commitments: # of both
  - what: {what}
    # when
    due: 2026-11-27{comment}
    snooze: 2026-11-25
    owner: alice
    x-size: [1, 2]
    status: open{comment}
    id: k3f7w
  # the other one
  - due: 2026-11-30
    status: done 2026-11-24
    id: m2pa9
    what: Écrire la RFC
    # its own comment

    # and another
# not its own
mood: 3
""",
    "quotes around everything": """\
"commitments":
  - "id": 'k3f7w'
    'status': "open"{comment}
    "owner" : "alice"
    "what": {what}
    "due": '2026-11-27'{comment}
    "snooze": "2026-11-25"
  - "id": "m2pa9"
    "status": 'done 2026-11-24'
    "what": 'Écrire la RFC'
    "due": "2026-11-30"
'mood': 3
""",
    "question marks": """\
? commitments
:
  - ? id
    : k3f7w
    ? status
    : open{comment}
    ? owner
    : alice
    ? what
    : {what}
    ? due
    : 2026-11-27{comment}
    ? snooze
    : 2026-11-25
  - id: m2pa9
    status: done 2026-11-24
    what: Écrire la RFC
    due: 2026-11-30
""",
}
_FLOW_LAYOUTS = {
    "braces in a block": f"""\
commitments:
  - {{id: k3f7w, status: open, owner: alice, what: {{what}}, due: 2026-11-27, snooze: 2026-11-25}}{{comment}}
  - {_SECOND_IN_BRACES}
mood: 3
""",
    "brackets on one line": (
        "commitments: [{id: k3f7w, status: open, owner: alice, what: {what}, due: 2026-11-27, snooze: 2026-11-25}, "
        f"{_SECOND_IN_BRACES}]{{comment}}\n"
    ),
    "brackets over lines": f"""\
commitments: [
  {{
    id: k3f7w,
    status: open,{{comment}}
    owner: alice,
    what: {{what}},
    due: 2026-11-27,
    snooze: 2026-11-25
  }},
  {_SECOND_IN_BRACES},{{comment}}
]
mood: 3
""",
    "JSON": """\
"commitments": [
  {"id": "k3f7w", "status":"open", "owner":"alice", "what":{what}, "due":"2026-11-27", "snooze":"2026-11-25"},{comment}
  {"id": "m2pa9", "status": "done 2026-11-24", "what": "Écrire la RFC", "due": "2026-11-30"}
]
""",
}

# How the first `what` can stand behind its key, with `~` for the indentation of a line below, and how many lines a
# change of it takes away.
_WHAT_ANYWHERE = {
    "double quotes": ('"Send the draft: part #2"', 1),
    "escapes": ('"Send\\x20the draft\\x3A part \\u00232"', 1),
    "single quotes": ("'Send the draft: part #2'", 1),
    "quotes over lines": ('"Send the\n~draft: part #2"', 2),
}
_WHAT_IN_BLOCK = _WHAT_ANYWHERE | {
    "quotes below": ('\n~"Send the draft: part #2"', 1),
    "folded": (">-\n~Send the draft:\n~part #2", 3),
    "folded, clipped": (">\n~Send the draft:\n~part #2\n\n", 3),
    "literal": ("|-\n~Send the draft: part #2", 2),
    "literal, kept": ("|+\n~Send the draft: part #2\n\n", 4),
    "literal, its indentation told": ("|2-\n~Send the draft: part #2", 2),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """A note that holds FIRST and SECOND, and how it is written."""

    layout: str
    what: str
    what_lines: int
    has_comments: bool
    text: str


def list_shapes() -> Iterator[Shape]:
    """Every combination of layout, quoting, line ends, BOM and comments."""
    layouts = [(layout, what) for layout, what in product(_BLOCK_LAYOUTS, _WHAT_IN_BLOCK)]
    layouts += [(layout, what) for layout, what in product(_FLOW_LAYOUTS, _WHAT_ANYWHERE)]
    ways = product(layouts, ("\n", "\r\n", "mixed"), ("", "\ufeff"), ("", " # é"))
    for (layout, what), line_ends, bom, comment in ways:
        yield _make_shape(layout, what, line_ends, bom, comment)


def _make_shape(layout: str, what: str, line_ends: str, bom: str, comment: str) -> Shape:
    source, what_lines = (_WHAT_IN_BLOCK | _WHAT_ANYWHERE)[what]
    front_matter = (_BLOCK_LAYOUTS | _FLOW_LAYOUTS)[layout]
    fields = next(line for line in front_matter.splitlines() if "{what}" in line)
    indentation = " " * (len(fields) - len(fields.lstrip(' -?:"')) + 2)
    front_matter = front_matter.replace("{what}", source.replace("~", indentation)).replace("{comment}", comment)
    head = "with: alice\nkind: o3   # the usual\n"
    if layout == "everything indented":
        head = "  " + head.replace("\nk", "\n  k")
    lines = f"---\n{head}{front_matter}---\n{_BODY}".split("\n")
    ends = ["\n", "\r\n"] if line_ends == "mixed" else [line_ends]
    text = "".join(line + ends[number % len(ends)] for number, line in enumerate(lines[:-1]))
    return Shape(layout, what, what_lines, bool(comment), bom + text)
