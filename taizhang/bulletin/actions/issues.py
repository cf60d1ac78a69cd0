"""An issue is put together: opened, given its articles, ordered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max, QuerySet

from taizhang.bulletin.actions.series import check_template
from taizhang.bulletin.models import (
    Adoption,
    AdoptionMode,
    Article,
    ArticleVersion,
    Issue,
    Origin,
    Series,
    Submission,
)
from taizhang.bulletin.queries.composing import PAGE_SETTING, composed, head_of, may_run_in
from taizhang.bulletin.rules.checks import read_data
from taizhang.core.gongwen.model import IssueKind
from taizhang.core.lifecycle.bulletin_life import ISSUE, SUBMISSION, IssueState, SubmissionState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import Objections, check_no_secret
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.workflow import move, transition, unit_of_work

FAR = 10_000  # positions beyond any issue: where articles wait while they are put in order
MOST_ARTICLES = 60


def open_issue(
    *, series: Series, template: str = "", on: date, kind: str = IssueKind.REGULAR, by: Person, at: datetime
) -> Issue:
    """Begin the next issue of a series from one of its templates (empty: as the series is), with the imprint and the
    recipients of the last one. Refused for a template that the series has not.
    """
    made_by = series.issue_template(template)
    if template and made_by is None:
        raise Refused(Message(N_("这个刊物没有这种模板，请刷新后再选。")))
    with unit_of_work(office=series.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        issue = Issue.objects.create(
            office=series.office,
            series=series,
            origin=Origin.DESK,
            state=IssueState.COMPOSING,
            template=template,
            **(made_by.of_issue if made_by else {}),
            kind=IssueKind(kind),
            year=on.year,
            date=on,
            issuer=series.issuer,
            data=head_of(series, template),
            opened_by=by,
            saved_at=at,
        )
        detail = {"series": series.pk, "kind": issue.kind, "template": template}
        work.record("open_issue", issue, detail)
    return issue


def edit_head(
    *,
    issue: Issue,
    version: int,
    on: date,
    issuer: str,
    head: Mapping[str, Any],
    kind: str | None = None,
    by: Person,
    at: datetime,
) -> Issue:
    """Date, issuer, note, columns, contacts, recipients and copies; ``head`` as core.gongwen writes a bulletin."""
    check_no_secret(issuer, dict(head))
    with transition(ISSUE, "compose", issue, by=by, at=at) as act:
        data = {key: head[key] for key in head if key not in ("items", "name", "annual_no", "cumulative_no")}
        data |= {key: issue.data[key] for key in (PAGE_SETTING,) if key in issue.data}
        read_data({**composed(issue), **data})
        changes = {"date": on, "year": on.year, "issuer": issuer.strip(), "data": data}
        if kind is not None:
            changes["kind"] = IssueKind(kind)
        act.move(version=version, **changes)
        act.record("edit_head", sitting=True)
    return issue


def set_pages(*, issue: Issue, by: Person, at: datetime, **setting: Any) -> Issue:
    """Ask for so many ``pages``, or for a ``setting`` of them, as the house template has both; for neither: the press
    chooses. Raise Refused for what it could not set."""
    check_template({**issue.series.look_from(issue.made_by), **setting})
    with transition(ISSUE, "compose", issue, by=by, at=at) as act:
        data = {key: value for key, value in issue.data.items() if key != PAGE_SETTING}
        act.move(data=data | ({PAGE_SETTING: setting} if setting else {}))
        act.record("set_pages", detail=setting)
    return issue


def adopt(
    *,
    submission: Submission,
    issue: Issue | None = None,
    article: Article | None = None,
    mode: str = AdoptionMode.FULL,
    by: Person,
    at: datetime,
) -> Article:
    """Take a submission into an issue: as an article of its own, or added to ``article`` (combined).

    Without an issue it goes into the newest one that is being composed; Refused where there is none, and for
    a submission that stands in this issue already. The editor works on a copy: the signed text stays.
    """
    with transition(SUBMISSION, "adopt", submission, by=by, at=at) as act:
        issue = issue or (article.issue if article else _open_one())
        lock_issue(issue)
        if Adoption.objects.filter(submission=submission, article__issue=issue).exists():
            raise Refused(Message(N_("这篇来稿已在本期中。")))
        text = submission.signed_texts.order_by("-round").first()
        if text is None:
            raise Refused(Message(N_("这篇来稿还没有单位审签的文字。")))
        if article is None:
            article = _place(issue, submission, text.title, text.body, by, at)
        else:
            _append(article, text.body, by, at)
            mode = AdoptionMode.COMBINED
        Adoption.objects.create(
            office=issue.office,
            article=article,
            submission=submission,
            text=text,
            mode=AdoptionMode(mode),
            by=by,
            at=at,
        )
        act.move(decided_by=by, decided_at=at, changed_at=at)
        detail = {"issue": issue.pk, "article": article.pk, "mode": str(mode)}
        act.record("adopt", detail=detail)
    return article


def _open_one() -> Issue:
    issue = Issue.objects.filter(state=IssueState.COMPOSING).order_by("-date", "-pk").first()
    if issue is None:
        raise Refused(Message(N_("现在没有正在编辑的一期，请先新开一期。")))
    return issue


def _place(issue: Issue, submission: Submission, title: str, body: str, by: Person, at: datetime) -> Article:
    return _new_article(
        issue,
        by,
        at,
        title=title,
        body=body,
        run_in=may_run_in(title),
        unit=submission.unit,
        source_unit=submission.unit.short_name,
        project=submission.project,
        theme=submission.theme or (submission.project.theme if submission.project else None),
    )


def lock_issue(issue: Issue) -> None:
    """Make other acts on the issue's articles wait until this one is done; Refused if it is no longer composed.

    The state is read again under the lock: the issue may have been passed on since the page was drawn.
    """
    state = Issue.objects.select_for_update().values_list("state", flat=True).get(pk=issue.pk)
    ISSUE.step("compose", state)


def _new_article(issue: Issue, by: Person, at: datetime, **fields: Any) -> Article:
    lock_issue(issue)
    there = issue.articles.aggregate(last=Max("position"), column=Max("column"))
    if issue.articles.count() >= MOST_ARTICLES:
        raise Refused(Message(N_("一期最多{most}篇稿件。"), {"most": MOST_ARTICLES}))
    last = issue.articles.order_by("-position").first()
    columns = issue.data.get("column") or []
    article = Article.objects.create(
        office=issue.office,
        issue=issue,
        position=(there["last"] or 0) + 1,
        column=last.column if last else (columns[0] if columns else ""),
        changed_by=by,
        changed_at=at,
        **fields,
    )
    keep_version(article, by, at)
    return article


def _append(article: Article, body: str, by: Person, at: datetime) -> None:
    """Put another submission's paragraphs under those that are there."""
    lock_issue(article.issue)
    article.refresh_from_db()
    Article.objects.filter(pk=article.pk).update(
        body=f"{article.body}\n{body}".strip(), version=article.version + 1, changed_by=by, changed_at=at
    )
    article.refresh_from_db()
    keep_version(article, by, at)


def keep_version(article: Article, by: Person, at: datetime) -> None:
    """Note the text as it stands now under its version."""
    ArticleVersion.objects.create(
        office=article.office,
        article=article,
        version=article.version,
        title=article.title,
        body=article.body,
        by=by,
        at=at,
    )


def add_article(
    *,
    issue: Issue,
    title: str,
    body: str,
    source_unit: str = "",
    unit: Unit | None = None,
    by: Person,
    at: datetime,
) -> Article:
    """An article that no unit sent in: the office's own words, or a correction."""
    check_no_secret(title, body, source_unit)
    with transition(ISSUE, "compose", issue, by=by, at=at) as act:
        article = _new_article(
            issue,
            by,
            at,
            title=title.strip(),
            body=body.strip(),
            run_in=may_run_in(title.strip()),
            source_unit=source_unit.strip(),
            unit=unit,
        )
        act.record("add_article", article)
    return article


def set_article(
    *, article: Article, column: str, source_unit: str, run_in: bool, by: Person, at: datetime
) -> Article:
    """The article's column, the unit as it is printed, and whether its headline runs into the text.

    Refused for a headline without a stop, which would be glued to the text's first words.
    """
    check_no_secret(column, source_unit)
    if run_in and not may_run_in(article.title):
        words = N_("标题末尾没有句号，排在首段开头会和正文连成一句。请先在标题后加句号。")
        raise Objections({"run_in": Message(words)})
    with transition(ISSUE, "compose", article.issue, by=by, at=at) as act:
        article.column, article.source_unit, article.run_in = column.strip(), source_unit.strip(), run_in
        article.save(update_fields=["column", "source_unit", "run_in"])
        act.record("set_article", article)
    return article


def remove_article(*, article: Article, by: Person, at: datetime) -> None:
    """Take an article out of the issue; its submissions are accepted again, for another issue."""
    issue = article.issue
    with transition(ISSUE, "compose", issue, by=by, at=at) as act:
        lock_issue(issue)
        for adoption in article.adoptions.select_related("submission", "submission__office"):
            _release(adoption, article, at)
        detail = {"issue": issue.pk, "title": article.title}
        act.record("remove_article", article, detail)
        article.delete()
        number_anew(issue.articles.all())


def _release(adoption: Adoption, article: Article, at: datetime) -> None:
    """The submission is free again, unless another issue at the desk has it too."""
    submission = adoption.submission
    elsewhere = Adoption.objects.filter(submission=submission).exclude(article=article)
    if submission.state == SubmissionState.ADOPTED and not elsewhere.exists():
        move(submission, SUBMISSION.step("release", submission.state), at=at, changed_at=at)


def order_articles(*, issue: Issue, order: Sequence[int], by: Person, at: datetime) -> Issue:
    """Put the articles in the order of their keys; Refused unless these are exactly the issue's articles."""
    with transition(ISSUE, "compose", issue, by=by, at=at) as act:
        lock_issue(issue)
        put_in_order(issue.articles.all(), order, Message(N_("稿件已在别处增减过，请刷新后再排。")))
        detail = {"order": list(order)}
        act.record("order_articles", detail=detail)
    return issue


def put_in_order(rows: QuerySet[Any], order: Sequence[int], changed: Message) -> None:
    """Give the articles or attachments of an issue their places by their keys; Refused with the words of ``changed``
    unless these are exactly theirs.
    """
    if sorted(order) != sorted(rows.values_list("pk", flat=True)):
        raise Refused(changed)
    for offset in (FAR, 0):  # first out of each other's way: two never share a place
        for position, pk in enumerate(order, 1):
            rows.filter(pk=pk).update(position=offset + position)


def number_anew(rows: QuerySet[Any]) -> None:
    """Close the gap that one of the articles or attachments has left."""
    put_in_order(rows, list(rows.values_list("pk", flat=True)), Message(""))


def drop_issue(*, issue: Issue, by: Person, at: datetime) -> Issue:
    """Give up an issue that was begun; its submissions are free again, its texts stay for the record."""
    with transition(ISSUE, "drop", issue, by=by, at=at) as act:
        for article in issue.articles.all():
            for adoption in article.adoptions.select_related("submission", "submission__office"):
                _release(adoption, article, at)
        act.move()
        act.record("drop_issue")
    return issue
