"""One size of ``bench.ledger``: ``fill`` fills a database; ``serve`` answers cases named on its standard input."""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

WORDS = "志愿服务"
SERIAL = count(1)
KEPT = (
    "grid",
    "grid sorted",
    "grid filtered",
    "grid search",
)  # whose rows are written again after "grid anew"


def fill(size: int) -> None:
    """Make the database and its rows, in a process of its own: what that needs of memory is no part of what is measured."""
    import django
    from django.core.management import call_command
    from django_scopes import scope

    django.setup()
    from taizhang.office.models import Office

    call_command("migrate", verbosity=0)
    office = Office.objects.create(
        name="海川市精神文明建设办公室", short_name="海川市文明办", slug="haichuan"
    )
    with scope(office=office.pk):
        _fill(office, size)


def serve() -> None:
    """Answer until there is nobody to ask."""
    import django
    from django.conf import settings
    from django.template.loader import get_template

    django.setup()
    # Code and templates are loaded now, whatever happens to the tree in the hour that a hundred thousand may take.
    import_module(settings.ROOT_URLCONF)
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for file in sorted(folder.rglob("*.html")):
            get_template(str(file.relative_to(folder)))
    cases = _Cases()
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        print(json.dumps(cases.run(line.strip())), flush=True)


def _fill(office: Any, size: int) -> None:
    from bench.ledger_rows import DAY, OPENED, YEAR
    from bench.ledger_rows import fill as fill_ledger
    from taizhang.ledger.models import Obligation, ProgressReport, Project
    from taizhang.office import actions
    from taizhang.office.models import Person, Post
    from taizhang.office.roles import Role

    def somebody(name: str, role: Role, unit: Any = None) -> Person:
        post = Post.objects.create(office=office, unit=unit, role=role, title=name)
        person = actions.register_person(office=office, username=name, name=name, by=None, at=OPENED)
        actions.appoint(post=post, person=person, by=None, at=OPENED)
        return person

    fill_ledger(office, size)
    project = Project.objects.filter(state="active", level="behind").order_by("serial")[0]
    somebody("officer", Role.LEDGER_OFFICER)
    liaison = somebody("liaison", Role.LIAISON, project.lead_unit)
    own = {"office": office, "project": project}
    opens = DAY.replace(day=1)
    obligation = Obligation.objects.create(
        **own, period=f"{YEAR}-08", opens_on=opens, due_on=opens + timedelta(days=24), clock_from=opens
    )
    ProgressReport.objects.create(
        **own, obligation=obligation, narrative="起草", written_by=liaison, changed_at=OPENED
    )


class _Cases:
    def __init__(self) -> None:
        from django.db import connection
        from django_scopes import scope

        from taizhang.ledger.models import ProgressReport
        from taizhang.office.models import Office, Person

        self.office = Office.objects.get()
        with scope(office=self.office.pk):
            self.report = ProgressReport.objects.select_related("obligation", "project").get()
        self.obligation, self.project = self.report.obligation, self.report.project
        self.officer = Person.objects.get(username="officer")
        self.liaison = Person.objects.get(username="liaison")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            self.backend = None
            if connection.vendor == "postgresql":
                cursor.execute("SET max_parallel_workers_per_gather = 0")  # all CPU in the one backend
                cursor.execute("SELECT pg_backend_pid()")
                self.backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
        self.jobs = self._jobs()
        self.sheet = _Sheet()

    def run(self, case: str) -> Any:
        """CPU seconds of the case; MiB for ``memory`` (now) and ``most memory`` (since it was asked for)."""
        from django_scopes import scope

        if case == "memory":
            gc.collect()
            Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
            return _mebibytes("VmRSS")
        if case == "most memory":
            return _mebibytes("VmHWM")
        if case == "grid anew":
            self._forget_rows()
        if case == "xlsxwriter" and not self.sheet.calls:
            self.sheet = _recorded(self.jobs["export"])
        with scope(office=self.office.pk):
            job = self.jobs[case]
            before = self._used()
            job()
            used = self._used() - before
            if case == "grid anew":
                for each in KEPT:
                    self.jobs[each]()
            return used

    def _forget_rows(self) -> None:
        """The rows that the process keeps as they were written."""
        from taizhang.web.grid import cells
        from taizhang.web.grid import page as grid

        cells._row.cache_clear()
        grid._boxes.cache_clear()

    def _used(self) -> float:
        backend = int(self.backend.read_text().split()[0]) / 1e9 if self.backend else 0.0
        return time.process_time() + backend

    def _jobs(self) -> dict[str, Callable[[], None]]:
        """What each case does, once."""
        ask = {"ledger": "/ledger/", "same": "/admin/ledger/project/", "lean": "/lean/ledger/project/"}
        ours, admin = self._client(self.officer), self._client(self.officer)
        liaison = self._client(self.liaison)
        filtered = "?state=active&level=behind", "?state__exact=active&level__exact=behind"
        pages = {
            "grid": (ours, ask["ledger"]),
            "admin": (admin, ask["same"]),
            "grid sorted": (ours, ask["ledger"] + "?sort=due"),
            "grid anew": (ours, ask["ledger"] + "?sort=due"),
            "grid lean": (ours, ask["ledger"] + "?sort=due"),
            "admin sorted": (admin, ask["same"] + "?o=12"),
            "lean sorted": (admin, ask["lean"] + "?o=9"),
            "grid filtered": (ours, ask["ledger"] + filtered[0]),
            "admin filtered": (admin, ask["same"] + filtered[1]),
            "grid search": (ours, f"{ask['ledger']}?words={WORDS}"),
            "admin search": (admin, f"{ask['same']}?q={WORDS}"),
            "project": (ours, f"/projects/{self.project.pk}/"),
            "admin page": (admin, f"{ask['same']}{self.project.pk}/change/"),
            "export": (ours, "/ledger/export/xlsx/"),
        }
        jobs: dict[str, Callable[[], None]] = {
            name: (lambda client=client, path=path: _get(client, path))
            for name, (client, path) in pages.items()
        }
        saved = f"/admin/ledger/progressreport/{self.report.pk}/change/"
        rest = {"values": "{}", "milestones_done": "{}"}
        return jobs | {
            "report": lambda: _post(liaison, f"/obligations/{self.obligation.pk}/report/", _words()),
            "admin save": lambda: _post(admin, saved, _words() | rest),
            "action": self._act,
            "row saved with LogEntry, no request": self._save,
            "xlsxwriter": self._xlsxwriter,
        }

    def _client(self, person: Any) -> Any:
        from django.test import Client

        client = Client()
        client.force_login(person)
        return client

    def _act(self) -> None:
        from taizhang.ledger.actions.reports import write_report
        from taizhang.ledger.models import ProgressReport
        from taizhang.office import clock

        report = ProgressReport.objects.select_related("project__lead_unit", "office").get(pk=self.report.pk)
        write_report(
            report=report, version=report.version, values={}, by=self.liaison, at=clock.now(), **_words()
        )

    def _save(self) -> None:
        from django.contrib.admin.models import CHANGE, LogEntry
        from django.db import transaction

        from taizhang.ledger.models import ProgressReport

        with transaction.atomic():
            report = ProgressReport.objects.select_related("project__lead_unit", "office").get(
                pk=self.report.pk
            )
            for name, value in _words().items():
                setattr(report, name, value)
            report.save()
            change = [{"changed": {"fields": ["narrative"]}}]
            log = LogEntry.objects.log_actions
            log(self.officer.pk, [report], CHANGE, change_message=change, single_object=True)

    def _xlsxwriter(self) -> None:
        """The very sheet of our export, call by call, by the library alone."""
        import xlsxwriter

        with tempfile.TemporaryFile() as file, xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            looks = [book.add_format({"border": 1, "text_wrap": True, "indent": n}) for n in range(15)]
            for write, row, column, value, look in self.sheet.calls:
                if write == "set_row":
                    sheet.set_row(row, value)
                else:
                    getattr(sheet, write)(row, column, value, looks[look])
            sheet.merge += self.sheet.merged  # merge_range would write every cell again


@dataclass(slots=True)
class _Sheet:
    """What an export says to XlsxWriter: calls (method, row, column, value, which format), and the areas it merges."""

    calls: list[tuple[str, int, int, Any, int]] = field(default_factory=list)
    merged: list[Any] = field(default_factory=list)


def _recorded(export: Callable[[], None]) -> _Sheet:
    from unittest.mock import patch

    from xlsxwriter.worksheet import Worksheet

    made = _Sheet()
    looks: dict[int, int] = {}

    def recorder(name: str) -> Any:
        plain = getattr(Worksheet, name)

        def write(sheet: Any, row: int, column: int, value: Any, look: Any = None) -> Any:
            made.calls.append((name, row, column, value, looks.setdefault(id(look), len(looks))))
            return plain(sheet, row, column, value, look)

        return write

    tall, merge = Worksheet.set_row, Worksheet._write_merge_cell

    def set_row(sheet: Any, row: int, height: float) -> Any:
        made.calls.append(("set_row", row, 0, height, 0))
        return tall(sheet, row, height)

    def merged(sheet: Any, area: Any) -> None:
        made.merged.append(area)
        merge(sheet, area)

    names = ("write_string", "write_blank", "write_number", "write_datetime")
    written = {name: recorder(name) for name in names}
    with patch.multiple(Worksheet, **written, set_row=set_row, _write_merge_cell=merged):
        export()
    return made


def _mebibytes(name: str) -> int:
    """A line of what the kernel says of this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) >> 10 for line in lines if line.startswith(f"{name}:"))


def _words() -> dict[str, str]:
    """New words each time, with figures in them, as long as a month's report usually is."""
    words = f"本月开展宣讲{next(SERIAL)}场，服务群众1200余人次，走访社区15个，群众反响良好。" * 3
    return {"narrative": words, "next_steps": "继续推进，按期完成中期评估。"}


def _get(client: Any, path: str) -> None:
    answer = client.get(path)
    size = sum(map(len, answer.streaming_content)) if answer.streaming else len(answer.content)
    assert answer.status_code == 200, (path, answer.status_code)
    assert size > 2_000, path


def _post(client: Any, path: str, data: dict[str, str]) -> None:
    client.cookies.pop("messages", None)
    answer = client.post(path, data)
    assert answer.status_code == 302, (path, answer.status_code, answer.content.decode()[:3000])
