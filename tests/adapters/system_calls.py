"""Have Linux refuse a system call, as an old kernel or another file system would."""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")

_NUMBERS = {
    "x86_64": {"renameat2": 316, "linkat": 265, "fsync": 74, "flock": 73},
    "aarch64": {"renameat2": 276, "linkat": 37, "fsync": 82, "flock": 32},
}
_ANSWERS = {"renameat2": errno.EINVAL, "linkat": errno.EPERM, "fsync": errno.EIO, "flock": errno.ENOLCK}
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _SECCOMP_MODE_FILTER = 22, 38, 2
_LOAD_WORD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000

CAN_REFUSE = platform.system() == "Linux" and platform.machine() in _NUMBERS


class _Program(ctypes.Structure):
    """`struct sock_fprog`: a filter of the kernel's packet language, see seccomp(2)."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def do_without(calls: Sequence[str], work: Callable[[], Result]) -> Result:
    """Work in a thread of its own to which the calls are refused."""
    with ThreadPoolExecutor(1) as thread:
        for call in calls:
            thread.submit(refuse, call).result()
        return thread.submit(work).result()


def refuse(call: str) -> None:
    """Answer one of the calls with its error from now on.

    It holds for this thread, and for the threads and processes that it starts; it cannot be undone.
    """
    instructions = b"".join(
        struct.pack("HBBI", *instruction)
        for instruction in (
            (_LOAD_WORD, 0, 0, 0),
            (_JUMP_IF_EQUAL, 0, 1, _NUMBERS[platform.machine()][call]),
            (_RETURN, 0, 0, _ERRNO | _ANSWERS[call]),
            (_RETURN, 0, 0, _ALLOW),
        )
    )
    library = ctypes.CDLL(None, use_errno=True)
    program = _Program(len(instructions) // 8, instructions)
    for arguments in (
        (_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
        (_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program)),
    ):
        if library.prctl(*arguments) != 0:
            raise OSError(ctypes.get_errno(), "prctl")
