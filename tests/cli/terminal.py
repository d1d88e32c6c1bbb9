"""A real terminal with a real process in it: what a person at the keyboard would see."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

# Makes the terminal the process's own, so that Ctrl-C reaches it as a signal, and gives way to the command.
_TAKE_TERMINAL = "import os, sys; os.login_tty(0); os.execvp(sys.argv[1], sys.argv[1:])"
_PATIENCE = 30.0
"""Seconds until a program that says nothing counts as stuck."""


class Terminal:
    """A program on a terminal of so many columns; `screen` is every byte that it wrote there."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str], cwd: Path, width: int = 80) -> None:
        self.screen = ""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _TAKE_TERMINAL, *command],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=cwd,
            env={"TERM": "xterm-256color", **environ},
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._master)
        self._process.kill()
        self._process.wait()

    def wait_for(self, text: str) -> None:
        """Read until the program has written that."""
        end = time.monotonic() + _PATIENCE
        while text not in self.screen:
            assert time.monotonic() < end, f"`{text}` did not appear in {self.screen!r}"
            if not self._read():
                break
        assert text in self.screen, self.screen

    def type(self, keys: str) -> None:
        """Press keys: `\\x03` is Ctrl-C, `\\x04` at the beginning of a line the end of input, `\\r` the return key."""
        os.write(self._master, keys.encode("utf-8", "surrogateescape"))

    def finish(self) -> int:
        """Read until the program ends; its exit code."""
        while self._read():
            pass
        return self._process.wait(_PATIENCE)

    @property
    def lines(self) -> list[str]:
        """The screen, line by line, with the colours."""
        return self.screen.replace("\r\n", "\n").splitlines()

    def _read(self) -> bool:
        """Whether there was anything more."""
        ready, _, _ = select.select([self._master], [], [], _PATIENCE)
        assert ready, f"nothing more came after {self.screen!r}"
        try:
            data = os.read(self._master, 65536)
        except OSError:
            # What Linux says once the last program has left a terminal.
            return False
        self.screen += data.decode("utf-8", "replace")
        return bool(data)
