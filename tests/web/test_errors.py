from __future__ import annotations

import pytest
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.test import RequestFactory

from taizhang.web.frame import errors


@pytest.mark.parametrize("fault", [RequestDataTooBig, TooManyFieldsSent])
def test_too_much_text_is_said_to_be_too_much(fault: type[Exception]) -> None:
    answer = errors.bad_request(RequestFactory().post("/"), fault())
    assert answer.status_code == 413  # the editor's script says then that the text is too long
    assert "所填内容超过上限，没有保存" in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (errors.bad_request, 400, "请求有误"),
        (errors.forbidden, 403, "没有权限"),
        (errors.not_found, 404, "没有这个页面"),
        (errors.too_large, 413, "文件过大"),
        (errors.broken, 500, "系统出错"),
    ],
)
def test_an_error_says_what_happened_and_shows_the_way_out(view, status: int, words: str) -> None:
    answer = view(RequestFactory().get("/"))
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert 'href="/"' in answer.content.decode()
