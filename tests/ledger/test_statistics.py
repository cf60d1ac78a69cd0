from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection

from taizhang.ledger import optimise
from taizhang.office.models import Office

from .conftest import ProjectIn
from .test_grid import Year


def test_the_planner_counts_anew_when_the_ledger_has_doubled(
    office: Office, people, ledger, project_in: ProjectIn, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert optimise.refresh(office=office, at=at) == 0
    project = project_in()
    Year(people, ledger, [project], 0).report(project, at)
    monkeypatch.setattr(optimise, "SMALL", 1)
    first = 1 if connection.vendor == "sqlite" else 0
    assert optimise.refresh(office=office, at=at) == first
    assert optimise.refresh(office=office, at=at) == 0
