"""Short forms for what tests of records do all the time."""

from o3cli.adapters.notes import note_format
from o3cli.domain.commitment import Commitment


def add_commitment(text: str, commitment: Commitment, path: str = "") -> str:
    """One more record."""
    return note_format.add_commitments(text, [commitment], path)
