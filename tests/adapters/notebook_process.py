"""Another process that works on a notebook: `python -m tests.adapters.notebook_process ROOT COMMAND ARGUMENTS`."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from o3cli.adapters.files.notebook_files import NotebookFiles
from o3cli.errors.files import EditedMeanwhile


def start(root: Path, command: str, *arguments: object) -> subprocess.Popen[str]:
    """Start it; it says `ready` once it is under way."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.adapters.notebook_process", root, command, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def start_and_wait(root: Path, command: str, *arguments: object) -> subprocess.Popen[str]:
    """Start it and wait until it is under way."""
    process = start(root, command, *arguments)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def make_version(number: int) -> bytes:
    """A note whose every line says which version it is of, and whose last line says that it is whole."""
    return b"version %d\n" % number * (number % 37 * 100 + 1) + b"end of %d\n" % number


def say(words: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def hold(files: NotebookFiles) -> None:
    """Hold the lock until the standard input ends."""
    with files.writing():
        say("ready")
        sys.stdin.read()


def replace(files: NotebookFiles, path: str) -> None:
    """Replace a file by one version after the other, for ever."""
    say("ready")
    number = 0
    while True:
        with files.writing():
            files.replace(path, make_version(number), files.read(path))
        number += 1


def append(files: NotebookFiles, path: str, name: str, count: str) -> None:
    """Add lines to a file, each in a turn of its own."""
    say("ready")
    for number in range(int(count)):
        with files.writing():
            content = files.read(path)
            files.replace(path, content + f"{name} {number}\n".encode(), content)


def append_without_pause(files: NotebookFiles, path: str) -> None:
    """Add lines to a file for ever, whoever else saves it."""
    say("ready")
    while True:
        with files.writing():
            content = files.read(path)
            try:
                files.replace(path, content + b"added\n", content)
            except EditedMeanwhile:
                continue


def save(root: Path, path: str, style: str, count: str) -> None:
    """Be an editor that saves a file again and again, and tell whether its words stood there until the next time."""
    note = root / path
    swap = note.with_name(".editor")
    pauses = random.Random(20261120)
    additions = 0
    say("ready")
    for number in range(int(count)):
        words = b"save %d\n" % number
        if style == "rename":
            swap.write_bytes(words)
            swap.rename(note)
        else:
            note.write_bytes(words)
        until = time.monotonic() + pauses.uniform(0, 0.015)
        while time.monotonic() < until:
            found = note.read_bytes()
            if not found.startswith(words):
                # One look may come while o3 tries its version, before it takes it back.
                time.sleep(0.02)
                found = note.read_bytes()
            if not found.startswith(words):
                say(f"{words!r} became {found!r}")
                return
            additions += found != words
    say("words stood, and additions were seen" if additions else "nothing happened")


def main() -> None:
    root, command, *arguments = sys.argv[1:]
    files = NotebookFiles(Path(root), lambda content: None, patience=60)
    match command:
        case "hold":
            hold(files)
        case "replace":
            replace(files, *arguments)
        case "append":
            append(files, *arguments)
        case "append without pause":
            append_without_pause(files, *arguments)
        case "save":
            save(Path(root), *arguments)


if __name__ == "__main__":
    main()
