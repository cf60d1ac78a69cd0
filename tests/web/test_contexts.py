from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override

from taizhang.bulletin.models import Issue
from taizhang.web.frame.access import person_of
from taizhang.web.frame.titles import number_words
from taizhang.web.frame.words import day_words


def test_a_day_of_this_year_needs_no_year() -> None:
    today = timezone.localdate()
    assert day_words(today.replace(month=8, day=15)) == "8月15日"
    assert day_words(date(2023, 8, 15)) == "2023年8月15日"


@pytest.mark.parametrize(
    ("kind", "number", "words"),
    [
        ("regular", 6, "第6期"),
        ("supplement", 1, "增刊第1期"),
        ("special", 2, "专刊第2期"),
        ("regular", None, ""),
    ],
)
def test_a_number_is_said_with_its_kind(kind: str, number: int | None, words: str) -> None:
    assert number_words(Issue(kind=kind, annual_no=number)) == words


def test_nobody_is_no_person() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(Http404):
        person_of(request)


def test_what_is_constant_is_said_in_each_language_and_never_holds_a_page_s_values() -> None:
    words = "{% load i18n frame %}{{ name }} {% constant %}{% translate '台账' %}{{ name }}{% endconstant %}"
    template = Template(words)
    for name in ("林知远", "江映秋"):
        for language, said in (("zh-hans", "台账"), ("en", "Ledger")):
            with override(language):
                assert template.render(Context({"name": name})) == f"{name} {said}"
