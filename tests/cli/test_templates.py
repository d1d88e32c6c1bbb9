"""`o3 templates`: what a new note starts from, as a user sees it."""

import json

import pytest

from tests.desk import Desk

KINDS = ["dialogue", "intervision", "o3", "one-to-one", "sales"]


def test_the_five_practices_are_built_in(desk: Desk) -> None:
    """Without a notebook too, every kind is listed with its language and whose it is."""
    answer = desk.o3("templates", "list")
    assert (answer.exit_code, answer.err) == (0, "")
    assert [line.split("\t")[:3] for line in answer.lines] == [[kind, "en", "built in"] for kind in KINDS]
    assert not desk.notebook.exists()
    assert desk.show("templates", "list") == (
        "dialogue     en  built in\nintervision  en  built in\no3           en  built in\n"
        "one-to-one   en  built in\nsales        en  built in\n"
    )


def test_json_keeps_its_keys(desk: Desk) -> None:
    """The keys of `--json` are a promise: some may be added, none may go."""
    listed = json.loads(desk.o3("templates", "list", "--json").out)
    assert list(listed) == ["schema", "kinds"]
    assert list(listed["kinds"][0]) == ["kind", "language", "source", "path"]
    assert [info["kind"] for info in listed["kinds"]] == KINDS


def test_a_template_is_shown_as_it_was_written(used: Desk) -> None:
    """`show` prints the source, which is what `copy` copies."""
    answer = used.o3("templates", "show", "sales")
    assert answer.exit_code == 0
    assert "{{ name }}" in answer.out
    assert used.o3("templates", "copy", "sales").exit_code == 0
    assert used.read("templates/sales.md") == answer.out


def test_a_copy_is_the_owners_own(used: Desk) -> None:
    """A copied template comes first, is recorded, and makes the notes from then on."""
    answer = used.o3("templates", "copy", "o3")
    assert (answer.exit_code, answer.out) == (0, f"{used.notebook}/templates/o3.md\n")
    assert answer.err == "Edit it, and `o3 new NAME --kind o3` uses it\n"
    assert used.history()[0] == "templates/o3.md: copied"
    assert used.o3("templates", "list").lines[0] == "o3\t\tyours\ttemplates/o3.md"
    assert used.show("templates", "list").splitlines()[0] == "o3               templates/o3.md"
    used.replace("templates/o3.md", "## Next steps", "## What next")
    used.o3("new", "alice", "--no-edit")
    assert "## What next" in used.read("people/alice/2026-11-20.md")


def test_a_new_file_is_a_new_kind(used: Desk) -> None:
    """A kind of one's own is a file in `templates`, made by hand or with `--as`."""
    assert used.o3("templates", "copy", "one-to-one", "--as", "mentoring").exit_code == 0
    used.write("templates/walk.md", "---\nwith: {{ slug | yaml }}\n---\n# A walk with {{ first_name }}\n")
    assert [line.split("\t")[0] for line in used.o3("templates", "list").lines][:2] == ["mentoring", "walk"]
    assert used.o3("new", "alice", "--kind", "walk", "--no-edit").exit_code == 0
    assert "# A walk with Alice" in used.read("people/alice/2026-11-20.md")


@pytest.mark.parametrize(
    ("arguments", "exit_code", "error"),
    [
        (
            ["show", "sale"],
            2,
            "error: there is no template for the kind `sale`\nhint: did you mean `sales`?\n",
        ),
        (
            ["copy", "sales", "--as", "Mentor Ing"],
            2,
            (
                "error: `Mentor Ing` cannot name a kind, expected lower-case letters, digits and hyphens\n"
                "hint: `mentor-ing` can\n"
            ),
        ),
        (["copy", "sales", "--as", "../x"], 2, "error: `../x` cannot name a kind, "),
        (["show", "../../o3"], 2, "error: "),
        (["copy"], 2, "error: missing argument `KIND`\n"),
    ],
)
def test_wrong_usage_is_one_line(used: Desk, arguments: list[str], exit_code: int, error: str) -> None:
    """A kind that there is not, or that cannot be, is named, and nothing is written."""
    answer = used.o3("templates", *arguments)
    assert (answer.exit_code, answer.out) == (exit_code, "")
    assert answer.err.startswith(error)
    assert used.is_clean()


def test_a_copy_overwrites_nothing(used: Desk) -> None:
    """A template of the owner's stays as it is."""
    used.write("templates/o3.md", "mine\n")
    answer = used.o3("templates", "copy", "o3")
    assert (answer.exit_code, answer.err) == (1, "error: templates/o3.md: exists already\n")
    assert used.read("templates/o3.md") == "mine\n"


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("---\nwith: x\n---\n{{ nam }}\n", "error: templates/o3.md:4: "),
        ("{% if %}\n", "error: templates/o3.md:1: "),
        ("---\nwith: [\n---\n", "error: the template of `o3` makes no readable note, line "),
    ],
)
def test_a_broken_template_names_its_line_and_loses_nothing(used: Desk, source: str, error: str) -> None:
    """`o3 new` says where the template is wrong before anything is made."""
    used.write("templates/o3.md", source)
    answer = used.o3("new", "alice")
    assert (answer.exit_code, answer.out) == (1, "")
    assert answer.err.startswith(error)
    assert not (used.notebook / "people/alice/2026-11-20.md").exists()
