"""The words of what is mailed to recipient offices: short, official, with the link that opens the issue."""

from __future__ import annotations

from taizhang.bulletin.dispatch.links import address_of
from taizhang.bulletin.models import Correction, Issue, Recall, Sending
from taizhang.core.gongwen.model import IssueKind
from taizhang.core.text.messages import N_, Message
from taizhang.office.mail.phrases import signature

LONGEST = 200  # of a subject
NUMBERS = {
    IssueKind.REGULAR: N_("{year}年第{n}期"),
    IssueKind.SUPPLEMENT: N_("{year}年增刊第{n}期"),
    IssueKind.SPECIAL: N_("{year}年专刊第{n}期"),
}


def number_of(issue: Issue) -> str:
    """2026年第3期; of an issue without a number its date."""
    if issue.annual_no is None:
        day = {"year": issue.date.year, "month": issue.date.month, "day": issue.date.day}
        return str(Message(N_("{year}年{month}月{day}日一期"), day))
    return str(Message(NUMBERS[IssueKind(issue.kind)], {"year": issue.year, "n": issue.annual_no}))


def name_of(issue: Issue) -> str:
    """《海川市精神文明建设情况简报》2026年第3期."""
    return f"《{issue.name}》{number_of(issue)}"


def letter_subject(sending: Sending) -> str:
    """What the mail is about."""
    revised = str(Message(N_("（修订版{letter}）"), {"letter": sending.letter}))
    return f"{name_of(sending.issue)}{'' if sending.letter == 'A' else revised}"[:LONGEST]


def letter_body(sending: Sending) -> str:
    """The mail with which an issue goes out."""
    gaps: dict[str, str | int] = {"issue": letter_subject(sending), "url": address_of(sending)}
    lines = [
        _greeting(sending),
        "",
        str(Message(N_("现发送{issue}，正式版面见附件。"), gaps)),
        *_attached(sending.issue),
        *_revised(sending),
        "",
        str(Message(N_("直接打开本期（不用登录），并可确认收到：{url}"), gaps)),
        "",
        *signature(sending.office),
    ]
    return "\n".join(lines)


def _attached(issue: Issue) -> list[str]:
    """That files go with the issue, and what they are."""
    names = list(issue.attachments.values_list("name", flat=True))
    if not names:
        return []
    return [str(Message(N_("随文附件{n}个：{names}。"), {"n": len(names), "names": "；".join(names)}))]


def _revised(sending: Sending) -> list[str]:
    """Of a revision: what changed against the versions before it, and that these are void."""
    changed = sending.issue.revisions.filter(letter__lte=sending.letter).select_related("correction__article")
    lines = [
        str(revised_words(each.letter, each.correction))
        for each in changed.order_by("letter")
        if sending.letter != "A"
    ]
    if not lines:
        return []
    void = Message(
        N_("以前发送的原版（A）及此前各版同时作废，请改用修订版{letter}，已印发的请以修订版替换。"),
        {"letter": sending.letter},
    )
    return ["", *lines, str(void)]


def revised_words(letter: str, correction: Correction) -> Message:
    """What a revision changed: 修订版B：《…》一文“8场”更正为“9场”（录入有误）。"""
    gaps: dict[str, str | int] = {
        "letter": letter,
        "title": correction.article.title.rstrip("。") if correction.article else "",
        "wrong": correction.wrong,
        "right": correction.right,
        "reason": correction.reason.rstrip("。；，"),
    }
    return Message(N_("修订版{letter}：《{title}》一文“{wrong}”更正为“{right}”（{reason}）。"), gaps)


def recall_subject(sending: Sending) -> str:
    """What the mail of a recall is about."""
    return str(Message(N_("撤回通知：{issue}"), {"issue": name_of(sending.issue)}))[:LONGEST]


def recall_body(sending: Sending, recall: Recall) -> str:
    """The mail that calls an issue back."""
    gaps: dict[str, str | int] = {
        "issue": name_of(sending.issue),
        "reason": recall.reason,
        "url": address_of(sending),
    }
    lines = [
        _greeting(sending),
        "",
        str(Message(N_("我办{issue}现予撤回，请停止使用和转发，已印发的请收回。"), gaps)),
        str(Message(N_("撤回原因：{reason}"), gaps)),
        "",
        str(Message(N_("请打开下面的地址，按“已知悉撤回”：{url}"), gaps)),
        "",
        *signature(sending.office),
    ]
    return "\n".join(lines)


def _greeting(sending: Sending) -> str:
    return str(Message(N_("{name}："), {"name": sending.name}))
