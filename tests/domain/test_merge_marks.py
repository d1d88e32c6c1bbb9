"""The marks of an unfinished merge."""

import pytest

from o3cli.domain.merge_marks import has_merge_marks

CONFLICT = b"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\n"


@pytest.mark.parametrize("content", [CONFLICT, CONFLICT.replace(b"\n", b"\r\n"), CONFLICT[2:]])
def test_all_three_marks_are_a_merge(content: bytes) -> None:
    """With any line ends, from the first line on."""
    assert has_merge_marks(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Title\n=======\n",
        b"<<<<<<< HEAD\n>>>>>>> theirs\n",
        b"text <<<<<<< HEAD\ntext =======\ntext >>>>>>> theirs\n",
        CONFLICT.replace(b"=======", b"========"),
        CONFLICT.replace(b"<<<<<<< ", b"<<<<<<<< "),
    ],
)
def test_anything_less_is_somebodys_text(content: bytes) -> None:
    """An underline, arrows, marks within a line."""
    assert not has_merge_marks(content)
