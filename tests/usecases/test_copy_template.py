"""Templates that become the owner's own."""

from __future__ import annotations

import pytest

from o3cli.domain.template import Source, Template, TemplateInfo
from o3cli.errors.files import ExistingFile
from o3cli.errors.templates import BadKindName
from o3cli.usecases.copy_template import copy_template
from tests.usecases.fakes import Book

TEMPLATE = Template(TemplateInfo("sales", "en", Source.BUILT_IN, "/usr/share/sales.md"), "# {{ name }}\n")


@pytest.mark.parametrize(("kind", "path"), [(None, "templates/sales.md"), ("coffee", "templates/coffee.md")])
def test_a_copy_stands_in_the_notebook(kind: str | None, path: str) -> None:
    """Under its own kind or another, as it was written."""
    book = Book()
    copied = copy_template(book.notebook, TEMPLATE, kind)
    assert (copied.kind, copied.path) == (kind or "sales", path)
    assert book.read(path) == TEMPLATE.text
    assert book.history.messages == [f"{path}: copied"]
    assert book.is_clean()


@pytest.mark.parametrize(("kind", "nearest"), [("Coffee Break", "coffee-break"), ("../x", "x")])
def test_a_kind_has_a_name_that_a_file_can_have(kind: str, nearest: str) -> None:
    """One that leads nowhere else; the error says which would do."""
    book = Book()
    with pytest.raises(BadKindName) as caught:
        copy_template(book.notebook, TEMPLATE, kind)
    assert caught.value.nearest == nearest
    assert book.files.contents == {}


def test_a_template_of_ones_own_is_not_written_over() -> None:
    """It stays as it is."""
    book = Book({"templates/sales.md": "mine\n"})
    with pytest.raises(ExistingFile):
        copy_template(book.notebook, TEMPLATE, None)
    assert book.read("templates/sales.md") == "mine\n"
