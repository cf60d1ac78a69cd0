"""Evidence: recorded activities first, files of any kind as downloads, nothing mandatory."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from taizhang.core.gongwen.model import Bulletin
from taizhang.core.lifecycle.project_year import ProjectState
from taizhang.ledger.actions import records
from taizhang.ledger.models import Evidence, Project
from taizhang.office.clock import now, today
from taizhang.press import shared_press
from tests.ledger.conftest import People, ProjectIn

from .conftest import Browse

HOSTILE = b"<html><script>alert(1)</script>"


def url(project: Project) -> str:
    return reverse("evidence", args=[project.pk])


@pytest.fixture
def given(people: People, project: Project) -> Evidence:
    return records.add_evidence(
        project=project, content=HOSTILE, name="现场.html", by=people.liaison, at=now()
    )


def test_a_file_of_any_kind_is_kept_and_handed_back_as_a_download(
    as_: Browse, people: People, project: Project
) -> None:
    upload = SimpleUploadedFile("..\\..\\现\u202e场.html", HOSTILE, content_type="text/html")
    page = as_(people.liaison).post(url(project), {"file": upload, "title": "现场记录"}, follow=True)
    assert "现场记录" in page.content.decode()
    row = Evidence.objects.get()
    assert row.file is not None
    assert row.file.name == "现场.html"
    answer = as_(people.officer).get(reverse("evidence-file", args=[row.pk]))
    assert answer.content == HOSTILE
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")


def test_an_activity_is_chosen_instead_of_a_file(as_: Browse, people: People, project: Project) -> None:
    held = records.record_activity(
        unit=people.unit,
        project=project,
        kind="visit",
        title="重阳走访",
        held_on=today(),
        by=people.liaison,
        at=now(),
    )
    browser = as_(people.liaison)
    assert "重阳走访" in browser.get(url(project)).content.decode()
    browser.post(url(project), {"activity": held.pk})
    page = browser.get(url(project)).content.decode()
    assert "已登记的活动" in page
    assert f'<option value="{held.pk}"' not in page
    row = Evidence.objects.get()
    assert browser.get(reverse("evidence-file", args=[row.pk])).status_code == 404


def test_neither_nor_both_is_said(as_: Browse, people: People, project: Project) -> None:
    held = records.record_activity(
        unit=people.unit,
        project=project,
        kind="visit",
        title="走访",
        held_on=today(),
        by=people.liaison,
        at=now(),
    )
    browser = as_(people.liaison)
    assert "请选择一项已登记的活动" in browser.post(url(project), {"title": ""}).content.decode()
    both = browser.post(url(project), {"activity": held.pk, "file": SimpleUploadedFile("a.jpg", b"x")})
    assert "请分两次添加" in both.content.decode()
    marked = browser.post(url(project), {"file": SimpleUploadedFile("秘密★.doc", b"x")})
    assert marked.status_code == 422
    assert not Evidence.objects.exists()


def test_the_limit_is_said_before_and_after(
    as_: Browse, people: People, project: Project, settings: object
) -> None:
    settings.UPLOAD_LIMIT = 2_000_000  # type: ignore[attr-defined]
    browser = as_(people.liaison)
    assert "不超过 2 MB" in browser.get(url(project)).content.decode()
    settings.UPLOAD_LIMIT = 10  # type: ignore[attr-defined]
    answer = browser.post(url(project), {"file": SimpleUploadedFile("大.zip", b"x" * 100)})
    assert answer.status_code == 413
    assert not Evidence.objects.exists()


def test_what_is_taken_down_is_gone_from_the_list(as_: Browse, people: People, given: Evidence) -> None:
    browser = as_(people.liaison)
    page = browser.post(reverse("evidence-withdraw", args=[given.pk]), follow=True).content.decode()
    assert "已撤下" in page
    assert browser.get(reverse("evidence-file", args=[given.pk])).status_code == 404


def test_a_file_changed_on_disk_is_not_handed_out(
    as_: Browse, people: People, given: Evidence, files_folder: Path
) -> None:
    next(path for path in files_folder.rglob("*") if path.is_file()).write_bytes(b"other")
    page = as_(people.liaison).get(reverse("evidence-file", args=[given.pk]), follow=True).content.decode()
    assert "与保存时不一致" in page


def test_others_have_no_access_and_closed_accounts_no_form(
    as_: Browse, people: People, given: Evidence, project_in: ProjectIn
) -> None:
    assert as_(people.other_liaison).get(reverse("evidence-file", args=[given.pk])).status_code == 404
    closed = project_in(ProjectState.CLOSED)
    page = as_(people.liaison).get(url(closed)).content.decode()
    assert "加一份" not in page
    assert as_(people.liaison).post(url(closed), {"file": SimpleUploadedFile("a", b"x")}).status_code == 422


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return out.getvalue()


def test_several_files_at_once_are_all_kept_or_none(as_: Browse, people: People, project: Project) -> None:
    browser = as_(people.liaison)
    program = SimpleUploadedFile("台账.pdf", b"MZ\x90\x00 a program by another name")
    picture = SimpleUploadedFile("现场.png", png())
    refused = browser.post(url(project), {"file": [picture, program]})
    assert (refused.status_code, "“台账.pdf”是程序文件" in refused.content.decode()) == (422, True)
    assert not Evidence.objects.exists()
    some = [SimpleUploadedFile(f"{n}.png", png()) for n in (1, 2, 3)]
    browser.post(url(project), {"file": some, "title": "不用于几个文件"})
    assert sorted(Evidence.objects.values_list("title", flat=True)) == ["1.png", "2.png", "3.png"]


@pytest.mark.parametrize(
    "name", ["setup.exe", "安装.MSI", "run.bat", "脚本.ps1", "x.jar", "图片.jpg.scr", "a.sh"]
)
def test_programs_are_refused_at_the_field(as_: Browse, people: People, project: Project, name: str) -> None:
    answer = as_(people.liaison).post(url(project), {"file": SimpleUploadedFile(name, b"anything")})
    assert answer.status_code == 422
    assert "是程序文件，不能作为佐证材料" in answer.content.decode()


def test_pictures_and_pdf_are_drawn_anew_on_a_route_of_their_own(
    as_: Browse, people: People, project: Project
) -> None:
    pdf = shared_press().compile(Bulletin(name="海川文明简报"))[0]
    for name, content, kind in (("现场.png", png(), "png"), ("通知.pdf", pdf, "jpeg")):
        row = records.add_evidence(project=project, content=content, name=name, by=people.liaison, at=now())
        browser = as_(people.officer)
        assert reverse("evidence-view", args=[row.pk]) in browser.get(url(project)).content.decode()
        answer = browser.get(reverse("evidence-view", args=[row.pk]))
        assert Image.open(io.BytesIO(answer.content)).format == kind.upper()
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["Content-Type"] == f"image/{kind}"
        assert as_(people.other_liaison).get(reverse("evidence-view", args=[row.pk])).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"), [("现场.html", HOSTILE), ("现场.png", HOSTILE), ("通知.pdf", b"%PDF-1.7 cut off")]
)
def test_what_is_no_picture_has_no_preview(
    as_: Browse, people: People, project: Project, name: str, content: bytes
) -> None:
    row = records.add_evidence(project=project, content=content, name=name, by=people.liaison, at=now())
    assert as_(people.officer).get(reverse("evidence-view", args=[row.pk])).status_code == 404
