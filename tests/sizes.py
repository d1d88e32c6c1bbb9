"""How long the long tests run: small in every check, in full with `O3_FULL=1`."""

import os

FULL = os.environ.get("O3_FULL") == "1"


def size(small: int, full: int) -> int:
    """The number of rounds of a test that can run for long."""
    return full if FULL else small
