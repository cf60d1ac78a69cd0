from __future__ import annotations

import pytest
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.test import Client, RequestFactory
from django.urls import reverse

from taizhang.office.roles import Role
from taizhang.web.frame import errors

from ..conftest import PersonWith


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


def test_an_address_that_only_takes_forms_is_no_blank_page(client: Client, person_with: PersonWith) -> None:
    client.force_login(person_with(Role.EDITOR))
    answer = client.get(reverse("draft-new"))
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "这里不能直接打开" in answer.content.decode()
    assert 'href="/"' in answer.content.decode()
    part = client.get(reverse("draft-new"), headers={"HX-Request": "true"})
    assert (part.status_code, part.content) == (405, b"")


@pytest.mark.parametrize("name", ["letter", "speaker-link", "host-link"])
def test_a_link_that_does_not_open_says_so_to_somebody_without_an_account(
    client: Client, db: None, name: str
) -> None:
    answer = client.get(reverse(name, args=["forged:link"]))
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "链接已过有效期、已被收回，或者没有复制完整" in page
    assert "返回待办" not in page
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_what_was_typed_for_a_form_that_went_nowhere_is_shown(
    client: Client, person_with: PersonWith
) -> None:
    """The post has ended since the form was opened, as when a unit was merged into another."""
    client.force_login(person_with(Role.READER))
    typed = {
        "wish": "想听家风",
        "note": "请带投影\n<b>二楼</b>",
        "heads": "60",
        "password": "hunter2-hunter2",
    }
    page = client.post(reverse("order-new"), typed)
    assert page.status_code == 403
    words = page.content.decode()
    assert "刚才填写的内容" in words
    assert "想听家风" in words
    assert "请带投影<br>&lt;b&gt;二楼&lt;/b&gt;" in words
    assert "hunter2" not in words
    assert "刚才填写的内容" not in client.get(reverse("order-new")).content.decode()
    assert "想听家风" in client.post("/orders/no/", typed).content.decode()  # 404


@pytest.mark.parametrize("fault", [RequestDataTooBig(), MultiPartParserError()])
def test_what_cannot_be_read_is_not_shown(fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(request: HttpRequest) -> None:
        raise fault

    monkeypatch.setattr(WSGIRequest, "POST", property(unreadable))
    answer = errors.forbidden(RequestFactory().post("/", {"wish": "想听家风"}))
    assert answer.status_code == 403
    assert "刚才填写的内容" not in answer.content.decode()


def test_what_was_typed_while_the_session_ended_is_shown_before_the_log_in(client: Client, db: None) -> None:
    back = {"referer": "http://testserver/orders/new/"}
    answer = client.post("/orders/new/", {"wish": "想听家风"}, headers=back)
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "登录已经失效" in page
    assert "想听家风" in page
    assert 'href="/accounts/login/?next=/orders/new/"' in page
    assert client.post("/orders/new/", {"act": "submit"}, headers=back).status_code == 302  # nothing to lose
    assert client.get("/orders/new/?topic=家风").status_code == 302
