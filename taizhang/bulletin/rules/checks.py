"""What the desk and the archive allow; each check raises Refused with the user's words."""

from __future__ import annotations

from typing import Any

from taizhang.bulletin.models import TEXT_LIMIT, Issue, Reading, ReadingState, Series
from taizhang.core.calendar import YEARS
from taizhang.core.calendar.day_words import day_words
from taizhang.core.gongwen import bulletin_from_json, find_secrecy_mark
from taizhang.core.gongwen.model import Bulletin
from taizhang.core.lifecycle.workflow import LifeStep, LifeTable, Refused
from taizhang.core.text.messages import N_, Message
from taizhang.office.models import Person

LIFE = LifeTable(
    [
        LifeStep("correct", frozenset({ReadingState.OPEN}), ReadingState.OPEN),
        LifeStep("save", frozenset({ReadingState.OPEN}), ReadingState.SAVED),
        LifeStep("discard", frozenset({ReadingState.OPEN}), ReadingState.DISCARDED),
    ]
)
NUMBERS = range(1, 1_000_000)


def check_text(text: str) -> None:
    """Refused for empty or huge texts, and for classified ones: before anything is stored."""
    if not text.strip():
        raise Refused(Message(N_("没有读到文字。若是扫描件，请先转成文字再试。")))
    if len(text) > TEXT_LIMIT:
        raise Refused(Message(N_("文字超过{limit}字，不像一期简报，请分开处理。"), {"limit": TEXT_LIMIT}))
    if find_secrecy_mark(text) is not None:
        raise Refused(Message(N_("文中有密级标志。本系统不处理涉密材料，内容未保存。")))


def read_data(data: dict[str, Any]) -> Bulletin:
    """The bulletin in ``data``; Refused with the reader's words where it is none."""
    try:
        return bulletin_from_json(data)
    except ValueError as error:
        reason = error.args[0] if error.args else ""
        sentence = reason if isinstance(reason, Message) else Message("{reason}", {"reason": str(reason)})
        raise Refused(sentence) from error


def check_own(reading: Reading, by: Person) -> None:
    """Refused for a reading somebody else opened."""
    if reading.by_id != by.pk:
        raise Refused(Message(N_("只能处理自己打开的稿件。")))


def check_verb(reading: Reading, verb: str) -> LifeStep:
    """The step ``verb`` names, Refused where the reading is no longer open."""
    return LIFE.step(verb, reading.state)


def check_ready(bulletin: Bulletin) -> tuple[int, int | None, int | None]:
    """The year and the two numbers to archive under; Refused without a date or with a senseless number."""
    if bulletin.date is None:
        raise Refused(Message(N_("缺少日期，无法存档。请先补上编发日期。")))
    if not bulletin.items:
        raise Refused(Message(N_("没有一篇稿件，无法存档。")))
    year = bulletin.year if bulletin.year is not None else bulletin.date.year
    if year not in YEARS:
        raise Refused(Message(N_("年度{year}有误，请核对。"), {"year": year}))
    for number in (bulletin.annual_no, bulletin.cumulative_no):
        if number is not None and number not in NUMBERS:
            raise Refused(Message(N_("期号{number}有误，请核对。"), {"number": number}))
    return year, bulletin.annual_no, bulletin.cumulative_no


def check_number_free(series: Series, bulletin: Bulletin, year: int) -> None:
    """Refused, naming the issue that is there, if a number is taken. Called inside the office's scope."""
    issues = Issue.objects.filter(series=series, count="")
    cumulative = bulletin.cumulative_no
    if cumulative is not None and (there := issues.filter(cumulative_no=cumulative).first()):
        raise Refused(
            Message(
                N_("总第{number}期已存档：{date}编发的那一期。请核对总期号。"),
                {"number": cumulative, "date": day_words(there.date)},
            )
        )
    annual = bulletin.annual_no
    same = issues.filter(year=year, kind=bulletin.kind, annual_no=annual)
    if annual is not None and (there := same.first()):
        raise Refused(
            Message(
                N_("{year}年第{number}期已存档：{date}编发的那一期。请核对期号。"),
                {"year": year, "number": annual, "date": day_words(there.date)},
            )
        )


def check_passable(issue: Issue) -> None:
    """Refused for an issue without articles, and for an article without headline or text."""
    articles = list(issue.articles.all())
    if not articles:
        raise Refused(Message(N_("本期还没有稿件。")))
    for number, article in enumerate(articles, 1):
        if not article.title.strip() or not article.body.strip():
            raise Refused(Message(N_("第{n}篇稿件缺标题或正文。"), {"n": number}))


def check_checker(issue: Issue, by: Person) -> None:
    """Refused to the one who edited the issue."""
    if issue.edited_by_id == by.pk:
        raise Refused(Message(N_("核稿人不能是本期责编，请由他人核稿。")))


def words_of(bulletin: Bulletin) -> str:
    """What an issue is found by: its name, issuer, columns, note and articles."""
    parts = [bulletin.name, bulletin.issuer, *bulletin.columns, *(p.text for p in bulletin.note)]
    for item in bulletin.items:
        parts += [item.title, *(p.text for p in item.body), item.source_unit]
    return "\n".join(part for part in parts if part)
