"""Search over everything the person may see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.bulletin.models.search import FoundKind
from taizhang.bulletin.search import update_index
from taizhang.bulletin.visible import series_for
from taizhang.office.faults import not_essential
from taizhang.office.queries import units_of
from taizhang.office.visible import Viewer
from taizhang.web.frame.access import person_of, viewer_of
from taizhang.web.frame.query_values import number_in
from taizhang.web.frame.routes import Door, Route
from taizhang.web.search.page import search_page


class SearchForm(forms.Form):
    """What is searched for, and what narrows it."""

    q = forms.CharField(label=_("查找"), required=False, max_length=200, strip=True)
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *FoundKind.choices])
    unit: Any = forms.ModelChoiceField(
        label=_("单位"), required=False, queryset=None, empty_label=_("全部单位")
    )
    series: Any = forms.ModelChoiceField(
        label=_("刊物"), required=False, queryset=None, empty_label=_("全部刊物")
    )
    column = forms.CharField(label=_("栏目"), required=False, max_length=100)
    year = forms.IntegerField(label=_("年度"), required=False, min_value=1949, max_value=2200)
    low = forms.DecimalField(label=_("数值不小于"), required=False, max_digits=20)
    high = forms.DecimalField(label=_("数值不大于"), required=False, max_digits=20)
    counted_in = forms.CharField(label=_("计量单位"), required=False, max_length=20)
    order = forms.ChoiceField(
        label=_("次序"), required=False, choices=[("", _("新的在前")), ("likely", _("贴近的在前"))]
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = units_of(viewer.office).filter(active=True).order_by("short_name")
        fields["series"].queryset = series_for(viewer)
        for name in ("low", "high", "year"):
            fields[name].widget = forms.TextInput(attrs={"inputmode": "numeric"})


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The hits, twenty a page. The index is brought up to date first, so that nothing that was done is missing."""
    form = SearchForm(request.GET, viewer=viewer_of(request))
    page = None
    if form.is_valid():
        with not_essential("bringing the index up to date"):
            update_index(person_of(request).office)
        below = number_in(request.GET.get("below", ""), digits=17)
        page = search_page(form.cleaned_data, viewer_of(request), below)
    narrowed = any(request.GET.get(name) for name in form.fields if name not in ("q", "order"))
    context = {
        "form": form,
        "page": page,
        "narrowed": narrowed or "narrow" in request.GET or not form.is_valid(),
    }
    return render(request, "search/search.html", context, status=200 if form.is_valid() else 422)


urlpatterns = [Route("search/", show, "search", Door.SIGNED_IN)]
