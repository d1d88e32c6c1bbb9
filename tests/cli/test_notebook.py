"""Which notebook a command works in, and what its settings do."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.desk import Desk


def _init(desk: Desk, name: str) -> Path:
    root = desk.home / name
    assert desk.o3("--notebook", str(root), "init").exit_code == 0
    return root


def _find(desk: Desk, *options: str) -> str:
    """The notebook that a new note lands in."""
    answer = desk.o3(*options, "new", "alice", "--no-edit")
    assert answer.exit_code == 0, answer.err
    return answer.out.removesuffix("/people/alice/2026-11-20.md\n")


def test_each_way_to_name_a_notebook_beats_the_next(desk: Desk) -> None:
    """`--notebook`, `$O3_NOTEBOOK`, the folder one stands in, the user's setting, `~/o3`, in that order."""
    option, variable, folder, setting = (_init(desk, name) for name in ("option", "variable", "folder", "setting"))
    (folder / "people").mkdir()
    # The first one that was made is the user's own from then on.
    assert _find(desk) == str(option)
    (desk.home / ".config/o3/config.toml").unlink()
    assert _find(desk) == str(desk.notebook)
    (desk.home / ".config/o3/config.toml").write_text('notebook = "~/setting"\n')
    assert _find(desk) == str(setting)
    desk.cwd = folder / "people"
    assert _find(desk) == str(folder)
    desk.environ["O3_NOTEBOOK"] = "~/variable"
    assert _find(desk) == str(variable)
    assert _find(desk, "--notebook", "../../option") == str(option)


def test_several_notebooks_live_side_by_side(desk: Desk) -> None:
    """People, refs and history of one are not those of another."""
    one, two = _init(desk, "one"), _init(desk, "two")
    desk.o3("--notebook", str(one), "add", "alice", "Only here")
    desk.o3("--notebook", str(two), "add", "bob", "Only there")
    assert [line.split("\t")[-1] for line in desk.o3("--notebook", str(one), "todo").lines] == ["Only here"]
    assert desk.o3("--notebook", str(two), "todo", "alice").exit_code == 1
    assert not desk.notebook.exists()


def test_a_notebook_inside_another_repository_is_one_of_its_own(desk: Desk) -> None:
    """The repository around it sees no commit of o3's."""
    around = desk.home / "work"
    subprocess.run(["git", "init", "-q", around], check=True, env=desk.environ)
    root = _init(desk, "work/notes")
    _find(desk, "--notebook", str(root))
    assert (root / ".git").is_dir()
    log = subprocess.run(["git", "-C", around, "log"], capture_output=True, text=True, check=False, env=desk.environ)
    assert "does not have any commits yet" in log.stderr


def test_a_folder_in_another_repository_is_no_notebook_yet(desk: Desk) -> None:
    """Where only somebody else's repository would record, o3 says so before it writes; it reads all the same."""
    around = desk.home / "work"
    subprocess.run(["git", "init", "-q", around], check=True, env=desk.environ)
    (around / "notes").mkdir()
    (around / "notes/o3.toml").write_text("")
    answer = desk.o3("--notebook", "work/notes", "new", "alice")
    assert (answer.exit_code, answer.out) == (1, "")
    assert answer.err == (
        f"error: the notebook `{around}/notes` is only a folder in the git repository `{around}`, not one of its own\n"
        "hint: `o3 init` makes it one; what is in it stays as it is\n"
    )
    assert desk.o3("--notebook", "work/notes", "todo").err == "Nothing is open\n"


def test_a_notebook_without_history_is_said_before_anything_is_written(used: Desk) -> None:
    """A notebook that is not a git repository is read; to write, `o3 init` makes it one, as the hint says."""
    used.git("rev-parse")
    (used.notebook / ".git").rename(used.home / "elsewhere")
    assert len(used.o3("todo").lines) == 4
    answer = used.o3("done", "k3f")
    assert (answer.exit_code, answer.out) == (1, "")
    assert answer.err == (
        f"error: the notebook `{used.notebook}` is not a git repository\n"
        "hint: `o3 init` makes it one; what is in it stays as it is\n"
    )
    assert "status: done 2026-11-20" not in used.read("people/alice/2026-11-13.md")
    assert (
        used.o3("init").err
        == f"The notebook in {used.notebook} is a git repository now: `o3 save` records what is in it\n"
    )
    assert used.o3("save").exit_code == 0
    assert used.o3("done", "k3f").exit_code == 0
    assert used.is_clean()


def test_a_folder_of_other_files_is_not_taken_over(desk: Desk) -> None:
    """A folder that was named and holds something else is an error with the way on."""
    (desk.home / "photos").mkdir()
    (desk.home / "photos/cat.jpg").write_text("")
    answer = desk.o3("--notebook", "photos", "new", "alice")
    assert (answer.exit_code, answer.out) == (1, "")
    root = desk.home / "photos"
    assert answer.err == (
        f"error: `{root}` is no notebook: it holds files, and no `o3.toml` among them\n"
        f"hint: `o3 init {root}` makes it one\n"
    )


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ('\nlangauge = "fr"\n', "o3.toml:2: `langauge` is no setting"),
        ('language = "de"\n', "o3.toml:1: `language` is `de`, expected `en` or `fr`"),
        ('time_zone = "Europe/Pariss"\n', "o3.toml:1: "),
        ("[git]\nauto = 1\n", "o3.toml:2: `git.auto` is a number, expected `true` or `false`"),
        ("language = \n", "o3.toml:1: "),
        ('kind = "../x"\n', "o3.toml:1: "),
    ],
)
def test_a_bad_setting_names_file_and_line(used: Desk, settings: str, error: str) -> None:
    """Settings are checked by every command, before it does anything."""
    used.write("o3.toml", settings)
    for command in (["todo"], ["new", "alice"], ["done", "k3f"]):
        answer = used.o3(*command)
        assert (answer.exit_code, answer.out) == (1, "")
        assert error in answer.err
        assert answer.err.count("\n") <= 2
    assert "status: done 2026-11-20" not in used.read("people/alice/2026-11-13.md")


def test_a_slip_in_a_setting_offers_the_nearest(used: Desk) -> None:
    """An unknown key is answered with the one that was meant."""
    used.write("o3.toml", 'langauge = "fr"\n')
    assert used.o3("todo").err.endswith("hint: did you mean `language`?\n")
    used.write("o3.toml", 'time_zone = "Europe/Pariss"\n')
    assert "`Europe/Paris`" in used.o3("todo").err


def test_a_french_notebook_speaks_french(used: Desk) -> None:
    """Template and dates of a new note are French; what is typed in French is understood."""
    used.write("o3.toml", 'language = "fr"\n')
    used.edit_with("""printf '%s\\n' '- [ ] alice : écrire la proposition, pour lundi' >> "$file" """)
    answer = used.o3("new", "alice")
    assert answer.exit_code == 0, answer.err
    note = used.read("people/alice/2026-11-20.md")
    assert "# Alice Martin · vendredi 20 novembre 2026" in note
    assert "## Comment vas-tu ?" in note
    (line,) = [line for line in used.o3("todo", "alice").lines if "écrire" in line]
    assert line.split("\t")[3:6] == ["alice", "alice", "2026-11-23"]


def test_the_kind_is_the_notebooks(used: Desk) -> None:
    """`kind` picks the template for those who have none of their own."""
    used.write("o3.toml", 'kind = "dialogue"\n')
    used.o3("new", "bob", "--no-edit")
    assert "\nkind: dialogue\n" in used.read("people/bob/2026-11-20.md")


@pytest.mark.parametrize(("zone", "day"), [("Pacific/Kiritimati", "2026-11-21"), ("America/New_York", "2026-11-20")])
def test_the_time_zone_decides_the_day(used: Desk, zone: str, day: str) -> None:
    """At 23:00 UTC it is tomorrow already in one half of the world."""
    used.now = datetime(2026, 11, 20, 23, tzinfo=UTC)
    used.write("o3.toml", f'time_zone = "{zone}"\n')
    assert used.o3("new", "alice", "--no-edit").out == f"{used.notebook}/people/alice/{day}.md\n"


def test_history_can_be_switched_off(used: Desk) -> None:
    """With `git.auto = false` o3 writes and records nothing; `save` says what it wrote all the same."""
    used.write("o3.toml", "git.auto = false\n")
    assert used.o3("done", "k3f").exit_code == 0
    assert used.o3("new", "alice", "--no-edit").exit_code == 0
    assert used.history() == ["4 files saved", "notebook: made"]
    assert "status: done 2026-11-20" in used.read("people/alice/2026-11-13.md")


def test_a_named_notebook_in_front_of_a_command_is_made(desk: Desk) -> None:
    """`--notebook DIR new` makes it there, and nowhere else."""
    assert desk.o3("--notebook", "deep/down", "new", "alice", "--no-edit").exit_code == 0
    assert (desk.home / "deep/down/.git").is_dir()
    assert not desk.notebook.exists()
    assert not (desk.home / ".config").exists()
