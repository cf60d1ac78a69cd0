"""The diagrams of docs/design, drawn from the tables of core: ``python -m tools.diagrams``."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from taizhang.core.lifecycle import bulletin_life as life
from taizhang.core.lifecycle import outreach_life as outreach
from taizhang.core.lifecycle import project_year as year
from taizhang.core.lifecycle.workflow import LifeStep, LifeTable

DESIGN = Path(__file__).parent.parent / "docs" / "design"
PAPERS = {
    year: DESIGN / "project-year.md",
    outreach: DESIGN / "outreach-life.md",
    life: DESIGN / "bulletin-life.md",
}
DIAGRAMS: dict[str, tuple[LifeTable, type[StrEnum]]] = {
    "call": (year.CALL, year.CallState),
    "proposal": (year.PROPOSAL, year.ProposalState),
    "project": (year.PROJECT, year.ProjectState),
    "obligation": (year.OBLIGATION, year.ObligationState),
    "report": (year.REPORT, year.ReportState),
    "blocker": (year.BLOCKER, year.BlockerState),
    "directive": (year.DIRECTIVE, year.DirectiveState),
    "notice": (year.NOTICE, year.NoticeState),
    "change": (year.CHANGE, year.ChangeState),
    "closure": (year.CLOSURE, year.ClosureState),
    "review": (year.REVIEW, year.ReviewState),
    "order": (outreach.ORDER, outreach.OrderState),
    "session": (outreach.SESSION, outreach.SessionState),
    "sit_in": (outreach.SIT_IN, outreach.SitInState),
    "follow_up": (outreach.FOLLOW_UP, outreach.FollowUpState),
    "research": (outreach.RESEARCH, outreach.ResearchState),
    "slot": (outreach.SLOT, outreach.SlotState),
    "phased_plan": (outreach.PHASED_PLAN, outreach.PlanState),
    "plan_step": (outreach.PLAN_STEP, outreach.PlanStepState),
    "media_item": (outreach.MEDIA_ITEM, outreach.MediaItemState),
    "submission": (life.SUBMISSION, life.SubmissionState),
    "commission": (life.COMMISSION, life.CommissionState),
    "issue": (life.ISSUE, life.IssueState),
    "proof": (life.PROOF, life.ProofState),
    "article_remark": (life.ARTICLE_REMARK, life.RemarkState),
    "submission_remark": (life.SUBMISSION_REMARK, life.RemarkState),
    "report_text": (life.REPORT_TEXT, year.ReportState),
    "report_remark": (life.REPORT_REMARK, life.RemarkState),
    "fact_query": (life.FACT_QUERY, life.FactQueryState),
    "sending": (life.SENDING, life.SendingState),
    "correction": (life.CORRECTION, life.CorrectionState),
    "question": (life.QUESTION, life.QuestionState),
}
PLACE = re.compile(r"(<!-- diagram: (\w+) -->\n).*?(<!-- end -->)", re.S)
WHO = {
    frozenset(year.DIRECTED.split()): "whose post it is with",
    frozenset(year.UNIT.split()): "unit",
    frozenset(year.OFFICE.split()): "office",
    frozenset({year.LIAISON}): "liaison",
    frozenset({year.LEADER}): "leader",
    frozenset({year.OFFICER}): "officer",
    frozenset({year.HEAD}): "office leader",
    frozenset({outreach.DISPATCHER}): "dispatcher",
    frozenset({life.EDITOR}): "editor",
    frozenset({life.CHECKER}): "checker",
    frozenset({life.SIGNER}): "signer",
}


def drawn(paper: str) -> str:
    """The paper with every diagram drawn anew; KeyError for one that nobody knows."""
    return PLACE.sub(lambda place: place[1] + diagram(*DIAGRAMS[place[2]]) + place[3], paper)


def diagram(table: LifeTable, states: type[StrEnum]) -> str:
    """A state diagram: an arrow from state to state, and what may be done with it that leaves it where it is."""
    labels: dict[tuple[str, str], list[str]] = {}
    for state in states:
        for step in table.steps.values():
            if state in step.before:
                labels.setdefault((state, step.after or state), []).append(_label(step))
    lines = [f"[*] --> {next(iter(states))}"]
    lines += [f"{here} --> {there}: {', '.join(verbs)}" for (here, there), verbs in labels.items()]
    left = {here for here, there in labels if here != there}
    lines += [f"{state} --> [*]" for state in states if state not in left]
    return "\n".join(["```mermaid", "stateDiagram-v2", *(f"    {line}" for line in lines), "```", ""])


def _label(step: LifeStep) -> str:
    left, words = step.by, []
    for roles, word in WHO.items():
        if roles <= left:
            left, words = left - roles, [*words, word]
    return f"{step.verb} ({', '.join(words)})"


def main() -> None:
    for paper in PAPERS.values():
        paper.write_text(drawn(paper.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
