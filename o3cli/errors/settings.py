"""Settings, and which folder is the notebook."""

from __future__ import annotations

from collections.abc import Sequence

from o3cli.errors import O3Error, suggest


class BadSettings(O3Error):
    """A file of settings that cannot be read, or sets what cannot be set."""

    path: str
    line: int | None
    """Line in the file, from 1; None where the whole file is meant."""
    what: str
    """What was found and what was expected."""
    nearest: Sequence[str] = ()

    @property
    def message(self) -> str:
        return f"{self.path}: {self.what}" if self.line is None else f"{self.path}:{self.line}: {self.what}"

    @property
    def hint(self) -> str | None:
        return suggest(self.nearest)


class NotANotebook(O3Error):
    """A folder that was named as the notebook, and holds other files."""

    path: str

    @property
    def message(self) -> str:
        return f"`{self.path}` is no notebook: it holds files, and no `o3.toml` among them"

    @property
    def hint(self) -> str:
        return f"`o3 init {self.path}` makes it one"


class ForeignNotebook(O3Error):
    """A notebook that was found around the current folder, and is somebody else's."""

    path: str

    @property
    def message(self) -> str:
        return f"the notebook around this folder, `{self.path}`, belongs to another user of this machine"

    @property
    def hint(self) -> str:
        return f"`--notebook {self.path}` says that it is meant all the same"
