"""Django's own fields speak as the house does: no message of its Chinese catalogue reaches a page."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import django
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

DJANGOS = Path(django.__file__).parent / "conf" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    with override("zh-hans"):
        yield


def said(field: forms.Field, given: object) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(given)
    return refused.value.messages[0]


@pytest.mark.parametrize(
    ("field", "given", "words"),
    [
        (lambda: forms.IntegerField(max_value=28), "29", "不能大于28。"),
        (lambda: forms.IntegerField(min_value=1), "0", "不能小于1。"),
        (lambda: forms.IntegerField(), "三", "请填写整数。"),
        (lambda: forms.DecimalField(max_digits=4), "12345", "最多4位数字。"),
        (lambda: forms.DecimalField(max_digits=9, decimal_places=2), "1.234", "小数最多2位。"),
        (lambda: forms.DecimalField(max_value=Decimal("0.5")), "0.75", "不能大于0.5。"),
        (lambda: forms.DateField(), "八月底", "请填写正确的日期，例如 2026-08-15。"),
        (lambda: forms.TimeField(), "25:00", "请填写正确的时间，例如 08:30。"),
        (lambda: forms.CharField(), "", "此项必填。"),
        (lambda: forms.CharField(max_length=3), "一二三四", "最多3字，现有4字，请删减后再提交。"),
        (lambda: forms.CharField(), "a\0", "内容中含有不允许的控制字符，请删去后再提交。"),
        (lambda: forms.EmailField(), "王@", "请填写正确的电子邮箱地址。"),
        (lambda: forms.ChoiceField(choices=[("a", "A")]), "b", "“b”不在可选范围内，请重新选择。"),
        (lambda: forms.FileField(), None, "此项必填。"),
    ],
)
def test_a_field_says_what_is_wrong(field: Callable[[], forms.Field], given: object, words: str) -> None:
    assert said(field(), given) == words


def every_field() -> Iterator[forms.Field]:
    """One of each kind, of every form of the pages, with the fields its class declares."""
    todo: list[type[forms.BaseForm]] = [forms.BaseForm]
    while todo:
        form = todo.pop()
        todo += form.__subclasses__()
        if form.__module__.startswith("taizhang."):
            yield from getattr(form, "base_fields", {}).values()


def test_no_field_of_a_form_has_djangos_words() -> None:
    import_module("taizhang.web.urls")
    with DJANGOS.open("rb") as stored:
        theirs = set(gettext.GNUTranslations(stored)._catalog.values())  # type: ignore[attr-defined]
    fields = list(every_field())
    assert len(fields) > 100
    for field in fields:
        messages = [*field.error_messages.values(), *(getattr(v, "message", "") for v in field.validators)]
        assert not {str(each) for each in messages if each} & theirs, field.label
