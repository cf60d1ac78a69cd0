"""One size of ``bench.ledger``: fills a database, then answers cases named on its standard input."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

WORDS = "志愿服务"
SERIAL = count(1)


def serve(size: int) -> None:
    """Answer until there is nobody to ask."""
    import django
    from django.conf import settings

    django.setup()
    import_module(settings.ROOT_URLCONF)  # all code is loaded now, whatever happens to the tree meanwhile
    cases = _Cases(size)
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        print(json.dumps(cases.run(line.strip())), flush=True)


class _Cases:
    def __init__(self, size: int) -> None:
        from django.core.management import call_command
        from django.db import connection
        from django_scopes import scope

        from taizhang.office.models import Office

        call_command("migrate", verbosity=0)
        self.office = Office.objects.create(
            name="海川市精神文明建设办公室", short_name="海川市文明办", slug="haichuan"
        )
        with scope(office=self.office.pk):
            self._fill(size)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            self.backend = None
            if connection.vendor == "postgresql":
                cursor.execute("SET max_parallel_workers_per_gather = 0")  # all CPU in the one backend
                cursor.execute("SELECT pg_backend_pid()")
                self.backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
        self.jobs = self._jobs()

    def run(self, case: str) -> Any:
        """CPU seconds of the case; MiB for ``memory``."""
        import resource

        from django_scopes import scope

        if case == "memory":
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        if case == "grid anew":
            from taizhang.web.grid import cells
            from taizhang.web.grid import page as grid

            cells._row.cache_clear()
            grid._boxes.cache_clear()
        with scope(office=self.office.pk):
            job = self.jobs[case]
            before = self._used()
            job()
            return self._used() - before

    def _used(self) -> float:
        backend = int(self.backend.read_text().split()[0]) / 1e9 if self.backend else 0.0
        return time.process_time() + backend

    def _fill(self, size: int) -> None:
        from bench.ledger_rows import DAY, OPENED, YEAR, fill
        from taizhang.ledger.models import Obligation, ProgressReport, Project
        from taizhang.office import actions
        from taizhang.office.models import Person, Post
        from taizhang.office.roles import Role

        def somebody(name: str, role: Role, unit: Any = None) -> Person:
            post = Post.objects.create(office=self.office, unit=unit, role=role, title=name)
            person = actions.register_person(office=self.office, username=name, name=name, by=None, at=OPENED)
            actions.appoint(post=post, person=person, by=None, at=OPENED)
            return person

        fill(self.office, size)
        self.project = Project.objects.filter(state="active", level="behind").order_by("serial")[0]
        self.officer = somebody("officer", Role.LEDGER_OFFICER)
        self.liaison = somebody("liaison", Role.LIAISON, self.project.lead_unit)
        own = {"office": self.office, "project": self.project}
        opens = DAY.replace(day=1)
        self.obligation = Obligation.objects.create(
            **own, period=f"{YEAR}-08", opens_on=opens, due_on=opens + timedelta(days=24), clock_from=opens
        )
        self.report = ProgressReport.objects.create(
            **own, obligation=self.obligation, narrative="起草", written_by=self.liaison, changed_at=OPENED
        )

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
        from bench.workbooks import write_alone
        from taizhang.ledger.models import Project

        write_alone(Project.objects.count())


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
