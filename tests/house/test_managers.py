"""The web asks queries, rules and what may be seen; it reads no table and opens no transaction (web.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from .sources import PACKAGE, ROOT, modules

WEB = PACKAGE / "web"
MANAGERS = {"objects", "_default_manager", "_base_manager"}
DATABASE = {"transaction", "connection", "connections"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}  # of a model's name they use its manager


def direct_uses(source: str) -> Iterator[int]:
    """The lines on which a table is asked, or a transaction opened, without the app's own functions."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(attr=name) if name in MANAGERS | DATABASE:
                yield node.lineno
            case ast.alias(name=name) if name.rpartition(".")[2] in DATABASE:
                yield node.lineno
            case ast.Call(func=ast.Name("getattr"), args=[_, ast.Constant(name), *_]) if name in MANAGERS:
                yield node.lineno
            case ast.Call(func=ast.Name(name), args=[ast.Name(asked), *_]) if name in SHORTCUTS:
                if asked[:1].isupper():
                    yield node.lineno


def test_the_web_reads_no_table_and_opens_no_transaction() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules()
        if path.is_relative_to(WEB)
        for line in direct_uses(path.read_text("utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize(
    ("source", "direct"),
    [
        ("Project.objects.filter(pk=1)", True),
        ("type(row)._default_manager.get(pk=1)", True),
        ("getattr(Project, 'objects').all()", True),
        ("from django.db import transaction as work", True),
        ("import django.db.transaction", True),
        ("from django import db\nwith db.transaction.atomic():\n    pass", True),
        ("get_object_or_404(Unit, pk=1, active=True)", True),
        ("get_object_or_404(active_units(), pk=1)", False),
        ("load(projects_for(viewer), pk)", False),
        ("project.milestones.filter(in_force=True)", False),
    ],
)
def test_what_counts_as_direct(source: str, direct: bool) -> None:
    assert bool(list(direct_uses(source))) is direct
