"""The user guide: every page has its paragraph, what it quotes is what the pages say, and whoever searches finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.test import Client
from django.urls import NoReverseMatch, reverse

from taizhang.office.models import Person
from taizhang.office.roles import Role
from taizhang.web.frame.guidance import CHAPTER_OF, NEXT_STEPS, PLACES, first_words, guide_place
from taizhang.web.frame.routes import declared
from taizhang.web.frame.tags_frame import INSIDE, REACHED, SECTIONS
from taizhang.web.help import book
from tests.conftest import PersonWith
from tests.pictures import FOLDER

LOCALE = Path(book.__file__).parents[2] / "locale" / "en" / "LC_MESSAGES" / "django.po"
PAGES = {name for name, _words in SECTIONS} | set(INSIDE) | {
    name for pages in INSIDE.values() for name, _words in pages
} | {name for names in REACHED.values() for name in names.split()}  # fmt: skip


def test_every_page_has_its_paragraph() -> None:
    pages = sorted(page for page in PAGES if page in declared())
    assert len(pages) > 70
    assert [page for page in pages if guide_place(page, ()) == ("", "")] == []


def test_every_paragraph_that_a_page_leads_to_stands_in_the_guide() -> None:
    headings = {(each.name, section.heading) for each in book.chapters() for section in each.sections}
    assert [(c, h) for c, places in PLACES.items() for h in places if (c, h) not in headings] == []
    assert set(CHAPTER_OF.values()) <= set(book.ORDER)
    assert {page for places in PLACES.values() for pages in places.values() for page in pages.split()} <= {
        *declared()
    }


def test_the_chapter_of_ones_own_post_goes_first() -> None:
    assert guide_place("report", {Role.LIAISON}) == ("liaison", "填报月报")
    assert guide_place("report", {Role.LEDGER_OFFICER}) == ("officer", "受理月报")
    assert guide_place("healthz", {Role.EDITOR}) == ("", "")


def test_headings_are_anchors_and_the_book_is_short() -> None:
    for each in book.chapters():
        headings = [section.heading for section in each.sections]
        assert len(set(headings)) == len(headings), each.name
        assert not [heading for heading in headings if re.search(r"\s|[\"<>&]", heading)]
        text = sum(len(section.text) for section in each.sections)
        assert 150 < text < 2200, (each.name, text)
    assert len(book.chapters()) == 10
    assert {f"{name}.md" for name in book.ORDER} | {"pictures", "README.md"} == {
        path.name for path in book.FOLDER.iterdir()
    }


def test_what_the_guide_quotes_is_what_the_pages_say() -> None:
    with LOCALE.open("rb") as file:
        said = {str(each.id if isinstance(each.id, str) else each.id[0]) for each in read_po(file)}
    quoted = {
        part.strip()
        for each in book.chapters()
        for section in (each.lead, *each.sections)
        for words in re.findall(r"“([^“”]+)”", section.text)
        for part in words.split("·")
    }
    assert len(quoted) > 60
    assert sorted(quoted - said - WORDS_OF_THE_TRADE) == []


# Quoted in the guide as words of reports or of other pages' data, not as buttons or headings.
WORDS_OF_THE_TRADE = {"全覆盖", "人", "人次", "累计", "截至", "本月", "新增"}


def test_every_picture_is_shown_and_every_shown_picture_is_there() -> None:
    shown = {
        Path(str(node.attrs["src"])).name
        for each in book.chapters()
        for section in (each.lead, *each.sections)
        for node in section.tree.walk()
        if node.type == "image"
    }
    assert shown == {path.name for path in FOLDER.glob("*.png")}


def test_text_of_the_guide_is_never_markup() -> None:
    from taizhang.web.help.tags_guide import guide_text

    read = book.read("x", "# 题\n<b>粗</b> `<i>` **重**\n\n## 节\n1. 一\n\n- <script>alert(1)</script>\n")
    html = guide_text(read.lead.tree) + guide_text(read.sections[0].tree)
    assert "<b>" not in html
    assert "<script>" not in html
    assert "<code>&lt;i&gt;</code>" in html
    assert "<strong>重</strong>" in html


@pytest.mark.django_db
def test_pages_of_the_guide(client: Client, liaison: Person) -> None:
    client.force_login(liaison)
    index = client.get("/help/").content.decode()
    assert index.index("联络员") < index.index("督账员")
    found = client.get("/help/", {"q": "月报 沿用"}).content.decode()
    assert "/help/liaison/#填报月报" in found
    assert "没有查到" in client.get("/help/", {"q": "牛头马面"}).content.decode()
    assert client.get("/help/", {"q": "月" * 500}).status_code == 200
    chapter = client.get("/help/liaison/").content.decode()
    assert 'id="填报月报"' in chapter
    assert chapter.count("<h1>") == 1
    assert client.get("/help/nobody/").status_code == 404
    assert "谁都进不去的时候" in client.get("/help/all/").content.decode()


@pytest.mark.django_db
def test_each_page_leads_to_its_own_paragraph(client: Client, liaison: Person) -> None:
    client.force_login(liaison)
    assert "/help/liaison/#提出问题" in client.get(reverse("blockers")).content.decode()
    assert "/help/everyone/#个人设置" in client.get(reverse("me")).content.decode()


@pytest.mark.django_db
def test_three_sentences_on_the_first_visit_once(client: Client, liaison: Person) -> None:
    client.force_login(liaison)
    sentences = [str(words) for words in first_words({Role.LIAISON})]
    assert len(sentences) == 3
    landed = client.get("/").content.decode()
    assert [words for words in sentences if words not in landed] == []
    assert sentences[0] not in client.get(reverse("me")).content.decode()
    client.post(reverse("me-welcomed"))
    assert sentences[0] not in client.get("/").content.decode()
    client.logout()
    client.force_login(liaison)
    assert sentences[0] not in client.get("/").content.decode()


# Pages whose form, or whose sentence, is the next step itself; what is empty there is nothing that anybody should fill.
SAYS_ENOUGH = {
    "calls", "activities", "topics-planned",  # the button stands in the head
    "burden", "complaints", "corrections", "exchange", "commissions", "drafts", "submissions", "desk", "office-series",
    "office-fonts", "office-security", "office-record", "tokens",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.one_engine  # words and links; that the same pages answer on every engine, test_routes says
@pytest.mark.parametrize(
    "role", [Role.LIAISON, Role.LEDGER_OFFICER, Role.EDITOR, Role.SYS_ADMIN, Role.SEC_ADMIN]
)
def test_an_empty_page_says_what_to_do_next(client: Client, person_with: PersonWith, role: Role) -> None:
    client.force_login(person_with(role))
    mute = []
    for page in sorted(PAGES & declared().keys()):
        if page in SAYS_ENOUGH or reverse_or_none(page) is None:
            continue
        answer = client.get(reverse(page))
        html = answer.content.decode()
        if answer.status_code == 200 and re.search(r'class="(?:sheet )?empty"', html):
            steps = [name for _words, name in NEXT_STEPS.get(page, ())]
            open_ones = [name for name in steps if client.get(reverse(name)).status_code < 400]
            offered = [name for name in steps if f'href="{reverse(name)}"' in html]
            if not steps or offered != open_ones:
                mute.append(page)
    assert mute == []


def reverse_or_none(page: str) -> str | None:
    try:
        return reverse(page)
    except NoReverseMatch:
        return None
