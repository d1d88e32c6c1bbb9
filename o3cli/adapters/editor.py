"""The user's editor, run as git runs it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from o3cli.domain.edited import Edited

_USUAL = ("editor", "nano", "vi")
"""Where nobody has chosen: Debian's own choice, then what most machines have, the easiest to leave first."""

_LINE_FIRST = {
    *("emacs", "emacsclient", "jed", "joe", "kak", "mg", "micro", "nano", "ne", "nvim", "vi", "view", "vim"),
    *("editor", "sensible-editor", "gvim", "mvim", "nvi", "vis", "kate", "gedit"),
}
"""Editors that take `+12 FILE`."""

_LINE_BEHIND = {"hx", "helix", "subl", "zed", "zeditor"}
"""Editors that take `FILE:12`."""

_GOTO = {"code", "code-insiders", "codium", "cursor", "windsurf"}
"""Editors that take `--goto FILE:12`."""


class EditorProcess:
    """`$VISUAL`, else `$EDITOR`, else one that the machine has, where there is a terminal to run it in."""

    def __init__(self, root: Path, environ: Mapping[str, str], *, has_terminal: bool) -> None:
        self._root = root
        self._environ = environ
        self._has_terminal = has_terminal

    def edit(self, path: str, line: int | None) -> Edited:
        """Open a file of the notebook at a line, and wait until the editor ends."""
        command = self._find_command()
        if not command:
            return Edited("")
        import signal
        import subprocess

        # Ctrl-C belongs to the editor while it runs: it must not end o3 behind the editor's back. A handler, unlike
        # SIG_IGN, is not inherited by the editor.
        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            process = subprocess.run(
                # Nor may it end the shell between the two.
                [
                    "sh",
                    "-c",
                    f'trap : INT; {command} "$@"',
                    command,
                    *_list_arguments(command, str(self._root / path), line),
                ],
                env=self._environ,
                check=False,
            )
        finally:
            signal.signal(signal.SIGINT, before)
        return Edited(command, process.returncode)

    def _find_command(self) -> str:
        chosen = self._environ.get("VISUAL", "").strip() or self._environ.get("EDITOR", "").strip()
        if chosen or not self._has_terminal:
            return chosen
        return next((name for name in _USUAL if shutil.which(name, path=self._environ.get("PATH"))), "")


def _list_arguments(command: str, file: str, line: int | None) -> list[str]:
    name = Path(command.split()[0]).name
    if line is None:
        return [file]
    if name in _LINE_FIRST:
        return [f"+{line}", file]
    if name in _LINE_BEHIND:
        return [f"{file}:{line}"]
    if name in _GOTO:
        return ["--goto", f"{file}:{line}"]
    return [file]
