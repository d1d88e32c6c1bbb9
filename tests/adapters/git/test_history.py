"""Recording, by a real git."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from o3cli.adapters.git.history import GitHistory
from o3cli.domain.recorded import Recorded
from o3cli.errors import O3Error
from o3cli.errors.history import (
    DetachedHead,
    FailedGit,
    FailedSignature,
    HistoryUnderWay,
    LockHeld,
    MissingFilter,
    MissingGit,
    MissingIdentity,
    NoHistory,
    NotRecorded,
    RefusedByHook,
    UnmergedFiles,
    UnwritableHistory,
)
from tests.adapters.git_notebook import NOTE, GitNotebook, make_environ, make_notebook, record_first

MESSAGE = "alice 2026-11-20: note"
SECRET = "the salary of alice"
ABOUT = "people/alice/about.md"


@pytest.fixture
def notebook(tmp_path: Path) -> GitNotebook:
    return make_notebook(tmp_path)


def record(notebook: GitNotebook, *paths: str) -> Recorded:
    return notebook.history.record(paths or (NOTE,), MESSAGE)


# One commit of exactly these files


def test_new_files_become_one_commit(notebook: GitNotebook) -> None:
    """The first commit holds the files that were named, under the message and the owner's name."""
    notebook.write(NOTE, "# Alice\n")
    notebook.write(ABOUT, "name: Zoé\n")
    notebook.write("people/bob/about.md", "name: Łukasz\n")
    recorded = record(notebook, NOTE, ABOUT)
    assert recorded == Recorded(notebook.run("rev-parse", "HEAD").strip())
    assert notebook.list_commit() == [f"A\t{NOTE}", f"A\t{ABOUT}"]
    assert (
        notebook.run("show", "--no-patch", "--format=%an <%ae>%n%B").rstrip() == f"Alice <alice@example.org>\n{MESSAGE}"
    )
    assert notebook.list_status() == ["?? people/bob/"]


def test_changed_and_removed_files_are_recorded(notebook: GitNotebook) -> None:
    """A commit can change one file and take another away."""
    notebook.write(NOTE, "one\n")
    notebook.write(ABOUT, "about\n")
    record(notebook, NOTE, ABOUT)
    notebook.write(NOTE, "two\n")
    (notebook.root / ABOUT).unlink()
    record(notebook, NOTE, ABOUT)
    assert notebook.list_commit() == [f"M\t{NOTE}", f"D\t{ABOUT}"]
    assert notebook.list_status() == []


def test_nothing_that_differs_is_no_commit(notebook: GitNotebook) -> None:
    """Files that history has already, and files that are nowhere, make no commit."""
    record_first(notebook)
    assert record(notebook, NOTE) == Recorded(None)
    assert record(notebook, "people/bob/2026-11-20.md") == Recorded(None)
    assert notebook.history.record([], MESSAGE) == Recorded(None)
    assert notebook.list_log() == [MESSAGE]


def test_a_file_that_is_nowhere_does_not_stop_the_others(notebook: GitNotebook) -> None:
    """A note that came and went unrecorded is passed over."""
    notebook.write(NOTE, "one\n")
    record(notebook, NOTE, "people/alice/2026-11-21.md")
    assert notebook.list_commit() == [f"A\t{NOTE}"]


def test_what_the_owner_has_staged_stays_staged(notebook: GitNotebook) -> None:
    """Staged, half staged, unstaged and untracked files of the owner's are after a commit as they were before it."""
    record_first(notebook)
    for name in ("staged", "half", "unstaged"):
        notebook.write(name, "old\n")
    notebook.run("add", ".")
    notebook.run("commit", "--quiet", "--message=mine")
    notebook.write("staged", "new\n")
    notebook.write("half", "one\n")
    notebook.write("added", "new\n")
    notebook.run("add", "staged", "half", "added")
    notebook.write("half", "two\n")
    notebook.write("unstaged", "new\n")
    notebook.write("untracked", "new\n")
    before = notebook.list_status(), notebook.run("ls-files", "--stage", "--", "staged", "half", "unstaged", "added")
    notebook.write(NOTE, "second\n")
    record(notebook, NOTE)
    assert notebook.list_commit() == [f"M\t{NOTE}"]
    after = notebook.list_status(), notebook.run("ls-files", "--stage", "--", "staged", "half", "unstaged", "added")
    assert after == before


def test_the_first_commit_leaves_staged_files_alone(notebook: GitNotebook) -> None:
    """On a branch without a commit, what the owner has staged is not swept in."""
    notebook.write("staged", "mine\n")
    notebook.run("add", "staged")
    notebook.write(NOTE, "one\n")
    record(notebook, NOTE)
    assert notebook.list_commit() == [f"A\t{NOTE}"]
    assert notebook.list_status() == ["A  staged"]


def test_a_staged_version_gives_way_to_what_is_on_disk(notebook: GitNotebook) -> None:
    """Of a file that is recorded itself, the version on disk counts, staged or not."""
    record_first(notebook)
    notebook.write(NOTE, "staged\n")
    notebook.run("add", NOTE)
    notebook.write(NOTE, "on disk\n")
    record(notebook, NOTE)
    assert notebook.show(NOTE) == "on disk\n"
    assert notebook.list_status() == []


def test_a_file_that_its_owner_took_out_is_recorded_as_it_is(notebook: GitNotebook) -> None:
    """`git rm` and `git rm --cached` are no hindrance: gone is recorded as gone, still there as there."""
    notebook.write(NOTE, "one\n")
    notebook.write(ABOUT, "about\n")
    record(notebook, NOTE, ABOUT)
    notebook.run("rm", "--quiet", NOTE)
    notebook.run("rm", "--quiet", "--cached", ABOUT)
    notebook.write(ABOUT, "about her\n")
    record(notebook, NOTE, ABOUT)
    assert notebook.list_commit() == [f"D\t{NOTE}", f"M\t{ABOUT}"]
    assert notebook.list_status() == []


def test_ignored_files_are_recorded(notebook: GitNotebook) -> None:
    """A pattern of the owner's that happens to match a note keeps it out of nothing: a note is recorded."""
    notebook.write(".gitignore", "2026-*\n")
    notebook.write(NOTE, "one\n")
    record(notebook, NOTE)
    assert notebook.list_commit() == [f"A\t{NOTE}"]


def test_a_file_that_git_shall_not_look_at_is_recorded(notebook: GitNotebook) -> None:
    """Where `git status` keeps quiet about a file, history still gets it."""
    record_first(notebook)
    notebook.run("update-index", "--assume-unchanged", NOTE)
    notebook.write(NOTE, "second\n")
    assert record(notebook).commit
    assert notebook.show(NOTE) == "second\n"


def test_what_git_leaves_out_is_not_success(notebook: GitNotebook) -> None:
    """A file that the owner's sparse checkout keeps git away from is named as not recorded."""
    record_first(notebook)
    notebook.run("update-index", "--skip-worktree", NOTE)
    notebook.write(NOTE, "second\n")
    with pytest.raises(NotRecorded):
        record(notebook)


def test_a_folder_names_no_file(notebook: GitNotebook) -> None:
    """Nothing below a folder is swept in by its name; a file that gave way to a folder goes with its first file."""
    notebook.write(NOTE, "one\n")
    assert record(notebook, "people/alice") == Recorded(None)
    record(notebook, NOTE)
    (notebook.root / NOTE).unlink()
    notebook.write(f"{NOTE}/part.md", "two\n")
    record(notebook, NOTE, f"{NOTE}/part.md")
    assert notebook.list_commit() == [f"D\t{NOTE}", f"A\t{NOTE}/part.md"]
    assert notebook.list_status() == []


def test_a_link_is_recorded_as_a_link(notebook: GitNotebook) -> None:
    """What a link leads to stays out of history."""
    (notebook.root / "link").symlink_to("/etc/hostname")
    assert record(notebook, "link").commit
    assert notebook.show("link") == "/etc/hostname"
    assert record(notebook, "link") == Recorded(None)


def is_name(name: bytes) -> bool:
    """Whether a file of the notebook can be called like that; git takes several spellings of `.git` for its own."""
    return not {0, ord("/")}.intersection(name) and name not in {b".", b".."} and b"git" not in name.lower()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have names in Unicode only")
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.sets(st.binary(min_size=1, max_size=12).filter(is_name), min_size=1, max_size=6))
@example(names={b"\r", b"ends with\r"})
@example(
    names={b":(top)", b"*", b"[a-z].md", b"\\", b'"quoted"', b"two\nlines", b"Zo\xc3\xa9", b"\xff\xfe", b"-rf", b"a b "}
)
@example(names={b":0:a", b"HEAD missing", b"1:notes", b":!", b"!", b"\t", "李雷".encode(), b"two\nlines missing\n"})
def test_a_name_is_only_a_name(names: set[bytes], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever a file is called, it is recorded, its neighbours are not, and its removal is recorded too."""
    notebook = make_notebook(tmp_path_factory.mktemp("names"))
    notebook.write("a neighbour of theirs", "mine\n")
    paths = [notebook.write(os.fsdecode(name), "one\n") for name in names]
    assert notebook.history.record(paths, MESSAGE).commit
    found = notebook.run("ls-tree", "-r", "-z", "--name-only", "HEAD")
    assert set(found.split("\0")[:-1]) == set(paths)
    assert all(notebook.history.find_recorded(path) == b"one\n" for path in paths)
    for path in paths:
        (notebook.root / path).unlink()
    assert notebook.history.record(paths, MESSAGE).commit
    assert notebook.run("ls-tree", "-r", "HEAD") == ""


def test_thousands_of_files_are_one_commit(notebook: GitNotebook) -> None:
    """There may be more of them than a command line can hold."""
    paths = [notebook.write(f"people/alice/{'long' * 40}-{number}.md", "one\n") for number in range(1500)]
    assert sum(map(len, paths)) > 200_000
    assert notebook.history.record(paths, MESSAGE).commit
    assert len(notebook.list_commit()) == 1500


# What the owner has set up


def test_the_message_is_recorded_as_it_is(notebook: GitNotebook) -> None:
    """No template, clean-up, editor or encoding of the owner's changes the message."""
    notebook.run("config", "commit.template", "/nonexistent")
    notebook.run("config", "commit.cleanup", "scissors")
    notebook.run("config", "commit.verbose", "true")
    notebook.run("config", "core.editor", "false")
    notebook.run("config", "i18n.commitEncoding", "ISO-8859-1")
    notebook.write(NOTE, "one\n")
    message = "#zoé 2026-11-20: note  "
    notebook.history.record([NOTE], message)
    assert notebook.run("cat-file", "commit", "HEAD").partition("\n\n")[2] == f"{message}\n"
    assert "encoding" not in notebook.run("cat-file", "commit", "HEAD")


def test_a_hook_that_refuses_is_named_and_not_quoted(notebook: GitNotebook) -> None:
    """The error says which hook it was, holds no word of a note, and everything is as it was before."""
    record_first(notebook)
    notebook.write("staged", "mine\n")
    notebook.run("add", "staged")
    notebook.write(ABOUT, SECRET)
    notebook.write(NOTE, SECRET)
    notebook.write_hook("pre-commit", f"cat {NOTE} >&2; echo fatal: {SECRET} >&2; exit 1")
    before = notebook.list_status(), notebook.run("ls-files", "--stage")
    with pytest.raises(RefusedByHook) as caught:
        record(notebook, NOTE, ABOUT)
    assert caught.value.message == "the notebook's git hook `pre-commit` refused the change"
    assert "git -C" in caught.value.hint
    assert SECRET not in caught.value.message + caught.value.hint
    assert (notebook.list_status(), notebook.run("ls-files", "--stage")) == before
    assert (notebook.root / NOTE).read_text() == SECRET
    (notebook.hooks / "pre-commit").unlink()
    assert record(notebook, NOTE, ABOUT).commit
    assert notebook.list_status() == ["A  staged"]


def test_a_disk_that_fills_up_is_named_before_a_hook_is(notebook: GitNotebook) -> None:
    """A hook that fails for want of room on the disk refuses nothing."""
    notebook.write_hook("pre-commit", "echo hook: write error: No space left on device >&2; exit 1")
    notebook.write(NOTE, "one\n")
    with pytest.raises(UnwritableHistory) as caught:
        record(notebook)
    assert caught.value.message == "git cannot write to the notebook's history: the disk is full"


def test_settings_that_git_refuses_are_an_error(notebook: GitNotebook) -> None:
    """What only `git commit` stumbles over is named by that command."""
    notebook.run("config", "commit.status", "perhaps")
    notebook.write(NOTE, "one\n")
    with pytest.raises(FailedGit) as caught:
        record(notebook)
    assert caught.value.message == "`git commit` failed in the notebook, with exit status 128"
    assert notebook.run("ls-files") == ""


def test_hooks_in_another_folder_are_honoured(notebook: GitNotebook) -> None:
    """`core.hooksPath` counts; where several hooks can have refused, all are named."""
    folder = notebook.home / "hooks"
    notebook.run("config", "core.hooksPath", str(folder))
    notebook.write_hook("pre-commit", "exit 0", folder)
    notebook.write_hook("commit-msg", "exit 1", folder)
    notebook.write(NOTE, "one\n")
    with pytest.raises(RefusedByHook) as caught:
        record(notebook)
    assert caught.value.hooks == ["pre-commit", "commit-msg"]


def test_a_hook_may_format_what_it_commits(notebook: GitNotebook) -> None:
    """History has what the hook made of the note; so have the disk and the index, and nothing is left over."""
    record_first(notebook)
    notebook.write_hook("pre-commit", f"echo formatted > {NOTE}; git add {NOTE}")
    notebook.write(NOTE, "second\n")
    assert record(notebook).commit
    assert notebook.show(NOTE) == "formatted\n"
    assert notebook.list_status() == []


def test_a_note_that_is_saved_meanwhile_is_recorded_too(notebook: GitNotebook) -> None:
    """What an editor saves while git commits is in history when recording says that it is done."""
    record_first(notebook)
    notebook.write_hook("post-commit", f"test -e .git/saved || echo saved > {NOTE}; touch .git/saved")
    notebook.write(NOTE, "second\n")
    recorded = record(notebook)
    assert recorded.commit == notebook.run("rev-parse", "HEAD").strip()
    assert notebook.show(NOTE) == "saved\n"
    assert len(notebook.list_log()) == 3


def test_a_note_that_becomes_a_link_meanwhile_is_recorded_as_one(notebook: GitNotebook) -> None:
    """What is recorded in the end is what is there in the end."""
    record_first(notebook)
    notebook.write_hook("post-commit", f"test -L {NOTE} || ln -sf about.md {NOTE}")
    notebook.write(NOTE, "second\n")
    assert record(notebook).commit
    assert notebook.show(NOTE) == "about.md"
    assert notebook.list_status() == []


def test_a_commit_without_the_note_is_not_success(notebook: GitNotebook) -> None:
    """Where a hook keeps a file out of the commit, git's exit status 0 is not taken for an answer."""
    record_first(notebook)
    notebook.write_hook("pre-commit", f"echo other > other; git add other; git reset --quiet -- {NOTE}")
    notebook.write(NOTE, "second\n")
    with pytest.raises(NotRecorded):
        record(notebook)
    assert notebook.show(NOTE) == "first\n"


def test_a_note_that_never_stands_still_is_named(notebook: GitNotebook) -> None:
    """Recording gives up after a few rounds, and says what is not recorded."""
    notebook.write_hook("post-commit", f"date +%N >> {NOTE}")
    notebook.write(NOTE, "one\n")
    with pytest.raises(NotRecorded) as caught:
        record(notebook)
    assert caught.value.message == f"{NOTE}: written, but not recorded in history"
    assert "tries again" in caught.value.hint
    # What history did get of it is not staged as removed.
    assert notebook.list_status() == [f" M {NOTE}"]
    assert NotRecorded("/notes", [NOTE, ABOUT, "o3.toml"]).message.startswith(f"{NOTE} and 2 more: ")


def test_hooks_see_the_owners_environment(notebook: GitNotebook) -> None:
    """A hook gets the encoding of the owner's locale, and pathspecs mean to it what they mean elsewhere."""
    environ = notebook.environ | {"LC_ALL": "fr_FR.UTF-8", "LANG": "de_DE.UTF-8", "OWN": "yes"}
    notebook.write_hook(
        "pre-commit",
        'echo "$LC_ALL|$LC_CTYPE|$LANG|$OWN" > .git/seen; git diff --cached --name-only -- "*.md" >> .git/seen',
    )
    notebook.write(NOTE, "one\n")
    GitHistory(notebook.root, environ).record([NOTE], MESSAGE)
    assert (notebook.root / ".git/seen").read_text() == f"|fr_FR.UTF-8|de_DE.UTF-8|yes\n{NOTE}\n"


def test_a_program_that_a_hook_leaves_behind_is_not_waited_for(notebook: GitNotebook) -> None:
    """A hook may start something that goes on after the commit, with git's stderr still open."""
    notebook.write_hook("pre-commit", "sleep 20 & echo $! > .git/left")
    notebook.write(NOTE, "one\n")
    begin = time.monotonic()
    assert record(notebook).commit
    assert time.monotonic() - begin < 10
    os.kill(int((notebook.root / ".git/left").read_text()), signal.SIGKILL)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks at processes through /proc")
def test_no_path_and_no_message_is_a_process_argument(notebook: GitNotebook) -> None:
    """Other users of the machine see every command line: none of git's names a person."""
    notebook.write_hook("pre-commit", "tr '\\0' ' ' < /proc/$PPID/cmdline > .git/seen")
    notebook.write(NOTE, "one\n")
    record(notebook)
    seen = (notebook.root / ".git/seen").read_text()
    assert "commit --only" in seen
    assert "alice" not in seen


def test_a_repositorys_own_program_is_not_run(notebook: GitNotebook) -> None:
    """`core.fsmonitor` in a repository's settings names a program; o3 never has it run."""
    notebook.run("config", "core.fsmonitor", str(notebook.write_program("monitor", "touch $HOME/ran")))
    notebook.write(NOTE, "one\n")
    notebook.history.check_ready()
    record(notebook)
    assert notebook.history.find_recorded(NOTE) == b"one\n"
    notebook.history.keep(b"old")
    assert not (notebook.home / "ran").exists()
    notebook.run("status")
    assert (notebook.home / "ran").exists()


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="signs with ssh-keygen")
def test_commits_are_signed_where_the_owner_signs(notebook: GitNotebook) -> None:
    """`commit.gpgSign` counts."""
    key = notebook.home / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    for name, value in (("gpg.format", "ssh"), ("user.signingKey", str(key)), ("commit.gpgSign", "true")):
        notebook.run("config", name, value)
    notebook.write(NOTE, "one\n")
    record(notebook)
    assert "BEGIN SSH SIGNATURE" in notebook.run("cat-file", "commit", "HEAD")


def test_a_signature_that_fails_is_named(notebook: GitNotebook) -> None:
    """The error says that it was the signature; the note is neither recorded nor half staged."""
    notebook.run("config", "commit.gpgSign", "true")
    notebook.run("config", "gpg.program", str(notebook.write_program("gpg", "exit 2")))
    notebook.write(NOTE, "one\n")
    with pytest.raises(FailedSignature) as caught:
        record(notebook)
    assert caught.value.message == "git could not sign the change"
    assert "signingKey" in caught.value.hint
    assert notebook.list_status() == ["?? people/"]


def test_a_filter_stands_between_disk_and_history(notebook: GitNotebook) -> None:
    """History holds what the owner's filter makes of a note, and gives back the note."""
    notebook.write(".gitattributes", "*.md filter=rot\n")
    notebook.run("config", "filter.rot.clean", "tr a-z n-za-m")
    notebook.run("config", "filter.rot.smudge", "tr a-z n-za-m")
    notebook.write(NOTE, "hello\n")
    notebook.history.check_ready()
    assert record(notebook).commit
    assert notebook.show(NOTE) == "uryyb\n"
    assert notebook.history.find_recorded(NOTE) == b"hello\n"
    assert record(notebook) == Recorded(None)


def test_a_filter_may_never_make_the_same_twice(notebook: GitNotebook) -> None:
    """With a filter that encrypts differently every time, what history gives back is the proof."""
    notebook.write(".gitattributes", "*.md filter=age\n")
    notebook.run("config", "filter.age.clean", "od -An -N8 -tx8 /dev/urandom; cat")
    notebook.run("config", "filter.age.smudge", "tail -n +2")
    notebook.write(NOTE, "hello\n")
    assert record(notebook).commit
    assert notebook.history.find_recorded(NOTE) == b"hello\n"
    assert len(notebook.list_log()) == 1


def test_a_filter_that_is_not_set_up_stops_everything(notebook: GitNotebook) -> None:
    """A locked clone of an encrypted notebook records no plain text, and says so before the editor opens."""
    notebook.write(".gitattributes", "[attr]secret filter=git-crypt diff=git-crypt\npeople/** secret\n")
    notebook.write(NOTE, SECRET)
    with pytest.raises(MissingFilter) as early:
        notebook.history.check_ready()
    with pytest.raises(MissingFilter) as caught:
        record(notebook)
    assert caught.value.message == early.value.message
    assert "`git-crypt`" in caught.value.message
    assert "git-crypt unlock" in caught.value.hint
    assert notebook.list_status() == ["?? .gitattributes", "?? people/"]
    assert record(notebook, ".gitattributes").commit
    notebook.run("config", "filter.git-crypt.clean", "tr a-z n-za-m")
    assert record(notebook).commit


def test_a_filter_for_one_person_is_seen_when_it_counts(notebook: GitNotebook) -> None:
    """Attributes deep in the notebook and in git's own folder are found for the very file that is recorded."""
    notebook.write("people/alice/.gitattributes", "*.md filter=own\n")
    notebook.write(NOTE, "one\n")
    notebook.write("people/bob/about.md", "bob\n")
    notebook.history.check_ready()
    with pytest.raises(MissingFilter) as caught:
        record(notebook)
    assert "filter.own.clean" in caught.value.hint
    assert record(notebook, "people/bob/about.md").commit
    (notebook.root / ".git/info").mkdir(exist_ok=True)
    (notebook.root / ".git/info/attributes").write_text("*.md filter=own\n")
    with pytest.raises(MissingFilter):
        record(notebook, "people/bob/about.md")


def test_line_ends_are_converted_by_git(notebook: GitNotebook) -> None:
    """With `core.autocrlf`, a note with CRLF is in history with LF, and comes back with CRLF."""
    notebook.run("config", "core.autocrlf", "true")
    notebook.write(NOTE, "one\r\ntwo\r\n")
    assert record(notebook).commit
    assert notebook.run("cat-file", "blob", f"HEAD:{NOTE}") == "one\ntwo\n"
    assert notebook.history.find_recorded(NOTE) == b"one\r\ntwo\r\n"
    assert record(notebook) == Recorded(None)


# Every kind of repository


def make_index_4(notebook: GitNotebook) -> None:
    notebook.run("update-index", "--index-version", "4")


def make_split_index(notebook: GitNotebook) -> None:
    notebook.run("update-index", "--split-index")


def make_sparse(notebook: GitNotebook) -> None:
    notebook.run("sparse-checkout", "set", "--cone", "--sparse-index", "people/alice")


@pytest.mark.parametrize("change", [make_index_4, make_split_index, make_sparse])
def test_any_index_will_do(change: Callable[[GitNotebook], None], notebook: GitNotebook) -> None:
    """A compressed, a split or a sparse index changes nothing."""
    record_first(notebook)
    record(notebook, notebook.write("people/bob/about.md", "bob\n"))
    change(notebook)
    notebook.write(NOTE, "second\n")
    notebook.write(ABOUT, "about\n")
    assert record(notebook, NOTE, ABOUT).commit
    assert notebook.list_commit() == [f"M\t{NOTE}", f"A\t{ABOUT}"]
    assert notebook.history.find_recorded("people/bob/about.md") == b"bob\n"
    assert notebook.list_status() == []


def test_a_repository_may_use_sha256(tmp_path: Path) -> None:
    """The names of objects may be 64 characters long."""
    notebook = make_notebook(tmp_path, options=("--object-format=sha256",))
    record_first(notebook)
    notebook.write(NOTE, "second\n")
    recorded = record(notebook)
    assert recorded.commit is not None
    assert len(recorded.commit) == 64
    assert record(notebook) == Recorded(None)


def test_a_linked_worktree_is_a_notebook(notebook: GitNotebook) -> None:
    """A worktree records on its own branch, and keeps its own list of what is to be recorded."""
    record_first(notebook)
    notebook.run("worktree", "add", "--quiet", "-b", "other", "../linked")
    linked = GitNotebook(notebook.root.parent / "linked", notebook.environ)
    linked.write(NOTE, "second\n")
    linked.history.check_ready()
    linked.history.add_pending([NOTE])
    assert linked.history.record([NOTE], "linked").commit
    assert linked.list_log() == ["linked", MESSAGE]
    assert notebook.list_log() == [MESSAGE]
    assert notebook.history.list_pending() == ()
    (notebook.root / ".git/refs/heads/other.lock").touch()
    linked.write(NOTE, "third\n")
    age(notebook.root / ".git/refs/heads/other.lock")
    with pytest.raises(LockHeld):
        linked.history.record([NOTE], "linked")


def test_variables_of_another_repository_do_not_mislead_git(notebook: GitNotebook, tmp_path: Path) -> None:
    """Inside a hook of another repository, git's variables name that one: the notebook's is used all the same."""
    (tmp_path / "other").mkdir()
    other = make_notebook(tmp_path / "other")
    environ = notebook.environ | {
        "GIT_DIR": str(other.root / ".git"),
        "GIT_WORK_TREE": str(other.root),
        "GIT_INDEX_FILE": str(other.root / ".git/index"),
        "GIT_OBJECT_DIRECTORY": str(other.root / ".git/objects"),
        "GIT_ICASE_PATHSPECS": "1",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "user.useConfigOnly",
        "GIT_CONFIG_VALUE_0": "true",
    }
    notebook.write(NOTE, "one\n")
    history = GitHistory(notebook.root, environ)
    history.check_ready()
    assert history.record([NOTE], MESSAGE).commit
    assert history.find_recorded(NOTE) == b"one\n"
    assert notebook.list_commit() == [f"A\t{NOTE}"]
    assert not list((other.root / ".git/objects").glob("??"))


def test_a_repository_around_the_notebook_is_not_adopted(notebook: GitNotebook) -> None:
    """A notebook inside another repository has no history until it gets its own; the other one is not touched."""
    inner = GitNotebook(notebook.root / "o3", notebook.environ)
    inner.write(NOTE, "one\n")
    for attempt in (inner.history.check_ready, lambda: record(inner), lambda: inner.history.add_pending([NOTE])):
        with pytest.raises(NoHistory) as caught:
            attempt()
        assert f"`{notebook.root}`" in caught.value.message
        assert "o3 init" in caught.value.hint
    assert inner.history.find_recorded(NOTE) is None
    assert inner.history.list_pending() == ()
    assert notebook.list_status() == ["?? o3/"]


def test_a_broken_repository_does_not_send_notes_to_the_one_around(notebook: GitNotebook) -> None:
    """Where the notebook's repository is damaged, git does not walk up to another one."""
    inner = GitNotebook(notebook.root / "o3", notebook.environ)
    inner.write(NOTE, SECRET)
    inner.run("init", "--quiet")
    shutil.rmtree(inner.root / ".git/objects")
    with pytest.raises(FailedGit):
        inner.history.check_ready()
    with pytest.raises(FailedGit) as caught:
        record(inner)
    assert "exit status 128" in caught.value.message
    assert "fsck" in caught.value.hint
    assert notebook.run("ls-files") == ""


def test_without_a_repository_there_is_nothing_to_record_in(tmp_path: Path) -> None:
    """A plain folder is named, with the command that makes it a repository."""
    history = GitHistory(tmp_path, make_environ(tmp_path / "home"))
    with pytest.raises(NoHistory) as caught:
        history.record([NOTE], MESSAGE)
    assert caught.value.message == f"the notebook `{tmp_path}` is not a git repository"
    (tmp_path / ".git").mkdir()
    with pytest.raises(NoHistory):
        history.check_ready()


# Who records


def get_identity(notebook: GitNotebook) -> str:
    return notebook.run("show", "--no-patch", "--format=%an <%ae> %cn <%ce>").strip()


def test_without_a_name_o3_lends_its_own(tmp_path: Path) -> None:
    """On a fresh machine recording works, and no name of the machine gets into history."""
    notebook = make_notebook(tmp_path, is_known=False)
    notebook.history.check_ready()
    notebook.write(NOTE, "one\n")
    recorded = record(notebook)
    assert recorded.commit is not None
    assert recorded.fallback_identity
    assert get_identity(notebook) == "o3 <o3@localhost> o3 <o3@localhost>"
    assert record(notebook) == Recorded(None)


@pytest.mark.parametrize(
    ("settings", "environ", "expected", "is_lent"),
    [
        ({"user.name": "Alice"}, {}, "Alice <o3@localhost> Alice <o3@localhost>", True),
        ({"user.email": "a@example.org"}, {}, "o3 <a@example.org> o3 <a@example.org>", True),
        ({"user.name": "Alice", "user.email": ""}, {}, "Alice <> Alice <>", False),
        ({"user.name": "Alice"}, {"EMAIL": "a@example.org"}, "Alice <a@example.org> Alice <a@example.org>", False),
        (
            {},
            {"GIT_AUTHOR_NAME": "Bob", "GIT_AUTHOR_EMAIL": "b@example.org"},
            "Bob <b@example.org> o3 <o3@localhost>",
            True,
        ),
        (
            {"author.name": "Zoé", "author.email": "z@example.org", "committer.name": "李雷"},
            {"GIT_COMMITTER_EMAIL": "l@example.org"},
            "Zoé <z@example.org> 李雷 <l@example.org>",
            False,
        ),
        ({"user.name": "", "user.email": "a@example.org"}, {}, "o3 <a@example.org> o3 <a@example.org>", True),
    ],
)
def test_only_what_is_missing_is_lent(
    settings: dict[str, str], environ: dict[str, str], expected: str, *, is_lent: bool, tmp_path: Path
) -> None:
    """Whatever git knows of its owner is used, from wherever git takes it."""
    notebook = make_notebook(tmp_path, is_known=False)
    for key, value in settings.items():
        notebook.run("config", key, value)
    notebook.write(NOTE, "one\n")
    history = GitHistory(notebook.root, notebook.environ | environ)
    history.check_ready()
    recorded = history.record([NOTE], MESSAGE)
    assert recorded.fallback_identity is is_lent
    assert get_identity(notebook) == expected


def test_who_forbids_git_to_guess_is_asked(tmp_path: Path) -> None:
    """With `user.useConfigOnly`, nothing is lent: the error says what is missing, before the editor opens too."""
    notebook = make_notebook(tmp_path, is_known=False)
    with (notebook.root / ".git/config").open("a") as file:
        file.write("[user]\n\tuseConfigOnly\n")
    notebook.write(NOTE, "one\n")
    for attempt in (notebook.history.check_ready, lambda: record(notebook)):
        with pytest.raises(MissingIdentity) as caught:
            attempt()
        assert caught.value.missing == ["user.name", "user.email"]
        assert "`user.name` or `user.email`" in caught.value.message
        assert "config user.name" in caught.value.hint
    notebook.run("config", "user.name", "Alice")
    with pytest.raises(MissingIdentity):
        GitHistory(notebook.root, notebook.environ | {"EMAIL": "a@example.org"}).record([NOTE], MESSAGE)
    assert notebook.list_status() == ["?? people/"]


# What stands in the way


def test_without_git_the_error_says_so(notebook: GitNotebook) -> None:
    """No git on the PATH is told before the editor opens."""
    history = GitHistory(notebook.root, {"PATH": str(notebook.home)})
    notebook.write(NOTE, "one\n")
    for attempt in (history.check_ready, lambda: history.record([NOTE], MESSAGE), lambda: history.keep(b"")):
        with pytest.raises(MissingGit) as caught:
            attempt()
        assert caught.value.message == "git was not found on the PATH"
        assert "install git" in caught.value.hint


def test_an_unmerged_file_stays_unmerged(notebook: GitNotebook) -> None:
    """A conflict without a merge (`git stash pop`) is left to its owner; the other notes are recorded as ever."""
    record_first(notebook)
    notebook.write(NOTE, "stashed\n")
    notebook.run("stash")
    notebook.write(NOTE, "second\n")
    record(notebook)
    notebook.run("stash", "pop", check=False)
    before = notebook.run("ls-files", "--unmerged")
    assert before.count(NOTE) == 3
    notebook.write(ABOUT, "about\n")
    for paths in ([NOTE], [NOTE, ABOUT]):
        with pytest.raises(UnmergedFiles) as caught:
            record(notebook, *paths)
        assert caught.value.message == "files of the notebook are unmerged"
        assert "status" in caught.value.hint
    assert notebook.list_status() == [f"UU {NOTE}", f"?? {ABOUT}"]
    assert record(notebook, ABOUT).commit
    assert notebook.list_commit() == [f"A\t{ABOUT}"]
    assert notebook.run("ls-files", "--unmerged") == before


def test_a_damaged_index_is_an_error_in_one_line(notebook: GitNotebook) -> None:
    """What o3 has no words of its own for is named by the git command that failed."""
    record_first(notebook)
    (notebook.root / ".git/index").write_text("damaged")
    notebook.write(NOTE, "second\n")
    with pytest.raises(FailedGit) as caught:
        record(notebook)
    assert "\n" not in caught.value.message + caught.value.hint


def test_a_new_file_that_git_passes_over_is_named(notebook: GitNotebook) -> None:
    """A file inside another repository inside the notebook cannot be recorded here."""
    notebook.write("people/alice/project/readme.md", "hers\n")
    notebook.run("init", "--quiet", "people/alice/project")
    inner = GitNotebook(notebook.root / "people/alice/project", notebook.environ)
    inner.run("add", ".")
    inner.run("commit", "--quiet", "--message=hers")
    with pytest.raises(NotRecorded) as caught:
        record(notebook, "people/alice/project/readme.md")
    assert caught.value.paths == ["people/alice/project/readme.md"]
    assert notebook.run("ls-files") == ""


def test_a_new_file_behind_a_link_is_refused(notebook: GitNotebook) -> None:
    """Git adds nothing through a linked folder, and the error names the command that refused."""
    outside = notebook.home / "outside"
    outside.mkdir()
    (notebook.root / "people").symlink_to(outside)
    (outside / "about.md").write_text(SECRET)
    with pytest.raises(FailedGit) as caught:
        record(notebook, "people/about.md")
    assert caught.value.command == "add"
    assert notebook.run("ls-files") == ""


def test_a_lock_that_comes_in_between_is_waited_for(notebook: GitNotebook) -> None:
    """Another git may lock between o3's look and its commit, and let go soon after."""
    record_first(notebook)
    notebook.write_hook(
        "post-index-change",
        "test -e .git/once && exit; touch .git/once; : > .git/index.lock; (sleep 0.3; rm .git/index.lock) &",
    )
    notebook.write(ABOUT, "about\n")
    assert record(notebook, ABOUT).commit
    assert (notebook.root / ".git/once").exists()
    assert notebook.list_status() == []


def age(lock: Path) -> None:
    long_ago = time.time() - 250
    os.utime(lock, (long_ago, long_ago))


@pytest.mark.parametrize("name", ["index.lock", "HEAD.lock", "refs/heads/main.lock"])
def test_a_lock_of_somebody_else_stays(name: str, notebook: GitNotebook) -> None:
    """The error names the lock and its age; neither the lock nor the index is touched."""
    record_first(notebook)
    lock = notebook.root / ".git" / name
    lock.touch()
    age(lock)
    notebook.write(ABOUT, "about\n")
    for attempt in (notebook.history.check_ready, lambda: record(notebook, ABOUT)):
        with pytest.raises(LockHeld) as caught:
            attempt()
        assert caught.value.message.endswith(f"it has locked `{lock}` for 4 min")
        assert caught.value.hint == f"where none runs any more, `rm {lock}` frees it"
    lock.unlink()
    assert notebook.list_status() == [f"?? {ABOUT}"]


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("rebase-merge/", "rebase"),
        ("rebase-apply/applying", "am"),
        ("rebase-apply/", "rebase"),
        ("MERGE_HEAD", "merge"),
        ("CHERRY_PICK_HEAD", "cherry-pick"),
        ("REVERT_HEAD", "revert"),
        ("BISECT_LOG", "bisect"),
    ],
)
def test_what_is_under_way_is_named_with_the_way_out(name: str, action: str, notebook: GitNotebook) -> None:
    """Nothing is recorded in the middle of something; the hint names the command that ends it."""
    place = notebook.root / ".git" / name
    place.parent.mkdir(exist_ok=True)
    if name.endswith("/"):
        place.mkdir()
    else:
        place.touch()
    notebook.write(NOTE, "one\n")
    for attempt in (notebook.history.check_ready, lambda: record(notebook)):
        with pytest.raises(HistoryUnderWay) as caught:
            attempt()
        assert caught.value.message == f"a `git {action}` is under way in the notebook"
        assert f"{notebook.root} {action} " in caught.value.hint


@pytest.mark.parametrize("command", ["merge", "rebase", "cherry-pick", "revert"])
def test_a_real_conflict_is_seen(command: str, notebook: GitNotebook) -> None:
    """Git's own commands leave behind what o3 looks for."""
    record_first(notebook)
    notebook.run("checkout", "--quiet", "-b", "other")
    record(notebook, notebook.write(NOTE, "other\n"))
    record(notebook, notebook.write(NOTE, "later\n"))
    notebook.run("checkout", "--quiet", "main")
    record(notebook, notebook.write(NOTE, "mine\n"))
    notebook.run(command, *(["--no-edit"] if command == "revert" else []), "other~1", check=False)
    with pytest.raises(HistoryUnderWay) as caught:
        notebook.history.check_ready()
    assert caught.value.action == command
    notebook.run(command, "--abort")
    notebook.history.check_ready()


def test_a_detached_head_is_no_place_to_record(notebook: GitNotebook) -> None:
    """A commit on no branch would be lost with the next switch."""
    record_first(notebook)
    notebook.run("checkout", "--quiet", "--detach")
    notebook.write(NOTE, "second\n")
    for attempt in (notebook.history.check_ready, lambda: record(notebook)):
        with pytest.raises(DetachedHead) as caught:
            attempt()
        assert "detached HEAD" in caught.value.message
        assert "switch main" in caught.value.hint


# What history has


def test_what_history_does_not_have_is_none(notebook: GitNotebook) -> None:
    """There is nothing before the first commit, nothing for an unknown file, and a folder is no file."""
    notebook.write(NOTE, "one\n")
    assert notebook.history.find_recorded(NOTE) is None
    record(notebook)
    assert notebook.history.find_recorded(ABOUT) is None
    assert notebook.history.find_recorded("people/alice") is None
    notebook.write(NOTE, "two\n")
    assert notebook.history.find_recorded(NOTE) == b"one\n"


def test_a_lost_object_is_an_error(notebook: GitNotebook) -> None:
    """A file that history has and cannot give back is not taken for one that it does not have."""
    record_first(notebook)
    name = notebook.run("rev-parse", f"HEAD:{NOTE}").strip()
    (notebook.root / ".git/objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(FailedGit) as caught:
        notebook.history.find_recorded(NOTE)
    assert caught.value.command == "cat-file"


def test_kept_bytes_can_be_got_back(notebook: GitNotebook) -> None:
    """What is kept is an object, byte for byte, whatever the owner's settings."""
    notebook.run("config", "core.autocrlf", "true")
    content = b"\xff old \r\n" * 100_000
    notebook.history.keep(content)
    found = notebook.run("fsck", "--lost-found").split()
    assert found[:2] == ["dangling", "blob"]
    stored = subprocess.run(
        ["git", "cat-file", "blob", found[2]], cwd=notebook.root, env=notebook.environ, capture_output=True, check=True
    )
    assert stored.stdout == content


def test_bytes_that_cannot_be_kept_are_an_error(notebook: GitNotebook) -> None:
    """Who keeps bytes can rely on it."""
    shutil.rmtree(notebook.root / ".git/objects")
    (notebook.root / ".git/objects").touch()
    with pytest.raises(FailedGit):
        notebook.history.keep(b"old")


# Crashes


def test_opened_files_are_remembered_apart(notebook: GitNotebook) -> None:
    """A note whose editor goes on is another matter than one that is not recorded."""
    notebook.history.add_opened([NOTE, ABOUT])
    notebook.history.remove_opened([NOTE])
    assert notebook.history.list_opened() == (ABOUT,)
    assert notebook.history.list_pending() == ()


def test_pending_files_outlive_the_process(notebook: GitNotebook) -> None:
    """What was to be recorded is known to the next process, until it is recorded."""
    notebook.history.add_pending([NOTE])
    notebook.history.add_pending([ABOUT, NOTE])
    assert notebook.history.list_pending() == (NOTE, ABOUT)
    notebook.history.remove_pending([NOTE])
    assert notebook.history.list_pending() == (ABOUT,)
    notebook.history.remove_pending([ABOUT])
    assert notebook.history.list_pending() == ()


def test_a_commit_whose_index_got_lost_is_repaired(notebook: GitNotebook) -> None:
    """A git that dies between commit and index leaves the old index: the owner's next commit would undo ours."""
    record_first(notebook)
    notebook.history.add_pending([NOTE])
    notebook.write(NOTE, "second\n")
    old = (notebook.root / ".git/index").read_bytes()
    record(notebook)
    (notebook.root / ".git/index").write_bytes(old)
    assert notebook.list_status() == [f"MM {NOTE}"]
    assert record(notebook) == Recorded(None)
    assert notebook.list_status() == []


def test_an_index_that_the_owner_changed_is_not_repaired(notebook: GitNotebook) -> None:
    """Without a crash, a difference between index and history is the owner's business."""
    record_first(notebook)
    notebook.write(NOTE, "staged\n")
    notebook.run("add", NOTE)
    notebook.write(NOTE, "first\n")
    assert record(notebook) == Recorded(None)
    assert notebook.list_status() == [f"MM {NOTE}"]


def test_a_repair_that_is_locked_out_is_an_error(notebook: GitNotebook) -> None:
    """The hook that formats a note may also lock the index for good: then the commit is there, and the exit not 0."""
    record_first(notebook)
    notebook.write_hook("pre-commit", f"echo formatted > {NOTE}; git add {NOTE}")
    notebook.write_hook("post-commit", ": > .git/index.lock")
    notebook.write(NOTE, "second\n")
    with pytest.raises(LockHeld):
        record(notebook)


def test_ctrl_c_leaves_everything_whole(notebook: GitNotebook) -> None:
    """Ctrl-C, which reaches git and the hook too, leaves no lock, and no new file that is half announced."""
    record_first(notebook)
    notebook.write_hook("pre-commit", "touch .git/begun; sleep 30")
    notebook.write(NOTE, "second\n")
    notebook.write(ABOUT, "about\n")
    code = (
        "import sys; from pathlib import Path; from o3cli.adapters.git.history import GitHistory\n"
        "history = GitHistory(Path(sys.argv[1]), dict(item.split('=', 1) for item in sys.argv[2:]))\n"
        "history.record(['people/alice/2026-11-20.md', 'people/alice/about.md'], 'm')\n"
    )
    environ = [f"{name}={value}" for name, value in notebook.environ.items()]
    process = subprocess.Popen(
        [sys.executable, "-c", code, notebook.root, *environ], start_new_session=True, stderr=subprocess.DEVNULL
    )
    wait_until((notebook.root / ".git/begun").exists)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=20) == -signal.SIGINT
    end_group(process.pid)
    assert_untouched(notebook)


def test_an_interruption_of_o3_alone_ends_its_git(notebook: GitNotebook) -> None:
    """A signal that reaches o3 only ends git in a way that lets it take its locks away."""
    record_first(notebook)
    notebook.write_hook("pre-commit", f"echo $$ > .git/begun; kill -INT {os.getpid()}; exec sleep 30")
    notebook.write(NOTE, "second\n")
    notebook.write(ABOUT, "about\n")
    with pytest.raises(KeyboardInterrupt):
        record(notebook, NOTE, ABOUT)
    os.kill(int((notebook.root / ".git/begun").read_text()), signal.SIGKILL)
    assert_untouched(notebook)


def assert_untouched(notebook: GitNotebook) -> None:
    assert not list((notebook.root / ".git").rglob("*.lock"))
    assert notebook.list_status() == [f" M {NOTE}", f"?? {ABOUT}"]
    assert notebook.list_log() == [MESSAGE]


def end_group(group: int) -> None:
    """The hook's own `sleep` outlives git."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def wait_until(is_so: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_who_records_at_once_loses_nothing(notebook: GitNotebook) -> None:
    """Even without o3's own lock, all that was said to be recorded is in history, and the rest is an error."""
    record_first(notebook)
    done: list[str] = []
    failed: list[BaseException] = []

    def work(name: str) -> None:
        for number in range(5):
            path = notebook.write(f"people/{name}/{number}.md", name)
            try:
                notebook.history.record([path], path)
                done.append(path)
            except O3Error as error:
                failed.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("bob", "carol", "dave")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) + len(failed) == 15
    assert done
    assert set(done) <= set(notebook.list_log())
    assert set(done) <= set(notebook.run("ls-tree", "-r", "--name-only", "HEAD").splitlines())
    assert notebook.run("fsck", "--no-dangling") == ""


def test_reading_loads_no_git_library() -> None:
    """A command that reads history pays neither for GitPython nor, before it asks git, for subprocess."""
    code = "import sys, o3cli.adapters.git.history; print([m for m in ('git', 'subprocess') if m in sys.modules])"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output == "[]\n"
