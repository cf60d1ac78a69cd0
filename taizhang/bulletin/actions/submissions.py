"""Articles that a unit sends in: the liaison writes, the unit's leader signs, and what was signed is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from taizhang.bulletin.actions.remark_places import carry_remarks
from taizhang.bulletin.models import Commission, Submission, SubmittedText
from taizhang.bulletin.models.text import ARTICLE_LIMIT
from taizhang.core.gongwen.pasted import tidy
from taizhang.core.lifecycle.bulletin_life import COMMISSION, SUBMISSION, CommissionState, SubmissionState
from taizhang.core.lifecycle.project_year import ReportState
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.models import ProgressReport, Project, Theme
from taizhang.ledger.rules.checks import check_no_secret, check_reason
from taizhang.office.models import Person, Unit
from taizhang.office.permissions import Permission
from taizhang.office.workflow import check_actor, move, transition, unit_of_work

LONGEST_TITLE = 200
LONGEST_ANSWER = 200
MOST_ANSWERS = 60
FILED = (ReportState.SUBMITTED, ReportState.ACCEPTED)


def start_submission(
    *,
    unit: Unit,
    title: str = "",
    body: str = "",
    source_name: str = "",
    project: Project | None = None,
    theme: Theme | None = None,
    commission: Commission | None = None,
    by: Person,
    at: datetime,
) -> Submission:
    """Begin an article of ``unit``, empty or with a text that was pasted or read from ``source_name``."""
    title, body = _cleaned(title, body)
    check_no_secret(source_name)
    with unit_of_work(office=unit.office, by=by, at=at, needs=Permission.SUBMIT) as work:
        check_actor(SUBMISSION.steps["write"], unit.pk, by, at)
        _check_belongs(unit, project, theme)
        if commission is not None:
            project = project or commission.project
            _check_asked(unit, commission)
        submission = Submission.objects.create(
            office=unit.office,
            unit=unit,
            title=title,
            body=body,
            source_name=source_name[:200],
            project=project,
            theme=theme or (project.theme if project else None),
            commission=commission,
            written_by=by,
            changed_at=at,
        )
        detail = {"commission": commission.pk} if commission else {}
        work.record("start_submission", submission, detail)
    return submission


def submission_from_report(*, report: ProgressReport, by: Person, at: datetime) -> Submission:
    """The article that a signed report became: the one begun already, or a draft with the report's words."""
    project = report.project
    unit = project.lead_unit
    with unit_of_work(office=unit.office, by=by, at=at, needs=Permission.SUBMIT):
        check_actor(SUBMISSION.steps["write"], unit.pk, by, at)
        if report.state not in FILED or report.no_change:
            raise Refused(Message(N_("报送以后的进展报告才能转为投稿。")))
        there = Submission.objects.filter(report=report).exclude(state=SubmissionState.WITHDRAWN).first()
        if there is not None:
            return there
        submission = start_submission(
            unit=unit, title=project.title, body=report.narrative, project=project, by=by, at=at
        )
        Submission.objects.filter(pk=submission.pk).update(report=report)
        submission.refresh_from_db()
    return submission


def write_submission(
    *,
    submission: Submission,
    version: int,
    title: str,
    body: str,
    project: Project | None = None,
    theme: Theme | None = None,
    answers: Mapping[str, str] | None = None,
    by: Person,
    at: datetime,
) -> Submission:
    """Keep the draft, complete or not; a stale ``version`` is refused.

    ``answers`` is what the writer says of passages that stand in earlier texts: {"passage": "answer"}.
    """
    title, body = _cleaned(title, body)
    said = _answers(answers or {}, f"{title}\n{body}")
    with transition(SUBMISSION, "write", submission, by=by, at=at) as act:
        _check_belongs(submission.unit, project, theme)
        before = submission.text
        act.move(
            version=version,
            title=title,
            body=body,
            project=project,
            theme=theme,
            recycled=said,
            written_by=by,
            changed_at=at,
        )
        carry_remarks(submission, before)
        act.record("write_submission", sitting=True)
    return submission


def send_submission(*, submission: Submission, by: Person, at: datetime) -> Submission:
    """Lay it before the unit's leader."""
    with transition(SUBMISSION, "send", submission, by=by, at=at) as act:
        if not submission.title.strip():
            raise Refused(Message(N_("请填写标题。")))
        if not submission.body.strip():
            raise Refused(Message(N_("请填写正文。")))
        act.move(changed_at=at, reason="")
        act.record("send_submission")
    return submission


def hand_back_submission(*, submission: Submission, word: str, by: Person, at: datetime) -> Submission:
    """The leader gives it back to the liaison with a word."""
    with transition(SUBMISSION, "hand_back", submission, by=by, at=at) as act:
        check_reason(word)
        act.move(changed_at=at, reason=word.strip())
        detail = {"word": word}
        act.record("hand_back_submission", detail=detail)
    return submission


def sign_submission(*, submission: Submission, version: int, by: Person, at: datetime) -> SubmittedText:
    """The leader signs the ``version`` read: the text is frozen as the next round and goes to the office."""
    with transition(SUBMISSION, "sign_off", submission, by=by, at=at) as act:
        act.move(version=version, changed_at=at, submitted_at=at, reason="")
        text = SubmittedText.objects.create(
            office=submission.office,
            submission=submission,
            round=submission.signed_texts.count() + 1,
            title=submission.title,
            body=submission.body,
            signed_by=by,
            signed_at=at,
        )
        _answer_commission(submission.commission, at)
        detail = {"round": text.round}
        act.record("sign_submission", detail=detail)
    return text


def withdraw_submission(*, submission: Submission, by: Person, at: datetime) -> Submission:
    """The unit takes it back, as long as it has not been adopted."""
    with transition(SUBMISSION, "withdraw", submission, by=by, at=at) as act:
        act.move(changed_at=at)
        act.record("withdraw_submission")
    return submission


def _answer_commission(commission: Commission | None, at: datetime) -> None:
    """A request that was closed meanwhile stays closed; the article is welcome all the same."""
    if commission is not None and commission.state in COMMISSION.steps["answer"].before:
        move(commission, COMMISSION.step("answer", commission.state), at=at)


def _cleaned(title: str, body: str) -> tuple[str, str]:
    """As it is stored. Refused for what is too long or classified."""
    title, body = tidy(title, body)
    check_no_secret(title, body, f"{title}\n{body}")
    if len(title) > LONGEST_TITLE:
        raise Refused(Message(N_("标题超过{most}字，请精简。"), {"most": LONGEST_TITLE}))
    if len(body) > ARTICLE_LIMIT:
        raise Refused(Message(N_("正文超过{most}字，请分成几篇。"), {"most": ARTICLE_LIMIT}))
    return title, body


def _answers(given: Mapping[str, str], text: str) -> dict[str, str]:
    """What was said of passages that the text still has."""
    said = {passage: words.strip() for passage, words in given.items() if passage in text and words.strip()}
    check_no_secret(said)
    if any(len(words) > LONGEST_ANSWER for words in said.values()):
        raise Refused(Message(N_("对旧稿段落的说明超过{most}字，请精简。"), {"most": LONGEST_ANSWER}))
    return dict(list(said.items())[:MOST_ANSWERS])


def _check_belongs(unit: Unit, project: Project | None, theme: Theme | None) -> None:
    """Refused for a project in which the unit has no part, and for another office's theme."""
    if project is not None and unit.pk != project.lead_unit_id:
        supporting = project.supporting_units.filter(pk=unit.pk).exists()
        if project.office_id != unit.office_id or not supporting:
            raise Refused(Message(N_("只能选择本单位牵头或配合的项目。")))
    if theme is not None and theme.office_id != unit.office_id:
        raise Refused(Message(N_("没有这个类别。")))


def _check_asked(unit: Unit, commission: Commission) -> None:
    if commission.unit_id != unit.pk:
        raise Refused(Message(N_("这项约稿不是发给本单位的。")))
    if commission.state == CommissionState.CLOSED:
        raise Refused(Message(N_("这项约稿已经结束，可以直接投稿。")))
