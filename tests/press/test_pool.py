"""The press with real processes."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from taizhang.core.gongwen.model import Bulletin, Item, Paragraph, Recipients
from taizhang.core.text.messages import Message
from taizhang.isolation import FailureReason, Stopped
from taizhang.press import (
    Grid,
    HouseTemplate,
    Press,
    PressError,
    Typeset,
    page_image,
    shared_press,
    warm,
)
from taizhang.press.pdfium import opened
from taizhang.press.typeset import pool

from .samples import bulletin, item


def said_on(pdf: bytes) -> str:
    """All text of a PDF without blanks."""
    with opened(pdf) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(text.split())


def test_the_same_bulletin_gives_the_same_bytes(press: Press, typeset: Typeset) -> None:
    assert press.typeset(bulletin(10)).pdf == typeset.pdf


def test_two_workers_give_the_same_bytes(typeset: Typeset) -> None:
    got: list[bytes] = []
    with Press(2) as two:
        threads = [
            threading.Thread(target=lambda: got.append(two.compile(bulletin(10))[0])) for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert got == [typeset.pdf] * 2


def test_substitutes_are_told_with_the_page(typeset: Typeset) -> None:
    assert typeset.form.ok, typeset.form.findings
    assert typeset.pages == typeset.form.pages
    assert typeset.notes == typeset.form.notes
    assert any("小标宋" in str(note) for note in typeset.notes)


def test_a_dead_worker_is_replaced_unseen(press: Press, typeset: Typeset) -> None:
    process = press.workers.all[0].process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert press.typeset(bulletin(10)).pdf == typeset.pdf


def test_a_worker_that_dies_at_work_is_told_and_replaced(press: Press, typeset: Typeset) -> None:
    press.compile(bulletin(1))
    process = press.workers.all[0].process
    assert process is not None
    os.kill(process.pid, signal.SIGSTOP)
    threading.Timer(0.2, process.kill).start()
    with pytest.raises(PressError, match="排版进程意外停止，已自动重启"):
        press.compile(bulletin(1))
    assert press.typeset(bulletin(10)).pdf == typeset.pdf


def test_a_page_is_drawn_while_somebody_writes(press: Press) -> None:
    long = bulletin(9)
    pdf = press.compile(long)[0]
    with opened(pdf) as document:
        pages = len(document)
    for page in range(1, pages + 1):
        drawn = press.draw(long, page=page, scale=0.5)
        assert (drawn.page, drawn.png) == (page, page_image(pdf, page, 0.5))
    assert press.draw(long, page=99, scale=0.5).page == pages > 3
    words = said_on(pdf)[-60:-40]
    assert press.draw(long, page=1, near=words, scale=0.5).page == pages
    with pytest.raises(PressError, match="不能付印"):
        press.draw(bulletin(issuer="\ue000"))


def test_a_bulletin_over_its_processor_time_is_stopped_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Press() as press:
        monkeypatch.setattr(press.workers, "ask", _stopped(FailureReason.LATE))
        with pytest.raises(PressError, match="排版用了10秒处理器时间仍未完成，已停止"):
            press.compile(bulletin(1))


def test_a_busy_machine_is_called_that() -> None:
    busy = replace(pool.BOUNDS, wall_seconds=0.05)
    with Press(bounds=busy) as press, pytest.raises(PressError, match="服务器正忙，排版等了0秒"):
        press.compile(bulletin(1))


def _stopped(reason: FailureReason) -> Callable[[object], None]:
    def ask(_: object) -> None:
        raise Stopped(reason)

    return ask


def test_a_worker_without_memory_is_told() -> None:
    poor = replace(pool.BOUNDS, memory=150_000_000)
    with Press(bounds=poor) as press, pytest.raises(PressError, match="意外停止"):
        press.compile(bulletin(1))


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        '#import "@preview/x:0.1.0": *',
        '"; #panic("x") //',
        "$x^2$ *海* _川_ <label> @ref \\ `#1`",
        "= 海川\n#set page(width: 10pt)",
    ],
)
def test_hostile_text_is_only_text(press: Press, hostile: str) -> None:
    done = press.typeset(Bulletin(name="海川简报", items=(Item(hostile, (Paragraph(hostile),), hostile),)))
    assert "".join(hostile.split()) in said_on(done.pdf)
    assert "root:" not in said_on(done.pdf)


def test_controls_and_overrides_leave_no_trace(press: Press) -> None:
    pdf, *_ = press.compile(bulletin(1, issuer="海\u0000川\u202e办"))
    assert "海川办" in said_on(pdf)


def test_a_million_characters_are_refused_at_once(press: Press) -> None:
    start = time.perf_counter()
    with pytest.raises(PressError, match="请分段"):
        press.typeset(Bulletin(note=(Paragraph("海" * 1_000_000),)))
    assert time.perf_counter() - start < 1


def test_a_denser_setting_that_fits_is_named(press: Press, typeset: Typeset) -> None:
    assert press.typeset(bulletin(10), fit_pages=typeset.pages).pages <= typeset.pages
    for paragraphs in range(5, 12):
        whole = press.typeset(bulletin(paragraphs))
        if whole.form.fit["fewest"] == whole.pages:
            with pytest.raises(PressError, match="请删减文字"):
                press.typeset(bulletin(paragraphs), fit_pages=whole.pages - 1)
            continue
        less = press.typeset(bulletin(paragraphs), fit_pages=whole.pages - 1)
        assert less.pages == whole.pages - 1
        assert str(less.notes[0]).startswith("版面调整为每页2")
        assert less.form.ok, less.form.findings
        return
    pytest.fail("no bulletin fitted")


def test_what_cannot_fit_is_refused(press: Press) -> None:
    with pytest.raises(PressError, match=r"排到最密仍需\d页，压不到1页，请删减文字"):
        press.typeset(bulletin(14), fit_pages=1)


def test_a_warning_of_the_compiler_refuses_the_page(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf, _, *told = press.compile(bulletin(1))
    monkeypatch.setattr(press, "compile", lambda *_: (pdf, ["layout did not converge"], *told))
    form = press.typeset(bulletin(1)).form
    assert not form.ok
    assert str(form.findings[0].sentence) == "排版程序有警告：layout did not converge"


@pytest.mark.parametrize(
    "changes", [{"mirrored": True}, {"imprint_on_even_page": False}, {"grid": Grid(23, 29)}]
)
def test_every_house_keeps_the_form(press: Press, changes: dict[str, object]) -> None:
    done = press.typeset(bulletin(7), HouseTemplate(**changes))  # type: ignore[arg-type]
    assert done.form.ok, done.form.findings


def test_a_process_shares_one_press_and_a_fork_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_shared", None)
    mine = shared_press()
    assert shared_press() is mine
    monkeypatch.setattr(pool.os, "getpid", lambda: -1)
    assert shared_press() is not mine


def test_items_with_titles_are_in_form(press: Press) -> None:
    items = tuple(item(n, run_in=False) for n in (3, 1, 4, 2, 5, 1, 3))
    done = press.typeset(bulletin(items=items))
    assert done.pages > 4
    assert done.form.ok, done.form.findings


def test_an_issue_without_a_name_is_set(press: Press) -> None:
    done = press.typeset(bulletin(3, name=""))
    assert done.form.ok, done.form.findings


def test_marks_at_both_ends_of_lines_stay_inside_the_type_area(press: Press) -> None:
    text = "（海川）“云岭”《日报》怎么办？怎么干！" * 60
    done = press.typeset(bulletin(items=(Item("海川。", tuple(Paragraph(text[n:]) for n in range(9))),)))
    assert done.form.ok, done.form.findings


def test_an_imprint_taller_than_a_page_is_refused(press: Press) -> None:
    receivers = Recipients(down=tuple(f"海川市第{n}街道办事处" for n in range(200)))
    with pytest.raises(PressError, match="版记太长，一页放不下"):
        press.typeset(bulletin(1, recipients=receivers))


def test_a_warm_press_has_a_worker_and_a_failure_to_warm_it_is_no_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Press() as fresh:
        monkeypatch.setattr(pool, "shared_press", lambda: fresh)
        warm()
        assert fresh.compile(bulletin(1))[0].startswith(b"%PDF")

    class Broken:
        def compile(self, _: object) -> None:
            raise PressError(Message("坏了"))

    monkeypatch.setattr(pool, "shared_press", Broken)
    warm()
