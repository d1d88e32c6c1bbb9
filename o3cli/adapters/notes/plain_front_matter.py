"""Front matter in the layout that o3 writes itself, read without YAML: many times faster, with nothing to import.

It picks the reader and nothing else: what is not this very layout, in any detail, is declined and read by YAML.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from o3cli.domain.commitment import OPEN, Commitment, parse_status

PlainValue = str | tuple[str, ...] | None

_EOL = r"\r?\n"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_WORD = r"(?!null|Null|NULL)\w[\w-]*+"
_TEXT = r'"(?:[^"\\\r\n]|\\["\\])*+"'
_LIST = rf"\[(?:(?:{_WORD}|{_TEXT})(?:, (?:{_WORD}|{_TEXT}))*+)?\]"
_DATES = rf"\[{_DATE}(?:, {_DATE})*+\]"

_FIELD = re.compile(
    rf"(?P<key>[a-z_]{{1,64}}+):"
    rf"(?: (?:(?P<plain>(?!null|Null|NULL)\w[\w./ -]*+)|(?P<quoted>{_TEXT})|(?P<list>{_LIST})))?"
    rf"(?:{_EOL})++"
)
_ITEM = re.compile(
    rf"  - id: (?P<id>{_WORD}){_EOL}"
    rf"    status: (?P<status>open|(?:done|dropped)(?: {_DATE})?){_EOL}"
    rf"    owner: (?P<owner>{_WORD}){_EOL}"
    rf"    what: (?P<what>{_TEXT}){_EOL}"
    rf"(?:    due: (?P<due>{_DATE}){_EOL})?"
    rf"(?P<rest>(?:    (?:(?:made|snooze|due|was_due): {_DATE}|was_due: {_DATES}|why: {_TEXT}){_EOL})*+)"
    rf"(?:{_EOL})*+"
)
# Control characters, and what YAML alone takes for the end of a line (NEL, the separators of lines and paragraphs).
_UNUSUAL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_REST = re.compile(rf"    (?P<key>[a-z_]+): (?P<value>[^\r\n]++){_EOL}")
_DAY = re.compile(_DATE)
_LIST_ITEM = re.compile(rf"{_TEXT}|{_WORD}")
_ESCAPE = re.compile(r'\\(["\\])')


class PlainFrontMatter(NamedTuple):
    """What the front matter says."""

    fields: dict[str, PlainValue]
    """Its fields but `commitments`; None where there is no value."""
    commitments: tuple[Commitment, ...]
    starts: tuple[int, ...]
    """Where each commitment begins, in characters of the front matter."""


def find_plain_front_matter(source: str) -> PlainFrontMatter | None:
    """Read the YAML between the fences; None where YAML has to read it, or to say what is wrong with it."""
    if _UNUSUAL.search(source):
        return None
    fields: dict[str, PlainValue] = {}
    commitments: dict[str, Commitment] = {}
    starts: list[int] = []
    position = 0
    while position < len(source):
        field = _FIELD.match(source, position)
        if field is None:
            return None
        key, *written = field.groups()
        if key in fields:
            return None
        fields[key] = _get_value(*written)
        position = field.end()
        if key == "commitments" and fields[key] != ():
            if fields[key] is not None:
                return None
            while item := _ITEM.match(source, position):
                commitment = _find_commitment(item)
                if commitment is None or commitment.ref in commitments:
                    return None
                commitments[commitment.ref] = commitment
                starts.append(position)
                position = item.end()
    fields.pop("commitments", None)
    return PlainFrontMatter(fields, tuple(commitments.values()), tuple(starts))


def _get_value(plain: str | None, quoted: str | None, items: str | None) -> PlainValue:
    if plain:
        return plain.rstrip(" ")
    if quoted:
        return _unquote(quoted)
    return tuple(_unquote(item) for item in _LIST_ITEM.findall(items)) if items else None


def _find_commitment(item: re.Match[str]) -> Commitment | None:
    ref, status_text, owner, quoted, due_text, rest = item.groups()
    what = _unquote(quoted).strip()
    if not what:
        return None
    try:
        status = OPEN if status_text == "open" else parse_status(status_text)
        due = date.fromisoformat(due_text) if due_text else None
        commitment = Commitment(ref, what, owner, status, due)
        return _add_rest(commitment, rest) if rest else commitment
    except ValueError:
        # A day that no calendar has.
        return None


def _add_rest(commitment: Commitment, rest: str) -> Commitment | None:
    """The commitment with the fields that few have; None where one of them stands twice."""
    pairs = _REST.findall(rest)
    fields = dict(pairs)
    if len(fields) < len(pairs) or (commitment.due and "due" in fields):
        return None
    return replace(
        commitment,
        due=commitment.due or _find_day(fields, "due"),
        was_due=tuple(date.fromisoformat(day) for day in _DAY.findall(fields.get("was_due", ""))),
        snooze=_find_day(fields, "snooze"),
        why=_unquote(fields.get("why", "")).strip() or None,
        made=_find_day(fields, "made"),
    )


def _find_day(fields: dict[str, str], name: str) -> date | None:
    return date.fromisoformat(fields[name]) if name in fields else None


def _unquote(text: str) -> str:
    if not text.startswith('"'):
        return text
    return _ESCAPE.sub(r"\1", text[1:-1]) if "\\" in text else text[1:-1]
