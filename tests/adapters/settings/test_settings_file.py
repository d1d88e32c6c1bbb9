from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from o3cli.adapters.settings import settings_file
from o3cli.adapters.settings.settings_file import (
    SIZE_LIMIT,
    add_user_notebook,
    get_user_file,
    parse_settings,
    parse_user_settings,
    read_settings,
    read_user_settings,
)
from o3cli.domain.settings import Settings, UserSettings, format_settings
from o3cli.errors.files import DiskError, FailedRead, NotAFile
from o3cli.errors.settings import BadSettings
from tests.sizes import size


def refuse(text: str) -> BadSettings:
    with pytest.raises(BadSettings) as caught:
        parse_settings(text)
    return caught.value


SNIPPETS = (
    *("language", "git", "auto", "kind", ".", " = ", "'fr'", '"o3"', "true", "[", "]", "{", "}", ",", "\n"),
    *('"""', "'''", "#", "\r\n", "\\", "é", "2026-11-27", "1", "\x00", "'"),
)


class TestGoodSettings:
    @pytest.mark.parametrize("text", ["", "\n\n", "# language = 'fr'\n", "  # a\n\t\n", "#a\r\n\r\n", "# \x00"])
    def test_comments_set_nothing(self, text: str) -> None:
        """A file without a key is the defaults."""
        assert parse_settings(text) == Settings()

    @pytest.mark.parametrize(
        "text",
        [
            'language = "fr"\ntime_zone = "Europe/Paris"\nkind = "one-to-one"\ngit.auto = false\n',
            '\'language\' = \'fr\'\n"time_zone" = "Europe/Paris"\nkind="one-to-one"\n[git]\nauto = false',
            '# a\r\nlanguage="""fr"""\r\ngit={ auto = false }\r\nkind="one-to-one" # b\r\ntime_zone="Europe/Paris"',
        ],
    )
    def test_every_way_of_writing_toml_counts(self, text: str) -> None:
        """Dotted keys, tables, inline tables, quoted keys, CRLF."""
        assert parse_settings(text) == Settings("fr", "Europe/Paris", "one-to-one", git_auto=False)

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_a_new_file_is_the_defaults(self, language: str) -> None:
        """What `o3 init` writes sets the language and nothing else."""
        assert parse_settings(format_settings(language)) == Settings(language=language)

    def test_an_empty_table_sets_nothing(self) -> None:
        """`[git]` alone leaves its keys at their defaults."""
        assert parse_settings("[git]\n") == Settings()

    def test_a_file_of_comments_costs_no_parser(self) -> None:
        """Neither the TOML parser nor the time zones are imported for the file that most notebooks have."""
        code = (
            "import sys\nfrom o3cli.adapters.settings.settings_file import parse_settings\n"
            "from o3cli.domain.settings import format_settings\n"
            "parse_settings(format_settings('en'))\n"
            "sys.exit(bool({'tomllib', 'zoneinfo', 'difflib'} & set(sys.modules)))"
        )
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class TestBadSettings:
    @pytest.mark.parametrize(
        ("text", "line", "what", "nearest"),
        [
            ('\n\nlanguage = "de"\n', 3, "`language` is `de`, expected `en` or `fr`", ()),
            ('language = "FR"', 1, "`language` is `FR`, expected `en` or `fr`", ("fr",)),
            ("# a\r\nlanguge = 'fr'\r\n", 2, "`languge` is no setting", ("language",)),
            ("timezone = 'UTC'", 1, "`timezone` is no setting", ("time_zone",)),
            ("[git]\n# auto\nautoo = true", 3, "`git.autoo` is no setting", ("git.auto",)),
            ("git.autoo = true", 1, "`git.autoo` is no setting", ("git.auto",)),
            ("'git.auto' = true", 1, '`"git.auto"` is no setting', ("git.auto",)),
            ("auto = true", 1, "`auto` is no setting", ("git.auto",)),
            ("\ngit = {auto = 'yes'}", 2, "`git.auto` is `yes`, expected `true` or `false`", ()),
            ("[git]\n'auto' = 1", 2, "`git.auto` is a number, expected `true` or `false`", ()),
            ("kind = 'o3'\ngit = true", 2, "`git` is `true`, expected a table", ()),
            ("\n[[git]]\nauto = true", 2, "`git` is a list, expected a table", ()),
            ("[servers]\nauto = true", 1, "`servers` is no setting", ()),
            ("[a.b]\n[a]", 1, "`a` is no setting", ()),
            ("language.x = 'fr'", 1, "`language` is a table, expected `en` or `fr`", ()),
            ("kind = 'o3'\n\nlanguage = [\n1,\n]", 3, "`language` is a list, expected `en` or `fr`", ()),
            ("[git]\nlanguage = 'fr'", 2, "`git.language` is no setting", ("language",)),
            (
                "time_zone = 'paris'",
                1,
                "`time_zone` is `paris`, which is no time zone that this machine knows",
                ("Europe/Paris",),
            ),
            ("time_zone = 'Europe/Pariss'", 1, None, ("Europe/Paris",)),
            ("time_zone = 'Europe'", 1, None, None),
            ("time_zone = 'Nowhere/Xyzzy'", 1, None, None),
            ("time_zone = 'tzdata.zi'", 1, None, None),
            ("kind = '../../o3'", 1, None, ()),
        ],
    )
    def test_what_is_wrong_is_named_with_its_line(
        self, text: str, line: int, what: str | None, nearest: tuple[str, ...] | None
    ) -> None:
        """The line of the key, what was found, what was expected, and the nearest key or value."""
        error = refuse(text)
        assert (error.path, error.line) == ("o3.toml", line)
        if what is not None:
            assert error.what == what
        if nearest is not None:
            assert tuple(error.nearest)[:1] == nearest[:1]

    @pytest.mark.parametrize(
        ("text", "line", "what"),
        [
            ("kind = 'o3'\nkind = 'o3'\n", 2, "not TOML: cannot overwrite a value"),
            ("git.auto = true\n[git]\nauto = true\n", 2, "not TOML: cannot declare ('git',) twice"),
            ("\nkind =\nlanguage = 'fr'", 2, "not TOML: invalid value"),
            ("kind", 1, "not TOML: expected '=' after a key in a key/value pair"),
            ("# a\nkind = 'o3\n\n", 2, None),
            ('kind = \'o3\'\nlanguage = """\n\n\n', 2, "not TOML: unterminated string"),
            ("kind = 2026-02-30", 1, "not TOML: invalid date or datetime"),
        ],
    )
    def test_what_is_not_toml_is_named_with_its_line(self, text: str, line: int | None, what: str | None) -> None:
        """A syntax error and a key that is set twice are found where they are."""
        error = refuse(text)
        assert error.line == line
        if what is not None:
            assert error.what == what

    @pytest.mark.parametrize("opening", ["[", "[\n", "[{a="])
    def test_no_depth_of_lists_breaks_the_parser(self, opening: str) -> None:
        """Lists within lists are refused at every depth, also where Python's stack just suffices to parse them."""
        for depth in (*range(1, size(40, 400)), *range(400, size(500, 1000)), 5000):
            text = f"kind = {opening * depth}"
            closing = "}]" if "{" in opening else "]"
            refuse(f"{text}1{closing * depth}" if "\n" in opening or len(text) < 900 else text)

    def test_large_files_are_refused(self) -> None:
        """A file over the limit, or with a line over it, is not parsed."""
        assert refuse("kind = 'o3'\n" + "\n" * SIZE_LIMIT).message == "o3.toml: longer than 65,536 characters"
        error = refuse("\n" + ".".join("a" * 600) + " = 1")
        assert error.message == "o3.toml:2: a line of more than 1,000 characters"

    @pytest.mark.parametrize(
        "text",
        [
            "".join(f"[a{number}{'.a' * 490}]\n" for number in range(66)),
            f"[a{'.a' * 490}]\n" + "".join(f"a{number}=1\n" for number in range(8000)),
            'a = """' + "\n" * 60_000 + '"""',
            "a = [" + "[],\n" * 16_000 + "]",
            "a = 'x'\n" * 8000,
            "".join(f"a{number}=1\n" for number in range(7000)),
            "a = '''" + "'\n" * 30_000 + "'''",
        ],
    )
    def test_no_file_takes_long(self, text: str) -> None:
        """The worst that fits into a file is refused within seconds."""
        started = time.process_time()
        refuse(text)
        assert time.process_time() - started < 10

    def test_the_message_is_one_line_with_place_and_hint(self) -> None:
        """As an editor opens it: path, line, what; then the near miss."""
        error = refuse("languge = 'fr'")
        assert error.message == "o3.toml:1: `languge` is no setting"
        assert error.hint == "did you mean `language`?"
        assert BadSettings("o3.toml", None, "x").hint is None

    @given(st.lists(st.sampled_from(SNIPPETS), max_size=30).map("".join))
    @settings(max_examples=size(300, 20_000))
    def test_no_text_is_anything_but_settings_or_a_named_fault(self, text: str) -> None:
        """Whatever stands in the file: settings, or one error whose line is a line of the file."""
        line = None
        try:
            parse_settings(text)
        except BadSettings as error:
            line = error.line
        assert line is None or 1 <= line <= text.count("\n") + 1


VALUES = st.sampled_from(
    [
        "1",
        "'#'",
        '"[ \\" {"',
        '"""\n[x]\n# \\""" " """',
        '""""a""""',
        "'''\n'a' [\n'''''",
        "[\n  1, # ]\n  '[',\n]",
        "{ a = [1, {b = '}'}] } # [",
        "2026-11-27",
        '""',
        "''",
    ]
)
PARTS = st.sampled_from(["a", "b-c", "'d.e'", '"f [#"', "1", "é".join('""')])


@given(st.data())
@settings(max_examples=size(200, 5_000), deadline=None)
def test_the_line_of_every_key_is_found(data: st.DataObject) -> None:
    """In any valid TOML: the line where the statement begins that sets a key, whatever texts and comments look like."""
    text = ""
    table: tuple[str, ...] = ()
    expected: dict[tuple[str, ...], int] = {}
    for number in range(data.draw(st.integers(1, 8))):
        text += data.draw(st.sampled_from(["", "\n", '# [x] \' """\n', "\r\n", "  \n# {\n"]))
        line = text.count("\n") + 1
        indent = data.draw(st.sampled_from(["", "  ", "\t"]))
        parts = [f"k{number}", *data.draw(st.lists(PARTS, max_size=2))]
        path = tuple(part.strip("'\"") for part in parts)
        if data.draw(st.integers(0, 2)) == 0:
            double = data.draw(st.booleans())
            text += f"{indent}{'[[' if double else '['}{'.'.join(parts)}{']]' if double else ']'}\n"
            table = path
            added = table
        else:
            text += f"{indent}{' . '.join(parts)} = {data.draw(VALUES)}\n"
            added = (*table, *path)
        for end in range(1, len(added) + 1):
            expected.setdefault(added[:end], line)
    tomllib.loads(text)
    for path, line in expected.items():
        assert settings_file._find_line(text, path) == line


class TestFiles:
    def test_a_notebook_without_the_file_has_the_defaults(self, tmp_path: Path) -> None:
        """No `o3.toml` sets nothing."""
        assert read_settings(tmp_path) == Settings()

    def test_the_file_is_read(self, tmp_path: Path) -> None:
        """A BOM, as some editors write it, is no part of the first key."""
        (tmp_path / "o3.toml").write_bytes(b"\xef\xbb\xbfkind = 'sales'\r\n")
        assert read_settings(tmp_path).kind == "sales"

    def test_what_is_not_utf_8_is_named_with_its_line(self, tmp_path: Path) -> None:
        """A Latin-1 file is no reason to guess."""
        (tmp_path / "o3.toml").write_bytes(b"# ok\n# \xe9t\xe9\n")
        with pytest.raises(BadSettings) as caught:
            read_settings(tmp_path)
        assert caught.value.message == "o3.toml:2: not UTF-8 text"

    def test_a_link_is_not_followed(self, tmp_path: Path) -> None:
        """An `o3.toml` that came with a clone cannot point out of the notebook."""
        (tmp_path / "secret").write_text("kind = 'sales'\n")
        (tmp_path / "o3.toml").symlink_to(tmp_path / "secret")
        with pytest.raises(NotAFile):
            read_settings(tmp_path)

    def test_a_pipe_does_not_hang(self, tmp_path: Path) -> None:
        """A FIFO is refused without being opened."""
        os.mkfifo(tmp_path / "o3.toml")
        with pytest.raises(NotAFile):
            read_settings(tmp_path)

    def test_a_notebook_that_is_no_folder_is_an_error(self, tmp_path: Path) -> None:
        """What the system says is passed on in one line."""
        (tmp_path / "file").touch()
        with pytest.raises(FailedRead):
            read_settings(tmp_path / "file")


class TestUserSettings:
    def test_the_place_is_that_of_xdg(self, tmp_path: Path) -> None:
        """`$XDG_CONFIG_HOME` where it is absolute, else `~/.config`."""
        at_home = tmp_path / ".config" / "o3" / "config.toml"
        assert get_user_file({}, tmp_path) == at_home
        assert get_user_file({"XDG_CONFIG_HOME": ""}, tmp_path) == at_home
        assert get_user_file({"XDG_CONFIG_HOME": "rel"}, tmp_path) == at_home
        assert get_user_file({"XDG_CONFIG_HOME": "/x"}, tmp_path) == Path("/x/o3/config.toml")

    def test_nothing_is_set_at_first(self, tmp_path: Path) -> None:
        """No file, no folder: nothing is set."""
        assert read_user_settings({}, tmp_path) == UserSettings()

    def test_the_notebook_is_read_and_checked(self, tmp_path: Path) -> None:
        """The same checks as for the notebook's settings, with the whole path in the error."""
        file = tmp_path / ".config" / "o3" / "config.toml"
        file.parent.mkdir(parents=True)
        file.write_text("notebook = '~/notes'\n")
        assert read_user_settings({}, tmp_path).notebook == "~/notes"
        file.write_text("\nnotbook = '~/notes'\n")
        with pytest.raises(BadSettings) as caught:
            read_user_settings({}, tmp_path)
        assert caught.value.message == f"{file}:2: `notbook` is no setting"
        assert caught.value.hint == "did you mean `notebook`?"
        with pytest.raises(BadSettings, match="expected a folder that begins with `/` or `~/`"):
            parse_user_settings("notebook = 'notes'", "config.toml")

    def test_a_new_file_is_for_the_owner_alone(self, tmp_path: Path) -> None:
        """Folder 0700, file 0600, whatever the umask; nothing else is left beside it."""
        before = os.umask(0)
        try:
            assert add_user_notebook('~/my "notes" \\ 李', {}, tmp_path)
        finally:
            os.umask(before)
        folder = tmp_path / ".config" / "o3"
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "config.toml").stat().st_mode) == 0o600
        assert [path.name for path in folder.iterdir()] == ["config.toml"]
        assert (folder / "config.toml").read_text() == 'notebook = "~/my \\"notes\\" \\\\ 李"\n'
        assert read_user_settings({}, tmp_path).notebook == '~/my "notes" \\ 李'

    def test_what_is_set_stays(self, tmp_path: Path) -> None:
        """The first notebook is remembered, the second does not replace it."""
        assert add_user_notebook("~/one", {}, tmp_path)
        assert not add_user_notebook("~/two", {}, tmp_path)
        assert read_user_settings({}, tmp_path).notebook == "~/one"

    @pytest.mark.parametrize("comment", ["# mine\n", "# mine", "# mine\r\n"])
    def test_comments_stay(self, tmp_path: Path, comment: str) -> None:
        """The line is added below what the user wrote."""
        file = get_user_file({}, tmp_path)
        file.parent.mkdir(parents=True)
        file.write_bytes(comment.encode())
        assert add_user_notebook("/srv/notes", {}, tmp_path)
        assert file.read_bytes().decode() == f'{comment.rstrip(chr(10))}\nnotebook = "/srv/notes"\n'

    def test_a_linked_file_stays_a_link(self, tmp_path: Path) -> None:
        """Whoever keeps the configuration elsewhere has the line there."""
        real = tmp_path / "dotfiles" / "o3.toml"
        real.parent.mkdir()
        real.write_text("# mine\n")
        file = get_user_file({}, tmp_path)
        file.parent.mkdir(parents=True)
        file.symlink_to(real)
        assert add_user_notebook("/srv/notes", {}, tmp_path)
        assert file.is_symlink()
        assert real.read_text() == '# mine\nnotebook = "/srv/notes"\n'
        assert read_user_settings({}, tmp_path).notebook == "/srv/notes"

    @pytest.mark.parametrize("folder", ["relative", "/with\nline end", "/\udcff", "/" + "a" * 500])
    def test_a_folder_that_no_text_can_name_is_not_set(self, tmp_path: Path, folder: str) -> None:
        """Rather no setting than one that cannot be read back."""
        assert not add_user_notebook(folder, {}, tmp_path)
        assert not (tmp_path / ".config").exists()

    def test_a_broken_file_is_not_written_to(self, tmp_path: Path) -> None:
        """A file that cannot be read is the user's to repair."""
        file = get_user_file({}, tmp_path)
        file.parent.mkdir(parents=True)
        file.write_text("notebook = \n")
        with pytest.raises(BadSettings):
            add_user_notebook("~/notes", {}, tmp_path)
        assert file.read_text() == "notebook = \n"

    def test_a_place_that_cannot_be_written_is_an_error(self, tmp_path: Path) -> None:
        """What the system says is passed on in one line."""
        (tmp_path / "link").symlink_to(tmp_path / "link")
        with pytest.raises(FailedRead):
            add_user_notebook("~/notes", {"XDG_CONFIG_HOME": str(tmp_path / "link")}, tmp_path)
        with pytest.raises(DiskError):
            settings_file._replace(tmp_path / ("a" * 300) / "config.toml", "", "config.toml")
        (tmp_path / "o3" / "config.toml").mkdir(parents=True)
        with pytest.raises(DiskError):
            settings_file._replace(tmp_path / "o3" / "config.toml", "", "config.toml")
        assert [path.name for path in (tmp_path / "o3").iterdir()] == ["config.toml"]
