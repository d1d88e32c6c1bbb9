"""A new notebook, or what is missing of one."""

from __future__ import annotations

import pytest

from o3cli.usecases.make_notebook import make_notebook
from tests.usecases.fakes import Book


class FakeRepository:
    def __init__(self) -> None:
        self.calls = 0

    def make(self) -> bool:
        self.calls += 1
        return True


@pytest.mark.parametrize(("language", "line"), [("en", '# language = "en"\n'), ("fr", '\nlanguage = "fr"\n')])
def test_a_notebook_is_a_repository_with_settings(language: str, line: str) -> None:
    """The first commit holds them; only what is not the default is set."""
    book, repository = Book(), FakeRepository()
    assert make_notebook(repository, book.notebook, language).commit == "commit 1"
    assert repository.calls == 1
    assert line in book.read("o3.toml")
    assert book.history.messages == ["notebook: made"]
    assert book.is_clean()


def test_settings_that_are_there_stay_as_they_are() -> None:
    """What is missing of the repository is made all the same."""
    book, repository = Book({"o3.toml": "# mine\n"}), FakeRepository()
    assert make_notebook(repository, book.notebook, "fr").commit is None
    assert repository.calls == 1
    assert book.read("o3.toml") == "# mine\n"
