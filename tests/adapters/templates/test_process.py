from __future__ import annotations

import io
import json
import re
import resource
import subprocess
import sys
import time
from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest
from jinja2.filters import FILTERS

from o3cli.adapters.templates.process import render_apart
from o3cli.adapters.templates.sandbox import render_template
from o3cli.adapters.templates.worker import LARGEST_NOTE, limit_process, work
from o3cli.domain.template import Rendered
from o3cli.errors.templates import BrokenTemplate, TemplateTooHeavy
from tests.sizes import size

ROOT = Path(__file__).parents[3]
NO_CORE = ((resource.RLIMIT_CORE, 0),)

# Each asks for a billion of something. A short check tries a few: those of the second list take 2 s each.
HUNGRY = [
    "{{ 'x' * 10 ** 9 }}",
    "{{ [0] * 10 ** 9 }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '{:1000000000}'.format(1) }}",
    "{{ 'x' | center(10 ** 9) }}",
    "{{ 'x'.ljust(10 ** 9) }}",
    "{{ ('x' * 10 ** 8) * 8 }}",
]
SLOW = [
    "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
    "{{ 10 ** (10 ** 10) }}",
    "{% for a in range(90000) %}{{ 'x' * 90000 }}{% endfor %}",
    "{{ ('a' * 30000) | replace('a', 'a' * 30000) | length }}",
    "{% set a = 'x' * 90000 %}{% for b in range(90000) %}{{ a }}{% endfor %}",
]


class TestApart:
    @pytest.mark.parametrize(
        "source", ["# {{ name }}\n{{ cursor }}\n", "{{ promises[0].line }}", "{{ name | yaml }}é👋"]
    )
    def test_a_template_renders_apart_as_it_renders_here(self, source: str) -> None:
        """The process apart changes nothing but where the work is done."""
        variables = {"name": "Zoé 李雷 👩‍💻", "promises": [{"line": "pay ^k3f7w"}]}
        assert render_apart("templates/o3.md", source, variables) == render_template("x", source, variables)

    def test_every_filter_works_apart(self) -> None:
        """Nothing that a filter loads when it is first used is missing in a process that opens no file."""
        expressions = []
        for name, value in product(
            sorted({*FILTERS, "yaml"} - {"random"}), ["'a b'", "'&lt;b&gt;'", "[1, 2]", "1.5", "{'a': 1}"]
        ):
            with suppress(BrokenTemplate):
                render_template("x", f"{{{{ {value} | {name} }}}}.", {})
                expressions.append(f"{{{{ {value} | {name} }}}}")
        source = "\n".join([*expressions, "{{ 'a b c' | wordwrap(1) }}", "{{ 1.5 | round(1) }}", "{{ '\\u00e9' }}"])
        assert len(expressions) > 100
        apart = render_apart("templates/o3.md", source, {})
        assert re.sub("0x[0-9a-f]+", "", apart.text) == re.sub("0x[0-9a-f]+", "", render_template("x", source, {}).text)

    def test_a_broken_template_is_named_with_its_line(self) -> None:
        """Errors come back with path, line, reason and near misses."""
        with pytest.raises(BrokenTemplate, match=r"^templates/o3\.md:2: there is no variable `nmae`$") as caught:
            render_apart("templates/o3.md", "a\n{{ nmae }}", {"name": "Alice"})
        assert caught.value.hint == "did you mean `name`?"
        with pytest.raises(BrokenTemplate, match=r"^templates/o3\.md:3: .*ZeroDivisionError"):
            render_apart("templates/o3.md", "a\n\n{{ 1 // 0 }}", {})

    @pytest.mark.parametrize("source", [*HUNGRY[: size(3, len(HUNGRY))], *SLOW[: size(1, len(SLOW))]])
    def test_a_template_that_asks_for_too_much_is_stopped(self, source: str) -> None:
        """Whatever a stranger's template asks for, it ends within 5 seconds and is named."""
        start = time.monotonic()
        with pytest.raises(TemplateTooHeavy) as caught:
            render_apart("templates/o3.md", source, {"name": "Alice"})
        assert caught.value.path == "templates/o3.md"
        assert time.monotonic() - start < 5

    def test_a_template_that_works_for_ever_is_stopped_by_the_clock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where the limits of the system do not hold, time does."""
        monkeypatch.setattr("o3cli.adapters.templates.process._SECONDS", 0.4)
        with pytest.raises(TemplateTooHeavy):
            render_apart("templates/o3.md", SLOW[0], {})

    def test_a_process_that_never_begins_is_no_fault_of_the_template(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """An installation that is broken is not told as a template that is too heavy."""
        monkeypatch.setattr("o3cli.adapters.templates.process._WORKER", "raise SystemExit(3)")
        with pytest.raises(subprocess.CalledProcessError) as caught:
            render_apart("templates/o3.md", "{{ name }}", {"name": "Alice"})
        assert "Alice" not in str(caught.value)

    def test_the_environment_stays_here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The process is given where Python's modules are, and nothing else of the environment."""
        monkeypatch.setenv("O3_SECRET", "hush")
        monkeypatch.setenv("LD_LIBRARY_PATH", "/nowhere")
        show = "import json, os; print(json.dumps({'text': ' '.join(sorted(os.environ)), 'cursor_line': None}))"
        monkeypatch.setattr("o3cli.adapters.templates.process._WORKER", show)
        names = render_apart("templates/o3.md", "", {}).text.split()
        assert set(names) - {"LC_CTYPE", "__CF_USER_TEXT_ENCODING"} == {"LD_LIBRARY_PATH", "PYTHONPATH"}


class TestWorker:
    def answer(self, source: str) -> str:
        answers = io.StringIO()
        work(io.StringIO(json.dumps({"path": "p", "source": source, "variables": {"name": "é"}})), answers, NO_CORE)
        return answers.getvalue()

    def test_it_answers_with_the_text(self) -> None:
        """A line end says that it has begun, the rest is the answer, in ASCII."""
        assert self.answer("{{ name }}{{ cursor }}") == '\n{"text": "\\u00e9\\n", "cursor_line": 1}'

    def test_it_answers_with_what_is_broken(self) -> None:
        """Line, reason and near misses; the path is known to who asks."""
        answer = json.loads(self.answer("{{ nmae }}"))
        assert answer == {"line": 1, "reason": "there is no variable `nmae`", "nearest": ["name"]}

    def test_a_note_has_a_largest_length(self) -> None:
        """256 Ki characters are a note, one more is not."""
        assert len(json.loads(self.answer("x" * (LARGEST_NOTE - 1)))["text"]) == LARGEST_NOTE
        with pytest.raises(TemplateTooHeavy):
            self.answer("x" * LARGEST_NOTE)

    def test_a_limit_that_is_lower_already_is_no_obstacle(self) -> None:
        """Whoever runs o3 within limits of their own can render templates."""
        limit_process(NO_CORE)
        limit_process(((resource.RLIMIT_CORE, 1024),))
        assert resource.getrlimit(resource.RLIMIT_CORE) <= (1024, 1024)

    @pytest.mark.parametrize(
        ("action", "outcome"),
        [
            ("open('/etc/hostname')", "OSError"),
            ("open('left-behind', 'w')", "OSError"),
            ("os.pipe()", "OSError"),
            ("bytearray(600 * 1024 * 1024)", "MemoryError"),
            ("print(resource.getrlimit(resource.RLIMIT_CPU))", "(2, 2)"),
            ("print(resource.getrlimit(resource.RLIMIT_CORE))", "(0, 0)"),
            ("None", "nothing"),
        ],
    )
    @pytest.mark.skipif(sys.platform == "darwin", reason="macOS keeps no limit on memory")
    def test_the_process_opens_nothing_and_has_an_end(self, tmp_path: Path, action: str, outcome: str) -> None:
        """Even Python code that came out of the sandbox could not read a file, write one, or take all memory."""
        code = (
            "import os, resource\nfrom o3cli.adapters.templates.worker import LIMITS, limit_process\n"
            "limit_process(LIMITS)\n"
            f"try:\n {action}\n print('nothing')\n"
            "except Exception as error:\n print([kind.__name__ for kind in type(error).__mro__])"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), "PATH": ""},
        )
        assert outcome in done.stdout
        assert list(tmp_path.iterdir()) == []


def test_the_answer_is_a_rendered_template() -> None:
    """A cursor that a template does not mark has no line."""
    assert render_apart("templates/o3.md", "hello", {}) == Rendered("hello\n", None)
