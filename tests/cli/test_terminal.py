"""The installed command in a real terminal: width, colour, questions, and what must never reach a terminal."""

import re
import sys
from pathlib import Path

import pytest

from o3cli.domain.terminal_text import display_width
from tests.cli.terminal import Terminal
from tests.desk import Desk

_INSTALLED = Path(sys.executable).with_name("o3")
O3 = [str(_INSTALLED)] if _INSTALLED.exists() else [sys.executable, "-m", "o3cli"]
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def open_terminal(desk: Desk, *arguments: str, width: int = 80, environ: dict[str, str] | None = None) -> Terminal:
    return Terminal([*O3, *arguments], {**desk.environ, **(environ or {})}, desk.cwd or desk.home, width)


def run(desk: Desk, *arguments: str, width: int = 80, environ: dict[str, str] | None = None) -> tuple[int, list[str]]:
    """The exit code and the lines of a command that asks nothing."""
    with open_terminal(desk, *arguments, width=width, environ=environ) as terminal:
        return terminal.finish(), terminal.lines


@pytest.mark.parametrize("width", [80, 40])
def test_the_list_fits_the_terminal(used: Desk, width: int) -> None:
    """The columns are those of the terminal; headings and refs are coloured."""
    used.o3(
        "add", "bob", "Relire la proposition de réorganisation de l’équipe plateforme 🎉 李雷", "--due", "2031-03-01"
    )
    exit_code, lines = run(used, "todo", width=width)
    assert exit_code == 0
    assert any("\x1b[36mw8c4t\x1b[0m" in line for line in lines)
    assert max(display_width(COLOUR.sub("", line)) for line in lines) <= width
    assert max(display_width(COLOUR.sub("", line)) for line in lines) > width / 2


@pytest.mark.parametrize(
    ("options", "environ", "has_colour"),
    [
        ([], {}, True),
        ([], {"NO_COLOR": "1"}, False),
        ([], {"NO_COLOR": ""}, True),
        ([], {"TERM": "dumb"}, False),
        (["--color", "always"], {"NO_COLOR": "1", "TERM": "dumb"}, True),
        (["--color", "never"], {}, False),
    ],
)
def test_colour_is_as_asked_for(used: Desk, options: list[str], environ: dict[str, str], has_colour: bool) -> None:
    """`--color` beats `NO_COLOR`, which beats the terminal's own ability."""
    exit_code, lines = run(used, *options, "todo", environ=environ)
    assert exit_code == 0
    assert any("\x1b" in line for line in lines) == has_colour
    assert any("Book a room" in line for line in lines)


def test_errors_are_coloured_on_their_own_stream(used: Desk) -> None:
    """`error:` is red on a terminal, and plain in a pipe."""
    _, lines = run(used, "done", "zzz")
    assert lines[0].startswith("\x1b[31;1merror:\x1b[0m no commitment has a ref")
    assert "\x1b" not in used.run_process("done", "zzz").stderr


@pytest.mark.parametrize(
    ("answer", "exit_code"), [("y\r", 0), ("oui\r", 0), ("n\r", 1), ("\r", 1), ("\x04", 1), ("\xff\r", 1)]
)
def test_somebody_unknown_is_made_after_a_yes(used: Desk, answer: str, exit_code: int) -> None:
    """A yes makes them; a no, silence and the end of input do not, and say how to go on."""
    with open_terminal(used, "new", "carol", "--no-edit") as terminal:
        terminal.wait_for("Nobody is called `carol` yet. Make Carol? [y/N] ")
        terminal.type(answer)
        assert terminal.finish() == exit_code
    assert (used.notebook / "people/carol").exists() == (exit_code == 0)
    if exit_code:
        assert terminal.lines[1].endswith("error:\x1b[0m nobody in the notebook is called `carol`")
        assert terminal.lines[2].endswith("hint:\x1b[0m `o3 new NAME` starts the notes with somebody new")
    else:
        assert terminal.lines[1] == "New in the notebook: Carol, in `people/carol`"


def test_ctrl_c_at_a_question_is_an_interruption(used: Desk) -> None:
    """Exit 130 and one line of its own; nothing is made."""
    with open_terminal(used, "new", "carol", "--no-edit") as terminal:
        terminal.wait_for("[y/N] ")
        terminal.type("\x03")
        assert terminal.finish() == 130
    assert terminal.lines[-1] == "\x1b[31;1merror:\x1b[0m interrupted"
    assert len(terminal.lines) == 2
    assert not (used.notebook / "people/carol").exists()
    assert used.is_clean()


def test_an_ambiguous_name_is_a_question(used: Desk) -> None:
    """The candidates are offered, and one of them may be typed."""
    used.o3("person", "add", "Alina")
    with open_terminal(used, "todo", "ali") as terminal:
        terminal.wait_for("`ali` may be `alice` or `alina`. Which one? ")
        terminal.type("alice\r")
        assert terminal.finish() == 0
    assert "Book a room" in terminal.screen


HOSTILE = {
    "ESC": "\x1b[2J\x1b[31m",
    "OSC 52": "\x1b]52;c;ZXZpbA==\x07",
    "C1": "\x9b31m\x9d0;title\x9c",
    "bidi": "\u202eevil\u2066\u2069",
    "tags": "\U000e0041\U000e007f",
    "controls": "\x08\x0c\x7f\x00",
    "carriage return": "\rfake",
    "separators": "\u2028\u2029\x85",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_in_a_note_controls_the_terminal(used: Desk, name: str) -> None:
    """Words of notes, names, refs, reasons and file names reach no terminal and no pipe raw."""
    evil = HOSTILE[name]
    escaped = "".join(f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}" for sign in evil)
    used.write("people/bob/about.md", f'---\nname: "Bob {escaped}"\nrole: "{escaped}"\naliases: ["b{escaped}"]\n---\n')
    used.write(
        "people/bob/2026-11-19.md",
        f'---\ncommitments:\n  - id: "z{escaped}"\n    status: open\n    owner: "o{escaped}"\n    what: "w{escaped}"\n'
        f'\n  - id: q2w3r\n    status: dropped 2026-11-19\n    what: "w{escaped}"\n    why: "y{escaped}"\n---\n',
    )
    folder = "".join(sign for sign in f"eve{evil}" if sign not in "\x00/")
    used.write(f"people/{folder}/2026-11-19.md", "---\nwith: [x\n---\n")
    used.write(f"people/{folder}/2026-11-18.md", "- [ ] x\n")
    used.write(f"templates/{folder}.md", "x")
    raw = set(evil) - set("fakevil[]0123456789JmcZXpbA=;titl")
    commands = (["todo", "--all"], ["person", "list"], ["person", "show", "bob"], ["templates", "list"], ["save"])
    for command in commands:
        answers = [used.o3(*command, terminal=True), used.o3(*command)]
        if command[0] in ("todo", "person", "templates") and command != ["person", "show", "bob"]:
            answers.append(used.o3(*command, "--json"))
        for answer in answers:
            said = COLOUR.sub("", answer.out + answer.err)
            assert "this is a bug" not in said
            assert not raw & set(said), (command, raw & set(said))


def test_hostile_words_in_a_real_terminal(used: Desk) -> None:
    """The bytes on the screen hold no sequence but o3's own colours."""
    used.write("people/bob/2026-11-19.md", "- [ ] \x1b]52;c;ZXZpbA==\x07 \x1b[2J and \u202e more\n")
    _, lines = run(used, "todo")
    (line,) = [line for line in lines if "more" in line]
    assert "\ufffd]52;c;ZXZpbA==\ufffd \ufffd[2J and \ufffd more" in line
    assert "\x1b" not in COLOUR.sub("", "".join(lines))


def test_json_keeps_what_the_terminal_does_not_get(used: Desk) -> None:
    """A script reads the very words, which JSON can write without harm."""
    import json

    used.write("people/bob/2026-11-19.md", "- [ ] a \u202e b \x9b c é 🎉\n")
    answer = used.o3("todo", "bob", "--mine", "--json")
    assert "é 🎉" in answer.out
    assert not set("\u202e\x9b") & set(answer.out)
    assert json.loads(answer.out)["commitments"][0]["what"] == "a \u202e b \x9b c é 🎉"
