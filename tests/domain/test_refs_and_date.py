"""Words of `o3 due` and `o3 snooze`."""

from __future__ import annotations

from datetime import date

import pytest

from o3cli.domain.refs_and_date import split_refs_and_date
from o3cli.errors.command_line import NotADate
from o3cli.errors.commitments import NoWords

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("words", "refs", "day"),
    [
        ("k3f friday", ("k3f",), date(2026, 11, 27)),
        ("k3f m2p 2026-12-04", ("k3f", "m2p"), date(2026, 12, 4)),
        ("k3f m2p dans 2 semaines", ("k3f", "m2p"), date(2026, 12, 4)),
        ("k3f 4 dec", ("k3f",), date(2026, 12, 4)),
        ("k3f none", ("k3f",), None),
        ("k3f m2p NEVER", ("k3f", "m2p"), None),
        ("k3f aucune", ("k3f",), None),
    ],
)
def test_the_last_words_are_the_date(words: str, refs: tuple[str, ...], day: date | None) -> None:
    """As many of them as make one; a word for no date takes it away."""
    assert split_refs_and_date(words.split(), TODAY) == (refs, day)


def test_words_that_the_shell_kept_together_are_a_date_too() -> None:
    """`o3 due k3f "4 dec"`."""
    assert split_refs_and_date(["k3f", "4 dec"], TODAY) == (("k3f",), date(2026, 12, 4))


def test_without_a_date_nothing_is_changed() -> None:
    """The error quotes the word that should have been one."""
    with pytest.raises(NotADate) as caught:
        split_refs_and_date(["k3f", "m2p"], TODAY)
    assert caught.value.words == "m2p"


@pytest.mark.parametrize("words", ["friday", "dans 2 semaines", "none"])
def test_without_a_ref_nothing_is_changed(words: str) -> None:
    """A date alone says nothing about which."""
    with pytest.raises(NoWords):
        split_refs_and_date(words.split(), TODAY)
