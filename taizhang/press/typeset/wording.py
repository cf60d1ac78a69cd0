"""What masthead and imprint of a bulletin say, and how its titles are broken: the same in PDF and Word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from taizhang.core.gongwen.model import Bulletin, IssueKind, Item
from taizhang.press.typeset.breaking import may_break
from taizhang.press.typeset.geometry import TYPE_WIDTH

CONTENTS = "【本期要目】"
ATTACHED = "附件："
LEADER = "……，"  # the least before a page and room for its number; no line begins with any of it
LEAST_LISTED = 3  # articles
_KINDS = {IssueKind.REGULAR: "", IssueKind.SUPPLEMENT: "增刊 ", IssueKind.SPECIAL: "专刊 "}


def masthead_numbers(b: Bulletin) -> list[str]:
    """第10期 and （总第2222期）, as far as the issue has them."""
    numbers = []
    if b.annual_no is not None:
        number = f"〔{b.year}〕第{b.annual_no}期" if b.year else f"第{b.annual_no}期"
        numbers.append(_KINDS[b.kind] + number)
    if b.cumulative_no is not None:
        numbers.append(f"（总第{b.cumulative_no}期）")
    return numbers


def corner_marks(left: str, right: str, b: Bulletin) -> list[str]:
    """The words in the corners above the masthead's name, # being the issue's number; none where both are empty."""
    number = "" if b.annual_no is None else str(b.annual_no)
    marks = [each.replace("#", number) for each in (left, right)]
    return marks if any(marks) else []


def contents_of(b: Bulletin) -> list[str]:
    """本期要目: the headlines without their stops, numbered; none for less than three articles."""
    titles = [item.title.strip().rstrip("。") for item in b.items if is_listed(item)]
    return [f"{n}. {title}" for n, title in enumerate(titles, 1)] if len(titles) >= LEAST_LISTED else []


def is_listed(item: Item) -> bool:
    """Whether an article has a headline to be listed by."""
    return bool(item.title.strip().rstrip("。"))


def leading_columns(b: Bulletin) -> list[str]:
    """The columns before the note: the first one last, preceded by those under which no item stands."""
    items = {item.column for item in b.items}
    return [c for c in b.columns[1:] if c not in items] + list(b.columns[:1])


def attached_rows(names: Sequence[str]) -> list[tuple[str, str, str]]:
    """附件说明 (GB/T 9704-2012, 7.3.4): for each attachment the word before the first one, its number, its name without a
    mark behind it. A single one has no number.
    """
    return [
        (ATTACHED if n == 1 else "", f"{n}. " if len(names) > 1 else "", name.rstrip("。；;，,"))
        for n, name in enumerate(names, 1)
    ]


def written_date(day: date | None) -> str:
    """2023年9月1日."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def recipient_rows(b: Bulletin, addressed: Sequence[str]) -> list[tuple[str, str]]:
    """报, 送, 发 (or as those ``addressed`` are called) with their lists; none for those who are not."""
    tiers = zip(addressed, (b.recipients.up, b.recipients.peer, b.recipients.down), strict=True)
    return [(f"{label}：", "，".join(names) + "。") for label, names in tiers if label and names]


def people_rows(b: Bulletin) -> list[list[str]]:
    """Editor, checker and signer; contacts: a row each, as far as they are known."""
    people = (("责编", b.editor), ("核稿", b.checker), ("签发", b.signer))
    contacts = (("电话", b.contacts.phone), ("传真", b.contacts.fax), ("邮箱", b.contacts.email))
    rows = [[f"{label}：{value}" for label, value in group if value] for group in (people, contacts)]
    return [row for row in rows if row]


def copies_words(copies: int) -> str:
    """（共印80份）, the last row of the imprint, on the right."""
    return f"（共印{copies}份）"


def name_size(name: str) -> float:
    """Size of the masthead's name in points: it fills nine tenths of the width, 56 pt at most."""
    return round(min(56.0, 0.92 * TYPE_WIDTH / max(4, len(name))), 2)


def balanced(title: str, most: int) -> list[str]:
    """A title in lines of nearly equal length, none longer than ``most`` characters, broken at a mark if one is near."""
    count = -(-len(title) // most)
    lines: list[str] = []
    for left in range(count, 1, -1):
        even = -(-len(title) // left)
        cuts = [
            n
            for n in range(max(1, even - 4), min(most, even + 3) + 1)
            if n < len(title) and _fits(title, n, most, left)
        ]
        cut = min(
            cuts, key=lambda n: (title[n - 1] not in "，：；、 ", abs(n - even)), default=min(even, most)
        )
        lines.append(title[:cut].strip())
        title = title[cut:]
    return [*lines, title.strip()]


def _fits(title: str, cut: int, most: int, left: int) -> bool:
    return may_break(title[cut - 1], title[cut]) and len(title) - cut <= most * (left - 1)
