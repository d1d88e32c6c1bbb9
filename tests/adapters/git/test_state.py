"""What stands in the way of recording: what the system does not let o3 see. The rest is in test_git_history.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from o3cli.adapters.git.contents import GitContents
from o3cli.adapters.git.pending import PENDING, PendingFiles
from o3cli.adapters.git.process import Git
from o3cli.adapters.git.state import GitState
from o3cli.errors.files import FailedRead
from tests.adapters.git_notebook import NOTE, GitNotebook, make_notebook, record_first
from tests.adapters.ordinary_user import ordinary_user


@pytest.fixture
def notebook(tmp_path: Path) -> GitNotebook:
    notebook = make_notebook(tmp_path)
    record_first(notebook)
    return notebook


def make_state(root: Path, notebook: GitNotebook) -> GitState:
    return GitState(root, notebook.environ, Git(root, notebook.environ), PendingFiles(root, PENDING))


def test_a_branch_that_cannot_be_read_is_an_error(notebook: GitNotebook) -> None:
    """It is not taken for a missing one."""
    (notebook.root / ".git/HEAD").chmod(0)
    with ordinary_user(notebook.root) as root, pytest.raises(FailedRead) as caught:
        make_state(root, notebook).check_folder()
    assert caught.value.message == ".git: cannot be read: permission denied"


def test_a_folder_that_cannot_be_entered_is_an_error(notebook: GitNotebook) -> None:
    """Neither are its attributes taken for missing, nor its files for removed."""
    (notebook.root / "people/alice").chmod(0)
    try:
        with ordinary_user(notebook.root) as root:
            with pytest.raises(FailedRead):
                make_state(root, notebook).check_filters([NOTE])
            with pytest.raises(FailedRead) as caught:
                GitContents(root, Git(root, notebook.environ)).get_mode(NOTE)
            assert caught.value.message == f"{NOTE}: cannot be read: permission denied"
    finally:
        (notebook.root / "people/alice").chmod(0o700)
