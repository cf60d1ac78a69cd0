"""The bulletin as data: masthead, body and imprint of one issue of a 简报."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class IssueKind(StrEnum):
    REGULAR = "regular"
    SUPPLEMENT = "supplement"  # 增刊, numbered apart
    SPECIAL = "special"  # 专刊


@dataclass(frozen=True, slots=True)
class Paragraph:
    """An unwrapped paragraph. ``start`` and ``end`` delimit its source, in code points of the text read
    (both 0 where the paragraph did not come from a source text)."""

    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One article: run-in headline, paragraphs, contributing unit.

    ``run_in`` says that the headline opens the first paragraph on the same line (set bold there) and does
    not stand on a line of its own. ``body`` never repeats the headline.
    """

    title: str
    body: tuple[Paragraph, ...]
    source_unit: str = ""
    run_in: bool = True
    column: str = ""  # the column under which the item stands
    start: int = field(default=0, compare=False)  # span of the whole item in the text read, headline and unit
    end: int = field(default=0, compare=False)  # included; no part of its content


@dataclass(frozen=True, slots=True)
class Contacts:
    phone: str = ""
    fax: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who receives the issue: 报 (up), 送 (peer), 发 (down)."""

    up: tuple[str, ...] = ()
    peer: tuple[str, ...] = ()
    down: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One issue. Empty string or ``None`` stands for a part that is missing."""

    name: str = ""
    kind: IssueKind = IssueKind.REGULAR
    year: int | None = None  # only where the number itself names it: 〔2024〕18号
    annual_no: int | None = None
    cumulative_no: int | None = None
    issuer: str = ""
    date: date | None = None
    columns: tuple[str, ...] = ()
    note: tuple[Paragraph, ...] = ()  # 按语
    items: tuple[Item, ...] = ()
    editor: str = ""
    checker: str = ""
    signer: str = ""
    contacts: Contacts = field(default_factory=Contacts)
    recipients: Recipients = field(default_factory=Recipients)
    copies: int | None = None  # 共印N份
    attachments: tuple[str, ...] = ()  # their names, as 附件说明 below the text lists them
