"""Set up a virtual environment of the project's own and run every check in it: `python3 tests/check.py`.

Needs Python 3.11 or newer, git, and a package index. `O3_FULL=1` runs the long tests in full.
"""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".cache" / "check"
COVERAGE = 99
"""Per cent of lines and branches; it only goes up."""

CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("lint-imports",),
    ("coverage", "erase"),
    ("pytest", "--numprocesses=auto", "--cov=o3cli", "--cov-report="),
    ("coverage", "report", f"--fail-under={COVERAGE}"),
)


def set_up() -> None:
    """Make the environment, or make it anew where what it holds has changed."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = HOME / "made-from"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    venv.create(HOME, with_pip=True, clear=True)
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", f"{ROOT}[dev]"]
    subprocess.run([HOME / "bin" / "python", *install], check=True)
    stamp.write_text(wanted)


def main() -> int:
    """Every check, also after one has failed; the exit code says whether any did."""
    set_up()
    failed = []
    for name, *arguments in CHECKS:
        command = " ".join([name, *arguments])
        print(f"\n== {command}", flush=True)
        if subprocess.run([HOME / "bin" / name, *arguments], cwd=ROOT, check=False).returncode:
            failed.append(command)
    print("\nall checks passed" if not failed else "\nfailed: " + "; ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
