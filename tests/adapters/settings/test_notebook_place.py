from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from o3cli.adapters.settings.notebook_place import Place, PlaceSource, find_notebook, remember_notebook
from o3cli.errors.files import FailedRead
from o3cli.errors.settings import BadSettings, ForeignNotebook, NotANotebook

ME = os.geteuid()


class Machine:
    """A home, a current folder, and what is set."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.cwd = folder / "work" / "deep" / "down"
        self.home.mkdir()
        self.cwd.mkdir(parents=True)
        self.environ: dict[str, str] = {}

    def make_notebook(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "o3.toml").touch()
        return folder

    def set_user(self, text: str) -> None:
        (self.home / ".config" / "o3").mkdir(parents=True)
        (self.home / ".config" / "o3" / "config.toml").write_text(text)

    def find(self, option: str | None = None, user: int = ME) -> Place:
        return find_notebook(option, self.environ, self.cwd, self.home, user)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path.resolve())


def test_the_first_that_names_one_wins(machine: Machine) -> None:
    """Option before variable before folder before setting before `~/o3`."""
    home = machine.home
    default = machine.make_notebook(home / "o3")
    assert machine.find() == Place(default, PlaceSource.DEFAULT, exists=True)
    setting = machine.make_notebook(home / "setting")
    machine.set_user("notebook = '~/setting'\n")
    assert machine.find() == Place(setting, PlaceSource.SETTING, exists=True)
    above = machine.make_notebook(machine.cwd.parent)
    assert machine.find() == Place(above, PlaceSource.FOLDER, exists=True)
    here = machine.make_notebook(machine.cwd)
    assert machine.find() == Place(here, PlaceSource.FOLDER, exists=True)
    variable = machine.make_notebook(home / "variable")
    machine.environ["O3_NOTEBOOK"] = str(variable)
    assert machine.find() == Place(variable, PlaceSource.ENVIRONMENT, exists=True)
    option = machine.make_notebook(home / "option")
    assert machine.find(str(option)) == Place(option, PlaceSource.OPTION, exists=True)


def test_an_empty_option_or_variable_names_nothing(machine: Machine) -> None:
    """As a shell passes on what is not set."""
    machine.environ["O3_NOTEBOOK"] = ""
    assert machine.find("") == Place(machine.home / "o3", PlaceSource.DEFAULT, exists=False)


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("~", "home"),
        ("~/notes", "home/notes"),
        ("notes", "work/deep/down/notes"),
        ("../notes", "work/deep/notes"),
        ("~/../notes", "notes"),
        ("~alice", "work/deep/down/~alice"),
    ],
)
def test_a_name_is_read_from_home_or_from_the_current_folder(
    machine: Machine, tmp_path: Path, name: str, folder: str
) -> None:
    """A tilde is the given home, everything else is relative to the folder one stands in."""
    assert machine.find(name).root == tmp_path.resolve() / folder


def test_dots_after_a_link_lead_where_the_system_goes(machine: Machine, tmp_path: Path) -> None:
    """`link/../notes` is beside the link's target."""
    target = tmp_path / "far" / "target"
    target.mkdir(parents=True)
    (machine.cwd / "link").symlink_to(target)
    assert machine.find("link/../notes").root == tmp_path.resolve() / "far" / "notes"


def test_a_place_that_is_empty_or_missing_is_to_be_made(machine: Machine) -> None:
    """The first command makes the notebook there, so that is no error."""
    (machine.home / "empty").mkdir()
    assert machine.find("~/empty") == Place(machine.home / "empty", PlaceSource.OPTION, exists=False)
    assert machine.find("~/not/there") == Place(machine.home / "not/there", PlaceSource.OPTION, exists=False)


def test_a_linked_folder_is_its_owners_choice(machine: Machine) -> None:
    """A notebook may be reached by a link, and is called as it was named."""
    machine.make_notebook(machine.home / "real")
    (machine.home / "o3").symlink_to("real")
    assert machine.find() == Place(machine.home / "o3", PlaceSource.DEFAULT, exists=True)


@pytest.mark.parametrize("source", list(PlaceSource))
def test_a_folder_of_other_files_is_not_adopted(machine: Machine, source: PlaceSource) -> None:
    """Whatever names it, a folder that is in use for something else needs `o3 init`."""
    folder = machine.home / "o3"
    folder.mkdir()
    (folder / "thesis.tex").touch()
    option = None
    if source is PlaceSource.OPTION:
        option = str(folder)
    elif source is PlaceSource.ENVIRONMENT:
        machine.environ["O3_NOTEBOOK"] = str(folder)
    elif source is PlaceSource.SETTING:
        machine.set_user(f"notebook = '{folder}'\n")
    elif source is PlaceSource.FOLDER:
        machine.cwd = folder
    with pytest.raises(NotANotebook) as caught:
        machine.find(option)
    assert caught.value.message == f"`{folder}` is no notebook: it holds files, and no `o3.toml` among them"
    assert caught.value.hint == f"`o3 init {folder}` makes it one"


def test_what_is_no_folder_is_an_error(machine: Machine) -> None:
    """A file, a folder below a file, a link to nothing and a link to itself are named with the system's words."""
    (machine.home / "file").touch()
    (machine.home / "dangling").symlink_to("nothing")
    (machine.home / "loop").symlink_to("loop")
    for name in ("file", "file/below", "dangling", "loop"):
        with pytest.raises(FailedRead) as caught:
            machine.find(f"~/{name}")
        assert caught.value.message.startswith(f"{machine.home / name}: cannot be read: ")


def test_a_git_folder_alone_is_no_notebook(machine: Machine) -> None:
    """A repository that one stands in is not taken up without an `o3.toml` beside it."""
    (machine.cwd / ".git").mkdir()
    assert machine.find().source is PlaceSource.DEFAULT


def test_somebody_elses_notebook_is_not_taken_up_unasked(machine: Machine) -> None:
    """An `o3.toml` above the current folder counts where it is the user's or root's, and when it is named."""
    folder = machine.make_notebook(machine.cwd.parent)
    if ME == 0:
        os.chown(folder / "o3.toml", 1234, -1)
    owner = (folder / "o3.toml").stat().st_uid
    assert machine.find(user=owner).root == folder
    with pytest.raises(ForeignNotebook) as caught:
        machine.find(user=owner + 1)
    assert caught.value.message == (
        f"the notebook around this folder, `{folder}`, belongs to another user of this machine"
    )
    assert caught.value.hint == f"`--notebook {folder}` says that it is meant all the same"
    assert machine.find(str(folder), user=owner + 1).exists


@pytest.mark.skipif(ME != 0, reason="only root can make a file that is root's")
def test_roots_notebook_is_taken_up(machine: Machine) -> None:
    """What root owns has been put there by whoever runs the machine."""
    folder = machine.make_notebook(machine.cwd.parent)
    assert machine.find(user=1234).root == folder


def test_a_broken_user_setting_is_named(machine: Machine) -> None:
    """A typing error does not lead to another notebook."""
    machine.set_user("notebok = '~/x'\n")
    with pytest.raises(BadSettings):
        machine.find()


def test_an_unset_user_setting_is_passed_over(machine: Machine) -> None:
    """A file of comments names nothing."""
    machine.set_user("# notebook = '~/x'\n")
    assert machine.find().source is PlaceSource.DEFAULT


def test_a_remembered_notebook_is_found_from_everywhere(machine: Machine, tmp_path: Path) -> None:
    """What `o3 init DIR` made is found without an option, and the first one stays."""
    elsewhere = machine.make_notebook(tmp_path / "elsewhere")
    assert remember_notebook(elsewhere, machine.environ, machine.home)
    assert machine.find() == Place(elsewhere, PlaceSource.SETTING, exists=True)
    assert not remember_notebook(machine.home / "other", machine.environ, machine.home)
    file = machine.home / ".config" / "o3" / "config.toml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(("name", "written"), [("notes", "~/notes"), ("a b/c", "~/a b/c"), ("", "~/.")])
def test_a_notebook_at_home_is_remembered_by_a_tilde(machine: Machine, name: str, written: str) -> None:
    """The setting still holds on a machine whose home has another name."""
    folder = machine.make_notebook(machine.home / name)
    assert remember_notebook(folder, machine.environ, machine.home)
    file = machine.home / ".config" / "o3" / "config.toml"
    assert file.read_text() == f'notebook = "{written}"\n'
    assert machine.find().root == folder
