"""The name of the machine's time zone."""

from pathlib import Path

from o3cli.adapters.machine_zone import find_machine_zone


def test_the_variable_comes_first(tmp_path: Path) -> None:
    """`TZ` names a zone, with or without a colon; a rule is no name, and then nothing else is asked."""
    (tmp_path / "timezone").write_text("Asia/Tokyo\n")
    assert find_machine_zone({"TZ": "Europe/Paris"}, tmp_path) == "Europe/Paris"
    assert find_machine_zone({"TZ": ":Europe/Paris"}, tmp_path) == "Europe/Paris"
    assert find_machine_zone({"TZ": "<+03>-3,M3.2.0"}, tmp_path) is None


def test_the_link_names_the_zone(tmp_path: Path) -> None:
    """`localtime` is a link into a folder of zones, wherever that is."""
    zones = tmp_path / "share" / "zoneinfo" / "Europe"
    zones.mkdir(parents=True)
    (zones / "Paris").touch()
    (tmp_path / "localtime").symlink_to(zones / "Paris")
    assert find_machine_zone({}, tmp_path) == "Europe/Paris"


def test_the_file_names_it_where_there_is_no_link(tmp_path: Path) -> None:
    """`timezone` is asked last; nothing, or nonsense, is no name."""
    assert find_machine_zone({}, tmp_path) is None
    (tmp_path / "timezone").write_text("Asia/Tokyo\n")
    assert find_machine_zone({"TZ": ""}, tmp_path) == "Asia/Tokyo"
    (tmp_path / "timezone").write_bytes(b"\xff\n")
    assert find_machine_zone({}, tmp_path) is None
    (tmp_path / "timezone").write_text("../etc/passwd\n")
    assert find_machine_zone({}, tmp_path) is None
