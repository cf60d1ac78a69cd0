"""The verbs, subjects and details of the record in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext

from taizhang.bulletin.models import PushedEvent
from taizhang.core.lifecycle.subjects import FIELDS, SUBJECTS
from taizhang.core.lifecycle.verbs import VERBS
from taizhang.office.models import AskedOf, Event, FactorKind
from taizhang.office.roles import Role

# Of these subjects the record tells what was done to them; of all others the auditor learns that, not what.
# Fields whose values are codes of these choices.
CHOICES: Mapping[str, type[TextChoices]] = {
    "role": Role,
    "roles": Role,
    "kind": FactorKind,
    "second_factor": AskedOf,
    "event": PushedEvent,
}
TOLD = frozenset({"office", "unit", "person", "post", "apitoken", "series", "accessrequest"})


def worded(words: Mapping[str, str], code: str) -> str:
    """The code in the reader's words; itself where it has none."""
    return gettext(words[code]) if code in words else code


def verb_words(event: Event) -> str:
    """What was done; a verb without words as it is."""
    verb = event.verb
    if verb == "open_account" and event.subject_kind == "project":
        verb = "open_account_of_project"
    return worded(VERBS, verb)


def subject_words(event: Event, names: Mapping[tuple[str, int], str]) -> str:
    """To what: 人员 许佳宁; what has no name that the auditor may see has its number."""
    name = names.get((event.subject_kind, event.subject_id)) or str(event.subject_id)
    return f"{worded(SUBJECTS, event.subject_kind)} {name}"


def detail_words(event: Event) -> str:
    """What changed, or what more is known; empty for content, which is not for the auditor's eyes."""
    detail = event.detail
    if event.subject_kind not in TOLD or not isinstance(detail, dict):
        return ""
    before, after = detail.get("before"), detail.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        words = gettext("{field}：{before} → {after}")
        changes = [(key, _value(key, before.get(key)), _value(key, after[key])) for key in after]
        return "；".join(
            words.format(field=worded(FIELDS, key), before=old or "—", after=new or "—")
            for key, old, new in changes
        )
    return "；".join(
        f"{worded(FIELDS, key)}：{_value(key, value)}"
        for key, value in detail.items()
        if key in FIELDS and value
    )


def _value(key: str, value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_value(key, each) for each in value)
    choices = CHOICES.get(key)
    if choices is not None and value in choices.values:
        return str(choices(value).label)
    return "" if value is None else str(value)
