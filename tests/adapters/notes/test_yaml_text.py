from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from o3cli.adapters.notes.yaml_text import Quoted, format_text

LOADERS = [yaml.CSafeLoader, yaml.SafeLoader]


@pytest.mark.parametrize("text", ["alice", "Zoé", "李雷", "k3f7w", "one-to-one", "me", "2026-11-27", "done 2026-11-24"])
def test_words_days_and_statuses_are_plain(text: str) -> None:
    """What a person would write without quotes."""
    assert format_text(text) == text
    assert format_text(Quoted(text)) == f'"{text}"'


OTHERS = [
    *(
        "",
        " ",
        "y",
        "No",
        "TRUE",
        "off",
        "null",
        "Null",
        "00050",
        "1e5",
        "12:30",
        "0x1f",
        "-a",
        "a-",
        "a b",
        "a:",
        "a#b",
    ),
    *(
        "~",
        "2026-11-27 ",
        "2026-1-1",
        "open 2026-11-24",
        "done 2026-11-24 x",
        "=",
        "<<",
        ".inf",
        "Zoe\u0301",
        "_a",
        "1",
    ),
]


@pytest.mark.parametrize("text", OTHERS)
def test_the_rest_is_quoted(text: str) -> None:
    """Whatever some YAML reads as something else than text, or might."""
    assert format_text(text) == json.dumps(text, ensure_ascii=False)


@given(st.text(), st.booleans())
def test_every_reader_of_yaml_takes_it_for_that_text(text: str, is_quoted: bool) -> None:
    """Of YAML 1.1, with all its types, in a block and in braces; days are the one type that is meant."""
    written = format_text(Quoted(text) if is_quoted else text)
    assert "\n" not in written
    for loader in LOADERS:
        for source in (f"k: {written} # c\n", f"{{k: [{written}]}}"):
            value = yaml.load(source, Loader=loader)["k"]
            assert (value[0] if isinstance(value, list) else value) == text


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    """Bytes of a command line that were no UTF-8 are in no file afterwards."""
    assert format_text("Zo\udce9") == '"Zo\ufffd"'
    assert format_text("😀") == '"😀"'


@pytest.mark.parametrize("character", "\x7f\x80\x85\x9f\u2028\u2029\ufeff\ufffe\uffff\x00\x1b\n\t")
def test_what_yaml_does_not_print_is_escaped(character: str) -> None:
    """So no line ends within the quotes, and no terminal obeys the file."""
    written = format_text(f"a{character}b")
    assert character not in written
    assert [yaml.load(written, Loader=loader) for loader in LOADERS] == [f"a{character}b"] * 2
