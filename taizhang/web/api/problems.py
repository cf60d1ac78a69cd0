"""What went wrong, as problem details (RFC 9457) in Chinese."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: N_("请求有误"),
    401: N_("缺少有效的令牌"),
    403: N_("令牌没有这项权限"),
    404: N_("没有这一项"),
    405: N_("本接口只读"),
    406: N_("只提供 JSON"),
    422: N_("参数有误"),
}
DETAILS = {
    400: N_("请求无法读懂，请检查后再试。"),
    401: N_("请在 Authorization 请求头中写 Bearer 和令牌。令牌由安全管理员发放；过期或停用的不再有效。"),
    403: N_("这个令牌的角色看不到这类内容，请联系安全管理员。"),
    404: N_("地址有误，或者这个令牌看不到这一项。"),
    405: N_("只接受 GET 和 HEAD。"),
    406: N_("请在 Accept 请求头中接受 application/json。"),
    422: N_("请按接口说明填写参数。"),
}

# By pydantic's kinds of errors; their gaps are its own.
WRONG_VALUES = {
    "int_parsing": N_("请填整数。"),
    "int_parsing_size": N_("这个数太大了。"),
    "greater_than_equal": N_("不能小于{ge}。"),
    "less_than_equal": N_("不能大于{le}。"),
    "string_too_long": N_("最多{max_length}字。"),
    "enum": N_("请从说明列出的值里选一个。"),
    "bool_parsing": N_("请填 true 或 false。"),
    "date_from_datetime_parsing": N_("请填日期，如 2026-08-15。"),
    "date_from_datetime_inexact": N_("请填日期，如 2026-08-15。"),
    "date_parsing": N_("请填日期，如 2026-08-15。"),
}


def wrong_value(kind: str, gaps: dict[str, Any]) -> str:
    """What is wrong with a parameter, by the kind of error."""
    return _(WRONG_VALUES.get(kind, N_("这个值不合要求，请看接口说明。"))).format(**gaps)


def problem(status: int, detail: str = "", errors: list[dict[str, str]] | None = None) -> HttpResponse:
    """The answer for what failed with ``status``."""
    body: dict[str, Any] = {
        "title": _(TITLES[status]),
        "status": status,
        "detail": detail or _(DETAILS[status]),
    }
    if errors:
        body["errors"] = errors
    answer = HttpResponse(
        json.dumps(body, ensure_ascii=False).encode(), content_type=MEDIA_TYPE, status=status
    )
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="taizhang"'
    if status == 405:
        answer.headers["Allow"] = "GET, HEAD"
    return answer


def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Whatever lies below the API's address and is no part of it."""
    return problem(404)
