"""What adopting other rules would change: how many projects get another signal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.core.pace.signals import SignalRules, judge_project
from taizhang.ledger.models import Ledger, Project
from taizhang.ledger.queries.pace_facts import facts_of

Recoloured = Mapping[tuple[str, str], int]  # (level before, level after): projects


def recoloured(ledger: Ledger, sets: Iterable[SignalRules], today: date) -> list[Recoloured]:
    """Return for each set of rules which projects change from which level to which, judged as of ``today``."""
    projects = list(Project.objects.filter(ledger=ledger, state=ProjectState.ACTIVE))
    facts = facts_of(projects, today)
    judged = [project for project in projects if project.pk in facts]
    return [
        Counter(
            (project.level or "", level)
            for project in judged
            if (level := str(judge_project(facts[project.pk], rules).level)) != (project.level or "")
        )
        for rules in sets
    ]
