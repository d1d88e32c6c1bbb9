from __future__ import annotations

import tomllib
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o3cli.domain.settings import TEXT_LIMIT, Settings, UserSettings, describe_value, format_settings, list_keys

KEYS = {key.name: key for key in list_keys(Settings).values()}
NOTEBOOK = list_keys(UserSettings)["notebook",]


def test_the_defaults_are_those_of_the_contract() -> None:
    """A notebook that sets nothing is English, keeps the machine's time, has O3s, and records at once."""
    assert Settings() == Settings(language="en", time_zone=None, kind="o3", git_auto=True)
    assert UserSettings() == UserSettings(notebook=None)


def test_every_attribute_has_one_key() -> None:
    """What can be read can be set, and the other way round."""
    for settings in (Settings, UserSettings):
        assert [key.attribute for key in list_keys(settings).values()] == [field.name for field in fields(settings)]
    assert list(list_keys(Settings)) == [
        ("language",),
        ("time_zone",),
        ("kind",),
        ("alarm",),
        ("privacy", "neutral_titles"),
        ("git", "auto"),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "fr"),
        ("time_zone", "Europe/Paris"),
        ("time_zone", "UTC"),
        ("time_zone", "America/Argentina/Buenos_Aires"),
        ("time_zone", "Etc/GMT+1"),
        ("kind", "one-to-one"),
        ("kind", "rétro"),
        ("git.auto", False),
    ],
)
def test_good_values_have_no_fault(name: str, value: object) -> None:
    """Every form takes what it is for."""
    assert KEYS[name].find_fault(value) is None


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("language", "de", "`de`"),
        ("language", 1, "a number"),
        ("language", ["en"], "a list"),
        ("language", {"x": "en"}, "a table"),
        ("time_zone", "/etc/passwd", "`/etc/passwd`"),
        ("time_zone", "../UTC", "`../UTC`"),
        ("time_zone", "Europe/../UTC", "`Europe/../UTC`"),
        ("time_zone", "", "``"),
        ("time_zone", True, "`true`"),
        ("kind", "../o3", "`../o3`"),
        ("kind", ".o3", "`.o3`"),
        ("kind", "_about", "`_about`"),
        ("kind", "a b", "`a b`"),
        ("kind", "o3\n", "`o3\n`"),
        ("kind", "a" * (TEXT_LIMIT + 1), "`" + "a" * 59 + "…`"),
        ("git.auto", "yes", "`yes`"),
        ("git.auto", 1, "a number"),
        ("git.auto", 0.5, "a number"),
    ],
)
def test_bad_values_are_named_with_what_was_expected(name: str, value: object, found: str) -> None:
    """The fault says which key, what was found, and what would do."""
    key = KEYS[name]
    assert key.find_fault(value) == f"`{name}` is {found}, expected {key.form.expected}"


def test_what_is_expected_is_said_in_words() -> None:
    """Choices are listed, everything else is shown by an example."""
    assert KEYS["language"].form.expected == "`en` or `fr`"
    assert KEYS["git.auto"].form.expected == "`true` or `false`"
    assert KEYS["time_zone"].form.expected == "the name of a time zone, such as `Europe/Paris`"


def test_a_slip_among_choices_has_a_suggestion() -> None:
    """Where the values can be listed, the nearest one is offered."""
    assert KEYS["language"].list_nearest("FR") == ("fr",)
    assert KEYS["language"].list_nearest(3) == ()
    assert KEYS["kind"].list_nearest("O3") == ()


@pytest.mark.parametrize(("value", "good"), [("/srv/notes", True), ("~", True), ("~/my notes", True), ("/", True)])
def test_a_notebook_is_an_absolute_folder_or_one_at_home(value: str, good: bool) -> None:
    """A folder that begins with a slash or a tilde means the same from everywhere."""
    assert NOTEBOOK.form.accepts(value) is good


@pytest.mark.parametrize("value", ["notes", "", "./notes", "~bob/notes", "/a\nb", "/a\0", "/\x7f", "/" + "a" * 400, 3])
def test_other_folders_are_refused(value: object) -> None:
    """A relative folder, somebody else's home, and control characters are no place for a notebook."""
    assert not NOTEBOOK.form.accepts(value)


def test_a_date_is_a_date() -> None:
    """TOML's dates and times are called by their name."""
    moment = tomllib.loads("a = 2026-11-27")["a"]
    assert describe_value(moment) == "a date or a time"


def test_the_file_of_an_english_notebook() -> None:
    """Every key is there behind a `#`, each with a line that explains it."""
    assert (
        format_settings("en")
        == """\
# The settings of this notebook. To change one, take away its `#`.

# The language of templates and of dates in words: `en` or `fr`.
# language = "en"

# The time zone of the sessions; without it, the machine's.
# time_zone = "Europe/Paris"

# The kind of the sessions with a new person; it picks the template.
# kind = "o3"

# Minutes before a session at which the calendar reminds you; 0 for never.
# alarm = 10

# Whether the calendar says `Meeting` in the place of names.
# privacy.neutral_titles = false

# Whether what o3 writes is recorded in git at once.
# git.auto = true
"""
    )


def test_the_file_of_a_french_notebook_sets_its_language() -> None:
    """The language that is not the default one stands without its `#`."""
    assert tomllib.loads(format_settings("fr")) == {"language": "fr"}
    assert tomllib.loads(format_settings("en")) == {}


def test_every_line_of_the_file_can_be_taken_as_it_is() -> None:
    """Without their `#`, all keys together are valid and good."""
    keys = [line[2:] for line in format_settings("en").splitlines() if " = " in line]
    values = tomllib.loads("\n".join(keys))
    assert len(keys) == len(KEYS)
    assert {name: KEYS[name].find_fault(values[name]) for name in ("language", "time_zone", "kind")} == {
        "language": None,
        "time_zone": None,
        "kind": None,
    }
    assert values["git"] == {"auto": True}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_text_is_written_as_toml_reads_it(text: str) -> None:
    """Quotes and backslashes come back from the file as they were."""
    from o3cli.domain.settings import format_value

    assert tomllib.loads(f"a = {format_value(text)}") == {"a": text}
