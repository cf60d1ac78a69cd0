"""Warm worker processes: a bulletin goes in, a PDF with its form check comes out; a dead worker is replaced."""

from __future__ import annotations

import atexit
import base64
import contextlib
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from taizhang.core.gongwen.model import Bulletin
from taizhang.core.text.messages import N_, Message
from taizhang.isolation import Bounds, FailureReason, Stopped, Workers
from taizhang.press.form import FormFinding, FormReport, check_form
from taizhang.press.image import Drawn
from taizhang.press.refusal import PressError
from taizhang.press.typeset.bounds import bounded
from taizhang.press.typeset.fonts import fonts_folder, stamp_of
from taizhang.press.typeset.geometry import Grid
from taizhang.press.typeset.notice import NoticeSheet
from taizhang.press.typeset.template import DEFAULT_TEMPLATE, HouseTemplate

NO_PICTURES: Mapping[str, bytes] = MappingProxyType({})
BOUNDS = Bounds(memory=1_500_000_000, cpu_seconds=10, wall_seconds=60.0, answer=256 << 20)


@dataclass(frozen=True, slots=True)
class Typeset:
    """A bulletin in official form. ``notes`` name substitutes and deviations that the user should know."""

    pdf: bytes
    form: FormReport
    pages: int
    notes: tuple[Message, ...]


class Press:
    """A small pool of workers. Safe to share between threads; use as a context manager or call ``close``."""

    def __init__(self, workers: int = 1, *, bounds: Bounds = BOUNDS) -> None:
        self.bounds = bounds
        self.workers = Workers("taizhang.press.typeset.worker", bounds, workers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop every worker; a later call would start them again."""
        self.workers.close()

    def compile(
        self,
        bulletin: Bulletin,
        template: HouseTemplate = DEFAULT_TEMPLATE,
        fonts: Path | None = None,
        pictures: Mapping[str, bytes] = NO_PICTURES,
    ) -> tuple[bytes, list[str], list[Message], dict[str, Any]]:
        """The PDF, the compiler's warnings, the notes on fonts and the setting that was chosen, as ``fit_to_json``
        writes it; without the form check. Raises PressError."""
        request = {"bulletin": bounded(bulletin), "template": template.to_json(), **_sent(pictures)}
        head, pdf = self._ask(request, fonts)
        return pdf, head["warnings"], list(map(Message.from_json, head["notes"])), head["fit"]

    def draw(
        self,
        bulletin: Bulletin,
        template: HouseTemplate = DEFAULT_TEMPLATE,
        *,
        page: int = 1,
        near: str = "",
        scale: float = 2.0,
        fonts: Path | None = None,
        pictures: Mapping[str, bytes] = NO_PICTURES,
    ) -> Drawn:
        """The picture of the page that shows the words ``near`` (without blanks), or of ``page``, while somebody
        writes: no form check, nothing is kept. Raises PressError.
        """
        request = {"bulletin": bounded(bulletin), "template": template.to_json(), **_sent(pictures)}
        head, png = self._ask(request | {"draw": {"near": near, "page": page, "scale": scale}}, fonts)
        return Drawn(png, head["page"])

    def set_notice(self, notice: NoticeSheet, fonts: Path | None = None) -> bytes:
        """The PDF of a 督办单. Raises PressError where a glyph is missing or the worker fails."""
        return self._ask({"notice": notice.to_json()}, fonts)[1]

    def _ask(self, request: dict[str, Any], fonts: Path | None) -> tuple[dict[str, Any], bytes]:
        folder = fonts or fonts_folder()
        try:
            head, pdf = self.workers.ask(
                {**request, "fonts": str(folder) if folder else None, "stamp": stamp_of(folder)}
            )
        except Stopped as stopped:
            raise PressError(_told(stopped.reason, self.bounds)) from stopped
        if "error" in head:
            raise PressError(Message.from_json(head["error"]))
        return head, pdf

    def typeset(
        self,
        bulletin: Bulletin,
        template: HouseTemplate = DEFAULT_TEMPLATE,
        *,
        fit_pages: int | None = None,
        fonts: Path | None = None,
        pictures: Mapping[str, bytes] = NO_PICTURES,
    ) -> Typeset:
        """Set the bulletin and check its form. The setting is chosen within the template's bounds and named in the
        report; with ``fit_pages`` it is one with so many pages at most. ``pictures`` are those that the text names.

        Raises PressError where a glyph is missing, the text or the address is too large, the worker fails or it
        cannot be made to fit.
        """
        if fit_pages is not None:
            template = replace(template, pages=fit_pages)
        pdf, warnings, notes, fit = self.compile(bulletin, template, fonts, pictures)
        told = (*map(Message.from_json, fit["notes"]), *notes)
        setting = fit["setting"]
        form = check_form(pdf, Grid(setting["lines"], setting["cells"]), told, fit)
        if fit_pages is not None and form.pages > fit_pages:
            values: dict[str, str | int] = {"wanted": fit_pages, "pages": form.pages}
            raise PressError(Message(N_("排到最密仍需{pages}页，压不到{wanted}页，请删减文字。"), values))
        return Typeset(pdf, _with_warnings(form, warnings), form.pages, told)


def _sent(pictures: Mapping[str, bytes]) -> dict[str, Any]:
    """Pictures as a request carries them; nothing where there are none."""
    told = {name: base64.b64encode(content).decode("ascii") for name, content in pictures.items()}
    return {"pictures": told} if told else {}


def _with_warnings(form: FormReport, warnings: list[str]) -> FormReport:
    """The compiler's warnings (no convergence, no glyph) refuse the issue as any other fault of form does."""
    if not warnings:
        return form
    told = FormFinding(0, Message(N_("排版程序有警告：{warnings}"), {"warnings": "；".join(warnings)}))
    return FormReport.from_json(
        {**form.to_json(), "findings": [told.to_json(), *(f.to_json() for f in form.findings)]}
    )


def _told(reason: FailureReason, bounds: Bounds) -> Message:
    if reason is FailureReason.LATE:
        pattern = N_("排版用了{seconds}秒处理器时间仍未完成，已停止。请检查稿件中是否有异常内容。")
        return Message(pattern, {"seconds": bounds.cpu_seconds})
    if reason is FailureReason.BUSY:
        pattern = N_("服务器正忙，排版等了{seconds}秒仍未完成，请稍后再试。")
        return Message(pattern, {"seconds": int(bounds.wall_seconds)})
    return Message(N_("排版进程意外停止，已自动重启。请再试一次；如再次出现，请检查稿件中是否有异常内容。"))


_shared: tuple[int, Press] | None = None
_shared_lock = threading.Lock()


def shared_press() -> Press:
    """The press of this process, started when first used and closed at exit. A forked child gets its own."""
    global _shared
    with _shared_lock:
        if _shared is None or _shared[0] != os.getpid():
            _shared = (os.getpid(), Press())
            atexit.register(_shared[1].close)
        return _shared[1]


def warm() -> None:
    """Set an empty page, so that the first real one finds the worker started and its fonts read."""
    with contextlib.suppress(PressError):
        shared_press().compile(Bulletin(name="简报"))
