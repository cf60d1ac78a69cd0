"""Posts: of units and of the office itself, with who holds them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from taizhang.office import actions, clock
from taizhang.office.models import Post
from taizhang.office.permissions import Permission
from taizhang.office.queries import all_posts, units_of
from taizhang.office.roles import Role
from taizhang.office.visible import Viewer
from taizhang.web.frame.access import office_of, seen
from taizhang.web.frame.forms import OpenForm, line
from taizhang.web.frame.parts import Link, PageHead, PagePart, dotted, page
from taizhang.web.frame.request import Request
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import QUIET, Step, StepForm, Steps
from taizhang.web.frame.tables import Column, Table
from taizhang.web.frame.tags_record_look import moment

LIST = _("岗位")


def _holders(post: Post) -> str:
    """Who acts on the post now: 周延平、林知远（代周延平）."""
    now = clock.now()
    words = gettext("{name}（代{other}）")
    return "、".join(
        words.format(name=each.person, other=each.deputy_for) if each.deputy_for else str(each.person)
        for each in post.holders.all()
        if each.valid_from <= now and (each.valid_to is None or each.valid_to > now)
    )


POSTS: Table[Post] = Table(
    Column(_("岗位"), "title", head=True, url=lambda post: reverse("office-post", args=[post.pk])),
    Column(_("角色"), "get_role_display"),
    Column(_("单位"), lambda post: post.unit or post.office.short_name),
    Column(
        _("在岗"), lambda post: gettext("已撤销") if post.closed_at else _holders(post) or gettext("空缺")
    ),
    empty=_("还没有岗位。添加人员时会自动建立。"),
)


@require_safe
def index(request: Request) -> HttpResponse:
    """All posts, the office's own first."""
    rows = all_posts(request.viewer.office).select_related("office", "unit")
    links = [Link(_("添加岗位"), reverse("office-post-new"), filled=True)]
    return page(request, PageHead(LIST, links=links), POSTS.of(request, rows))


def rows_for(viewer: Viewer) -> Any:
    """The posts that whoever manages them sees: all of the office's."""
    return all_posts(viewer.office).select_related("office", "unit")


class PostForm(OpenForm):
    """A role, and the unit it is of."""

    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    unit: Any = forms.ModelChoiceField(
        label=_("单位"), queryset=None, required=False, empty_label=_("办公室自己的岗位"),
        help_text=_("联络员、单位负责人须选单位。"),
    )  # fmt: skip
    title = line(_("岗位名称"), 60, help_text=_("不填则按单位和角色命名，例如：市教育局联络员。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_of(self.row).filter(active=True)  # type: ignore[attr-defined]


class TitleForm(OpenForm):
    """Another title."""

    title = line(_("岗位名称"), 60, required=True)


def _new_page(request: Request, office: Any, boxes: Sequence[PagePart]) -> HttpResponse:
    return page(request, PageHead(_("添加岗位"), crumb=Link(LIST, reverse("office-posts"))), *boxes)


def _page(request: Request, post: Post, boxes: Sequence[PagePart]) -> HttpResponse:
    facts = [
        dotted(
            post.get_role_display(), post.unit or post.office.short_name, _holders(post) or gettext("空缺")
        )
    ]
    if post.closed_at:
        facts.append(dotted(gettext("已撤销"), moment(post.closed_at)))
    return page(request, PageHead(post.title, facts=facts, crumb=Link(LIST, reverse("office-posts"))), *boxes)


NEW = Steps(
    "office",
    StepForm(
        [Step("add", actions.add_post, _("添加"), _("岗位已添加，由安全管理员任命。"))],
        PostForm,
        at_field="unit",
    ),
    load=office_of,
    page=_new_page,
    goes=lambda post: reverse("office-posts"),
)
STEPS = Steps(
    "post",
    StepForm(
        [
            Step("rename", actions.rename_post, _("保存"), _("已保存。")),
            Step("close", actions.close_post, _("撤销岗位"), _("岗位已撤销。"), look=QUIET, takes={}),
        ],
        TitleForm,
        initial=lambda post: {"title": post.title},
        as_stored=True,
        when=lambda post, viewer: post.closed_at is None,
    ),
    load=seen(rows_for),
    page=_page,
)
urlpatterns = [
    Route("office/posts/", index, "office-posts", Permission.MANAGE_UNITS),
    *NEW.routes("office/posts/new/", "office-post-new", Permission.MANAGE_UNITS),
    *STEPS.routes("office/posts/<int:pk>/", "office-post", Permission.MANAGE_UNITS),
]
