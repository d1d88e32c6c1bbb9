"""Copy a template into the notebook, where it becomes the owner's own."""

from __future__ import annotations

from dataclasses import dataclass

from o3cli.domain.names import make_slug
from o3cli.domain.recorded import Recorded
from o3cli.domain.template import Template
from o3cli.errors.templates import BadKindName
from o3cli.usecases.notebook import FileChange, Notebook


@dataclass(frozen=True, slots=True)
class CopiedTemplate:
    """A template of the owner's."""

    kind: str
    path: str
    recorded: Recorded


def copy_template(notebook: Notebook, template: Template, new_kind: str | None) -> CopiedTemplate:
    """Put a template under its own kind, or under a new one. Raises BadKindName, ExistingFile."""
    kind = new_kind or template.info.kind
    if make_slug(kind) != kind:
        raise BadKindName(kind, make_slug(kind))
    path = f"templates/{kind}.md"
    with notebook.writing():
        recorded = notebook.apply([FileChange(path, None, template.text.encode())], f"{path}: copied")
    return CopiedTemplate(kind, path, recorded)
