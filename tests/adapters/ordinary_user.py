"""Work as a user whom the permissions of files stop: root passes them by."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NOBODY = 65534


@contextmanager
def ordinary_user(root: Path) -> Iterator[Path]:
    """The folder as its owner sees it who is not root.

    It is named by where the process stands, since the folders above it may be root's alone.
    """
    before = Path.cwd()
    os.chdir(root)
    is_root = os.geteuid() == 0
    try:
        if is_root:
            for path in (Path(), *Path().rglob("*")):
                os.chown(path, _NOBODY, -1, follow_symlinks=False)
            os.seteuid(_NOBODY)
        yield Path()
    finally:
        if is_root:
            os.seteuid(0)
        os.chdir(before)
