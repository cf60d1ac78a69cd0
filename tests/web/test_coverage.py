"""The pages of coverage: a roll is drawn up, a programme started and looked at on any day, a plan confirmed."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from taizhang.bulletin.actions import issues
from taizhang.bulletin.models import AcceptedGround, Article, Citation
from taizhang.office.clock import now, today
from taizhang.office.models import Person
from taizhang.office.roles import Role
from taizhang.outreach.actions import orders
from taizhang.outreach.models import Order, Programme, Roll, RollEntry, Session, VenueReach
from tests.bulletin.cast import Cast, issue_in, put_issue
from tests.bulletin.conftest import cast
from tests.bulletin.test_claims import article, programme, reach_the_other
from tests.outreach.conftest import Pool, pool, wish
from tests.outreach.reaching import a_city, hear

from ..conftest import PersonWith

__all__ = ["article", "cast", "pool", "programme"]
ROLL = {"act": "make", "name": "社区", "as_of": "2026-03-01", "source": "区民政局社区名录"}


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def dispatcher(pool: Pool) -> Client:
    return signed_in(pool.dispatcher)


def test_a_roll_is_pasted_and_what_is_wrong_said_at_the_field(dispatcher: Client) -> None:
    path = reverse("roll-new")
    answer = dispatcher.post(
        path, {**ROLL, "lines": "单位名称\t所属区县\n和平社区\t临港区\n和平社区\t临港区"}
    )
    assert answer.status_code == 422
    assert "第3行“和平社区”在上面已有一行。" in answer.content.decode()
    assert "和平社区\t临港区" in answer.content.decode()
    assert dispatcher.post(path, {**ROLL, "lines": "单位名称"}).status_code == 422
    done = dispatcher.post(path, {**ROLL, "lines": "和平社区\n新港社区"}, follow=True).content.decode()
    assert "名册已建。" in done
    assert "现有2个" in done
    assert "社区" in dispatcher.get(reverse("rolls")).content.decode()


def test_a_roll_comes_from_a_workbook_or_the_register(pool: Pool, dispatcher: Client) -> None:
    book, data = openpyxl.Workbook(), io.BytesIO()
    for row in (("序号", "社区名称", "所属街道"), (1, "和平社区", "临港街道"), (2, "新港社区", "临港街道")):
        book.active.append(row)
    book.save(data)
    file = SimpleUploadedFile("名录.xlsx", data.getvalue())
    dispatcher.post(reverse("roll-new"), {**ROLL, "file": file})
    found = list(RollEntry.objects.values_list("name", "district"))
    assert found == [("和平社区", "临港街道"), ("新港社区", "临港街道")]
    bad = SimpleUploadedFile("名录.xlsx", b"PK\x03\x04 broken")
    answer = dispatcher.post(reverse("roll-new"), {**ROLL, "name": "另一份", "file": bad})
    assert answer.status_code == 422
    roll = Roll.objects.get()
    given = {"act": "renew", "as_of": "2026-06-01", "source": "成员单位登记"}
    dispatcher.post(reverse("roll-act", args=[roll.pk]), given)
    standing = RollEntry.objects.filter(left_on=None).values_list("unit", flat=True)
    assert set(standing) == {pool.unit.pk, pool.other.pk}


def test_a_programme_is_started_changed_and_ended(pool: Pool, dispatcher: Client) -> None:
    assert "还没有名册" in dispatcher.get(reverse("programme-new")).content.decode()
    dispatcher.post(reverse("roll-new"), ROLL)
    rule = {"starts_on": "2026-01-01", "ends_on": "2026-12-31", "sessions": "1", "target": "90"}
    given = {**rule, "name": "反诈宣讲", "roll": Roll.objects.get().pk, "topics": [pool.topic.pk]}
    answer = dispatcher.post(reverse("programme-new"), {**given, "act": "start", "target": "190"})
    assert answer.status_code == 422
    dispatcher.post(reverse("programme-new"), {**given, "act": "start"})
    programme = Programme.objects.get()
    act = reverse("programme-act", args=[programme.pk])
    dispatcher.post(act, {**rule, "act": "change", "topics": [pool.other_topic.pk]})
    assert list(programme.topics.all()) == [pool.other_topic]
    page = dispatcher.get(reverse("programme", args=[programme.pk])).content.decode()
    assert "2个单位中已覆盖0个" in page
    assert "家风家教" in page
    dispatcher.post(act, {"act": "end"})
    page = dispatcher.get(reverse("programme", args=[programme.pk])).content.decode()
    assert "已结束" in page
    assert "结束计划" not in page
    assert "已结束" in dispatcher.get(reverse("coverage")).content.decode()


def test_a_programme_is_shown_as_of_a_past_day(pool: Pool, dispatcher: Client) -> None:
    start = today() - timedelta(days=120)
    programme = a_city(pool, start, now())
    path = reverse("programme", args=[programme.pk])
    page = dispatcher.get(path).content.decode()
    assert "100个单位中已覆盖88个。目标100个，还差12个" in page
    assert "预计" in page
    assert "调整计划" in page
    past = dispatcher.get(path, {"on": (start + timedelta(days=20)).isoformat()}).content.decode()
    assert "100个单位中已覆盖15个" in past
    assert "暂不推算" in past
    assert "调整计划" not in past
    matrix = dispatcher.get(reverse("programme-matrix", args=[programme.pk])).content.decode()
    assert "家风家教" in matrix
    assert "尚未覆盖" in matrix
    tiles = dispatcher.get(reverse("tiles")).content.decode()
    assert "云岭县：行" in tiles
    answer = dispatcher.post(reverse("tiles"), {"act": "place", "row0": "1", "column0": ""})
    assert "行和列要一起填" in answer.content.decode()
    assert dispatcher.post(reverse("tiles"), {"act": "place", "row0": "1", "column0": "3"}).status_code == 302


def test_a_line_of_a_roll_hears_elsewhere(pool: Pool, dispatcher: Client) -> None:
    dispatcher.post(reverse("roll-new"), {**ROLL, "lines": "和平社区"})
    venue = hear(pool, pool.unit, today() - timedelta(days=3), now())
    entry = RollEntry.objects.get()
    assert "还没有听过" in dispatcher.get(reverse("roll-entry", args=[entry.pk])).content.decode()
    dispatcher.post(reverse("roll-entry-act", args=[entry.pk]), {"act": "reach", "venue": venue.pk})
    page = dispatcher.get(reverse("roll-entry", args=[entry.pk])).content.decode()
    assert "48人" in page
    assert "撤回登记" in page
    reach = VenueReach.objects.get()
    for status in (302, 422):
        done = dispatcher.post(reverse("reach-withdraw", args=[reach.pk]), {"act": "withdraw"})
        assert done.status_code == status
    assert VenueReach.objects.get().withdrawn_at


def test_a_unit_sees_only_itself(pool: Pool, dispatcher: Client) -> None:
    programme = a_city(pool, today() - timedelta(days=120), now())
    hear(pool, pool.unit, today() - timedelta(days=3), now())
    unit = signed_in(pool.liaison)
    page = unit.get(reverse("coverage")).content.decode()
    assert "已覆盖" in page
    assert programme.name in page
    assert "海阳区" not in page
    for name in ("programme", "programme-matrix", "programme-claims"):
        assert unit.get(reverse(name, args=[programme.pk])).status_code == 404
    assert unit.get(reverse("roll", args=[programme.roll_id])).status_code == 404


def test_a_plan_is_confirmed_as_shown(pool: Pool, dispatcher: Client) -> None:
    path = reverse("orders-plan")
    assert "没有待派的点单" in dispatcher.get(path).content.decode()
    on = today() + timedelta(days=10)
    for _ in range(3):
        asked = wish(pool, wanted_from=on, wanted_to=on, part="morning")
        orders.order_talk(unit=pool.unit, by=pool.liaison, at=now(), **asked)
    page = dispatcher.get(path).content.decode()
    assert "待派3单，排出2单、2场" in page
    assert "就能安排" in page
    merged = dispatcher.get(path, {"merge": "1"}).content.decode()
    assert "排出3单、1场" in merged
    assert "3单合成一场" in merged
    assert dispatcher.post(path, {"act": "confirm"}).status_code == 422
    first, second, _third = Order.objects.order_by("pk")
    good = f"{first.pk}.{second.pk}:{pool.near.pk}:{on}:morning"
    for bad in ("1", f"9999:{pool.near.pk}:{on}:morning", f"{first.pk}:{pool.near.pk}:never:morning",
                f"{first.pk}:9999:{on}:morning", f"{first.pk}:{pool.near.pk}:{on}:night"):  # fmt: skip
        answer = dispatcher.post(path, {"act": "confirm", "confirmed": [good, bad]})
        assert answer.status_code == 422, bad
    assert not Session.objects.exists()
    done = dispatcher.post(path, {"act": "confirm", "confirmed": [good]}, follow=True).content.decode()
    assert "已派1场" in done
    assert Session.objects.get().venues.count() == 2


def test_an_order_without_a_topic_is_named(pool: Pool, dispatcher: Client) -> None:
    on = today() + timedelta(days=9)
    asked = wish(pool, wanted_from=on, wanted_to=on)
    order = orders.order_talk(unit=pool.unit, by=pool.liaison, at=now(), **asked)
    Order.objects.filter(pk=order.pk).update(topic=None, wish="防火")
    page = dispatcher.get(reverse("orders-plan")).content.decode()
    assert "要先定课题的" in page
    assert "防火" in page


def test_a_ground_is_accepted_and_withdrawn(person_with: PersonWith, scoped: None) -> None:
    editor = signed_in(person_with(Role.EDITOR))
    assert "还没有登记" in editor.get(reverse("grounds")).content.decode()
    given = {"act": "accept", "claim": "全市首次开展反诈夜校", "ground": "经市政法委核实"}
    assert editor.post(reverse("ground-new"), {**given, "claim": "开展夜校"}).status_code == 422
    done = editor.post(reverse("ground-new"), given, follow=True).content.decode()
    assert "经市政法委核实" in done
    row = AcceptedGround.objects.get()
    editor.post(reverse("ground-act", args=[row.pk]), {"act": "withdraw"})
    assert "已撤回" in editor.get(reverse("ground", args=[row.pk])).content.decode()


def test_a_claim_is_linked_at_the_desk(cast: Cast, programme: Programme, article: Article) -> None:
    editor = signed_in(cast.editor)
    draft = reverse("draft", args=[article.issue_id])
    page = editor.get(draft).content.decode()
    assert "尚未覆盖：海川市卫健委" in page
    start = article.body.index("全覆盖")
    place = {"start": start, "end": start + 3, "field": "body"}
    card = editor.get(reverse("article-candidates", args=[article.pk]), place).content.decode()
    assert "反诈宣讲" in card
    assert "2个单位中已覆盖1个" in card
    link = reverse("article-link", args=[article.pk])
    given = {**place, "version": article.version}
    assert editor.post(link, {**given, "programme": 9_999}).status_code == 404
    editor.post(link, {**given, "act": "coverage", "reason": "有"})
    assert not Citation.objects.exists()
    reach_the_other(programme, cast)
    editor.post(link, {**given, "programme": programme.pk})
    assert Citation.objects.get().programme == programme
    page = editor.get(draft).content.decode()
    assert "覆盖计划：反诈宣讲" in page
    assert "2个单位中已覆盖2个" in page
    put_issue(cast, article.issue, "sealed")
    officer = signed_in(cast.officer)
    printed = officer.get(reverse("programme-claims", args=[programme.pk])).content.decode()
    assert "名册和规则没有变化" in printed
    assert "“全覆盖”" in printed


def test_a_strong_word_is_asked_at_the_desk(cast: Cast) -> None:
    issue = issue_in(cast, articles=0)
    issues.add_article(
        issue=issue, title="全市首次开展反诈夜校。", body="活动期间零投诉。", by=cast.editor, at=cast.at
    )
    page = signed_in(cast.editor).get(reverse("draft", args=[issue.pk])).content.decode()
    assert page.count("要有依据：与谁比") >= 2
