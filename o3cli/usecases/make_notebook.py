"""Make a notebook: a private folder, a git repository of its own, its settings."""

from __future__ import annotations

from o3cli.domain.recorded import Recorded
from o3cli.domain.settings import format_settings
from o3cli.usecases.notebook import FileChange, Notebook
from o3cli.usecases.ports import Repository

SETTINGS_FILE = "o3.toml"


def make_notebook(repository: Repository, notebook: Notebook, language: str) -> Recorded:
    """Make what is missing; what is there already stays as it is. The result holds the first commit."""
    repository.make()
    with notebook.writing():
        if notebook.files.find(SETTINGS_FILE) is not None:
            return Recorded(commit=None)
        change = FileChange(SETTINGS_FILE, None, format_settings(language).encode())
        return notebook.apply([change], "notebook: made")
