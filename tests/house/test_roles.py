"""The tables of core name roles by their codes: each of them is one."""

from __future__ import annotations

import pytest

from taizhang.core.lifecycle import project_year
from taizhang.core.lifecycle.workflow import LifeTable
from taizhang.office.roles import Role

TABLES = {name: value for name, value in vars(project_year).items() if isinstance(value, LifeTable)}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_role_of_a_table_is_a_role(name: str) -> None:
    for step in TABLES[name].steps.values():
        assert step.by
        assert step.by <= set(Role.values)
