"""Error pages: what happened, in one sentence, and the way out."""

from __future__ import annotations

import logging
import re
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from taizhang.office.faults import is_passing

log = logging.getLogger(__name__)

BARE = (
    '<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>{heading}</title>'
    "<h1>{heading}</h1><p>{sentence}</p><p>{number}</p>"
)
KEEPING = {401, 403, 404, 500, 503}  # what was typed for a form that went nowhere is shown, to be copied
_WORDS = re.compile("[\u3400-\u9fff]")  # no key, no password: those are not in Chinese
RETRY = 10  # seconds after which it is worth trying again


def _page(
    request: HttpRequest,
    status: int,
    heading: str,
    sentence: str,
    *,
    leads_home: bool = True,
    sign_in: str = "",
) -> HttpResponse:
    kept = _typed(request) if status in KEEPING else []
    context = {
        "heading": heading, "sentence": sentence, "leads_home": leads_home, "sign_in": sign_in, "kept": kept,
    }  # fmt: skip
    try:
        return render(request, "frame/error.html", context, status=status)
    except (DatabaseError, InterfaceError, OSError):  # the frame asks who is signed in
        number = getattr(request, "request_id", "")
        return HttpResponse(
            format_html(BARE, heading=heading, sentence=sentence, number=number), status=status
        )


def _typed(request: HttpRequest) -> list[str]:
    """What somebody typed into the form that was posted, in words."""
    try:
        posted = [value for _name, values in request.POST.lists() for value in values]
    except (RequestDataTooBig, TooManyFieldsSent, UnreadablePostError, MultiPartParserError):
        return []
    return [value for value in posted if _WORDS.search(value)]


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return _page(request, 413, _("内容过多"), _("所填内容超过上限，没有保存；请返回，分成几次保存。"))
    return _page(request, 400, _("请求有误"), _("浏览器送来的内容无法处理，请返回后重试。"))


def signed_out(request: HttpRequest, sign_in: str) -> HttpResponse | None:
    """What somebody typed whose session has ended meanwhile, with the way to log in; None where nothing was typed."""
    if not _typed(request):
        return None
    sentence = _("登录已经失效，刚才填写的内容没有提交。请先复制下来，再重新登录。")
    return _page(request, 401, _("请重新登录"), sentence, leads_home=False, sign_in=sign_in)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403, _("没有权限"), _("您的岗位没有这项权限；如工作需要，请与安全管理员联系。"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, _("没有这个页面"), _("地址有误，或者内容已经移走、不属于本机构。"))


def no_such_link(request: HttpRequest) -> HttpResponse:
    """A signed link that is forged, cut, closed or too old (not told apart), for somebody who may have no account."""
    sentence = _("链接已过有效期、已被收回，或者没有复制完整。请向发来链接的人再要一个。")
    return _page(request, 404, _("链接打不开"), sentence, leads_home=False)


def not_a_page(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """A page in place of the empty answer 405 to somebody who opens an address that only takes forms."""
    answer = _page(
        request, 405, _("这里不能直接打开"), _("这个地址只接收页面上提交的内容，请从原来的页面进入。")
    )
    answer.headers["Allow"] = refused.headers["Allow"]
    return answer


def gone(request: HttpRequest) -> HttpResponse:
    """An issue that was recalled, for somebody who may have no account."""
    sentence = _("本期已撤回，不再提供，请停止使用和转发。")
    return _page(request, 410, _("本期已撤回"), sentence, leads_home=False)


def too_large(request: HttpRequest) -> HttpResponse:
    """Back to the form that was sent, with the sentence above it; an error page where the form is not known."""
    size = settings.UPLOAD_LIMIT // 1_000_000
    sentence = _("所传文件超过 {size} MB，没有保存，请压缩图片或拆分后再传。").format(size=size)
    form = request.headers.get("Referer", "")
    navigates = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    if navigates and url_has_allowed_host_and_scheme(form, {request.get_host()}):
        messages.error(request, sentence)
        return HttpResponseRedirect(urlsplit(form)._replace(scheme="", netloc="").geturl())
    return _page(request, 413, _("文件过大"), sentence)


def busy(request: HttpRequest) -> HttpResponse:
    answer = _page(request, 503, _("系统繁忙"), _("现在暂时办不了，内容没有保存；请稍等片刻再试一次。"))
    answer.headers["Retry-After"] = str(RETRY)
    return answer


def passing_fault(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """Return the answer to a fault that may be over soon, noted in the log; None for every other fault."""
    if not is_passing(error):
        return None
    log.error(
        "cannot be written for the moment: %s", request.path, exc_info=error, extra={"request": request}
    )
    return busy(request)


def broken(request: HttpRequest) -> HttpResponse:
    if answer := passing_fault(request, sys.exc_info()[1]):
        return answer
    return _page(request, 500, _("系统出错"), _("没有办成，数据未受影响；请稍后再试，仍不行请报修。"))
