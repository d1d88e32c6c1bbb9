"""A CalDAV server takes each series as one object, and gives it back as it was."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from o3cli.adapters.calendars.calendar_file import draft_series, format_series_files
from o3cli.adapters.calendars.calendar_reading import read_changes
from o3cli.domain.slots.calendar_mark import update_marks
from o3cli.domain.slots.slot_edits import cancel_occurrence
from tests.readers import expansion, install
from tests.readers.cases import CASES, day, make_series

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TODAY = date(2026, 1, 1)
CALENDAR = "/alice/o3/"
HEADERS = {"Content-Type": "text/calendar; charset=utf-8"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[http.client.HTTPConnection]:
    """Radicale on loopback, with one empty calendar; anybody may do anything."""
    program = expansion.require(install.get_programs) / "radicale"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = tmp_path / "radicale.conf"
    config.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n[rights]\ntype = owner_only\n"
        f"[storage]\nfilesystem_folder = {tmp_path / 'collections'}\n[logging]\nlevel = warning\n"
    )
    log = (tmp_path / "log").open("wb")
    process = subprocess.Popen(
        [program, "--config", config],
        stdout=log,
        stderr=log,
        env=os.environ | {"TZ": "Asia/Tokyo", "HOME": str(tmp_path)},
    )
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        _wait(port, process)
        _ask(connection, "MKCALENDAR", CALENDAR, b"", {})
        yield connection
    finally:
        connection.close()
        process.terminate()
        process.wait(timeout=30)
        log.close()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server stopped"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not start within 30 s")


def _ask(
    connection: http.client.HTTPConnection, method: str, path: str, body: bytes, headers: dict[str, str]
) -> tuple[int, str, bytes]:
    """Status, ETag and body."""
    # `alice:` in base 64; the server takes any password.
    connection.request(method, path, body, headers | {"Authorization": "Basic YWxpY2U6eA=="})
    answer = connection.getresponse()
    data = answer.read()
    return answer.status, answer.headers.get("ETag", ""), data


def test_every_series_goes_to_a_server_and_back(server: http.client.HTTPConnection) -> None:
    """Each file is taken as one object, and what the server gives back is read like the original."""
    drafts = draft_series([make_series(slot, leave) for slot, leave in CASES])
    files = format_series_files(drafts, update_marks({}, [draft.seen for draft in drafts], NOW), TODAY)
    back = {}
    for name, data in files.items():
        status, _, body = _ask(server, "PUT", CALENDAR + name, data, HEADERS | {"If-None-Match": "*"})
        assert (status, body) == (201, b"")
        back[name] = _ask(server, "GET", CALENDAR + name, b"", {})[2]

    theirs = expansion.ask_recurring_ical_events(back)

    assert theirs == expansion.ask_recurring_ical_events(files)
    assert read_changes(b"".join(back.values()), CASES).changes == {}


def test_a_changed_series_replaces_the_one_that_the_server_has(server: http.client.HTTPConnection) -> None:
    """With the ETag of what was there a PUT updates it; with an old one it is refused, and nothing is lost."""
    slot = CASES[0][0]
    path = f"{CALENDAR}{slot.id}.ics"
    drafts = draft_series([make_series(slot)])
    marks = update_marks({}, [draft.seen for draft in drafts], NOW)
    (data,) = format_series_files(drafts, marks, TODAY).values()
    _, first_tag, _ = _ask(server, "PUT", path, data, HEADERS | {"If-None-Match": "*"})
    changed = draft_series([make_series(cancel_occurrence(slot, day("2026-02-09"), "holiday"))])
    marks = update_marks(marks, [draft.seen for draft in changed], NOW)
    (data,) = format_series_files(changed, marks, TODAY).values()

    updated, _, _ = _ask(server, "PUT", path, data, HEADERS | {"If-Match": first_tag})
    refused, _, _ = _ask(server, "PUT", path, data, HEADERS | {"If-Match": first_tag})

    assert (updated, refused) == (204, 412)
    found = _ask(server, "GET", path, b"", {})[2]
    assert b"SEQUENCE:1\r\n" in found
    assert read_changes(found, [(slot, ())]).changes[slot.id][0].on == day("2026-02-09")
