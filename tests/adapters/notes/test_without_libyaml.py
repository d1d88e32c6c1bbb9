"""PyYAML is built without libyaml in places: then its scanner in Python reads the same, and names the same lines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.sizes import size

ROOT = Path(__file__).parents[3]


def run_without_libyaml(name: str) -> None:
    """Call a function of this module in a process where the extension module is missing, as it is in such a build."""
    code = f"import sys; sys.modules['yaml._yaml'] = None; import {__name__} as tests; tests.{name}()"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def check_shapes() -> None:
    import yaml

    from tests.adapters.notes import test_commitment_records as records

    assert not yaml.__with_libyaml__
    records.SOME_SHAPES = records.SHAPES[:: size(61, 7)]
    records.test_a_comment_beside_a_changed_value_stays()
    records.test_a_new_what_replaces_the_lines_of_the_old_one()
    records.test_a_removed_field_leaves_its_comment()
    records.test_a_new_commitment_adds_its_lines()


def check_damages() -> None:
    from tests.adapters.notes import test_damaged_notes as damaged

    # Where libyaml lets a tab stand between words, the Python scanner sees a fault, on the right line.
    differing = {"a tab behind the colon": "unreadable !7", "a tab before a comment": "unreadable !7"}
    for name, before, after, outcome in damaged.DAMAGES:
        damaged.test_damage_is_understood_or_named(before, after, differing.get(name, outcome))


def test_every_shape_is_changed_in_the_same_way() -> None:
    """The same lines, whichever parser said where they are."""
    run_without_libyaml("check_shapes")


def test_every_damage_is_understood_or_named() -> None:
    """On the same lines, and still without a word of the note."""
    run_without_libyaml("check_damages")
