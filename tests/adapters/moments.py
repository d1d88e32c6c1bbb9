"""A change of one file, run once for every step at which something else can happen to it.

CPython announces what it is about to do (PEP 578): opening, renaming, removing, a lease, the call that swaps two files.
A process of its own runs the change and counts these steps; at the chosen ones it plays the editor that saves there, or
dies. So every interleaving is tried, for real and without a race. Reads a request as JSON, writes a list of outcomes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from o3cli.adapters.files.notebook_files import NotebookFiles
from o3cli.errors import O3Error
from tests.adapters.system_calls import do_without, refuse
from tests.sizes import size

NOTE = "people/alice/2026-11-20.md"
OLD = b"what was read\n" * 400
NEW = b"what o3 writes\n" * 500
EDITS = (b"first save\n" * 300, b"second save\n" * 600)


@dataclass(frozen=True)
class Outcome:
    """How one run ended, and what was on the disk after the sweep of the next command."""

    steps: tuple[int, ...]
    ended: str
    """`done`, the error's class, or `killed`."""
    content: bytes | None
    """Of the note, before the sweep."""
    recovered: bytes | None
    """Of the note, after the sweep."""
    kept: frozenset[bytes]
    beside: tuple[str, ...]
    """What else was in the folder, before the sweep."""
    left: tuple[str, ...]
    """And after it."""


def run_at_every_step(
    folder: Path, operation: str, actions: Sequence[str], refused: Sequence[str] = ()
) -> list[Outcome]:
    """The outcomes of `create`, `replace` or `remove` with the actions at every choice of steps, in order.

    Of the choices for two actions, a quick check takes every third.

    An action is `kill`, `delete`, `save by rename`, `save in place`, `open to append`, `open and empty` or
    `write and close`.
    """
    request = {"folder": str(folder), "operation": operation, "actions": actions, "refused": refused}
    process = subprocess.run(
        [sys.executable, "-m", "tests.adapters.moments"],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    outcomes = [_parse_outcome(item) for item in json.loads(process.stdout)]
    # The same steps come to the same end here, where coverage sees them.
    for outcome in {
        (outcome.ended, outcome.kept): outcome for outcome in outcomes if outcome.ended != "killed"
    }.values():
        planned = list(zip(outcome.steps, actions, strict=True))
        place = folder / f"again {outcome.steps}"
        again, _ = do_without(refused, partial(_try_one, place, operation, planned, _run))
        assert _parse_outcome(again) == outcome
    return outcomes


def _parse_outcome(item: dict[str, Any]) -> Outcome:
    def to_bytes(text: str | None) -> bytes | None:
        return None if text is None else text.encode()

    return Outcome(
        tuple(item["steps"]),
        item["ended"],
        to_bytes(item["content"]),
        to_bytes(item["recovered"]),
        frozenset(text.encode() for text in item["kept"]),
        tuple(item["beside"]),
        tuple(item["left"]),
    )


class _Editor:
    """Another program that has the note open; it saves what it holds, whatever is on the disk."""

    def __init__(self, note: Path) -> None:
        self.note = note
        self.saves = iter(EDITS)
        self.descriptor = -1

    def act(self, action: str) -> None:
        match action:
            case "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            case "save by rename":
                self.note.parent.mkdir(parents=True, exist_ok=True)
                swap = self.note.with_name(".editor")
                swap.write_bytes(next(self.saves))
                swap.rename(self.note)
            case "save in place":
                self.note.write_bytes(next(self.saves))
            case "delete":
                self.note.unlink(missing_ok=True)
            case "open to append":
                self.descriptor = os.open(self.note, os.O_WRONLY | os.O_APPEND)
            case "open and empty":
                self.descriptor = os.open(self.note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            case "write and close":
                os.write(self.descriptor, next(self.saves))
                os.close(self.descriptor)


_EVENTS = ("open", "os.", "ctypes.dl", "fcntl.")

_noticed: list[Callable[[], None]] = []
"""What to do at the next step."""


def _announce(event: str, arguments: tuple[object, ...]) -> None:
    if _noticed and event.startswith(_EVENTS):
        act = _noticed.pop()
        act()
        _noticed.append(act)


@cache
def _listen() -> None:
    """Hear what Python announces; this cannot be undone."""
    sys.addaudithook(_announce)


def _run(root: Path, operation: str, planned: list[tuple[int, str]], keep: Callable[[bytes], None]) -> tuple[str, int]:
    """Run the operation in this process; how it ended and how many steps it took."""
    files = NotebookFiles(root, keep)
    editor = _Editor(root / NOTE)
    count = 0

    def act() -> None:
        for step, action in planned:
            if step == count:
                editor.act(action)

    def act_and_count() -> None:
        nonlocal count
        act()
        count += 1

    operations = {
        "create": lambda: files.create(NOTE, NEW),
        "replace": lambda: files.replace(NOTE, NEW, OLD),
        "remove": lambda: files.remove(NOTE, OLD),
    }
    _listen()
    with files.writing():
        _noticed.append(act_and_count)
        try:
            operations[operation]()
            ended = "done"
        except O3Error as error:
            ended = type(error).__name__
        finally:
            _noticed.clear()
        act()
        for step, action in planned:
            if step > count:
                editor.act(action)
    return ended, count


def _run_apart(
    root: Path, operation: str, planned: list[tuple[int, str]], keep: Callable[[bytes], None]
) -> tuple[str, int]:
    """The same in a child process, which may be killed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        answer = json.dumps(_run(root, operation, planned, keep))
        os.write(writer, answer.encode())
        # Python's own way out takes longer than all the rest.
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answers:
        text = answers.read()
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) == -signal.SIGKILL:
        return "killed", -1
    ended, count = json.loads(text)
    return ended, count


def _try_one(
    folder: Path, operation: str, planned: list[tuple[int, str]], run: Callable[..., tuple[str, int]] = _run_apart
) -> tuple[dict[str, Any], int]:
    root = folder / "notebook"
    note = root / NOTE
    kept = folder / "kept"
    kept.mkdir(parents=True)
    (root / ".git").mkdir(parents=True)
    if operation != "create":
        note.parent.mkdir(parents=True)
        note.write_bytes(OLD)

    def keep(content: bytes) -> None:
        (kept / str(len(list(kept.iterdir())))).write_bytes(content)

    ended, count = run(root, operation, planned, keep)
    content = _read(note)
    beside = _list_beside(note)
    with NotebookFiles(root, keep).writing():
        pass
    return {
        "steps": [step for step, _ in planned],
        "ended": ended,
        "content": content,
        "recovered": _read(note),
        "kept": [path.read_text() for path in kept.iterdir()],
        "beside": beside,
        "left": _list_beside(note),
    }, count


def _read(path: Path) -> str | None:
    return path.read_text() if path.exists() else None


def _list_beside(note: Path) -> list[str]:
    return [path.name[:4] for path in note.parent.iterdir() if path != note] if note.parent.exists() else []


def _choose(count: int, number: int, first: int = 0) -> Iterator[tuple[int, ...]]:
    """Every ascending choice of `number` steps out of 0 to `count`, the end."""
    if number == 0:
        yield ()
        return
    for step in range(first, count + 1):
        for others in _choose(count, number - 1, step):
            yield (step, *others)


def main() -> None:
    request = json.load(sys.stdin)
    folder, operation, actions = Path(request["folder"]), request["operation"], request["actions"]
    for call in request["refused"]:
        refuse(call)
    _, count = _try_one(folder / "count", operation, [])
    outcomes = []
    choices = list(_choose(count, len(actions)))
    # One action has some ten choices, two have a hundred.
    for number, steps in enumerate(choices if len(actions) < 2 else choices[:: size(3, 1)]):
        outcome, _ = _try_one(folder / str(number), operation, list(zip(steps, actions, strict=True)))
        outcomes.append(outcome)
    json.dump(outcomes, sys.stdout)


if __name__ == "__main__":
    main()
