"""What can go wrong around the editor and a new note."""

from __future__ import annotations

from o3cli.errors import O3Error


class EditorFailed(O3Error):
    """The editor said that it did not do its work, or was killed."""

    command: str
    exit_status: int
    """Negative: the signal that killed it."""
    path: str | None
    """The note with what was typed; None where nothing was typed and the new note was taken back."""

    @property
    def message(self) -> str:
        # A shell that ran the editor says 128 more than the signal that killed it.
        signal = -self.exit_status if self.exit_status < 0 else self.exit_status - 128
        how = f"killed by signal {signal}" if 0 < signal < 65 else f"exit {self.exit_status}"
        what = f"what was typed is recorded in `{self.path}`" if self.path else "nothing was typed, no note was made"
        return f"the editor `{self.command}` failed ({how}): {what}"

    @property
    def hint(self) -> str | None:
        unknown = self.exit_status == 127
        return "`$VISUAL` or `$EDITOR` names the editor, and the system knows no such command" if unknown else None


class NoteGone(O3Error):
    """The note was deleted while the editor was open."""

    path: str

    @property
    def message(self) -> str:
        return f"{self.path}: was deleted while the editor was open, nothing was recorded"


class UnusableTemplate(O3Error):
    """What a template renders is no note."""

    kind: str
    line: int | None
    """Line of the result, from 1."""
    reason: str

    @property
    def message(self) -> str:
        place = "" if self.line is None else f", line {self.line}"
        return f"the template of `{self.kind}` makes no readable note{place}: {self.reason}"

    @property
    def hint(self) -> str:
        return f"`o3 templates show {self.kind}` shows it; nothing was written"
