"""A process that writes and records one note after the other until it is killed: `… ROOT NAME=VALUE…`."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from o3cli.adapters.git.history import GitHistory


def main() -> None:
    """Say the number of each note as soon as it is recorded; every third one is new, the others change it."""
    root = Path(sys.argv[1])
    history = GitHistory(root, dict(item.split("=", 1) for item in sys.argv[2:]))
    print("ready", flush=True)
    for number in itertools.count():
        path = f"people/alice/{number // 3}.md"
        history.add_pending([path])
        (root / path).write_text(f"note {number}\n")
        history.record([path], f"note {number}")
        history.remove_pending([path])
        print(number, flush=True)


if __name__ == "__main__":
    main()
