"""`o3 person`: whom the sessions are with, as a user sees it."""

import json

import pytest

from tests.desk import Desk


def test_somebody_is_added_with_all_that_is_known(used: Desk) -> None:
    """Name, aliases, role and kind stand in the front matter of `about.md`, recorded in one commit."""
    answer = used.o3(
        "person", "add", "Zoé", "O'Brien", "--alias", "zo", "--alias", "zozo", "--role", "peer", "--kind", "sales"
    )
    assert (answer.exit_code, answer.out, answer.err) == (
        0,
        "",
        "New in the notebook: Zoé O'Brien, in `people/zoé-obrien`\n",
    )
    assert used.read("people/zoé-obrien/about.md").startswith(
        "---\nname: \"Zoé O'Brien\"\naliases: [zo, zozo]\nrole: peer\nkind: sales\n---\n# Zoé O'Brien\n"
    )
    assert used.history()[0] == "zoé-obrien: about"
    assert used.is_clean()
    for name in ("zoe", "ZOZO", "zoé o'brien", "ZOÉ-OB"):
        assert used.o3("person", "show", name).out.startswith("zoé-obrien\tZoé O'Brien\tpeer\tsales\t")


def test_the_kind_picks_the_template(used: Desk) -> None:
    """Somebody who was added with a kind gets notes of that kind."""
    used.o3("person", "add", "Carol", "--kind", "sales")
    used.o3("new", "carol", "--no-edit")
    assert "\nkind: sales\n" in used.read("people/carol/2026-11-20.md")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Łukasz", "łukasz"),
        ("李雷", "李雷"),
        ("דנה لينا", "דנה-لينا"),
        ("🦊", "fox-face"),
        ("D’Arcy", "darcy"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con-1"),
        (".git", "git"),
        ("a\nb", "a-b"),
        ("me", "me-1"),
        ("x" * 200, "x" * 80),
        ("é" * 200, "é" * 40),
    ],
)
def test_any_name_makes_a_safe_folder(used: Desk, name: str, slug: str) -> None:
    """Names of any script and length become a folder within `people`, and are kept as they are written."""
    assert used.o3("person", "add", "--", name).exit_code == 0
    assert (used.notebook / "people" / slug / "about.md").is_file()
    (row,) = [line.split("\t") for line in used.o3("person", "list").lines if line.startswith(f"{slug}\t")]
    assert row[1] == " ".join(name.split())
    assert used.is_clean()


@pytest.mark.parametrize(
    ("arguments", "exit_code", "error"),
    [
        (["add"], 2, "error: missing argument `NAME`\nhint: `o3 person add --help` shows how it is used\n"),
        (["add", ""], 2, "error: there are no words, expected a name\n"),
        (
            ["add", "..."],
            2,
            (
                "error: `...` has no letter, digit or symbol that a folder can be named after\n"
                "hint: `o3 person add NAME --slug SLUG` names the folder\n"
            ),
        ),
        (
            ["add", "Alice"],
            1,
            (
                "error: there is a person `alice` already\n"
                "hint: `o3 person add NAME --slug SLUG` tells two of the same name apart\n"
            ),
        ),
        (
            ["add", "Carol", "--kind", "sale"],
            2,
            "error: there is no template for the kind `sale`\nhint: did you mean `sales`?\n",
        ),
        (["show", "bo b"], 1, "error: nobody in the notebook is called `bo b`\nhint: did you mean `bob`?\n"),
        (["lits"], 2, "error: `o3 person` has no command `lits`\nhint: did you mean `list`?\n"),
    ],
)
def test_what_cannot_be_done_is_one_line(used: Desk, arguments: list[str], exit_code: int, error: str) -> None:
    """Errors quote what was typed, say what was expected, and change nothing."""
    answer = used.o3("person", *arguments)
    assert (answer.exit_code, answer.out, answer.err) == (exit_code, "", error)
    assert used.history() == ["4 files saved", "notebook: made"]
    assert used.is_clean()


def test_everybody_is_listed_with_where_things_stand(used: Desk) -> None:
    """A line each: name, role, last session, what is open; in a pipe with tabs."""
    assert used.show("person", "list") == (
        "  alice  Alice Martin  report  7 d ago  open: 2 mine, 1 theirs\n"
        "  bob    Bob                   2 w ago  open: 0 mine, 1 theirs\n"
    )
    assert used.show("person", "list", width=32) == (
        "  alice  Alice Martin\n         report · 7 d ago\n         open: 2 mine, 1 theirs\n"
        "  bob    Bob\n         2 w ago\n         open: 0 mine, 1 theirs\n"
    )
    assert used.o3("person", "list").lines == [
        "alice\tAlice Martin\treport\t\t2026-11-13\t1\t2\t1",
        "bob\tBob\t\t\t2026-11-06\t1\t0\t1",
    ]


def test_one_person_is_shown_with_the_latest_notes(used: Desk) -> None:
    """Names, role, sessions, what is open, then the notes."""
    assert used.show("person", "show", "lili") == (
        "Alice Martin\n"
        "  slug      alice\n"
        "  aliases   lili\n"
        "  role      report\n"
        "  sessions  1, the last 7 d ago\n"
        "  open      2 mine, 1 theirs\n"
        "  people/alice/2026-11-13.md\n"
    )


def test_json_keeps_its_keys(used: Desk) -> None:
    """The keys of `--json` are a promise: some may be added, none may go."""
    listed = json.loads(used.o3("person", "list", "--json").out)
    alice = {
        "slug": "alice",
        "name": "Alice Martin",
        "aliases": ["lili"],
        "role": "report",
        "kind": None,
        "is_circle": False,
        "last": "2026-11-13",
        "sessions": 1,
        "open_mine": 2,
        "open_theirs": 1,
    }
    assert (listed["schema"], listed["people"][0]) == (1, alice)
    shown = json.loads(used.o3("person", "show", "alice", "--json").out)
    assert shown == {"schema": 1, **alice, "notes": ["people/alice/2026-11-13.md"]}


def test_an_empty_notebook_says_how_to_begin(desk: Desk) -> None:
    """Where nobody is, the list says so, and makes nothing."""
    answer = desk.o3("person", "list")
    assert (answer.exit_code, answer.out, answer.err) == (
        0,
        "",
        "Nobody is in the notebook yet: `o3 new NAME` starts\n",
    )
    assert not desk.notebook.exists()


def test_about_is_edited_and_recorded(used: Desk) -> None:
    """The editor gets `about.md`; what was typed is recorded; where nothing was, it says so."""
    used.edit_with("""echo 'Likes tea.' >> "$file" """)
    answer = used.o3("person", "edit", "alice")
    assert (answer.exit_code, answer.out, answer.err) == (0, f"{used.notebook}/people/alice/about.md\n", "")
    assert used.read("people/alice/about.md").endswith("# Alice Martin\nLikes tea.\n")
    assert used.history()[0] == "alice: about"
    used.edit_with("true")
    assert used.o3("person", "edit", "alice").err == "Nothing was changed\n"
    assert used.is_clean()


def test_without_an_editor_it_says_which_file(used: Desk) -> None:
    """No editor and no terminal: the file is named, and how to go on."""
    answer = used.o3("person", "edit", "bob")
    assert (answer.exit_code, answer.out) == (0, f"{used.notebook}/people/bob/about.md\n")
    assert answer.err == "No editor is set (`$VISUAL` or `$EDITOR`): write in the file, then `o3 save`\n"


def test_an_about_that_cannot_be_read_is_kept_and_named(used: Desk) -> None:
    """Broken front matter is recorded as it was typed, named with its line, and the exit is 1."""
    used.edit_with("""printf -- '---\\nname: [broken\\n---\\n' > "$file" """)
    answer = used.o3("person", "edit", "alice")
    assert answer.exit_code == 1
    assert answer.err.startswith("error: people/alice/about.md:")
    assert used.read("people/alice/about.md") == "---\nname: [broken\n---\n"
    assert used.is_clean()
    assert used.o3("person", "list").lines[0].startswith("alice\talice\t")


def test_an_editor_that_fails_is_named(used: Desk) -> None:
    """What was typed before it failed is recorded."""
    used.edit_with("""echo 'Likes tea.' >> "$file"; exit 3""")
    answer = used.o3("person", "edit", "alice")
    assert answer.exit_code == 1
    assert answer.err == (
        f"error: the editor `{used.home}/editor` failed (exit 3): "
        "what was typed is recorded in `people/alice/about.md`\n"
    )
    assert used.is_clean()
