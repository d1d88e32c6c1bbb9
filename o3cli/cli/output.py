"""What a command shows: the answer on stdout, words on stderr, every string cleaned for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol, TextIO

from o3cli.cli.host import Host
from o3cli.domain.terminal_text import clean, clean_lines
from o3cli.errors import O3Error, Problem
from o3cli.errors.command_line import UnwritableAnswer


class ReaderGone(Exception):
    """Whoever read the answer has seen enough: `o3 todo | head -1`."""


_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


class Painter:
    """Colours text, or leaves it alone. Colour never carries meaning alone."""

    def __init__(self, on: bool) -> None:
        self._on = on

    def __call__(self, text: str, *styles: str) -> str:
        """The text in the styles named, clean already."""
        if not self._on or not text or not styles:
            return text
        return f"\x1b[{';'.join(_STYLES[style] for style in styles)}m{text}\x1b[0m"


class View(Protocol):
    """A result that knows its forms. It may hold anything: Output cleans rows and words, a view cleans its lines."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What was found amiss while the rest went well."""

    def to_rows(self) -> Iterable[Sequence[str]]:
        """The answer as tab-separated lines, for a pipe."""

    def to_lines(self, width: int, paint: Painter) -> Iterable[str]:
        """The answer as a person reads it on a terminal of so many columns."""

    def to_words(self) -> Iterable[str]:
        """What is to be said beside the answer."""


class JsonView(View, Protocol):
    """A result of a command that reads: scripts get it as JSON."""

    def to_json(self) -> Mapping[str, object]:
        """The object behind `--json`, without `schema`."""


class Output:
    """The two streams of a command."""

    def __init__(self, host: Host, color: str = "auto") -> None:
        self._host = host
        self._out, self._err = host.stdout, host.stderr
        self._paint_out = Painter(_has_color(host, self._out, color))
        self._paint_err = Painter(_has_color(host, self._err, color))
        self.exit_code = 0
        """1 once something was shown to be amiss although the rest went well."""

    @property
    def is_terminal(self) -> bool:
        """Whether a person reads the answer."""
        return self._out.isatty()

    def show(self, view: View) -> None:
        """The answer in the form that fits its reader, then words and what is amiss."""
        if self.is_terminal:
            for line in view.to_lines(self._host.get_width(), self._paint_out):
                self._print(self._out, line)
        else:
            for row in view.to_rows():
                self._print(self._out, "\t".join(clean(cell) for cell in row))
        self._show_rest(view)

    def show_as(self, view: JsonView, *, as_json: bool) -> None:
        """The answer as a command that reads gives it."""
        if as_json:
            self.show_json(view)
        else:
            self.show(view)

    def show_json(self, view: JsonView) -> None:
        """The answer as an object with the number of its schema; keys are added to it, never removed."""
        import json

        text = json.dumps({"schema": 1, **view.to_json()}, ensure_ascii=False, indent=2)
        # JSON has a way to write what would act on the terminal, so nothing of it is lost.
        harmless = clean_lines(text)
        if harmless != text:
            text = "".join(sign if clean_lines(sign) == sign else json.dumps(sign)[1:-1] for sign in text)
        self._print(self._out, text)
        self._show_rest(view)

    def answer_text(self, text: str) -> None:
        """Several lines of the answer, as they are but for what would control the terminal."""
        self._write(self._out, clean_lines(text))

    def answer_file(self, content: bytes) -> None:
        """A file as the answer, byte by byte; it holds nothing that acts on a terminal."""
        raw = getattr(self._out, "buffer", None)
        if raw is None:
            self._write(self._out, content.decode())
            return
        self.flush()
        with _naming_failures():
            raw.write(content)

    def say(self, text: str) -> None:
        """One line of words about what was done."""
        self._print(self._err, clean(text))

    def fail(self, error: O3Error) -> None:
        """Why it could not be done, and the way on."""
        self.exit_code = error.exit_code
        self._print_error(error.message, error.hint)

    def fail_in_words(self, message: str, hint: str | None, exit_code: int) -> None:
        """The same for what is not one of o3's own errors."""
        self.exit_code = exit_code
        self._print_error(message, hint)

    def ask(self, question: str) -> str:
        """The answer of the person at the terminal; empty at the end of input."""
        answer = ""
        try:
            self._write(self._err, f"{clean(question)} ")
            self._err.flush()
            answer = self._host.stdin.readline()
        finally:
            # Ctrl-C and Ctrl-D leave the cursor behind the question.
            if not answer.endswith("\n"):
                self._print(self._err, "")
        return answer.strip()

    def _show_rest(self, view: View) -> None:
        # A reader of the answer should not find these above it, even where both streams are one.
        self.flush()
        for words in view.to_words():
            self.say(words)
        for problem in dict.fromkeys(view.problems):
            self.exit_code = 1
            self._print_error(f"{problem.place}: {problem.message}", None)

    def _print_error(self, message: str, hint: str | None) -> None:
        self._print(self._err, f"{self._paint_err('error:', 'red', 'bold')} {clean(message)}")
        if hint:
            self._print(self._err, f"{self._paint_err('hint:', 'cyan')} {clean(hint)}")

    def flush(self) -> None:
        """Hand everything over. Raises ReaderGone, UnwritableAnswer."""
        with _naming_failures():
            self._out.flush()
            self._err.flush()

    def _print(self, stream: TextIO, line: str) -> None:
        self._write(stream, f"{line}\n")

    @staticmethod
    def _write(stream: TextIO, text: str) -> None:
        with _naming_failures():
            stream.write(text)


@contextmanager
def _naming_failures() -> Iterator[None]:
    """Tell a stream that cannot be written from a file of the notebook that cannot."""
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderGone from error
    except OSError as error:
        raise UnwritableAnswer(error.errno) from error


def _has_color(host: Host, stream: TextIO, color: str) -> bool:
    if color != "auto":
        return color == "always"
    return stream.isatty() and not host.environ.get("NO_COLOR") and host.environ.get("TERM") != "dumb"
