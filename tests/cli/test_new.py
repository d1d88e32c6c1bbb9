"""`o3 new`, as a user sees it."""

from datetime import UTC, datetime

import pytest

from tests.desk import Desk


def test_the_first_note_needs_nothing_set_up(desk: Desk) -> None:
    """On a fresh machine `o3 new alice` makes the notebook, alice and today's note, and records each."""
    answer = desk.o3("new", "alice")
    assert answer.exit_code == 0
    assert answer.out == f"{desk.notebook}/people/alice/2026-11-20.md\n"
    assert answer.err == (
        f"Notebook made in {desk.notebook}: private, a git repository of its own\n"
        "New in the notebook: Alice, in `people/alice`\n"
        "No editor is set (`$VISUAL` or `$EDITOR`): write in the file, then `o3 save`\n"
    )
    assert desk.history() == ["alice 2026-11-20: note", "alice: about", "notebook: made"]
    assert desk.is_clean()


def test_what_was_promised_last_time_opens_the_next_note(desk: Desk) -> None:
    """Ticking a promise in the next note closes it where it lives; what stays open becomes a plain bullet."""
    desk.edit_with("""printf '%s\\n' '- [ ] alice: write the RFC, due friday' '- [ ] send the draft' >> "$file" """)
    assert desk.o3("new", "alice").exit_code == 0
    first = desk.read("people/alice/2026-11-20.md")
    assert "- [ ] alice: write the RFC, due friday ^" in first

    desk.now = datetime(2026, 12, 4, 9, tzinfo=UTC)
    desk.edit_with("""sed -i 's/\\[ \\] alice/[x] alice/' "$file" """)
    answer = desk.o3("new", "alice")
    assert answer.exit_code == 0, answer.err
    assert "status: done 2026-12-04" in desk.read("people/alice/2026-11-20.md")
    assert "- [x] alice: write the RFC, due friday ^" in desk.read("people/alice/2026-11-20.md")
    second = desk.read("people/alice/2026-12-04.md")
    assert "- [x] alice: write the RFC, due 2026-11-27 ^" in second
    assert "- send the draft ^" in second
    assert "[ ]" not in second
    assert desk.history()[0] == "alice 2026-12-04: note"
    assert desk.is_clean()


def test_the_same_day_again_goes_back_to_the_note(used: Desk) -> None:
    """The second `o3 new` of a day opens the note that is there; what is open elsewhere can be ticked again."""
    used.edit_with("""echo 'First.' >> "$file" """)
    used.o3("new", "alice")
    assert "- Book a room ^w8c4t" in used.read("people/alice/2026-11-20.md")
    used.edit_with("""cp "$file" ~/seen; echo 'Second.' >> "$file" """)
    answer = used.o3("new", "lili")
    assert (answer.exit_code, answer.out) == (0, f"{used.notebook}/people/alice/2026-11-20.md\n")
    assert "- [ ] Book a room ^w8c4t" in (used.home / "seen").read_text()
    assert used.read("people/alice/2026-11-20.md").endswith("First.\nSecond.\n")
    assert used.is_clean()


def test_another_kind_on_the_same_day_is_another_note(used: Desk) -> None:
    """A second session of a day has a number behind its date."""
    used.o3("new", "alice", "--no-edit")
    answer = used.o3("new", "alice", "--kind", "sales", "--place", "lunch", "--no-edit")
    assert answer.out == f"{used.notebook}/people/alice/2026-11-20-2.md\n"
    note = used.read("people/alice/2026-11-20-2.md")
    assert note.startswith("---\nwith: alice\ndate: 2026-11-20\nkind: sales\nplace: lunch\n")
    assert used.history()[0] == "alice 2026-11-20: note"


@pytest.mark.parametrize(("words", "day"), [("tomorrow", "2026-11-21"), ("lundi", "2026-11-23"), ("-1w", "2026-11-13")])
def test_a_date_can_be_said_in_words(used: Desk, words: str, day: str) -> None:
    """`--date` takes what people say, in both languages."""
    answer = used.o3("new", "alice", f"--date={words}", "--no-edit")
    assert (answer.exit_code, answer.out) == (0, f"{used.notebook}/people/alice/{day}.md\n")


def test_on_a_terminal_it_shows_what_was_taken_up(used: Desk) -> None:
    """The file, then a line for each commitment that is new or was changed."""
    tick = "sed -i 's/\\[ \\] Book/[x] Book/' \"$file\""
    used.edit_with(f"""{tick}; echo '- [ ] alice: read the book, due 4 dec' >> "$file" """)
    answer = used.o3("--color", "never", "new", "alice", terminal=True)
    assert answer.out == (
        f"{used.notebook}/people/alice/2026-11-20.md\n"
        "  m9epx  new, due Fri 4 Dec  alice  read the book\n"
        "  w8c4t  done                me     Book a room\n"
    )
    assert answer.err == ""


@pytest.mark.parametrize(
    ("arguments", "exit_code", "error"),
    [
        (["new"], 2, "error: missing argument `NAME`\nhint: `o3 new --help` shows how it is used\n"),
        (["new", ""], 2, "error: there are no words, expected a name\n"),
        (
            ["new", "..."],
            2,
            (
                "error: `...` has no letter, digit or symbol that a folder can be named after\n"
                "hint: `o3 person add NAME --slug SLUG` names the folder\n"
            ),
        ),
        (["new", "-x"], 2, "error: no such option `-x`\nhint: `o3 new --help` shows how it is used\n"),
        (
            ["new", "alice", "bob"],
            2,
            "error: `bob` is more than it takes\nhint: `o3 new --help` shows how it is used\n",
        ),
        (["new", "alice", "--kid", "o3"], 2, "error: no such option `--kid`\nhint: did you mean `--kind`?\n"),
        (
            ["new", "alice", "--kind", "intervison"],
            2,
            "error: there is no template for the kind `intervison`\nhint: did you mean `intervision`?\n",
        ),
        (
            ["new", "alice", "--date", "31 feb"],
            2,
            (
                "error: `31 feb` is not a date\nhint: dates look like `2026-11-27`, `27 nov`, `friday`, `+3d`, `eow`, "
                "`lundi prochain` or `dans 2 semaines`\n"
            ),
        ),
    ],
)
def test_wrong_usage_makes_nothing(desk: Desk, arguments: list[str], exit_code: int, error: str) -> None:
    """On a fresh machine a slip makes neither a notebook nor a person."""
    answer = desk.o3(*arguments)
    assert (answer.exit_code, answer.out, answer.err) == (exit_code, "", error)
    assert not desk.notebook.exists()


def test_somebody_unknown_is_a_question_on_a_terminal(used: Desk) -> None:
    """It offers near misses; a no makes nobody, and neither does silence."""
    question = "Nobody is called `alcie` yet (did you mean `alice`?). Make Alcie? [y/N] "
    error = "error: nobody in the notebook is called `alcie`\nhint: did you mean `alice`?\n"
    for typed, echoed in (("n\n", ""), ("\n", ""), ("", "\n")):
        answer = used.o3("--color", "never", "new", "alcie", terminal=True, typed=typed)
        assert (answer.exit_code, answer.out, answer.err) == (1, "", f"{question}{echoed}{error}")
    assert not (used.notebook / "people/alcie").exists()
    answer = used.o3("--color", "never", "new", "alcie", "--no-edit", terminal=True, typed="oui\n")
    assert (answer.exit_code, answer.err) == (0, f"{question}New in the notebook: Alcie, in `people/alcie`\n")


def test_a_refused_question_makes_no_notebook(desk: Desk) -> None:
    """On a fresh machine the question comes before anything is made."""
    answer = desk.o3("new", "alice", terminal=True, typed="n\n")
    assert answer.exit_code == 1
    assert not desk.notebook.exists()


def test_an_ambiguous_name_is_a_question_on_a_terminal(used: Desk) -> None:
    """Several who answer to a name are offered; elsewhere they are an error."""
    used.o3("person", "add", "Alina")
    answer = used.o3("new", "al", "--no-edit")
    assert (answer.exit_code, answer.out) == (1, "")
    assert answer.err == "error: `al` is short for 2 people\nhint: say `alice` or `alina`\n"
    answer = used.o3("new", "al", "--no-edit", terminal=True, typed="alina\n")
    assert answer.out.startswith(f"{used.notebook}/people/alina/2026-11-20.md\n")
    assert answer.err == "`al` may be `alice` or `alina`. Which one? "
    assert used.o3("new", "al", "--no-edit", terminal=True, typed="bob\n").exit_code == 1


def test_a_group_has_its_own_folder(desk: Desk) -> None:
    """A session of the kind intervision is a circle's."""
    answer = desk.o3("new", "guild", "--kind", "intervision", "--no-edit")
    assert answer.out == f"{desk.notebook}/circles/guild/2026-11-20.md\n"
    assert desk.o3("new", "guild", "--no-edit").out == answer.out


@pytest.mark.parametrize(
    "name", ["../../x", "/etc/x", "$(touch x)", "`touch x`", "a;touch x", "x\x00y", "\x1b]52;c;eA==\x07x", "\udcffx"]
)
def test_a_hostile_name_stays_in_the_notebook(used: Desk, name: str) -> None:
    """No name leads out of the notebook, runs anything or reaches the terminal raw."""
    before = sorted(path.name for path in used.home.iterdir())
    answer = used.o3("new", "--no-edit", "--", name)
    assert answer.exit_code in (0, 1, 2)
    assert "this is a bug" not in answer.err
    assert not any(sign in answer.out + answer.err for sign in "\x1b\x07\x00\udcff")
    assert sorted(path.name for path in used.home.iterdir()) == before
    assert {path.name for path in used.notebook.iterdir()} == {".git", "o3.toml", "people"}
