from __future__ import annotations

import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from o3cli.domain.names import SLUG_BYTES, find_nearest, fold, make_free_slug, make_slug
from o3cli.errors.people import NoSlug
from tests.sizes import size

FORMS = ("NFC", "NFD", "NFKC", "NFKD")

ODD = "\u0301\u0307\u0323'’.-_/\\~:*?\"<>|\0\u200d\ufe0f\u202e iIİıßΣςŉ½Ⅷ🦊👩🏽é가\u1100\u1161"
"""Characters that have broken slugs somewhere: generated often."""
names = st.text(st.one_of(st.characters(), st.sampled_from(ODD)))


class TestFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Zoé", "zoe"),
            ("ZOÉ", "zoé"),
            ("Łukasz", "lukasz"),
            ("Søren", "soren"),
            ("Þór", "thor"),
            ("Œdipe", "oedipe"),
            ("Straße", "STRASSE"),
            ("İbrahim", "ibrahim"),
            ("Işık", "isik"),
            ("Ναταλία", "ναταλια"),
            ("Ирина Йод", "ирина иод"),
            ("O’Brien", "o'brien"),
            ("O´Brien", "O`Brien"),
            ("Jean‑Pierre", "jean-pierre"),
            ("  Alice \t\n Martin\u00a0", "alice martin"),
            ("Ａｌｉｃｅ", "alice"),
            ("so\u00adft\u200b", "soft"),
            ("e\u0301\u0323\u0302", "E"),
        ],
    )
    def test_what_a_reader_takes_for_the_same_is_the_same(self, one: str, other: str) -> None:
        """Accents, case, apostrophes, hyphens, widths and white space do not count."""
        assert fold(one) == fold(other)

    @pytest.mark.parametrize("name", ["हिन्दी", "ไทย นิ", "தமிழ்", "이순신", "がぎぐ", "李雷"])
    def test_marks_that_are_not_accents_stay(self, name: str) -> None:
        """Scripts that write vowels as marks keep them."""
        assert fold(name) == unicodedata.normalize("NFC", name)

    def test_other_vowels_are_other_words(self) -> None:
        """A Hindi or Thai name with another vowel is another name."""
        assert fold("कि") != fold("की")
        assert fold("กิ") != fold("กุ")

    @given(st.text())
    @example("ᾳ\u0345")
    @example("\u1ffd")
    def test_folding_twice_changes_nothing(self, text: str) -> None:
        """What is folded is its own folded form."""
        assert fold(fold(text)) == fold(text)

    @given(st.text())
    @example("\u1ffd")
    def test_both_ways_of_writing_an_accent_are_the_same(self, text: str) -> None:
        """Composed and decomposed text compare equal."""
        assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))

    @given(st.text(st.characters(codec="ascii")))
    def test_the_short_way_for_ascii_is_the_long_way(self, text: str) -> None:
        """ASCII text folds as it does beside a character that is not ASCII."""
        assert fold(f"{text} é") == f"{fold(text)} e".strip()

    def test_a_heap_of_marks_takes_no_time(self) -> None:
        """200 KB of marks, which Unicode sorts in quadratic time, fold at once; 30 on one letter are kept in order."""
        started = time.process_time()
        fold("x" + "\u05b0\u0591" * 50_000)
        assert time.process_time() - started < 10
        assert len(fold("א" + "\u05b0\u0591" * 15)) == 31


class TestMakeSlug:
    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("alice", "alice"),
            ("Alice Martin", "alice-martin"),
            ("Zoé", "zoé"),
            ("Zoe\u0301", "zoé"),
            ("Łukasz", "łukasz"),
            ("İbrahim", "ibrahim"),
            ("李雷", "李雷"),
            ("हिन्दी", "हिन्दी"),
            ("Straße", "strasse"),
            ("O'Brien", "obrien"),
            ("D’Artagnan", "dartagnan"),
            ("alice' bob", "alice-bob"),
            ("J. R. – Smith (QA)", "j-r-smith-qa"),
            ("  --alice__", "alice"),
            ("../../etc/passwd", "etc-passwd"),
            ("C:\\alice", "c-alice"),
            (".git", "git"),
            ("GIT~1", "git-1"),
            ("\u0301alice", "alice"),
            ("ali\u200bce\ufe0f", "alice"),
            ("Alice 🦊", "alice"),
            ("🦊", "fox-face"),
            ("👩🏽‍🚀", "woman-rocket"),
            ("🇫🇷", "f-r"),
            ("1️⃣", "1"),
        ],
    )
    def test_slugs(self, name: str, slug: str) -> None:
        """A slug keeps the letters of any script and their accents, and drops or hyphenates everything else."""
        assert make_slug(name) == slug

    @pytest.mark.parametrize("name", ["CON", "nul", "com1", "LPT9", "me", "Moi", "them", "ALL", "mé"])
    def test_words_with_a_meaning_of_their_own_get_a_suffix(self, name: str) -> None:
        """Windows' devices, and the words that name the owner or everybody, are nobody's slug."""
        assert make_slug(name) == f"{name.casefold()}-1"

    @pytest.mark.parametrize("name", ["", " ", "...", "-", "\u0301", "\u200b", "''", "\ud800", "\uffff", "🏽"])
    def test_a_name_that_leaves_nothing_is_refused(self, name: str) -> None:
        """Without a letter, a digit or a symbol there is no slug."""
        with pytest.raises(NoSlug) as caught:
            make_slug(name)
        assert caught.value.message == f"`{name}` has no letter, digit or symbol that a folder can be named after"
        assert caught.value.hint == "`o3 person add NAME --slug SLUG` names the folder"
        assert caught.value.exit_code == 2

    @pytest.mark.parametrize("letter", ["a", "é", "李", "𝔘", "𐌰"])
    def test_a_long_name_is_cut_between_characters(self, letter: str) -> None:
        """200 letters of any width become at most 80 bytes of whole characters."""
        slug = make_slug(letter * 200)
        assert SLUG_BYTES - 3 <= len(slug.encode()) <= SLUG_BYTES
        assert set(slug) == set(make_slug(letter))

    def test_no_hyphen_is_left_where_a_long_name_was_cut(self) -> None:
        """A slug does not end with a hyphen, also where the cut falls beside one."""
        assert make_slug("a" * 79 + " b") == "a" * 79

    @given(names)
    @example("a" * 79 + "\u0301")
    @example("i'\u0307")
    @example("i\u0307\u0307\u0301")
    @example("a'\u0301")
    def test_every_slug_is_a_safe_file_name(self, name: str) -> None:
        """Whatever the name: lower case, no separator, no edge dot or hyphen, short, NFC, and its own slug."""
        try:
            slug = make_slug(name)
        except NoSlug:
            assume(False)
        assert 0 < len(slug.encode()) <= SLUG_BYTES
        assert all(c == "-" or unicodedata.category(c)[0] in "LNM" for c in slug)
        assert "--" not in slug
        assert slug.strip("-") == slug
        assert not unicodedata.category(slug[0]).startswith("M")
        assert unicodedata.is_normalized("NFC", slug)
        assert slug.upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}
        assert fold(slug) not in {"me", "moi", "them", "all"}
        assert make_slug(slug) == slug

    @given(names, st.sampled_from(FORMS))
    def test_one_name_is_one_slug_in_every_unicode_form(self, name: str, form: str) -> None:
        """NFC, NFD, NFKC and NFKD of a name have one slug, or none all together."""

        def try_slug(text: str) -> str | None:
            try:
                return make_slug(text)
            except NoSlug:
                return None

        assert try_slug(unicodedata.normalize(form, name)) == try_slug(name)  # type: ignore[arg-type]

    def test_every_character_of_unicode_is_stable(self) -> None:
        """Each character, alone and after a letter, has a slug that is its own slug in every Unicode form."""
        step = size(97, 1)
        for code in range(0, sys.maxunicode + 1, step):
            for name in (chr(code), f"i{chr(code)}"):
                try:
                    slug = make_slug(name)
                except NoSlug:
                    continue
                assert make_slug(slug) == slug
                assert {make_slug(unicodedata.normalize(form, name)) for form in FORMS} == {slug}  # type: ignore[arg-type]

    @given(st.lists(names, max_size=5))
    def test_a_slug_is_one_folder_on_a_real_file_system(self, some: list[str]) -> None:
        """A folder of that name can be made, and is listed under that name."""
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            slugs: set[str] = set()
            for name in some:
                try:
                    slugs.add(make_free_slug(name, slugs))
                except NoSlug:
                    continue
            for slug in slugs:
                (Path(folder) / slug).mkdir()
            assert {unicodedata.normalize("NFC", path.name) for path in Path(folder).iterdir()} == slugs

    def test_a_hostile_name_takes_no_time(self) -> None:
        """A megabyte of marks or of dots is answered at once."""
        started = time.process_time()
        make_slug("a" + "\u0301\u0323" * 250_000)
        with pytest.raises(NoSlug):
            make_slug("." * 1_000_000)
        assert time.process_time() - started < 10


class TestMakeFreeSlug:
    def test_a_free_slug_is_the_slug(self) -> None:
        """Nobody else has it: no number."""
        assert make_free_slug("Alice", ["bob"]) == "alice"

    def test_a_taken_slug_is_numbered(self) -> None:
        """The second Alice is alice-2, the third alice-3."""
        assert make_free_slug("Alice", ["alice"]) == "alice-2"
        assert make_free_slug("Alice", ["alice", "alice-2"]) == "alice-3"

    def test_an_accent_alone_makes_no_other_slug(self) -> None:
        """`zoe` cannot be typed apart from `zoé`, so that it is numbered."""
        assert make_free_slug("Zoe", ["zoé"]) == "zoe-2"

    def test_a_number_fits_into_the_longest_slug(self) -> None:
        """The number replaces the end of a slug that has no room left."""
        longest = make_slug("é" * 40)
        assert make_free_slug(longest, [longest]) == "é" * 39 + "-2"


class TestFindNearest:
    def test_slips_are_recognised(self) -> None:
        """A swapped, missing or wrong letter, an accent or a capital: the word that was meant comes first."""
        words = ["alice", "bob", "carol", "guild", "Łukasz"]
        assert find_nearest("alcie", words) == ("alice",)
        assert find_nearest("Carl", words) == ("carol",)
        assert find_nearest("Lukas", words) == ("Łukasz",)

    def test_what_is_like_nothing_has_no_suggestion(self) -> None:
        """Nothing is better than a wrong hint."""
        assert find_nearest("xyz", ["alice", "bob"]) == ()
        assert find_nearest("alice", []) == ()

    def test_there_are_as_many_as_asked_for(self) -> None:
        """Three by default, each once."""
        words = ["anna", "anne", "anni", "anno", "Anna"]
        assert len(find_nearest("ann", words)) == 3
        assert find_nearest("ANNA", words, count=1) == ("anna",)

    def test_a_long_word_takes_no_time(self) -> None:
        """A pasted page among thousands of names is answered at once."""
        started = time.process_time()
        find_nearest("ab" * 50_000, [f"{'ba' * 20}{number}" for number in range(2_000)])
        assert time.process_time() - started < 10

    def test_difflib_is_imported_by_errors_only(self) -> None:
        """A command that finds what it looks for does not pay for suggestions."""
        code = "import sys, o3cli.domain.names; sys.exit('difflib' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
