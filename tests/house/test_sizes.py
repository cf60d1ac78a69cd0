"""A newcomer reads any function without scrolling (docs/design/house.md, rule 6)."""

from __future__ import annotations

import ast
from collections import Counter
from statistics import median, quantiles

from taizhang.web.frame.routes import Route
from taizhang.web.urls import urlpatterns

from .sources import PACKAGE, ROOT, functions, modules, templates


def lines(path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_modules_are_short() -> None:
    sizes = {str(p.relative_to(ROOT)): lines(p) for p in modules()}
    written = [n for n in sizes.values() if n]
    assert not {name: n for name, n in sizes.items() if n > 400}
    assert median(written) <= 100


def test_functions_are_short() -> None:
    sizes = [(n, f"{p.relative_to(ROOT)}:{name}") for p, name, n in functions()]
    longest = sorted(sizes, reverse=True)[:10]
    assert quantiles([n for n, _ in sizes], n=10)[-1] <= 30, longest
    assert longest[0][0] <= 50, longest


def test_templates_are_short() -> None:
    assert not {str(p.relative_to(ROOT)): lines(p) for p in templates() if lines(p) > 120}


def test_a_page_costs_little() -> None:
    """What a page needs is declared (docs/design/web.md); these bounds go down as features are converted."""
    web = PACKAGE / "web"
    python = sum(lines(p) for p in modules() if p.is_relative_to(web))
    pages = sum(lines(p) for p in templates() if p.is_relative_to(web))
    routes = sum(isinstance(each, Route) for each in urlpatterns)
    assert python / routes <= 80
    assert pages <= 6_000


def test_a_class_name_has_one_meaning() -> None:
    found = Counter(
        node.name
        for path in modules()
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in found.items() if count > 1] == []


def test_the_pure_rooms_keep_their_share() -> None:
    """What is plain values in, plain values out is easy to read and to test. The share was 36 % before founding, backup,
    administrators, sign-in, directives and outreach came: pages and rows by nature. 35 % was the aim, 33 % is what it is.
    """
    whole = sum(map(lines, modules()))
    pure = ("core", "press", "intake", "isolation")
    share = sum(lines(p) for p in modules() if p.relative_to(PACKAGE).parts[0] in pure) / whole
    assert share >= 0.33
