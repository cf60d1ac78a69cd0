from __future__ import annotations

import pytest

from taizhang.core.gongwen.model import Bulletin
from taizhang.web.frame.downloads import NAME_BYTES, attachment, file_name


@pytest.mark.parametrize(
    ("name", "number", "shown"),
    [
        ("海川文明简报", 6, "海川文明简报第6期.pdf"),
        ("../../etc\u202e/简报", None, "etc简报.pdf"),
        ('a"b\r\nc', None, "abc.pdf"),
        ("\u200b", None, "jianbao.pdf"),
    ],
)
def test_a_file_is_named_after_the_issue(name: str, number: int | None, shown: str) -> None:
    assert file_name(Bulletin(name=name, annual_no=number), "pdf") == shown


def test_a_long_name_is_cut_between_characters() -> None:
    name = file_name(Bulletin(name="长" * 200), "pdf")
    assert name == "长" * (NAME_BYTES // 3) + ".pdf"


def test_a_download_is_never_shown_in_place() -> None:
    answer = attachment(b"x", "简报.pdf", "application/pdf")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
