"""A leader's directive: written, passed on, answered, ended; each step only on the post that it is for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from taizhang.core.lifecycle.project_year import DIRECTED, DIRECTIVE, DirectiveState
from taizhang.core.lifecycle.subjects import SUBJECTS
from taizhang.core.lifecycle.verbs import VERBS
from taizhang.core.lifecycle.workflow import Refused
from taizhang.ledger.actions import directives
from taizhang.ledger.models import Directive, DirectiveEntry, DirectiveSubject, Ledger, Project
from taizhang.ledger.queries.story import story_of
from taizhang.ledger.rules.checks import Objections
from taizhang.ledger.rules.directives import next_posts, posts_for
from taizhang.ledger.visible import directives_for
from taizhang.office import actions as office_actions
from taizhang.office.models import Event, Office, Person, Post
from taizhang.office.roles import Role
from taizhang.office.tasks import groups_for
from taizhang.office.visible import viewer_at
from taizhang.office.workflow import unit_of_work

from .conftest import People, ProjectIn

Write = Callable[..., Directive]
WORDS = "请市民政局讲清进度慢在哪里。"


def post_of(person: Person) -> Post:
    return Post.objects.get(holders__person=person)


@pytest.fixture
def project(project_in: ProjectIn) -> Project:
    return project_in()


@pytest.fixture
def write(people: People, project: Project, at: datetime) -> Write:
    def written(to: Person | None = None, **given: Any) -> Directive:
        values = {
            "kind": DirectiveSubject.PROJECT,
            "subject": project.pk,
            "title": project.title,
            "project": project,
            "text": WORDS,
            "post": post_of(to or people.officer),
            "due": at.date() + timedelta(days=9),
            "by": people.head,
            "at": at,
        }
        return directives.write_directive(**{**values, **given})

    return written


def new_colleague(office: Office, role: Role, at: datetime, unit: Any = None, title: str = "") -> Person:
    count = Person.objects.count()
    person = office_actions.register_person(
        office=office, username=f"d{count}", name=f"沈一{count}", email="", by=None, at=at
    )
    post = office_actions.add_post(office=office, role=role, title=title, unit=unit, by=None, at=at)
    office_actions.appoint(post=post, person=person, by=None, at=at)
    return person


def test_only_a_leader_writes_one(people: People, write: Write) -> None:
    for by in (people.officer, people.leader, people.liaison):
        with pytest.raises(Refused):
            write(by=by)
    assert write().given_on == post_of(people.head)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("text", {"text": "  "}),
        ("due", {"due": date(2026, 1, 1)}),
        ("post", {"post": "other"}),
        ("post", {"post": "reader"}),
        ("post", {"post": "closed"}),
    ],
)
def test_what_is_objected_to_is_said_at_its_field(
    people: People, office: Office, write: Write, at: datetime, field: str, given: dict[str, Any]
) -> None:
    """A unit that has nothing to do with the project, a reader, a post that is no more."""
    reader = office_actions.add_post(office=office, role=Role.READER, title="读者", by=None, at=at)
    closed = office_actions.add_post(office=office, role=Role.EDITOR, title="旧责编", by=None, at=at)
    office_actions.close_post(post=closed, by=None, at=at)
    posts = {"other": post_of(people.other_liaison), "reader": reader, "closed": closed}
    with pytest.raises(Objections) as refused:
        write(**{key: posts.get(value, value) for key, value in given.items()})
    assert set(refused.value.by_field) == {field}
    assert not Directive.objects.exists()


def test_a_secrecy_mark_is_refused_before_anything_is_stored(write: Write) -> None:
    with pytest.raises(Refused, match="密级"):
        write(text="此件秘密★一年，请办。")


def test_the_same_sentence_twice_is_one(write: Write) -> None:
    write()
    with pytest.raises(Refused, match="已经写过"):
        write()


def test_posts_of_a_project_are_the_offices_and_of_its_units(people: People, project: Project) -> None:
    offered = set(posts_for(project))
    assert post_of(people.liaison) in offered
    assert post_of(people.head) in offered
    assert post_of(people.other_liaison) not in offered
    project.supporting_units.add(people.other_unit)
    assert post_of(people.other_liaison) in set(posts_for(project))
    assert post_of(people.other_leader) in set(posts_for(None))
    assert {post.role for post in posts_for(None)} <= set(DIRECTED.split())


HANDLERS = ("liaison", "leader", "officer", "head2")
ACTS: dict[str, Any] = {
    "pass_on": lambda row, by, at: directives.pass_on_directive(
        directive=row, post=next_posts(row, [row.post])[0], by=by, at=at
    ),
    "reply": lambda row, by, at: directives.reply_to_directive(directive=row, words="已约谈。", by=by, at=at),
    "return": lambda row, by, at: directives.return_directive(directive=row, words="再细些", by=by, at=at),
    "end": lambda row, by, at: directives.end_directive(directive=row, by=by, at=at),
    "withdraw": lambda row, by, at: directives.withdraw_directive(directive=row, words="有误", by=by, at=at),
}


@pytest.mark.no_cover  # the same ground as in its neighbours, a hundred times
@pytest.mark.one_engine
def test_every_state_verb_and_role(people: People, office: Office, write: Write, at: datetime) -> None:
    """What the table allows is done by whoever has the post, or wrote on it; everybody else is refused."""
    head2 = new_colleague(office, Role.OFFICE_LEADER, at, title="副主任")
    new_colleague(office, Role.LIAISON, at, people.unit, "第二联络员")
    editor = new_colleague(office, Role.EDITOR, at, title="责编")
    everybody = {
        "liaison": people.liaison, "leader": people.leader, "officer": people.officer, "head": people.head,
        "other_liaison": people.other_liaison, "other_officer": people.other_officer, "head2": head2,
        "editor": editor,
    }  # fmt: skip
    assert set(ACTS) == set(DIRECTIVE.steps)
    for holder in (*HANDLERS, "editor"):
        row = write(everybody[holder], text=f"请{holder}办。")
        # Inside one unit of work a person's posts are asked once: nobody is appointed meanwhile.
        with unit_of_work(office=office, by=None, at=at, needs=None):
            for state, verb, (name, person) in product(DirectiveState, ACTS, everybody.items()):
                step = DIRECTIVE.steps[verb]
                theirs = name == holder and verb in ("reply", "pass_on")
                wanted = state in step.before and (theirs or (name == "head" and verb != "reply"))
                done = attempt(row, state, verb, person, at)
                assert done == ((step.after or state) if wanted else None), (holder, state, verb, name)


class Undo(Exception):
    """Nothing of the attempt stays."""


def attempt(row: Directive, state: str, verb: str, by: Person, at: datetime) -> str | None:
    """The state afterwards, None where it was refused; the record tells of it exactly where it was done."""
    after = None
    try:
        with transaction.atomic():
            Directive.objects.filter(pk=row.pk).update(state=state)
            fresh = Directive.objects.select_related("post", "given_on", "project").get(pk=row.pk)
            before = Event.objects.count(), DirectiveEntry.objects.count()
            try:
                with transaction.atomic():  # refused inside a unit of work, and the test goes on
                    ACTS[verb](fresh, by, at)
                fresh.refresh_from_db()
                after = fresh.state
            except Refused:
                after = None
            now = Event.objects.count(), DirectiveEntry.objects.count()
            assert now == tuple(n + (after is not None) for n in before)
            raise Undo
    except Undo:
        return after


def test_every_act_has_its_words() -> None:
    acts = {"reply_directive", "write_directive", *(f"{verb}_directive" for verb in DIRECTIVE.steps)}
    assert acts <= set(VERBS)
    assert "directive" in SUBJECTS


def test_a_unit_passes_on_within_itself_and_the_leader_to_anybody(
    people: People, write: Write, at: datetime
) -> None:
    row = write(people.leader)
    assert list(next_posts(row, [post_of(people.leader)])) == [post_of(people.liaison)]
    assert post_of(people.officer) in set(next_posts(row, [post_of(people.head)]))
    with pytest.raises(Objections):
        directives.pass_on_directive(directive=row, post=post_of(people.officer), by=people.leader, at=at)
    directives.pass_on_directive(
        directive=row, post=post_of(people.liaison), words="请先拟回复。", by=people.leader, at=at
    )
    entry = row.entries.get()
    assert (entry.verb, entry.by, entry.post, entry.to, entry.text) == (
        "pass_on", people.leader, post_of(people.leader), post_of(people.liaison), "请先拟回复。",
    )  # fmt: skip
    event = Event.objects.get(verb="pass_on_directive")
    assert event.detail == {"from": "单位负责人", "to": "联络员"}


def test_what_a_deputy_does_is_marked(people: People, write: Write, at: datetime) -> None:
    row = write(people.officer)
    deputy = people.other_officer
    office_actions.deputise(
        post=post_of(people.officer), deputy=deputy, starts=at, ends=at + timedelta(days=5),
        by=people.officer, at=at,
    )  # fmt: skip
    later = at + timedelta(hours=1)
    directives.reply_to_directive(directive=row, words="已办。", by=deputy, at=later)
    entry = row.entries.get()
    assert (entry.by, entry.deputy_for, entry.post) == (deputy, people.officer, post_of(people.officer))
    assert Event.objects.get(verb="reply_directive").deputy_for == people.officer


def test_where_the_writers_post_is_closed_another_leader_ends_it(
    people: People, office: Office, write: Write, at: datetime
) -> None:
    row = write()
    successor = new_colleague(office, Role.OFFICE_LEADER, at, title="新主任")
    with pytest.raises(Refused, match="不由您的岗位"):
        directives.end_directive(directive=row, by=successor, at=at)
    Post.objects.filter(pk=row.given_on_id).update(closed_at=at)
    row = Directive.objects.select_related("post", "given_on").get()
    assert directives.end_directive(directive=row, by=successor, at=at).state == "ended"


def test_returned_it_is_due_again(people: People, write: Write, at: datetime) -> None:
    row = write()
    late = at + timedelta(days=20)
    directives.reply_to_directive(directive=row, words="已约谈。", by=people.officer, at=late)
    with pytest.raises(Refused, match="原因"):
        directives.return_directive(directive=row, words=" ", by=people.head, at=late)
    with pytest.raises(Objections):
        directives.return_directive(directive=row, words="再细些", due=at.date(), by=people.head, at=late)
    directives.return_directive(directive=row, words="再细些", by=people.head, at=late)
    assert (row.state, row.due) == ("open", late.date())
    directives.reply_to_directive(directive=row, words="逐条写了。", by=people.officer, at=late)
    directives.end_directive(directive=row, words="同意。", by=people.head, at=late)
    assert [entry.text for entry in row.entries.all()] == ["已约谈。", "再细些", "逐条写了。", "同意。"]


def test_a_reply_has_words(people: People, write: Write, at: datetime) -> None:
    row = write()
    with pytest.raises(Refused, match="办理情况"):
        directives.reply_to_directive(directive=row, words="", by=people.officer, at=at)
    with pytest.raises(Refused, match="密级"):
        directives.reply_to_directive(directive=row, words="机密★，已办。", by=people.officer, at=at)
    assert Directive.objects.get().state == "open"


def waiting(person: Person, at: datetime) -> dict[str, int]:
    return {group.label: group.count for group in groups_for(viewer_at(person, at), at)}


def test_it_waits_for_its_post_and_the_reply_for_the_leader(
    people: People, write: Write, at: datetime
) -> None:
    row = write(people.liaison)
    assert waiting(people.liaison, at)["领导批示"] == 1
    assert "领导批示" not in waiting(people.leader, at)
    (task,) = (
        task
        for group in groups_for(viewer_at(people.liaison, at), at)
        for task in group.tasks
        if group.label == "领导批示"
    )
    assert (str(task.title), task.due, task.route) == (WORDS, row.due, "directive")
    directives.reply_to_directive(directive=row, words="已办。", by=people.liaison, at=at)
    assert "领导批示" not in waiting(people.liaison, at)
    assert waiting(people.head, at)["批示的回复"] == 1


def test_who_sees_it(people: People, write: Write, at: datetime) -> None:
    """The office all; a unit what is a task of its own posts, in the project's story as well."""
    row = write(people.officer)
    own = write(people.leader, text="请负责人到会说明。")
    for person, seen in (
        (people.head, {row, own}), (people.officer, {row, own}), (people.liaison, {own}), (people.other_liaison, set()),
    ):  # fmt: skip
        viewer = viewer_at(person, at)
        assert set(directives_for(viewer)) == seen
        told = story_of(row.project, None, viewer, []) if row.project else []
        assert {each.row.pk for each in told if each.kind == "directive"} == {each.pk for each in seen}


def test_the_story_tells_what_was_done(people: People, write: Write, at: datetime) -> None:
    row = write()
    directives.reply_to_directive(directive=row, words="已约谈。", by=people.officer, at=at)
    assert row.project
    told = [
        each
        for each in story_of(row.project, None, viewer_at(people.head, at), [])
        if "directive" in each.kind
    ]
    assert sorted((each.kind, each.who, each.row.text) for each in told) == [
        ("directive", people.head.name, WORDS), ("directive_entry", people.officer.name, "已约谈。"),
    ]  # fmt: skip


def test_it_goes_with_the_unit_that_takes_over(people: People, write: Write, at: datetime) -> None:
    row = write(people.liaison)
    office_actions.merge_unit(unit=people.unit, into=people.other_unit, by=None, at=at + timedelta(days=1))
    row.refresh_from_db()
    assert row.post == post_of(people.other_liaison)


def test_one_on_the_year_or_an_issue_has_no_project(people: People, write: Write, ledger: Ledger) -> None:
    row = write(kind=DirectiveSubject.SHEET, subject=ledger.pk, title=ledger.name, project=None)
    assert row.project is None
    with pytest.raises(Refused), transaction.atomic():
        write(kind=DirectiveSubject.ISSUE, subject=1, title="第1期")
    with pytest.raises(IntegrityError), transaction.atomic():
        Directive.objects.filter(pk=row.pk).update(kind=DirectiveSubject.PROJECT)
