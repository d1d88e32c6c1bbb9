"""Expands calendars with libical, through ctypes; the protocol is that of `expand.mjs`."""

import ctypes
import json
import sys

_VEVENT = 4


class _Time(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")
    ] + [("zone", ctypes.c_void_p)]


class _Span(ctypes.Structure):
    _fields_ = [("start", ctypes.c_long), ("end", ctypes.c_long), ("is_busy", ctypes.c_int)]


_Callback = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(_Span), ctypes.c_void_p)


def load(path: str) -> ctypes.CDLL:
    library = ctypes.CDLL(path)
    for name, result, arguments in (
        ("icalparser_parse_string", ctypes.c_void_p, [ctypes.c_char_p]),
        ("icalcomponent_get_first_component", ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_int]),
        ("icalcomponent_get_next_component", ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_int]),
        ("icalcomponent_get_uid", ctypes.c_char_p, [ctypes.c_void_p]),
        ("icalcomponent_get_dtstart", _Time, [ctypes.c_void_p]),
        ("icalcomponent_get_dtend", _Time, [ctypes.c_void_p]),
        ("icalcomponent_get_recurrenceid", _Time, [ctypes.c_void_p]),
        ("icalcomponent_free", None, [ctypes.c_void_p]),
        ("icaltime_as_timet_with_zone", ctypes.c_long, [_Time, ctypes.c_void_p]),
        ("icaltime_is_null_time", ctypes.c_int, [_Time]),
        ("icaltime_from_timet_with_zone", _Time, [ctypes.c_long, ctypes.c_int, ctypes.c_void_p]),
        ("icaltimezone_get_utc_timezone", ctypes.c_void_p, []),
        ("icalcomponent_foreach_recurrence", None, [ctypes.c_void_p, _Time, _Time, _Callback, ctypes.c_void_p]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def expand(ical: ctypes.CDLL, text: str, first: int, last: int) -> list[tuple[int, int]]:
    calendar = ical.icalparser_parse_string(text.encode())
    utc = ical.icaltimezone_get_utc_timezone()
    month = 31 * 86400
    begin, end = (ical.icaltime_from_timet_with_zone(moment, 0, utc) for moment in (first - month, last + month))
    spans: dict[tuple[bytes, int], tuple[int, int]] = {}
    moved: dict[tuple[bytes, int], tuple[int, int]] = {}

    def seconds(moment: _Time) -> int:
        return int(ical.icaltime_as_timet_with_zone(moment, moment.zone))

    event = ical.icalcomponent_get_first_component(calendar, _VEVENT)
    while event:
        uid = ical.icalcomponent_get_uid(event)
        identity = ical.icalcomponent_get_recurrenceid(event)
        if ical.icaltime_is_null_time(identity):

            def take(_: object, span: object, __: object, uid: bytes = uid) -> None:
                found = span.contents  # type: ignore[attr-defined]
                spans[uid, found.start] = (found.start, found.end)

            ical.icalcomponent_foreach_recurrence(event, begin, end, _Callback(take), None)
        else:
            start, end = ical.icalcomponent_get_dtstart(event), ical.icalcomponent_get_dtend(event)
            # The zone of a RECURRENCE-ID is left to the caller too; o3 writes it in that of DTSTART.
            identity.zone = start.zone
            moved[uid, seconds(identity)] = (seconds(start), seconds(end))
        event = ical.icalcomponent_get_next_component(calendar, _VEVENT)
    ical.icalcomponent_free(calendar)
    # libical leaves it to its caller to put moved occurrences in the place of the series' own.
    return [*(spans | moved).values()]


def main() -> None:
    request = json.load(sys.stdin)
    ical = load(request["folder"])
    first, last = request["first"] // 1000, request["last"] // 1000
    expanded = {}
    for name, text in request["files"].items():
        found = expand(ical, text, first, last)
        expanded[name] = [[start * 1000, end * 1000] for start, end in found if first <= start < last]
    json.dump(expanded, sys.stdout)


main()
