from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml

from o3cli.adapters.templates.day_words import format_day_words
from o3cli.adapters.templates.templates import LARGEST_TEMPLATE, Templates, read_own
from o3cli.domain.markdown import Heading, list_headings, list_task_items
from o3cli.domain.template import Rendered, Source
from o3cli.errors.files import FailedRead, MissingFile, NotAFile, NotAFolder, OutsideNotebook
from o3cli.errors.templates import BrokenTemplate, UnknownKind

BUILT_IN = Path(__file__).parents[3] / "templates"
LANGUAGES = ["en", "fr"]
KINDS = ["dialogue", "intervision", "o3", "one-to-one", "sales"]
FACETS = {"relational", "operational", "development"}
DAY = date(2026, 11, 20)

PROMISES = [
    {"line": "send the draft of the career ladder, due 27 Nov ^k3f7w", "ref": "k3f7w", "mine": True},
    {"line": "alice: write the RFC on queues ^m2pa9", "ref": "m2pa9", "mine": False},
]
TOPICS = [{"line": "Budget Q4 ^t4r2k", "ref": "t4r2k", "from_me": True}]
KEYWORDS = [{"word": "équilibre", "owner": "Bob"}, {"word": "grow", "owner": "Carol"}]

AWKWARD_NAMES = [
    "Zoé",
    "Łukasz",
    "李雷",
    "no",
    "2026-11-20",
    "---",
    "...",
    "# Bob",
    "Bob: the builder # 2",
    'Bob "the" \\ builder',
    "{{ name }}",
    "{% raw %}",
    "- [ ] me: pay",
    "Bob <!-- commitments -->",
    "Bob -->",
    "*Bob* [x](y) `z`",
    "👩‍💻",
    "e\u0301\u0301",
]


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    return tmp_path


def templates(notebook: Path, language: str = "en") -> Templates:
    return Templates(BUILT_IN, notebook / "templates", language)


def built_in(language: str = "en") -> Templates:
    return Templates(BUILT_IN, Path("/nowhere/templates"), language)


def variables(language: str = "en", **more: object) -> dict[str, object]:
    """What the caller always knows, and what the test adds."""
    day = format_day_words(DAY, language)
    return {"slug": "alice", "name": "Alice Martin", "first_name": "Alice", "date": DAY, "day": day, **more}


def render(kind: str, language: str = "en", **more: object) -> Rendered:
    return built_in(language).render(kind, variables(language, **more))


def read_front_matter(text: str) -> dict[str, object]:
    assert text.startswith("---\n")
    found = yaml.safe_load(text.split("\n---\n")[0].removeprefix("---\n"))
    assert isinstance(found, dict)
    return found


def get_body(text: str) -> str:
    return text.partition("\n---\n")[2]


def headings(rendered: Rendered) -> tuple[Heading, ...]:
    return list_headings(get_body(rendered.text))


def get_structure(rendered: Rendered) -> list[tuple[int, tuple[str, ...], bool]]:
    return [
        (heading.level, heading.marks, heading.title.endswith(("(private)", "(privé)")))
        for heading in headings(rendered)
    ]


FILLED: list[dict[str, object]] = [
    {},
    {"promises": PROMISES},
    {"topics": TOPICS, "place": "Café de la Gare"},
    {"promises": PROMISES, "topics": TOPICS, "keywords": KEYWORDS, "last": "Friday 6 November 2026"},
]


class TestBuiltIn:
    @pytest.mark.parametrize("filled", FILLED)
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", KINDS)
    def test_front_matter_says_who_when_and_what(self, kind: str, language: str, filled: dict[str, object]) -> None:
        """A note's front matter is what was given, typed as YAML types it, and nothing else."""
        found = read_front_matter(render(kind, language, **filled).text)
        expected: dict[str, object] = {"with": "alice", "date": DAY, "kind": kind}
        if "place" in filled:
            expected["place"] = filled["place"]
        if kind in {"o3", "one-to-one", "sales"}:
            expected["mood"] = None
        assert found == expected

    def test_a_note_begins_as_the_product_says(self) -> None:
        """The words of front matter stand unquoted where YAML needs no quotes."""
        assert render("o3").text.startswith(
            "---\nwith: alice\ndate: 2026-11-20\nkind: o3\nmood:\n---\n# Alice Martin · Friday 20 November 2026\n\n"
        )

    @pytest.mark.parametrize("slug", ["no", "null", "2026", "2026-11-20", "1e5", "y", "zoé", "李雷", "a-b", "e\u0301"])
    def test_a_slug_stays_text(self, slug: str) -> None:
        """No slug becomes a number, a date or a truth value in front matter."""
        assert read_front_matter(render("o3", slug=slug).text)["with"] == slug

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", KINDS)
    def test_commitments_are_written_in_one_section(self, kind: str, language: str) -> None:
        """Every kind has one section that takes the commitments, and it is not a private one."""
        marked = [heading for heading in headings(render(kind, language)) if "commitments" in heading.marks]
        assert len(marked) == 1
        assert marked[0].marks == ("commitments",)

    @pytest.mark.parametrize("kind", ["o3", "one-to-one", "sales"])
    def test_a_manager_s_kinds_have_all_three_facets(self, kind: str) -> None:
        """What balances these sessions is under headings that carry it."""
        assert {mark for heading in headings(render(kind)) for mark in heading.marks} == FACETS | {"commitments"}

    @pytest.mark.parametrize("kind", ["dialogue", "intervision"])
    def test_peers_are_not_weighed(self, kind: str) -> None:
        """A talk between peers has no balance to keep."""
        assert {mark for heading in headings(render(kind)) for mark in heading.marks} == {"commitments"}

    @pytest.mark.parametrize("filled", FILLED)
    @pytest.mark.parametrize("kind", KINDS)
    def test_both_languages_have_one_structure(self, kind: str, filled: dict[str, object]) -> None:
        """English and French notes have the same headings, in level, mark and privacy, in the same order."""
        assert get_structure(render(kind, "en", **filled)) == get_structure(render(kind, "fr", **filled))

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_kind_is_in_every_language(self, kind: str) -> None:
        """Nobody who asks for French is given an English template."""
        assert built_in("fr").get_source(kind).info.language == "fr"
        assert render(kind, "en").text != render(kind, "fr").text

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", KINDS)
    def test_nothing_in_an_empty_note_is_a_commitment(self, kind: str, language: str) -> None:
        """No placeholder is a checkbox, nor looks like one to a search for boxes."""
        assert "[ ]" not in render(kind, language).text

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", KINDS)
    def test_nothing_in_an_empty_note_is_a_tagged_line(self, kind: str, language: str) -> None:
        """A placeholder is no takeaway, no praise and no blocker."""
        assert not re.search(r"^\s*[-*+] ", get_body(render(kind, language).text), re.MULTILINE)

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", KINDS)
    def test_open_commitments_come_first_with_their_refs(self, kind: str, language: str) -> None:
        """The first section is what was promised, each line as it was given."""
        rendered = render(kind, language, promises=PROMISES, topics=TOPICS)
        body = get_body(rendered.text)
        first = headings(rendered)[1]
        section = first.section.read(body)
        assert [item.text.read(body) for item in list_task_items(body)] == [promise["line"] for promise in PROMISES]
        assert section.rstrip("\n").split("\n") == [f"- [ ] {promise['line']}" for promise in PROMISES]
        assert headings(rendered)[2].section.read(body).rstrip("\n") == "- Budget Q4 ^t4r2k"

    @pytest.mark.parametrize("filled", FILLED)
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", [*KINDS, "_about"])
    def test_the_cursor_is_on_an_empty_line_of_the_first_section_to_write_in(
        self, kind: str, language: str, filled: dict[str, object]
    ) -> None:
        """Writing begins below the first heading that is not a list of what came before."""
        given = variables(language, **filled)
        rendered = (
            built_in(language).render_about(given) if kind == "_about" else built_in(language).render(kind, given)
        )
        assert rendered.cursor_line is not None
        lines = rendered.text.split("\n")
        assert lines[rendered.cursor_line - 1] == ""
        above = [
            number for number, line in enumerate(lines, 1) if line.startswith("#") and number < rendered.cursor_line
        ]
        lists_before = 0 if kind == "_about" else ("promises" in filled) + ("topics" in filled)
        assert len(above) == 2 + lists_before

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", KINDS)
    def test_there_is_room_under_every_question(self, kind: str, language: str) -> None:
        """Below each heading, and the reminder under it, a line is empty; none ends with white space."""
        lines = render(kind, language).text.split("\n")
        for line, below, next_one in zip(lines, lines[1:], [*lines[2:], ""], strict=False):
            assert line == line.rstrip()
            if line.startswith("#"):
                assert (next_one if below.startswith("<!--") else below) == ""

    @pytest.mark.parametrize("name", AWKWARD_NAMES)
    @pytest.mark.parametrize("kind", KINDS)
    def test_no_name_breaks_a_note(self, kind: str, name: str) -> None:
        """Whatever somebody is called, the title is one line, and headings and boxes stay as they are."""
        rendered = render(kind, name=name, place=name, keywords=[{"word": name, "owner": name}])
        plain = render(kind, place="here", keywords=[{"word": "plain", "owner": "Bob"}])
        assert get_body(rendered.text).startswith(f"# {name} · Friday 20 November 2026\n\n")
        assert get_structure(rendered) == get_structure(plain)
        assert list_task_items(get_body(rendered.text)) == ()
        assert read_front_matter(rendered.text) == {**read_front_matter(plain.text), "place": name}

    @pytest.mark.parametrize("name", AWKWARD_NAMES)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_name_breaks_a_description(self, language: str, name: str) -> None:
        """A person's name comes back from `about.md` as it was given."""
        rendered = built_in(language).render_about({"name": name, "role": name, "kind": "o3"})
        assert read_front_matter(rendered.text) == {"name": name, "role": name, "kind": "o3"}
        assert get_body(rendered.text).startswith(f"# {name}\n\n## ")

    def test_a_description_leaves_out_what_is_unknown(self) -> None:
        """Without a role and a usual kind, front matter is the name alone."""
        rendered = built_in().render_about({"name": "Alice Martin"})
        assert read_front_matter(rendered.text) == {"name": "Alice Martin"}

    @pytest.mark.parametrize(
        ("name", "written"),
        [
            ("Alice\nMartin", "Alice Martin"),
            ("Alice\r\n---\r\nkind: sales", "Alice --- kind: sales"),
            ("\x1b[31mAlice\x07", "[31mAlice"),
            ("Alice\u2028Martin\x85\x7f", "Alice Martin"),
            ("Al\ud800ice", "Al\ufffdice"),
            ("  Alice  ", "Alice"),
            ("\0Alice", "Alice"),
        ],
    )
    def test_a_text_is_one_line_without_control_characters(self, name: str, written: str) -> None:
        """What would end a line, drive a terminal or not be UTF-8 is gone before a template sees it."""
        rendered = built_in().render_about({"name": name})
        assert read_front_matter(rendered.text) == {"name": written}
        assert f"\n# {written}\n" in rendered.text

    def test_keywords_give_an_intervision_its_parts(self) -> None:
        """Each subject that waits has a part with its word and its owner; without any there are three to fill in."""
        titles = [heading.title for heading in headings(render("intervision", keywords=KEYWORDS)) if heading.level == 2]
        assert titles[1:3] == ["Keyword 1: équilibre (Bob)", "Keyword 2: grow (Carol)"]
        empty = [heading.title for heading in headings(render("intervision")) if heading.level == 2]
        assert empty[1:4] == ["Keyword 1", "Keyword 2", "Keyword 3"]

    def test_a_language_that_o3_does_not_speak_has_the_english_templates(self) -> None:
        """No kind is missing for a notebook in another language."""
        assert [(info.kind, info.language) for info in built_in("de").list_kinds()] == [(kind, "en") for kind in KINDS]

    def test_values_may_be_objects_of_the_domain(self) -> None:
        """Dataclasses and tuples are read like mappings and lists; dates stand in ISO form."""

        @dataclass(frozen=True, slots=True)
        class Promise:
            line: str
            due: date | None

        assert "\n- [ ] pay ^k3f7w\n" in render("o3", promises=(Promise("pay ^k3f7w", DAY),)).text

    def test_a_value_that_no_template_can_use_is_a_mistake_of_the_caller(self) -> None:
        """An object with behaviour never reaches a template."""
        with pytest.raises(TypeError):
            render("o3", place=object())


class TestOwn:
    def test_the_owner_s_template_serves_before_the_built_in_one(self, notebook: Path) -> None:
        """A file `templates/o3.md` in the notebook is the kind `o3` from then on, in every language."""
        (notebook / "templates/o3.md").write_text("{{ kind }} for {{ name }} in {{ language }}\n")
        for language in LANGUAGES:
            rendered = templates(notebook, language).render("o3", variables())
            assert rendered == Rendered(f"o3 for Alice Martin in {language}\n", None)
        assert templates(notebook).render("sales", variables()) == render("sales")

    def test_a_template_for_one_language_serves_before_the_general_one(self, notebook: Path) -> None:
        """`templates/fr/o3.md` is for French, `templates/o3.md` for the rest."""
        (notebook / "templates/fr").mkdir()
        (notebook / "templates/o3.md").write_text("hello\n")
        (notebook / "templates/fr/o3.md").write_text("bonjour\n")
        assert templates(notebook, "fr").render("o3", variables()).text == "bonjour\n"
        assert templates(notebook, "en").render("o3", variables()).text == "hello\n"

    def test_a_new_kind_is_a_new_file(self, notebook: Path) -> None:
        """A file is all that a kind needs; the owner's own are listed first."""
        (notebook / "templates/walk-and-talk.md").write_text("# {{ name }}\n")
        (notebook / "templates/o3.md").write_text("mine\n")
        (notebook / "templates/fr").mkdir()
        (notebook / "templates/fr/café.md").write_text("# {{ name }}\n")
        listed = templates(notebook, "fr").list_kinds()
        assert [(info.kind, info.language, str(info.source), info.path) for info in listed] == [
            ("café", "fr", "yours", "templates/fr/café.md"),
            ("o3", None, "yours", "templates/o3.md"),
            ("walk-and-talk", None, "yours", "templates/walk-and-talk.md"),
            *[
                (kind, "fr", "built in", str(BUILT_IN / f"fr/{kind}.md"))
                for kind in ["dialogue", "intervision", "one-to-one", "sales"]
            ],
        ]
        assert templates(notebook).render("walk-and-talk", variables()).text == "# Alice Martin\n"

    @pytest.mark.parametrize(
        "file", ["_about.md", "_head.md", ".o3.md", "README.md", "o3.md~", "o3.txt", "a b.md", "a.b.md", "-.md", ".md"]
    )
    def test_other_files_are_no_kinds(self, notebook: Path, file: str) -> None:
        """Descriptions, drafts, backups and read-me files are not offered as kinds."""
        (notebook / "templates" / file).write_text("x\n")
        assert [info.kind for info in templates(notebook).list_kinds()] == KINDS
        with pytest.raises(UnknownKind):
            templates(notebook).get_source(file.removesuffix(".md"))

    def test_a_description_can_be_the_owner_s_too(self, notebook: Path) -> None:
        """`templates/_about.md` is what a new person's `about.md` starts from."""
        (notebook / "templates/_about.md").write_text("---\nname: {{ name | yaml }}\n---\n{{ cursor }}\n")
        rendered = templates(notebook).render_about({"name": "Alice Martin"})
        assert rendered == Rendered('---\nname: "Alice Martin"\n---\n\n', 4)

    @pytest.mark.parametrize("stored", ["\u00e9quipe", "e\u0301quipe"])
    @pytest.mark.parametrize("typed", ["\u00e9quipe", "e\u0301quipe"])
    def test_accents_in_a_file_s_name_are_found_however_they_are_stored(
        self, notebook: Path, stored: str, typed: str
    ) -> None:
        """A kind `équipe` is one kind, from Linux, macOS or another keyboard."""
        (notebook / f"templates/{stored}.md").write_text("{{ kind }}\n")
        assert templates(notebook).render(typed, variables()).text == "\u00e9quipe\n"

    def test_the_source_is_what_was_written(self, notebook: Path) -> None:
        """A template can be shown and copied without being rendered."""
        (notebook / "templates/o3.md").write_bytes(b"\xef\xbb\xbf{{ broken\r\n")
        template = templates(notebook).get_source("o3")
        assert (template.text, template.info.source) == ("{{ broken\r\n", Source.YOURS)
        assert built_in("fr").get_source("sales").text == (BUILT_IN / "fr/sales.md").read_text("utf-8")

    @pytest.mark.parametrize(
        ("kind", "nearest"),
        [("slaes", ["sales"]), ("SALES", ["sales"]), ("qqq", []), ("../o3", []), ("o3.md", []), ("", [])],
    )
    def test_a_kind_that_is_no_template_is_named_with_its_near_misses(self, kind: str, nearest: list[str]) -> None:
        """A name never becomes a path: it is one of the kinds that are listed, or an error."""
        with pytest.raises(UnknownKind) as caught:
            built_in().render(kind, variables())
        assert (caught.value.kind, list(caught.value.nearest)) == (kind, nearest)
        assert str(caught.value) == f"there is no template for the kind `{kind}`"
        assert caught.value.hint == (
            f"did you mean `{nearest[0]}`?" if nearest else "`o3 templates list` shows the kinds that there are"
        )

    @pytest.mark.parametrize("language", ["..", "../..", "fr/../..", "", "/etc"])
    def test_a_language_never_leads_out_of_the_notebook(self, notebook: Path, language: str) -> None:
        """Settings may be a stranger's, too: a language is a folder's name."""
        with pytest.raises(OutsideNotebook):
            templates(notebook, language).list_kinds()


def make_link(path: Path) -> None:
    path.symlink_to("/etc/hostname")


@pytest.mark.parametrize(("make", "found"), [(make_link, "a link"), (os.mkfifo, "a pipe"), (Path.mkdir, "a folder")])
def test_only_regular_files_are_read(notebook: Path, make: Callable[[Path], None], found: str) -> None:
    """A link out of the notebook is not followed, a pipe is not waited for; the other kinds still serve."""
    make(notebook / "templates/o3.md")
    with pytest.raises(NotAFile) as caught:
        templates(notebook).render("o3", variables())
    assert (caught.value.path, caught.value.found) == ("templates/o3.md", found)
    assert templates(notebook).render("sales", variables()) == render("sales")


@pytest.mark.parametrize("folder", ["templates", "templates/fr"])
def test_a_folder_of_templates_is_no_link(tmp_path: Path, folder: str) -> None:
    """A linked folder is refused by name, not skipped without a word."""
    (tmp_path / folder).parent.mkdir(exist_ok=True)
    (tmp_path / folder).symlink_to(BUILT_IN)
    with pytest.raises(NotAFolder) as caught:
        templates(tmp_path, "fr").list_kinds()
    assert (caught.value.path, caught.value.found) == (folder, "a link")


def test_a_notebook_that_is_no_folder_is_an_error(tmp_path: Path) -> None:
    """What the system says about the folder of templates is passed on."""
    (tmp_path / "file").write_text("")
    with pytest.raises(FailedRead, match="templates: cannot be read"):
        templates(tmp_path / "file").list_kinds()


def test_a_template_that_goes_away_meanwhile_is_an_error(notebook: Path) -> None:
    """A file that was listed and is gone is named."""
    with pytest.raises(MissingFile, match=re.escape("templates/o3.md")):
        read_own(notebook, "templates/o3.md")


def test_a_template_has_a_largest_size(notebook: Path) -> None:
    """256 KiB are read, one byte more is refused."""
    (notebook / "templates/o3.md").write_bytes(b"x" * LARGEST_TEMPLATE)
    assert len(templates(notebook).get_source("o3").text) == LARGEST_TEMPLATE
    (notebook / "templates/o3.md").write_bytes(b"x" * (LARGEST_TEMPLATE + 1))
    with pytest.raises(BrokenTemplate, match=r"^templates/o3\.md: it is larger than 256 KiB"):
        templates(notebook).get_source("o3")


def test_a_template_is_utf_8(notebook: Path) -> None:
    """Another encoding is refused with the line where it shows."""
    (notebook / "templates/o3.md").write_bytes(b"# a\n\ncaf\xe9\n")
    with pytest.raises(BrokenTemplate, match=r"^templates/o3\.md:3: it is not UTF-8$"):
        templates(notebook).get_source("o3")


def test_only_what_is_needed_is_imported(notebook: Path) -> None:
    """Listing kinds, and rendering the owner's in a process apart, load no Jinja2 here."""
    (notebook / "templates/o3.md").write_text("{{ name }}\n")
    code = (
        "import sys; from pathlib import Path; from o3cli.adapters.templates.templates import Templates\n"
        f"templates = Templates(Path({str(BUILT_IN)!r}), Path({str(notebook / 'templates')!r}), 'en')\n"
        "templates.list_kinds(); print(templates.render('o3', {'name': 'Alice'}).text, 'jinja2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=BUILT_IN.parent)
    assert done.stdout == "Alice\n False\n"
