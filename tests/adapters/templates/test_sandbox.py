from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from o3cli.adapters.templates.sandbox import format_yaml, render_template
from o3cli.domain.template import Rendered
from o3cli.errors.templates import BrokenTemplate, TemplateTooHeavy

VARIABLES: dict[str, object] = {
    "name": "Alice",
    "place": None,
    "length": 30,
    "promises": [{"line": "pay ^k3f7w", "due": None}],
}


def render(source: str) -> Rendered:
    return render_template("templates/o3.md", source, VARIABLES)


def refuse(source: str) -> BrokenTemplate:
    with pytest.raises(BrokenTemplate) as caught:
        render(source)
    return caught.value


class TestText:
    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ("# {{ name }}\n", "# Alice\n"),
            ("# {{ name }}", "# Alice\n"),
            ("a\r\nb\rc\n", "a\nb\nc\n"),
            ("a{{ '\\r\\n' }}b", "a\nb\n"),
            ("{% if name %}\na\n{% endif %}\nb\n", "a\nb\n"),
            ("  {% if place %}\na\n  {% endif %}\nb\n", "b\n"),
            ("{{ place }}.\n", ".\n"),
            ("{{ '\\ud800' }}\n", "\ufffd\n"),
            ("{{ '<b>' }} & {{ name }}\n", "<b> & Alice\n"),
            ("a\n\n\n", "a\n\n\n"),
            ("{% for number in range(3) %}{{ number }}{% endfor %}", "012\n"),
            ("{% set who = name %}{{ who | upper }}", "ALICE\n"),
            ("{% for promise in promises %}{{ promise.line }}{{ loop.index }}{% endfor %}", "pay ^k3f7w1\n"),
            ("{% macro box(text) %}[{{ text }}]{% endmacro %}{{ box(name) }}", "[Alice]\n"),
        ],
    )
    def test_a_note_has_lf_line_ends_and_is_valid_text(self, source: str, text: str) -> None:
        """Tags leave no empty lines, none prints nothing, the last line is ended."""
        assert render(source).text == text

    @pytest.mark.parametrize(
        ("source", "text", "line"),
        [
            ("a\n{{ cursor }}\nb\n", "a\n\nb\n", 2),
            ("{{ cursor }}a\n", "a\n", 1),
            ("a\n- {{ cursor }}", "a\n- \n", 2),
            ("a\r\n\r\n{{ cursor }}", "a\n\n\n", 3),
            ("{{ cursor }}a\n{{ cursor }}b\n", "a\nb\n", 1),
            ("a\n", "a\n", None),
            ("a\n{% if place %}{{ cursor }}{% endif %}\n", "a\n", None),
        ],
    )
    def test_the_cursor_leaves_a_line_number_and_no_trace(self, source: str, text: str, line: int | None) -> None:
        """The first mark counts, from line 1."""
        assert render(source) == Rendered(text, line)


class TestYaml:
    @given(st.text())
    def test_every_text_comes_back(self, text: str) -> None:
        """What the filter writes, YAML reads as that text, as a value and in a list."""
        assert yaml.safe_load(f"a: {format_yaml(text)}\nb: [{format_yaml(text)}, x]") == {"a": text, "b": [text, "x"]}

    @given(st.text(st.characters(codec=None)))
    def test_what_no_file_can_hold_is_replaced(self, text: str) -> None:
        """A lone surrogate becomes U+FFFD, the rest stays."""
        expected = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
        assert yaml.safe_load(format_yaml(text)) == expected

    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("alice", "alice"),
            ("one-to-one", "one-to-one"),
            ("o3", "o3"),
            ("李雷", "李雷"),
            ("zoé", "zoé"),
            ("no", '"no"'),
            ("Yes", '"Yes"'),
            ("NULL", '"NULL"'),
            ("2026", '"2026"'),
            ("1e5", '"1e5"'),
            ("", '""'),
            ("a-", '"a-"'),
            ("Zoé Martin", '"Zoé Martin"'),
            ("👋", '"👋"'),
            ('"\\', '"\\"\\\\"'),
            ("\n\x7f\x85\u2028\ufeff\ufffe", '"\\n\\u007f\\u0085\\u2028\\ufeff\\ufffe"'),
        ],
    )
    def test_only_plain_words_stand_without_quotes(self, text: str, written: str) -> None:
        """Letters and emoji are written as they are; what YAML cannot hold is escaped."""
        assert format_yaml(text) == written

    def test_numbers_are_written_as_text(self) -> None:
        """The filter makes a text of whatever it is given."""
        assert format_yaml(30) == '"30"'


class TestBroken:
    @pytest.mark.parametrize(
        ("source", "line", "reason"),
        [
            ("a\n{{ nmae }}\n", 2, "there is no variable `nmae`"),
            ("{% if place %}\n\n{{ nmae }}{% endif %}", 3, "there is no variable `nmae`"),
            ("a\n{% if name %}\nb\n", 3, None),
            ("a\n{{ name }\n", 2, "unexpected '}'"),
            ("a\nb {% endfor %}\n", 2, None),
            ("{{ name | shout }}", 1, "No filter named 'shout'"),
            ("\n{% for promise in promises %}\n{{ promise.what }}\n{% endfor %}", 3, "there is no `what` here"),
            ("{{ name.first }}", 1, "there is no `first` here"),
            ("\n{{ 1 // 0 }}", 2, "it cannot be rendered (ZeroDivisionError)"),
            ("\n\n{{ length + name }}", 3, "it cannot be rendered (TypeError)"),
            (
                "{% macro a() %}\n{{ 1 // 0 }}\n{% endmacro %}\n{{ a() }}",
                2,
                "it cannot be rendered (ZeroDivisionError)",
            ),
            ("", None, "it renders to nothing"),
            ("\n {{ cursor }}{{ place }}\n", None, "it renders to nothing"),
            ("{{ name }", 1, None),
            ("a\n{% include 'sales.md' %}", 2, "a template stands alone, it cannot take in another"),
            ("{% extends name %}", 1, "a template stands alone, it cannot take in another"),
            ("{% if place %}{% import 'a' as a %}{% endif %}", 1, "a template stands alone, it cannot take in another"),
            ("{% from 'a' import b %}", 1, "a template stands alone, it cannot take in another"),
        ],
    )
    def test_the_file_the_line_and_the_reason_are_named(
        self, source: str, line: int | None, reason: str | None
    ) -> None:
        """A broken template says where and why, in one line."""
        error = refuse(source)
        assert (error.path, error.line) == ("templates/o3.md", line)
        assert error.reason == (reason or error.reason)
        assert str(error) == f"templates/o3.md{f':{line}' if line else ''}: {error.reason}"
        assert error.reason
        assert "\n" not in error.reason

    @pytest.mark.parametrize(
        ("source", "hint"),
        [
            ("{{ nmae }}", "did you mean `name`?"),
            ("{{ promise }}", "did you mean `promises`?"),
            ("{{ zzzzzz }}", None),
        ],
    )
    def test_a_mistyped_variable_has_near_misses(self, source: str, hint: str | None) -> None:
        """The hint offers the variables that come close."""
        assert refuse(source).hint == hint

    @pytest.mark.parametrize("source", ["{{ {}[name] }}", "{{ {}[promises[0].line] }}", "{{ ''[name] }}"])
    def test_no_word_of_a_variable_is_in_the_reason(self, source: str) -> None:
        """Variables hold the words of notes: only what stands in the template is quoted."""
        assert refuse(source).reason == "it asks for something that is not there"


class TestReach:
    @pytest.mark.parametrize(
        "source",
        [
            "{{ ''.__class__ }}",
            "{{ ''['__class__'] }}",
            "{{ '' | attr('__class__') }}",
            "{{ ''.__class__.__mro__[1].__subclasses__() }}",
            "{{ promises.__class__ }}",
            "{{ promises[0].__class__ }}",
            "{{ promises | map(attribute='__class__') | first }}",
            "{{ '{0.__class__}'.format(name) }}",
            "{{ '{0.__class__}'.format_map({'0': name}) }}",
            "{{ name.upper.__self__ }}",
            "{{ range.__globals__ }}",
            "{{ range.__init__.__globals__ }}",
            "{% macro a() %}{% endmacro %}{{ a.__init__.__globals__ }}",
            "{{ loop.__class__ }}",
            "{% for promise in promises %}{{ loop.__init__.__globals__ }}{% endfor %}",
            "{{ self.__init__.__globals__ }}",
            "{{ self._TemplateReference__context }}",
            "{{ environment }}",
            "{{ environ }}",
            "{{ open('/etc/hostname') }}",
            "{{ lipsum() }}",
            "{{ cycler('a') }}",
            "{{ joiner() }}",
            "{{ namespace() }}",
            "{{ dict() }}",
            "{{ __builtins__ }}",
            "{{ promises.append(1) }}",
            "{{ promises[0].update(line='x') }}",
            "{{ promises.clear() }}",
        ],
    )
    def test_neither_python_nor_files_nor_the_environment_are_in_reach(self, source: str) -> None:
        """What is not a variable is an error, and variables cannot be changed."""
        refuse(f"text {source}")

    def test_what_is_out_of_reach_is_called_so(self) -> None:
        """The reason for a refusal is the refusal."""
        assert refuse("{{ ''.__class__.x }}").reason == "it asks for something that is out of a template's reach"

    @pytest.mark.parametrize(
        "source",
        [
            "{% for number in range(10 ** 9) %}{% endfor %}",
            "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
            "{{ " + "(" * 20_000 + "1" + ")" * 20_000 + " }}",
        ],
    )
    def test_what_has_no_end_is_stopped(self, source: str) -> None:
        """Long ranges and deep recursion end by themselves, with the file's name."""
        with pytest.raises(
            TemplateTooHeavy, match=r"^templates/o3\.md: it takes more time or memory than a template may$"
        ):
            render(source)
