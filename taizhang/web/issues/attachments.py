"""The attachments of an issue at the desk: added, put in order, taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from taizhang.bulletin.actions import attachments
from taizhang.bulletin.models import Issue, IssueAttachment
from taizhang.bulletin.queries.attachments import attachments_of
from taizhang.bulletin.visible import attachments_for, drafts_for
from taizhang.core.gongwen import find_secrecy_mark
from taizhang.core.lifecycle.bulletin_life import AT_DESK, ISSUE
from taizhang.intake import IntakeRefused, check_attachment
from taizhang.office.permissions import Permission
from taizhang.web.frame.access import load, seen, viewer_of
from taizhang.web.frame.downloads import named
from taizhang.web.frame.forms import UNSTORED, OpenForm, file_attrs, line
from taizhang.web.frame.parts import PagePart, PostButton
from taizhang.web.frame.perform import attempt
from taizhang.web.frame.routes import Route
from taizhang.web.frame.steps import QUIET, Step, StepForm, Steps
from taizhang.web.frame.words import say
from taizhang.web.reading.attached import attached_part, url_of
from taizhang.web.reading.incoming import clean_name

LONGEST_NAME = 100
MOVES = {"up": -1, "down": 1}


class AttachmentForm(OpenForm):
    """A file, and its name as the issue prints it."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("文件"),
        max_length=200,
        help_text=_("PDF、docx 或 xlsx，不带宏，不设密码。一期最多10个，合计不超过20 MB。"),
        widget=forms.FileInput(attrs=file_attrs(accept=".pdf,.docx,.xlsx")),
    )
    name = line(
        _("附件名称"),
        LONGEST_NAME,
        help_text=_("照此印在正文之后，不用写序号，名称后不加标点；不填就用文件名。"),
    )

    def clean(self) -> dict[str, Any]:
        """What the action takes: the file's content once it was looked at, its kind, its names."""
        given = super().clean()
        if self.errors:
            return given
        file_name, content = clean_name(given["file"].name), given["file"].read()
        try:
            kind = check_attachment(content, file_name)
        except IntakeRefused as refusal:
            self.add_error("file", say(refusal.sentence))
            return given
        name = " ".join((given["name"] or file_name.rpartition(".")[0]).split())
        if not name or (not given["name"] and len(given["file"].name) > LONGEST_NAME):  # such a name was cut
            self.add_error("name", gettext("请写附件名称，最多{n}字。").format(n=LONGEST_NAME))
        if find_secrecy_mark(name) is not None:
            self.add_error("file", UNSTORED)
        return {"content": content, "kind": kind, "name": name, "file_name": named(name, kind)}


def attaching_steps(page: Callable[[Any, Issue, Sequence[PagePart]], HttpResponse]) -> Steps[Issue]:
    """Return the step by which a file is added to an issue; it stands on ``page``."""
    step = Step("compose", attachments.add_attachment, _("添加"), _("附件已添加。"))
    form: StepForm[Issue] = StepForm([step], AttachmentForm, fold=_("添加附件"), at_field="file")
    return Steps("issue", form, load=seen(drafts_for), page=page, table=ISSUE, goes=_address)


def attached_at_desk(issue: Issue, *, editing: bool) -> list[PagePart]:
    """The attachments, with the buttons that move and remove them for who may compose."""
    rows = attachments_of(issue)
    return attached_part(rows, url_of, partial(_buttons, rows) if editing else lambda place: ())


def _buttons(rows: Sequence[IssueAttachment], place: int) -> list[PostButton]:
    url, name = reverse("attachment-act", args=[rows[place].pk]), rows[place].name
    moves = [("up", "↑", gettext("上移"))] * (place > 0) + [("down", "↓", gettext("下移"))] * (
        place + 1 < len(rows)
    )
    return [
        *(PostButton(sign, url, {"act": act}, f"{words}{name}", QUIET) for act, sign, words in moves),
        PostButton(gettext("移除"), url, {"act": "remove"}, name, QUIET),
    ]


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Move an attachment up or down, or take it away."""
    row = load(attachments_for(viewer_of(request)).filter(issue__state__in=AT_DESK), pk)
    asked = request.POST.get("act")
    if asked == "remove":
        attempt(request, attachments.remove_attachment, _("附件已移除。"), attachment=row)
    elif asked in MOVES:
        order = list(row.issue.attachments.values_list("pk", flat=True))
        at = order.index(pk)
        order.insert(max(0, at + MOVES[asked]), order.pop(at))
        attempt(request, attachments.order_attachments, _("附件次序已更改。"), issue=row.issue, order=order)
    else:
        raise Http404
    return redirect(_address(row))


def _address(row: IssueAttachment) -> str:
    return f"{reverse('draft', args=[row.issue_id])}#attachments"


urlpatterns = [Route("attachments/<int:pk>/act/", act, "attachment-act", Permission.EDIT_BULLETIN)]
