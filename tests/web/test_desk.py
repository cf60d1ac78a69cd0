from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from taizhang.bulletin.actions.grounds import accept_ground
from taizhang.bulletin.models import Issue, Reading, ReadingState, Series
from taizhang.office.clock import now
from taizhang.office.models import Person
from taizhang.office.roles import Role
from taizhang.web.reading.incoming import clean_name

from ..conftest import PersonWith
from .conftest import TEXT, Lay


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def stored(reading: Reading) -> Reading:
    with scope(office=reading.office_id):
        return Reading.objects.get(pk=reading.pk)


def test_the_landing_page_shows_what_is_open_and_takes_a_new_draft(desk: Client, reading: Reading) -> None:
    html = page(desk, "/")
    assert "海川文明简报 第6期" in html
    assert 'name="file"' in html
    assert 'data-count="/tasks/count/"' in html


def test_who_has_no_desk_sees_no_drop_zone(client: Client, person_with: PersonWith, issue: Issue) -> None:
    client.force_login(person_with(Role.READER))
    html = page(client, "/")
    assert 'name="file"' not in html
    assert reverse("desk") not in html
    assert "第6期" in html


def test_a_pasted_text_is_read_and_laid_on_the_desk(desk: Client, editor: Person) -> None:
    answer = desk.post(reverse("desk"), {"text": TEXT.replace("\n", "\r\n")})
    with scope(office=editor.office_id):
        reading = Reading.objects.get()
    assert answer.url == reverse("reading", args=[reading.pk])
    assert reading.source_text == TEXT
    assert reading.source_name == ""


def test_strong_words_are_asked_of_a_reading_as_of_an_article(desk: Client, editor: Person) -> None:
    text = TEXT + "\n市图书馆在全省率先建成首个云岭书房，是全市唯一获奖单位。"
    answer = desk.post(reverse("desk"), {"text": text})
    html = page(desk, answer.url)
    for word in ("率先", "首个", "唯一"):
        assert f"“{word}”要有依据" in html
    with scope(office=editor.office_id):
        accept_ground(
            office=editor.office, claim="全市唯一获奖单位", ground="市文明办通报", by=editor, at=now()
        )
    html = page(desk, answer.url)
    assert "“唯一”要有依据" not in html
    assert "“率先”要有依据" in html


def test_a_file_is_read_in_the_child_and_laid_on_the_desk(desk: Client, editor: Person) -> None:
    desk.post(reverse("desk"), {"file": SimpleUploadedFile("第6期.txt", TEXT.encode())})
    with scope(office=editor.office_id):
        assert Reading.objects.get().source_name == "第6期.txt"


def test_what_a_file_made_difficult_is_said_at_the_desk(desk: Client, editor: Person) -> None:
    hidden = SimpleUploadedFile("第6期.txt", TEXT.replace("8场", "8\u202e场").encode())
    answer = desk.post(reverse("desk"), {"file": hidden}, follow=True)
    assert "notice-warn" in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "empty.txt"), (b"MZ\x90\x00" + b"\x00" * 300, "setup.exe"), (b"PK\x03\x04broken", "broken.docx")],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(
    desk: Client, editor: Person, content: bytes, name: str
) -> None:
    answer = desk.post(reverse("desk"), {"file": SimpleUploadedFile(name, content), "text": "先前粘贴的文字"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="field-error"' in html
    assert "先前粘贴的文字" in html
    with scope(office=editor.office_id):
        assert not Reading.objects.exists()


def test_a_pasted_text_is_cleaned_as_a_file_is(desk: Client, editor: Person) -> None:
    answer = desk.post(reverse("desk"), {"text": TEXT.replace("8场", "8\u202e场")}, follow=True)
    assert "notice-warn" in answer.content.decode()
    with scope(office=editor.office_id):
        assert Reading.objects.get().source_text == TEXT
    answer = desk.post(reverse("desk"), {"text": TEXT + "\x07"})
    assert answer.status_code == 422
    assert 'class="field-error"' in answer.content.decode()


def test_a_text_with_a_secrecy_mark_is_refused_and_not_stored(desk: Client, editor: Person) -> None:
    answer = desk.post(reverse("desk"), {"text": "机密★1年\n" + TEXT})
    assert "密级标志" in answer.content.decode()
    with scope(office=editor.office_id):
        assert not Reading.objects.exists()


def test_nothing_at_all_is_asked_for(desk: Client, db: None) -> None:
    answer = desk.post(reverse("desk"), {"text": " "})
    assert answer.status_code == 422
    assert "请粘贴稿件文字" in answer.content.decode()


def test_every_figure_is_marked_by_its_class(desk: Client, reading: Reading) -> None:
    html = page(desk, reverse("reading", args=[reading.pk]))
    assert re.search(r'class="mark mark-\w+"[^>]*data-mark>500多名<', html)
    assert re.search(r'class="mark mark-question"[^>]*data-mark>全覆盖<', html)
    assert "多于500" in html
    assert "大于500、小于600" in html


def test_every_mark_leads_to_its_row_and_back(desk: Client, reading: Reading) -> None:
    html = page(desk, reverse("reading", args=[reading.pk]))
    marks = re.findall(r'href="#(f\d+)" id="(m\d+)"', html)
    assert marks
    for row, mark in marks:
        assert f'id="{row}"' in html
        assert f'href="#{mark}"' in html


def test_the_questions_lead_to_their_places(desk: Client, reading: Reading) -> None:
    html = page(desk, reverse("reading", args=[reading.pk]))
    places = re.findall(r'<a href="#(m\d+)" data-question', html)
    assert places
    assert all(f'id="{place}"' in html for place in places)


def test_a_contradiction_inside_the_text_comes_first(desk: Client, lay: Lay) -> None:
    reading = lay(TEXT.replace("8场宣讲活动", "8场宣讲活动，参加者共100人，其中男60人、女50人"))
    html = page(desk, reverse("reading", args=[reading.pk]))
    assert re.search(r'class="mark mark-contradict"[^>]*data-mark>100人<', html)
    assert html.index("signal-bad") < html.index("signal-warn")


def test_text_is_data_and_never_markup(desk: Client, lay: Lay) -> None:
    hostile = "<img src=x onerror=alert(1)> \"八方' 8场 </textarea><script>alert(2)</script>"
    reading = lay(TEXT.replace("市教委推进", hostile), name="<script>alert(3)</script>.txt")
    for path in (reverse("reading", args=[reading.pk]), "/", reverse("desk")):
        html = page(desk, path)
        assert "<img src=x" not in html
        assert "<script>alert" not in html


def test_saving_puts_the_issue_into_the_archive(desk: Client, reading: Reading, series: Series) -> None:
    answer = desk.post(reverse("reading-save", args=[reading.pk]), {"series": series.pk}, follow=True)
    assert "已存入刊物档案" in answer.content.decode()
    assert stored(reading).state == ReadingState.SAVED


def test_what_is_archived_is_shown_but_no_longer_corrected(
    desk: Client, reading: Reading, series: Series
) -> None:
    desk.post(reverse("reading-save", args=[reading.pk]), {"series": series.pk})
    html = page(desk, reverse("reading", args=[reading.pk]))
    assert "<fieldset disabled>" in html
    assert "查看档案" in html
    assert "确认放弃" not in html


def test_a_number_that_is_taken_is_said_at_the_field(
    desk: Client, issue: Issue, reading: Reading, series: Series
) -> None:
    answer = desk.post(reverse("reading-save", args=[reading.pk]), {"series": series.pk})
    assert answer.status_code == 422
    assert "已存档" in answer.content.decode()


def test_a_series_of_nobody_is_no_choice(desk: Client, reading: Reading) -> None:
    assert desk.post(reverse("reading-save", args=[reading.pk]), {"series": 9_999}).status_code == 422


def test_a_liaison_reads_but_does_not_archive(client: Client, liaison: Person, lay: Lay) -> None:
    client.force_login(liaison)
    html = page(client, reverse("reading", args=[lay(by=liaison).pk]))
    assert "存入刊物档案" not in html


def test_a_discarded_draft_is_gone(desk: Client, reading: Reading) -> None:
    assert desk.post(reverse("reading-discard", args=[reading.pk])).url == "/"
    assert desk.get(reverse("reading", args=[reading.pk])).status_code == 404
    assert stored(reading).source_text == ""


def test_an_archived_reading_is_not_discarded(desk: Client, reading: Reading, series: Series) -> None:
    desk.post(reverse("reading-save", args=[reading.pk]), {"series": series.pk})
    answer = desk.post(reverse("reading-discard", args=[reading.pk]), follow=True)
    assert "notice-bad" in answer.content.decode()
    assert stored(reading).state == ReadingState.SAVED


@pytest.mark.parametrize(("fmt", "start"), [("pdf", b"%PDF-"), ("docx", b"PK\x03\x04")])
def test_the_bulletin_is_downloaded_under_its_name(
    desk: Client, reading: Reading, fmt: str, start: bytes
) -> None:
    answer = desk.get(reverse(f"reading-{fmt}", args=[reading.pk]))
    assert answer.content.startswith(start)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert f"海川文明简报第6期.{fmt}" in unquote(disposition)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("简报.docx", "简报.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\\\文件\\\\简报.pdf", "简报.pdf"),
        ("a\u202egpj.exe\x00", "agpj.exe"),
        ("长" * 300 + ".txt", "长" * 96 + ".txt"),
    ],
)
def test_a_file_name_is_shown_without_tricks(name: str, shown: str) -> None:
    assert clean_name(name) == shown


def test_the_seed_bulletin_is_laid_out_with_its_questions(desk: Client, lay: Lay) -> None:
    seed = Path(__file__).parents[3] / "shared" / "seed" / "bulletin-2023-10.txt"
    if not seed.exists():
        pytest.skip("the seed bulletin is not beside the repository")
    html = page(desk, reverse("reading", args=[lay(seed.read_text("utf-8")).pk]))
    for words in ("500多名", "30万余斤", "4万余人次", "全覆盖"):
        assert re.search(rf"data-mark>{words}<", html), words
    assert not re.search(r"data-mark>十座?<", html)
