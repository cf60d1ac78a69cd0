"""An issue as the bulletin that is printed: at the desk it is put together from its articles."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Q

from taizhang.bulletin.models import Article, Direction, Issue, Reading, Recipient, Revision, Series, Way
from taizhang.bulletin.queries.attachments import attached_names
from taizhang.bulletin.queries.numbers import foreseen
from taizhang.core.gongwen import Item, Paragraph, bulletin_from_json, bulletin_to_json
from taizhang.core.gongwen.issue_templates import ADDRESSED
from taizhang.core.gongwen.model import Bulletin, IssueKind
from taizhang.core.lifecycle.bulletin_life import AT_DESK, OUT

STOPS = ("。", "！", "？", "：", "…")
PAGE_SETTING = (
    "page_setting"  # key of an issue's data: what the press is told of its pages, as HouseTemplate has it
)
OF_THE_ISSUE = ("year", "annual_no", "cumulative_no", "date", "items", "kind", "attachments")


def bulletin_of(stored: Reading | Issue | Revision) -> Bulletin:
    """The bulletin a row holds; of an issue at the desk, the one its articles make now."""
    if isinstance(stored, Issue) and stored.state not in OUT:
        return bulletin_from_json(composed(stored))
    return bulletin_from_json(stored.data)


def composed(
    issue: Issue, numbers: tuple[int | None, int | None] | None = None, written: Article | None = None
) -> dict[str, Any]:
    """The bulletin of an issue at the desk as plain values; ``numbers`` stand in for those not yet allotted.

    ``written`` is an article as somebody has it before them, not stored yet: it stands in its own place.
    """
    articles = [written if each == written else each for each in issue.articles.all()]
    annual, cumulative = numbers or (issue.annual_no, issue.cumulative_no)
    whole = bulletin_to_json(
        Bulletin(
            name=issue.name,
            kind=IssueKind(issue.kind),
            annual_no=annual,
            cumulative_no=cumulative,
            issuer=issue.issuer,
            date=issue.date,
            items=tuple(item_of(article) for article in articles),
            attachments=tuple(attached_names(issue)),
        )
    )
    columns = list(dict.fromkeys(a.column for a in articles if a.column))
    head = {key: value for key, value in issue.data.items() if key not in OF_THE_ISSUE and key != "name"}
    head |= imprint_of(issue.series, addressed_by(issue))
    return {**whole, **head, "issuer": issue.issuer or None, "column": columns or head.get("column") or []}


def recipients_of(series: Series) -> list[Recipient]:
    """The recipients of a series in the order of its list."""
    return list(Recipient.objects.filter(series=series, active=True))


def addressed_by(issue: Issue) -> dict[str, str]:
    """The word before each direction to which the issue goes (报 or 主送), by direction."""
    look = issue.series.look_from(issue.made_by)
    words = zip(Direction.values, look.get("addressed", ADDRESSED), strict=True)
    return {direction: word for direction, word in words if word}


def imprint_of(series: Series, addressed: Collection[str]) -> dict[str, Any]:
    """What the imprint says of recipients and printed copies, from the list by which the issue is sent out to those in
    the ``addressed`` directions; empty for a series without a list, whose imprint is written by hand.
    """
    every = recipients_of(series)
    if not every:
        return {}
    rows = [row for row in every if row.direction in addressed]
    named = {each.value: [row.name for row in rows if row.direction == each] for each in Direction}
    printed = sum(row.copies for row in rows if row.way != Way.MAIL)
    return {"recipients": named, "copies": printed or None}


def numbers_of(issue: Issue) -> tuple[int | None, int | None]:
    """Return the annual and the cumulative number: those the issue has, or those it would get if the drafts before it
    in the series, by their dates, were signed first.
    """
    if issue.annual_no is not None:
        return issue.annual_no, issue.cumulative_no
    before = Q(date__lt=issue.date) | Q(date=issue.date, pk__lt=issue.pk)
    run = Issue.objects.filter(series=issue.series, count=issue.count)
    drafts = run.filter(before, state__in=AT_DESK, annual_no__isnull=True)
    ahead = [(kind, day.year) for kind, day in drafts.values_list("kind", "date")]
    return foreseen(issue, ahead)


def as_printed(issue: Issue) -> Bulletin:
    """Return an issue at the desk as it would be printed now, with the numbers it would get; none is allotted."""
    return bulletin_from_json(composed(issue, numbers_of(issue)))


def may_run_in(title: str) -> bool:
    """Whether a headline may stand at the beginning of the text: without a stop it would be glued to the first words."""
    return title.rstrip("”’》）").endswith(STOPS)


def item_of(article: Article) -> Item:
    """The article as the press sets it: a line of the body is a paragraph."""
    return Item(
        title=article.title,
        body=tuple(Paragraph(line) for line in article.body.split("\n") if line.strip()),
        source_unit=article.source_unit,
        run_in=article.run_in and may_run_in(article.title),
        column=article.column,
    )


def head_of(series: Series, template: str) -> dict[str, Any]:
    """With what the next issue begins: the imprint and columns of the last one of its ``template``, else those that the
    template and the series have.
    """
    before = last_issue(series, template)
    if before is not None:
        return _kept(before.data, ("contacts", "recipients", "copies", "column"))
    made_by, usual = series.issue_template(template), series.head
    if made_by is not None:
        usual = {**usual, "column": list(made_by.columns)}
    return _kept(usual, ("contacts", "recipients", "copies", "column", "editor", "checker", "signer"))


def _kept(known: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {key: known[key] for key in names if known.get(key)}


def last_issue(series: Series, template: str = "") -> Issue | None:
    """The newest issue of a series that is out or at the desk, of those begun from ``template``."""
    rows = Issue.objects.filter(series=series, template=template, state__in=OUT | AT_DESK)
    return rows.order_by("-date", "-pk").first()
