"""Circles."""

from o3cli.domain.circle import Circle
from o3cli.domain.person import match_people


def test_a_circle_is_addressed_and_found_by_its_name() -> None:
    """Its members are no names of it."""
    guild = Circle("guild", "The guild", ("alice", "bob"))
    assert (guild.folder, guild.first_name, guild.aliases) == ("circles/guild", "The guild", ())
    assert match_people("the g", (guild,)) == (guild,)
    assert match_people("alice", (guild,)) == ()
