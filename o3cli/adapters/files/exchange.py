"""Swap two files in one step: the platform's own call, which Python's library does not offer."""

from __future__ import annotations

import errno
import os
import sys

_CALL = "renameatx_np" if sys.platform == "darwin" else "renameat2"
_SWAP = 2
"""`RENAME_EXCHANGE` in Linux's renameat2(2), `RENAME_SWAP` in macOS's renameatx_np(2)."""

_MISSING = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What systems and file systems answer that do not know the call or the flag."""


def exchange(folder: int, one: str, other: str) -> bool:
    """Let two names of an open folder change places: there is no moment at which either is missing.

    False, and nothing done, where the system or the file system cannot do it. Raises OSError.
    """
    # Loading ctypes takes 3 ms, and most commands write nothing.
    import ctypes

    call = getattr(ctypes.CDLL(None, use_errno=True), _CALL, None)
    if call is None:
        return False
    call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    if call(folder, os.fsencode(one), folder, os.fsencode(other), _SWAP) == 0:
        return True
    number = ctypes.get_errno()
    if number in _MISSING:
        return False
    raise OSError(number, os.strerror(number))
