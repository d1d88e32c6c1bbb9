"""Git's settings, as far as they decide whether and in whose name it can record."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from o3cli.adapters.git.process import Git
from o3cli.errors.history import MissingIdentity

Settings = Mapping[str, str | None]
"""Values by their keys, sections and names in lower case; None is a key without a value, which means yes."""

_KEYS = r"^((user|author|committer)\.(name|email|useconfigonly)|filter\..*|core\.(bare|repositoryformatversion))$"


def list_settings(git: Git) -> Settings:
    """Those that o3 asks for, from all of the owner's files; where a key is set twice, the last one counts."""
    outcome = git.read("config", "-z", "--get-regexp", _KEYS)
    # It fails without a word where nothing is set.
    if outcome.failed and outcome.words:
        raise git.explain("config", outcome)
    settings: dict[str, str | None] = {}
    for entry in os.fsdecode(outcome.output).split("\0")[:-1]:
        key, separator, value = entry.partition("\n")
        settings[key] = value if separator else None
    return settings


def is_on(settings: Settings, key: str) -> bool:
    """Whether a setting says yes."""
    if key not in settings:
        return False
    value = settings[key]
    return value is None or value.lower() in {"true", "yes", "on", "1"}


def has_filter(settings: Settings, name: str) -> bool:
    """Whether a filter of this name does anything."""
    return any(settings.get(f"filter.{name}.{key}") for key in ("clean", "process", "smudge"))


def list_missing_identity(settings: Settings, environ: Mapping[str, str], root: Path) -> list[str]:
    """`user.name` and `user.email`, where git was told of none that it takes (git-commit(1), COMMIT INFORMATION).

    Raises MissingIdentity where the owner does not want it to go without.
    """
    is_strict = is_on(settings, "user.useconfigonly")
    given = {key for key, value in settings.items() if value}
    given |= {
        f"{role}.{what}"
        for role in ("author", "committer")
        for what in ("name", "email")
        if environ.get(f"GIT_{role}_{what}".upper())
    }
    if environ.get("EMAIL") and not is_strict:
        given.add("user.email")
    missing = [
        f"user.{what}"
        for what in ("name", "email")
        if f"user.{what}" not in given and not {f"author.{what}", f"committer.{what}"} <= given
    ]
    if missing and is_strict:
        raise MissingIdentity(str(root), missing)
    return missing
