"""Where the process begins: `o3` and `python -m o3cli`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    # Whatever is written from here on is for the owner's eyes alone.
    os.umask(0o077)
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        # Scripts and prompts ask for it often; the whole command line takes five times as long to load.
        from o3cli import __version__

        print(f"o3 {__version__}")  # noqa: T201 - the one line printed before there is an Output
        return
    try:
        from o3cli.cli.host import get_this_machine
        from o3cli.cli.main import run

        sys.exit(run(arguments, get_this_machine()))
    except KeyboardInterrupt:
        # Ctrl-C before the command line could say a word, or after it.
        sys.exit(130)


if __name__ == "__main__":
    main()
