"""The tables of core name roles by their codes: each of them is one."""

from __future__ import annotations

import pytest

from taizhang.core.lifecycle import bulletin_life, outreach_life, project_year
from taizhang.core.lifecycle.workflow import LifeTable
from taizhang.office.roles import Role

LIVES = (project_year, outreach_life, bulletin_life)
TABLES = {name: value for life in LIVES for name, value in vars(life).items() if isinstance(value, LifeTable)}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_role_of_a_table_is_a_role(name: str) -> None:
    for step in TABLES[name].steps.values():
        assert step.by
        assert step.by <= set(Role.values)
