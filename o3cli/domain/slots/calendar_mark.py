"""What is remembered of each series in the calendar, so that clients take a change, and nothing changes without one."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

KEPT_CANCELLED = timedelta(days=366)
"""For how long a series that is gone stays in the calendar as cancelled: clients that look rarely must see it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The state of one series, by its UID."""

    sequence: int
    """Raised by one at every change that a reader of the calendar can see."""
    stamp: datetime
    """The last such change, in UTC, to the second."""
    digest: str
    """Of the series as it was written, without its sequence and its stamp."""
    who: str
    """The slug of the person or the circle."""
    start: datetime
    """The first start (naive) on the clock of `tz`: what a cancelled series still has to say."""
    tz: str
    gone: date | None = None
    """The day on which the series was found to be gone; None while it is there."""

    def is_told(self, today: date) -> bool:
        """Whether a series that is gone is still written, as cancelled."""
        return self.gone is not None and today - self.gone < KEPT_CANCELLED


@dataclass(frozen=True, slots=True)
class Seen:
    """A series as it stands now."""

    uid: str
    digest: str
    who: str
    start: datetime
    tz: str


def update_marks(marks: Mapping[str, Mark], series: Collection[Seen], now: datetime) -> dict[str, Mark]:
    """The marks after a look at all series of the notebook: raised where a series changed, came back, or is gone.

    `now` is aware. A mark is never forgotten: a series that comes back after years must not begin at 0 again.
    """
    stamp = now.astimezone(UTC).replace(microsecond=0)
    new = dict(marks)
    for one in series:
        old = marks.get(one.uid)
        if old is None:
            new[one.uid] = Mark(0, stamp, one.digest, one.who, one.start, one.tz)
        elif old.digest == one.digest and old.gone is None:
            new[one.uid] = replace(old, who=one.who)
        else:
            new[one.uid] = Mark(old.sequence + 1, max(stamp, old.stamp), one.digest, one.who, one.start, one.tz)
    present = {one.uid for one in series}
    for uid, old in marks.items():
        if uid not in present and old.gone is None:
            new[uid] = replace(old, sequence=old.sequence + 1, stamp=max(stamp, old.stamp), gone=stamp.date())
    return new


def merge_marks(ours: Mapping[str, Mark], theirs: Mapping[str, Mark]) -> dict[str, Mark]:
    """The marks of two notebooks that were changed apart: where they differ, the larger sequence and one more."""
    merged = {**theirs, **ours}
    for uid in ours.keys() & theirs.keys():
        one, other = ours[uid], theirs[uid]
        if one != other:
            # Which side is taken must not depend on whose computer merges.
            later = max(one, other, key=lambda mark: (mark.sequence, mark.stamp, mark.digest, str(mark.gone)))
            merged[uid] = replace(later, sequence=later.sequence + 1, stamp=max(one.stamp, other.stamp))
    return merged


def format_marks(marks: Mapping[str, Mark]) -> str:
    """The marks as JSON, a series on each line, in the order of their UIDs: git merges most of it by itself."""
    lines = [f"{json.dumps(uid)}: {json.dumps(_to_fields(mark))}" for uid, mark in sorted(marks.items())]
    return "{\n" + ",\n".join(lines) + "\n}\n" if lines else "{}\n"


def _to_fields(mark: Mark) -> dict[str, str | int]:
    fields: dict[str, str | int] = {
        "seq": mark.sequence,
        "stamp": f"{mark.stamp:%Y-%m-%dT%H:%M:%SZ}",
        "hash": mark.digest,
        "who": mark.who,
        "start": mark.start.isoformat(timespec="minutes"),
        "tz": mark.tz,
    }
    return fields | ({"gone": str(mark.gone)} if mark.gone else {})


def parse_marks(text: str) -> dict[str, Mark]:
    """Read what `format_marks` wrote. Raises ValueError where it is anything else."""
    try:
        return {uid: _from_fields(fields) for uid, fields in json.loads(text).items()}
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("not the marks of a calendar") from error


def _from_fields(fields: Mapping[str, str]) -> Mark:
    gone = fields.get("gone")
    stamp = datetime.fromisoformat(fields["stamp"])
    start = datetime.fromisoformat(fields["start"])
    if stamp.tzinfo is None or start.tzinfo is not None:
        raise ValueError("not the marks of a calendar")
    return Mark(
        int(fields["seq"]),
        stamp.astimezone(UTC),
        str(fields["hash"]),
        str(fields["who"]),
        start,
        str(fields["tz"]),
        date.fromisoformat(gone) if gone else None,
    )
