"""One bulletin the whole way: read in, its figures linked, edited, signed, sealed, mailed, and corrected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import taizhang.demo
from taizhang.bulletin.actions import approval, citations, issues, recipients
from taizhang.bulletin.actions.articles import keep_article
from taizhang.bulletin.actions.correcting import Erratum, draft_correction, issue_correction
from taizhang.bulletin.actions.sealing import seal_issue
from taizhang.bulletin.actions.sending import distribute
from taizhang.bulletin.models import Answer, Article, Citation, Issue, Sending, Submission
from taizhang.bulletin.queries.figure_status import FigureStatus, share_of, standing_of
from taizhang.core.figures import Kind, Relation, TextFigure
from taizhang.core.gongwen import read_bulletin
from taizhang.core.gongwen.model import Bulletin, Item
from taizhang.ledger.actions.records import record_activity
from taizhang.ledger.models import Figure as LedgerFigure
from taizhang.office import files
from taizhang.office.mail import outbox
from taizhang.press import check_form
from taizhang.press.seal.verifying import verify_pdf
from tests.bulletin.cast import Cast, submission_in
from tests.office.mailing import Server

INVENTED = Path(taizhang.demo.__file__).parent / "texts" / "2026-03.txt"
SAMPLE = Path(__file__).parents[3] / "shared" / "seed" / "bulletin-2023-10.txt"
ADDED = "群众反映良好。"


@pytest.fixture
def mailer(settings: Any) -> Iterator[Server]:
    settings.EMAIL_HOST = "127.0.0.1"
    server = Server()
    server.controller.start()
    yield server
    server.controller.stop()


@pytest.mark.parametrize("source", [INVENTED, SAMPLE], ids=["invented", "sample"])
def test_a_bulletin_goes_the_whole_way(cast: Cast, mailer: Server, source: Path) -> None:
    if not source.exists():
        pytest.skip("the sample is not beside the project")
    bulletin = read_bulletin(source.read_text("utf-8"))
    issue = put_together(cast, bulletin)
    for article in issue.articles.all():
        vouch_for_all(cast, article)
    sign_and_seal(cast, issue)
    pdf = mailed(cast, mailer, issue)
    check_snapshot(issue)
    corrected(cast, mailer, issue, pdf)


def put_together(cast: Cast, bulletin: Bulletin) -> Issue:
    assert bulletin.date is not None
    issue = issues.open_issue(series=cast.series, on=bulletin.date, by=cast.editor, at=cast.at)
    for item in bulletin.items:
        issues.adopt(submission=handed_in(cast, item), issue=issue, by=cast.editor, at=cast.at)
    assert issue.articles.count() == len(bulletin.items) > 1
    return issue


def handed_in(cast: Cast, item: Item) -> Submission:
    return submission_in(cast, title=item.title, body="\n".join(each.text for each in item.body))


def vouch_for_all(cast: Cast, article: Article) -> None:
    """A record of the unit for every plain number, an answer by name for the rest; then the text is edited."""
    for each in standing_of(article):
        assert each.stand in (FigureStatus.UNLINKED, FigureStatus.QUESTION)
        place: dict[str, Any] = {"article": article, "version": article.version, "span": each.figure.span}
        if (source := recorded(cast, each.figure)) is not None:
            citations.cite(figure=source, by=cast.editor, at=cast.at, **place)
        else:
            citations.answer_figure(
                answer=Answer.SCOPE, reason="按来稿口径，已核对", by=cast.editor, at=cast.at, **place
            )
    before = Citation.objects.filter(article=article).count()
    keep_article(
        article=article, version=article.version, title=article.title, body=article.body + ADDED,
        by=cast.editor, at=cast.at,
    )  # fmt: skip
    article.refresh_from_db()
    stands = standing_of(article)
    assert len(stands) == before
    assert share_of(stands).whole


def recorded(cast: Cast, figure: TextFigure) -> LedgerFigure | None:
    """What the unit has in its ledger for a number in its article; None for 全覆盖, 500多 and parts of a whole."""
    value, exact = figure.quantity.base, figure.quantity.relation is Relation.EQ
    if figure.quantity.kind is not Kind.COUNT or not exact or value is None or value.denominator != 1:
        return None
    count = (figure.counted or "数量", str(value.numerator), figure.quantity.unit or "个", "period")
    title = f"台账登记之{LedgerFigure.objects.count()}"
    record_activity(
        unit=cast.unit, kind="talk", title=title, held_on=cast.at.date(), counts=[count],
        by=cast.liaison, at=cast.at,
    )  # fmt: skip
    return LedgerFigure.objects.latest("pk")


def sign_and_seal(cast: Cast, issue: Issue) -> None:
    issue.refresh_from_db()
    for act, by in (
        (approval.pass_on, cast.editor),
        (approval.check_issue, cast.checker),
        (approval.sign_issue, cast.signer),
    ):
        act(issue=issue, version=issue.version, by=by, at=cast.at)
    seal_issue(issue=issue, by=cast.signer, at=cast.at)
    issue.refresh_from_db()
    assert (issue.annual_no, issue.state) == (1, "sealed")


def mailed(cast: Cast, mailer: Server, issue: Issue) -> bytes:
    """The sealed file as it arrives: in form, whole, and the one that is kept."""
    told = recipients.PastedRecipients("市档案馆", "peer", "archive@haichuan.test", 1, "mail")
    recipients.add_recipient(series=cast.series, told=told, by=cast.editor, at=cast.at)
    assert distribute(issue=issue, by=cast.editor, at=cast.at).mail == 1
    pdf = arrived(cast, mailer)
    form = check_form(pdf)
    assert form.ok, form.findings
    seal = verify_pdf(pdf)
    assert seal is not None
    assert seal.whole
    assert files.read(issue.renderings.get(format="pdf", letter="A").file) == pdf
    return pdf


def arrived(cast: Cast, mailer: Server) -> bytes:
    outbox.deliver_due(office=cast.office, at=cast.at, connection=mailer.connection())
    (attached,) = mailer.handler.received[-1].iter_attachments()
    content = attached.get_content()
    assert isinstance(content, bytes)
    return content


def check_snapshot(issue: Issue) -> None:
    """Every printed figure stands in the sealed issue with its source."""
    issue.refresh_from_db()
    figures = issue.snapshot["figures"]
    assert len(figures) == Citation.objects.filter(article__issue=issue).count() > 5
    assert sum(bool(each["source"]) for each in figures) == LedgerFigure.objects.count()


def corrected(cast: Cast, mailer: Server, issue: Issue, pdf: bytes) -> None:
    """A figure put right as revision B goes to whoever had A; the first file stays what it was."""
    article = issue.articles.order_by("position")[0]
    wrong = next(
        each.figure.surface for each in standing_of(article) if article.text.count(each.figure.surface) == 1
    )
    erratum = Erratum(wrong=wrong, right=f"近{wrong}", reason="单位更正", as_revision=True)
    row = draft_correction(article=article, erratum=erratum, by=cast.editor, at=cast.at)
    assert next(place.kind for place in row.places.all()) == "issue"
    issue_correction(correction=row, by=cast.signer, at=cast.at)
    assert files.read(issue.renderings.get(format="pdf", letter="A").file) == pdf
    distribute(issue=issue, letter="B", by=cast.editor, at=cast.at)
    revised = arrived(cast, mailer)
    assert revised != pdf
    assert check_form(revised).ok
    assert Sending.objects.count() == 2
