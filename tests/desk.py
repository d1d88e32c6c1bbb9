"""A desk to try o3 at: an empty home, a clock and chance that the test sets, real files, git and editors."""

from __future__ import annotations

import io
import os
import random
import stat
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from o3cli.cli.host import Host
from o3cli.cli.main import run


class Stream(io.StringIO):
    """Text in memory that says whether it is a terminal."""

    def __init__(self, text: str = "", *, terminal: bool = False) -> None:
        super().__init__(text)
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@dataclass(frozen=True)
class Answer:
    """All that a command said."""

    exit_code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@dataclass
class Desk:
    """One user's machine. Each `o3` is a run of the whole command line in this process."""

    home: Path
    now: datetime = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    """A Friday."""
    environ: dict[str, str] = field(default_factory=dict)
    random: random.Random = field(default_factory=lambda: random.Random(7))
    cwd: Path | None = None
    zone: str | None = "UTC"
    """The machine's."""

    def __post_init__(self) -> None:
        self.environ = {
            "HOME": str(self.home),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Owner",
            "GIT_AUTHOR_EMAIL": "owner@example.org",
            "GIT_COMMITTER_NAME": "Owner",
            "GIT_COMMITTER_EMAIL": "owner@example.org",
            **self.environ,
        }

    @property
    def notebook(self) -> Path:
        return self.home / "o3"

    def o3(self, *arguments: str, typed: str = "", terminal: bool = False, width: int = 80) -> Answer:
        """Run a command; with `terminal` somebody sits in front of one, and types `typed`."""
        out, err = Stream(terminal=terminal), Stream(terminal=terminal)
        # Typer prints help by itself.
        with redirect_stdout(out), redirect_stderr(err):
            exit_code = run(arguments, self._make_host(Stream(typed, terminal=terminal), out, err, width))
        return Answer(exit_code, out.getvalue(), err.getvalue())

    def show(self, *arguments: str, width: int = 80) -> str:
        """What a terminal without colours shows of a command: both streams in the order of their lines."""
        screen = Stream(terminal=True)
        run(["--color", "never", *arguments], self._make_host(Stream(terminal=False), screen, screen, width))
        return screen.getvalue()

    def shell(self, command: str) -> str:
        """What another command says in the user's shell."""
        shell = ["sh", "-c", command]
        return subprocess.run(shell, cwd=self.home, env=self.environ, check=True, capture_output=True, text=True).stdout

    def run_process(
        self, *arguments: str, typed: str = "", environ: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command as a process of its own, by the machine's clock; its streams are pipes."""
        return subprocess.run(
            [sys.executable, "-m", "o3cli", *arguments],
            cwd=self.cwd or self.home,
            env={**self.environ, **(environ or {})},
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def _make_host(self, stdin: Stream, stdout: Stream, stderr: Stream, width: int) -> Host:
        return Host(
            environ=self.environ,
            cwd=self.cwd or self.home,
            home=self.home,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            get_now=self._get_now,
            random_below=self.random.randrange,
            get_width=lambda: width,
            find_zone=lambda: self.zone,
        )

    def read(self, path: str) -> str:
        return (self.notebook / path).read_bytes().decode()

    def write(self, path: str, text: str) -> None:
        """As an editor or another tool would."""
        file = self.notebook / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())

    def replace(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert old in text
        self.write(path, text.replace(old, new, 1))

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", "-C", str(self.notebook), *arguments],
            env=self.environ,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def history(self) -> list[str]:
        """The messages of the commits, the newest first."""
        return self.git("log", "--format=%s").splitlines()

    def is_clean(self) -> bool:
        """Whether everything on disk is recorded."""
        return self.git("status", "--porcelain") == ""

    def edit_with(self, script: str) -> None:
        """Have `$EDITOR` be a shell script, which gets the file as its last argument, in `$file`."""
        editor = self.home / "editor"
        editor.write_text(f"#!/bin/sh\nfor file; do :; done\n{script}\n")
        editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
        self.environ["EDITOR"] = str(editor)

    def _get_now(self, zone: tzinfo | None) -> datetime:
        return self.now.astimezone(zone or ZoneInfo(self.zone or "UTC"))
