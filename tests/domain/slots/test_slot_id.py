from __future__ import annotations

import random

from o3cli.domain.slots.slot_fields import parse_schedule
from o3cli.domain.slots.slot_id import make_slot_id


def test_an_id_is_one_that_a_slot_may_have() -> None:
    """Twelve signs without look-alikes, a letter first; no two alike in a thousand."""
    chance = random.Random(7)
    ids = {make_slot_id(chance.randrange) for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(slot_id) == 12 and slot_id[0].isalpha() and not set("01ilo") & set(slot_id) for slot_id in ids)
    fields = {"every": "weekly on mon", "at": "10:30", "for": "30m", "tz": "Europe/Paris", "from": "2026-01-13"}
    slots = [{"id": slot_id, **fields} for slot_id in ids]
    assert parse_schedule({"slots": slots}, lambda _: None).faults == ()
