"""An issue goes out as a Word file and comes back: what was changed there is shown as suggestions and remarks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from taizhang.bulletin.actions.word_copies import TakenBack, UnknownFile, take_back
from taizhang.bulletin.models import Issue
from taizhang.bulletin.queries.composing import as_printed, item_of
from taizhang.bulletin.queries.pictures import drawn_anew
from taizhang.bulletin.queries.word_copies import sent_now
from taizhang.bulletin.typesetting.rendering import template_for
from taizhang.bulletin.visible import draft_articles_for, drafts_for
from taizhang.core.gongwen import Bulletin
from taizhang.core.lifecycle.workflow import Refused
from taizhang.intake import IntakeRefused, read_copy
from taizhang.office import files
from taizhang.office.permissions import Permission
from taizhang.press import PressError
from taizhang.web.frame.access import load, viewer_of
from taizhang.web.frame.downloads import as_docx
from taizhang.web.frame.perform import who
from taizhang.web.frame.routes import Route
from taizhang.web.frame.words import say
from taizhang.web.issues.forms import WordCopyForm
from taizhang.web.issues.views import desk
from taizhang.web.reading.incoming import clean_name


@require_safe
def take_away(request: HttpRequest, pk: int) -> HttpResponse:
    """The issue as a Word file that knows what it was made from."""
    issue = load(drafts_for(viewer_of(request)), pk)
    try:
        origin = [sent_now(article).name for article in issue.articles.all()]
        return as_docx(as_printed(issue), template_for(issue), origin)
    except PressError as refusal:
        messages.error(request, say(refusal.sentence))
        return redirect("draft", pk=pk)


@require_safe
def take_article_away(request: HttpRequest, pk: int) -> HttpResponse:
    """One article of it, without masthead and imprint; it is brought back like the whole issue."""
    article = load(draft_articles_for(viewer_of(request)), pk)
    bulletin = Bulletin(items=(item_of(article),))
    try:
        return as_docx(bulletin, template_for(article.issue), [sent_now(article).name], article.title)
    except PressError as refusal:
        messages.error(request, say(refusal.sentence))
        return redirect(f"{reverse('draft', args=[article.issue_id])}?article={pk}")


@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as suggestions and remarks; the article with the first of them is shown."""
    issue = load(drafts_for(viewer_of(request)), pk)
    form = WordCopyForm(request.POST, request.FILES, auto_id="word_form_%s")
    content, name = _brought(request, form, issue) if form.is_valid() else (b"", "")
    if form.is_valid():
        try:
            copy = read_copy(content)
            text, pictures, notes = drawn_anew(copy)
            similar = form.cleaned_data["similar"]
            done = take_back(
                issue=issue,
                identity=copy.identity,
                text=text,
                pictures=pictures,
                similar=similar,
                **who(request),
            )
        except (IntakeRefused, Refused) as refusal:
            form.add_error("file", say(refusal.sentence))
            if isinstance(refusal, UnknownFile):
                files.set_aside(content, *_place(request, issue))
                form.offer_similar(name)
        else:
            files.drop_aside(*_place(request, issue))
            messages.success(request, _told(done))
            for note in (*copy.notes, *notes):
                messages.warning(request, say(note))
            chosen = f"?article={done.first.pk}#remarks" if done.first else ""
            return redirect(reverse("draft", args=[pk]) + chosen)
    return desk(request, pk, word_form=form, status=422)


def _brought(request: HttpRequest, form: WordCopyForm, issue: Issue) -> tuple[bytes, str]:
    """The file that was chosen, else the one that is kept since it was chosen, with its name."""
    upload = form.cleaned_data["file"]
    if upload:
        return upload.read(), clean_name(upload.name)
    content = files.taken_aside(*_place(request, issue))
    if content is None:
        form.add_error("file", _("刚才的文件已经不在了，请再选一次。"))
    return content or b"", clean_name(form.cleaned_data["kept"])


def _place(request: HttpRequest, issue: Issue) -> tuple[object, ...]:
    """Where somebody's file for an issue is kept while they are asked of it."""
    return "word copy", request.user.pk, issue.pk


def _told(done: TakenBack) -> str:
    """What came of it, in a few sentences."""
    said: list[Any] = []
    if done.changes or done.remarks:
        words = _("已带回{changes}处修订、{remarks}条批注，逐条或全部采纳后才进正文。")
        said.append(words.format(changes=done.changes, remarks=done.remarks))
    else:
        said.append(_("Word 稿没有新的改动。"))
    if done.conflicts:
        said.append(_("其中{n}处在导出之后这里也改过，已注明，请对照取舍。").format(n=done.conflicts))
    if done.known:
        said.append(_("{n}处这里已有，没有重复列出。").format(n=done.known))
    if done.left:
        titles = "》《".join(done.left)
        said.append(_("《{titles}》已不在本期，其中的改动没有带回。").format(titles=titles))
    return "".join(said)


urlpatterns = [
    Route("drafts/<int:pk>/word/", take_away, "draft-word", Permission.SEE_ISSUES),
    Route("articles/<int:pk>/word/", take_article_away, "article-word", Permission.SEE_ISSUES),
    Route("drafts/<int:pk>/word/back/", bring_back, "draft-word-back", Permission.SEE_ISSUES),
]
