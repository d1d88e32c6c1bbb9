"""A notebook with some weeks of use behind it, made once and copied for every test that starts from it."""

import shutil
from pathlib import Path

import pytest

from tests.desk import Desk

_FILES = {
    "people/alice/about.md": """\
---
name: Alice Martin
aliases: [lili]
role: report
---
# Alice Martin
""",
    "people/alice/2026-11-13.md": """\
---
with: alice
date: 2026-11-13
kind: o3
commitments:
  - id: k3f7w
    status: open
    owner: me
    what: "Send the draft of the career ladder"
    due: 2026-11-18

  - id: m2pa9
    status: open
    owner: alice
    what: "Write the RFC on queues"
    due: 2026-11-22

  - id: w8c4t
    status: open
    owner: me
    what: "Book a room"

---
# Alice · Friday 13 November 2026

- [ ] Send the draft of the career ladder, due 2026-11-18 ^k3f7w
- [ ] alice: Write the RFC on queues, due 2026-11-22 ^m2pa9
- [ ] Book a room ^w8c4t
""",
    "people/bob/about.md": "---\nname: Bob\n---\n# Bob\n",
    "people/bob/2026-11-06.md": """\
---
with: bob
date: 2026-11-06
kind: o3
commitments:
  - id: p5r2d
    status: done 2026-11-10
    owner: bob
    what: "Fix the build"

  - id: h7n3x
    status: open
    owner: bob
    what: "Plan the migration"
    due: 2026-12-04

  - id: m9q2s
    status: open
    owner: me
    what: "Ask about the budget"
    due: 2026-11-30
    snooze: 2026-11-27

---
# Bob · Friday 6 November 2026
""",
}
"""Written by hand, as another tool would; on 2026-11-20 one is late, one is due this week, one is snoozed."""


@pytest.fixture(scope="session")
def used_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with such a notebook; it is only copied."""
    desk = Desk(tmp_path_factory.mktemp("used"))
    assert desk.o3("init").exit_code == 0
    for path, text in _FILES.items():
        desk.write(path, text)
    assert desk.o3("save").exit_code == 0
    return desk.home


@pytest.fixture
def used(used_home: Path, desk: Desk) -> Desk:
    """A machine with such a notebook."""
    shutil.copytree(used_home / "o3", desk.notebook, symlinks=True)
    return desk
