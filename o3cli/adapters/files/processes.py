"""Other processes of this machine."""

from __future__ import annotations

import errno
import os


def is_alive(process: int) -> bool:
    """Whether there is a process with this id, somebody else's included."""
    try:
        os.kill(process, 0)
    except OSError as error:
        return error.errno != errno.ESRCH
    return True
