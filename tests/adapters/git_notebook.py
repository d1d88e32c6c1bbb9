"""A notebook with a real git repository, apart from the developer's own git, home and identity."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from o3cli.adapters.git.history import GitHistory

NOTE = "people/alice/2026-11-20.md"


@dataclass(frozen=True)
class GitNotebook:
    root: Path
    environ: dict[str, str]

    @property
    def history(self) -> GitHistory:
        return GitHistory(self.root, self.environ)

    @property
    def home(self) -> Path:
        return Path(self.environ["HOME"])

    @property
    def hooks(self) -> Path:
        return self.root / ".git/hooks"

    def run(self, *arguments: str, check: bool = True) -> str:
        """A git command of the owner's."""
        process = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=self.environ,
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert not check or process.returncode == 0, process.stderr
        return process.stdout.decode(errors="surrogateescape")

    def write(self, path: str, text: str) -> str:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
        return path

    def write_hook(self, name: str, script: str, folder: Path | None = None) -> None:
        place = (folder or self.hooks) / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"#!/bin/sh\n{script}\n")
        place.chmod(0o700)

    def write_program(self, name: str, script: str) -> Path:
        place = self.home / name
        place.write_text(f"#!/bin/sh\n{script}\n")
        place.chmod(0o700)
        return place

    def list_log(self) -> list[str]:
        """The messages, the last one first."""
        return self.run("log", "--format=%s").splitlines()

    def list_commit(self) -> list[str]:
        """What the last commit did to which file."""
        return self.run("show", "--format=", "--name-status", "--no-renames").splitlines()

    def list_status(self) -> list[str]:
        return self.run("status", "--porcelain").splitlines()

    def show(self, path: str) -> str:
        """The bytes that the last commit holds, unfiltered."""
        return self.run("cat-file", "blob", f"HEAD:{path}")


def make_environ(home: Path, **more: str) -> dict[str, str]:
    home.mkdir(exist_ok=True)
    return {"PATH": os.environ["PATH"], "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1"} | more


def make_notebook(folder: Path, *, is_known: bool = True, options: tuple[str, ...] = ()) -> GitNotebook:
    """An empty repository on the branch `main`; `is_known`: git has a name and an address for its owner."""
    notebook = GitNotebook(folder / "notebook", make_environ(folder / "home"))
    notebook.root.mkdir()
    notebook.run("init", "--quiet", "--initial-branch=main", *options)
    if is_known:
        (notebook.home / ".gitconfig").write_text("[user]\nname = Alice\nemail = alice@example.org\n")
    return notebook


def record_first(notebook: GitNotebook) -> None:
    """One note in history, so that there is a last commit."""
    notebook.write(NOTE, "first\n")
    assert notebook.history.record([NOTE], "alice 2026-11-20: note").commit
