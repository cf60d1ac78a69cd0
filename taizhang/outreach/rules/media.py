"""What may be registered as a media item: words, a day that is past, an address of the web, an episode once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from taizhang.core.lifecycle.outreach_life import MediaItemState
from taizhang.core.text.messages import N_, Message
from taizhang.ledger.rules.checks import Objections, check_no_secret
from taizhang.outreach.models import MediaItem


def is_web_address(link: str) -> bool:
    """Whether the text is an address of http or https with a host and without a name or password before it."""
    if any(sign.isspace() or not sign.isprintable() for sign in link):
        return False
    try:
        parts = urlsplit(link)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and "@" not in parts.netloc and "\\" not in link


def check_media(given: Mapping[str, Any], today: date, row: MediaItem | None = None) -> None:
    """Objections at the fields that cannot be so; ``row`` is the item that is put right."""
    check_no_secret(given["title"])
    column, episode, outlet = given["column"], given["episode"], given["outlet"]
    others = MediaItem.objects.filter(state=MediaItemState.LISTED).exclude(pk=row.pk if row else 0)
    same = others.filter(outlet=outlet, title=given["title"].strip(), published_on=given["published_on"])
    taken = column is not None and episode is not None and others.filter(column=column, episode=episode)
    original = given["original"]
    repeats_itself = (
        row is not None and original is not None and row.pk in (original.pk, original.original_id)
    )
    rules = (
        ("title", not given["title"].strip(), N_("请填写标题。")),
        ("title", same.exists(), N_("这家媒体当天的同题报道已经登记。")),
        ("published_on", given["published_on"] > today, N_("日期晚于今天，请在刊播以后登记。")),
        ("link", given["link"] and not is_web_address(given["link"]), N_("链接要以 http:// 或 https:// 开头。")),
        ("column", column is not None and column.outlet_id != outlet.pk, N_("这个栏目不是所选媒体的。")),
        ("episode", episode is not None and column is None, N_("填了期数，请选栏目。")),
        ("episode", taken and taken.exists(), N_("这个栏目的这一期已经登记。")),
        ("original", repeats_itself, N_("首发不能是这条报道自己。")),
    )  # fmt: skip
    wrong = {name: Message(words) for name, broken, words in reversed(rules) if broken}
    if wrong:
        raise Objections(wrong)
