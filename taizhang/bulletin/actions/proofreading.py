"""Proofreading: questions put away by name and asked again, the office's rules and lists."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from django.utils.timezone import localdate

from taizhang.bulletin.models import Article, ProofSettings, PutAside
from taizhang.bulletin.models.proofreading import WORDS_LIMIT
from taizhang.bulletin.queries.proofreading import passage_of, questions_of, settings_of
from taizhang.core.lifecycle.workflow import Overtaken, Refused
from taizhang.core.proof import RULES
from taizhang.core.proof.register import WrongLine, contradiction, pairs_in, people_in, phrases_in
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import Objections, check_no_secret
from taizhang.office.models import Office, Person
from taizhang.office.permissions import Permission
from taizhang.office.workflow import unit_of_work

CHANGED_ELSEWHERE = Message(N_("校对设置刚刚在别处改动过。您填写的内容还在下面，请对照现存内容再保存。"))
LISTS = {"pairs": N_("用词"), "phrases": N_("规范表述")}
PASSAGE, ARTICLE, OFFICE = REACHES = ("passage", "article", "office")


def put_aside(*, article: Article, rule: str, start: int, reach: str, by: Person, at: datetime) -> PutAside:
    """Ask this question no more: in its sentence, in the article, or wherever the office writes these words.

    Refused where the question is not asked there any more.
    """
    with unit_of_work(office=article.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        asked = (each for each in questions_of(article, localdate(at)) if each.rule.id == rule)
        question = next((each for each in asked if each.span.start == start), None)
        if question is None or reach not in REACHES:
            raise Refused(Message(N_("文字已经改动，这个问题不在原处了。")))
        row = PutAside.objects.create(
            office=article.office,
            rule=rule,
            words=question.words[:WORDS_LIMIT],
            passage=passage_of(article, question) if reach == PASSAGE else "",
            article=None if reach == OFFICE else article,
            by=by,
            at=at,
        )
        work.record("put_aside", row)
    return row


def ask_again(*, put_away: PutAside, by: Person, at: datetime) -> PutAside:
    """Ask the question again wherever it stands."""
    with unit_of_work(office=put_away.office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        standing = PutAside.objects.filter(pk=put_away.pk, withdrawn_at__isnull=True)
        if not standing.update(withdrawn_by=by, withdrawn_at=at):
            raise Refused(Message(N_("已经恢复提示。")))
        put_away.refresh_from_db()
        work.record("ask_again", put_away)
    return put_away


def set_proofreading(
    *, office: Office, version: int, on: Collection[str], people: str, pairs: str, phrases: str,
    by: Person, at: datetime,
) -> ProofSettings:  # fmt: skip
    """Settle which of the switchable rules are asked (``on``), and the office's own lists. Overtaken where ``version``
    is not the stored one; Objections where a line cannot be read or contradicts another.
    """
    with unit_of_work(office=office, by=by, at=at, needs=Permission.EDIT_BULLETIN) as work:
        check_no_secret(people, pairs, phrases)
        for name, read, lines in (
            ("people", people_in, people), ("pairs", pairs_in, pairs), ("phrases", phrases_in, phrases)
        ):  # fmt: skip
            _check_lines(name, read, lines)
        _check_agreement(pairs, phrases)
        row = settings_of(office, for_update=True)
        if row.version != version:
            raise Overtaken(CHANGED_ELSEWHERE)
        row.off = [rule.id for rule in RULES if rule.is_switchable and rule.id not in on]
        row.people, row.pairs, row.phrases, row.version = people, pairs, phrases, version + 1
        row.save()
        work.record("set_proofreading", row, {"off": row.off})
    return row


def _check_lines(name: str, read: Callable[[str], object], lines: str) -> None:
    try:
        read(lines)
    except WrongLine as wrong:
        gaps: dict[str, str | int] = {"row": wrong.number, "line": wrong.line}
        words = Message(N_("第{row}行“{line}”的格式不对，请照提示每行写一条。"), gaps)
        raise Objections({name: words}) from wrong


def _check_agreement(pairs: str, phrases: str) -> None:
    """Objections at the list whose line contradicts an earlier one."""
    found = contradiction(pairs, phrases)
    if found is None:
        return
    line, other = found
    gaps: dict[str, str | int | Message] = {
        "row": line.number, "line": line.line, "n": other.number, "other": other.line,
        "list": Message(LISTS[other.of]),
    }  # fmt: skip
    words = N_("第{row}行“{line}”与“{list}”第{n}行“{other}”相互矛盾，请只保留一种写法。")
    raise Objections({line.of: Message(words, gaps)})
