"""A question about a figure, as the unit answers it and the editor settles it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from taizhang.bulletin.actions import facts
from taizhang.bulletin.models import FactAnswer, FactQuery
from taizhang.bulletin.visible import facts_for
from taizhang.core.lifecycle.bulletin_life import FACT_QUERY, FactQueryState
from taizhang.office.permissions import Permission
from taizhang.office.visible import Viewer
from taizhang.web.frame.access import seen
from taizhang.web.frame.forms import OpenForm, SeveralField, line
from taizhang.web.frame.parts import Facts, Link, Note, PageHead, PagePart, Prose, dotted, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.steps import QUIET, SECOND, Step, StepBox, StepForm, Steps
from taizhang.web.frame.tags_ledger_look import dated


class FactAnswerForm(OpenForm):
    """The unit's answer, with words."""

    words = line(gettext_lazy("说明（数据属实时可不填）"), 500)
    also: Any = SeveralField(
        label=gettext_lazy("同一篇的这些问题，也作同样的答复"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    answer = forms.ChoiceField(label=gettext_lazy("答复"), choices=FactAnswer.choices)

    def __init__(self, *args: Any, row: FactQuery, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, row=row, viewer=viewer, **kwargs)
        others = facts_for(viewer).filter(article=row.article_id, unit=row.unit_id, state=FactQueryState.OPEN)
        also: Any = self.fields["also"]
        also.queryset = others.exclude(pk=row.pk).order_by("start", "pk")
        if not also.queryset:
            del self.fields["also"]


class FactAgainForm(OpenForm):
    """What the answer leaves open."""

    question = line(gettext_lazy("还需要单位说明的"), 500, required=True)


@dataclass(frozen=True, slots=True)
class FactAnswerBox:
    """The words and a button for each answer."""

    template: ClassVar[str] = "issues/_fact_answer.html"
    box: StepBox

    @property
    def answers(self) -> list[tuple[str, str]]:
        return [(answer.value, str(answer.label)) for answer in FactAnswer]


def _page(request: Request, row: FactQuery, boxes: Sequence[PagePart]) -> HttpResponse:
    """The sentence, the question, and what was answered."""
    article = f"{reverse('draft', args=[row.article.issue_id])}?article={row.article_id}"
    edits = request.viewer.may(Permission.EDIT_BULLETIN)
    head = PageHead(
        _("事实核实：{surface}").format(surface=row.surface),
        name=_("事实核实"),
        links=[Link(_("回到稿件"), article)] if edits else [],
    )
    answer = f"{row.get_answer_display()}：{row.words}" if row.words else row.get_answer_display()
    told = Facts(
        _("情况"),
        [
            (_("供稿单位"), row.unit.short_name),
            (_("问题"), dotted(row.question, row.asked_by, dated(row.asked_at))),
            (_("状态"), row.get_state_display()),
            (_("答复"), dotted(answer, row.answered_by) if row.answer else ""),
        ],
    )
    note = Note(_("这个问题只有编辑人员和供稿单位看得到。“口径不同”“估计数”都是正常的答复。"))
    return page(request, head, Prose("", row.sentence, official=True), told, note, *map(_shown, boxes))


def _shown(box: PagePart) -> PagePart:
    return FactAnswerBox(box) if isinstance(box, StepBox) and box.steps[0].verb == "answer" else box


def _after(row: FactQuery) -> str:
    answered = row.state == FactQueryState.ANSWERED
    return reverse("queue") if answered else reverse("fact", args=[row.pk])


STEPS = Steps(
    "query",
    StepForm(
        [Step("answer", facts.answer_facts, gettext_lazy("答复"), gettext_lazy("已答复，谢谢。"))],
        FactAnswerForm,
    ),
    StepForm([Step("settle", facts.settle_fact, gettext_lazy("了结"), gettext_lazy("已了结。"))]),
    StepForm(
        [
            Step(
                "ask_again",
                facts.ask_fact_again,
                gettext_lazy("再请单位核实"),
                gettext_lazy("已再次请单位核实。"),
                look=SECOND,
            )
        ],
        FactAgainForm,
    ),
    StepForm(
        [Step("withdraw", facts.withdraw_fact, gettext_lazy("撤回"), gettext_lazy("已撤回。"), look=QUIET)]
    ),
    load=seen(facts_for),
    page=_page,
    table=FACT_QUERY,
    goes=_after,
)
urlpatterns = STEPS.routes(
    "facts/<int:pk>/", "fact", Permission.ACT_IN_BULLETIN, act=Permission.ACT_IN_BULLETIN
)
