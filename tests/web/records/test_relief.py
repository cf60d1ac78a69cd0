"""The burden meter and complaints."""

from __future__ import annotations

import pytest
from django.core import signing
from django.urls import reverse

from taizhang.ledger.actions import relief
from taizhang.ledger.models import Complaint, Project
from taizhang.office.clock import now, today
from taizhang.office.models import Event
from taizhang.office.roles import Role
from taizhang.web.frame.tags_frame import place_words
from tests.conftest import PersonWith
from tests.ledger.conftest import People

from .conftest import Browse


@pytest.fixture
def burdened(people: People, project: Project) -> None:
    relief.ask(unit=people.unit, kind="report", fields=4, attachments=0, minutes=7, subject=project, at=now())


@pytest.mark.usefixtures("burdened")
def test_the_office_sees_every_unit_in_the_registers_order(as_: Browse, people: People) -> None:
    page = as_(people.head).get("/burden/").content.decode()
    assert page.index("海川市民政局") < page.index("海川市卫健委")
    assert "提出要求 1 次，预计占用 7 分钟" in page
    last_year = as_(people.head).get("/burden/?month=1999-01").content.decode()
    assert f"{today().year}年{today().month}月" in last_year


@pytest.mark.usefixtures("burdened")
def test_a_unit_sees_its_own_months(as_: Browse, people: People) -> None:
    page = as_(people.liaison).get("/burden/").content.decode()
    assert "本月 1 次，填写 4 项，预计 7 分钟" in page
    assert "市卫健委" not in page


def test_a_complaint_with_a_name_is_answered(as_: Browse, people: People) -> None:
    browser = as_(people.liaison)
    page = browser.post("/complain/", {"text": "同一数字要了三遍。", "page": "/reports/"}, follow=True)
    assert "同一数字要了三遍" in page.content.decode()
    complaint = Complaint.objects.get()
    assert complaint.by == people.liaison
    officer = as_(people.officer)
    url = reverse("complaint-answer", args=[complaint.pk])
    assert officer.post(url, {"answer": ""}).status_code == 422
    assert officer.post(url, {"answer": "机密★"}).status_code == 422
    officer.post(url, {"answer": "已改为只报一次。"})
    assert "已改为只报一次" in browser.get("/complaints/").content.decode()
    assert "同一数字" not in as_(people.other_liaison).get("/complaints/").content.decode()


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("/", "待办"), ("/reports/", "台账 · 报送"), ("/projects/7/", "台账"), ("/submissions/3/write/", "简报 · 投稿"),
        ("/me/", ""), ("/nowhere/", ""), ("", ""), ("https://elsewhere.example/x", ""),
    ],
)  # fmt: skip
def test_where_a_complaint_was_written_is_said_in_the_words_of_the_menu(page: str, words: str) -> None:
    assert place_words(page) == words


def test_the_office_reads_where_a_complaint_came_from_and_no_address(as_: Browse, people: People) -> None:
    said = as_(people.liaison).get("/complain/?page=/").content.decode()
    assert "会注明是在“待办”页面提出的" in said
    as_(people.liaison).post("/complain/", {"text": "太急。", "page": "/"})
    shown = as_(people.officer).get("/complaints/").content.decode()
    assert "· 待办" in shown
    assert "· /" not in shown


def test_an_anonymous_complaint_keeps_no_name_and_its_writer_can_read_the_answer(
    as_: Browse, people: People
) -> None:
    browser = as_(people.liaison)
    given = browser.post("/complain/", {"text": "不要照片。", "anonymous": "on", "page": ""})
    complaint = Complaint.objects.get()
    assert complaint.by is None
    assert Event.objects.get(verb="complain").by is None
    relief.answer_complaint(complaint=complaint, answer="本来就不要。", by=people.head, at=now())
    page = browser.get(given.url).content.decode()
    assert "本来就不要" in page
    assert given.url in page
    assert "不要照片" not in browser.get("/complaints/").content.decode()


def test_only_the_address_given_opens_a_complaint(as_: Browse, people: People) -> None:
    assert as_(people.liaison).get("/complaints/1:forged/").status_code == 404
    gone = signing.dumps(4711, salt="complaint")
    assert as_(people.liaison).get(f"/complaints/{gone}/").status_code == 404


@pytest.mark.parametrize("text", ["", "秘密★一年"])
def test_what_cannot_be_kept_is_said(as_: Browse, people: People, text: str) -> None:
    assert as_(people.liaison).post("/complain/", {"text": text, "page": ""}).status_code == 422
    assert not Complaint.objects.exists()


def test_the_footer_of_every_page_takes_complaints(
    as_: Browse, people: People, person_with: PersonWith
) -> None:
    page = as_(people.liaison).get("/activities/").content.decode()
    assert "/complain/?page=/activities/" in page
    auditor = as_(person_with(Role.AUDITOR))
    assert auditor.get("/complain/?page=/me/").status_code == 200
