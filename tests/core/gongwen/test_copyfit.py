"""The choice of a setting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.core.gongwen.copyfit import (
    CopyFit,
    FitBounds,
    PageSetting,
    departure,
    end_cost,
    fit,
    fit_to_json,
    tighter_than,
)
from taizhang.core.gongwen.page_layout import FlowBlock, PageLayout, lay_out, rows_of

OWN, BOUNDS = PageSetting(), FitBounds()
FIXED = FitBounds(22, 28, 28, tight_titles=False, small_imprint=False)


def fitted(characters: int, bounds: FitBounds = BOUNDS, **asked: object) -> CopyFit:
    """A text of one paragraph with so many characters, two titles before it."""

    def measured(setting: PageSetting) -> PageLayout:
        title = FlowBlock(1, above=1, below=0 if setting.tight_titles else 1, heading=True)
        body = FlowBlock(-(-(characters + 2) // setting.cells))
        flow = [FlowBlock(6, below=1, heading=True), title, FlowBlock(3), title, body]
        return lay_out(rows_of(flow), setting.lines, 5 if setting.small_imprint else 6)

    return fit(measured, OWN, bounds, **asked)  # type: ignore[arg-type]


def said(done: CopyFit) -> list[str]:
    return [str(note) for note in done.notes()]


def test_the_own_setting_stays_where_it_ends_well() -> None:
    done = fitted(600)
    assert (done.setting, done.layout.pages, said(done)) == (OWN, 2, [])


def test_a_lonely_imprint_is_worth_a_line_more() -> None:
    done = fitted(28 * (9 + 17) - 2)
    assert done.layout.pages == 2
    assert done.setting != OWN
    assert said(done)[0].startswith("版面调整为")


def test_without_any_freedom_text_goes_with_the_imprint() -> None:
    done = fitted(28 * (7 + 17) - 2, FIXED)
    assert done.setting == OWN
    assert done.tighter is None
    assert said(done) == ["第2页少排8行，使第3页的版记上方有正文。"]


def test_a_single_row_is_named_with_its_page() -> None:
    done = fitted(28 * 8 - 2, FIXED)
    assert said(done) == ["第1页少排1行，以免段末一行单独落在第2页。"]


def test_pages_are_asked_for() -> None:
    free = fitted(28 * 30)
    asked = fitted(28 * 30, wanted=free.layout.pages - 1)
    assert free.fewest == asked.layout.pages == free.layout.pages - 1
    assert not asked.missed
    assert asked.setting != OWN


def test_what_cannot_be_reached_is_told_with_the_rows_that_are_too_many() -> None:
    done = fitted(28 * 40, wanted=1)
    assert done.missed
    assert said(done)[-1] == f"排到最密仍比1页多出{done.layout.over(1)}行，请删减文字。"


def test_a_kept_setting_is_taken_as_it_is() -> None:
    kept = PageSetting(24, 29, tight_titles=True, small_imprint=True)
    done = fitted(600, kept=kept)
    assert done.setting == kept
    assert (
        said(done)[0]
        == "版面调整为每页24行（通常22行）、每行29字（通常28字）、标题下不空行、版记用小四号字。"
    )


def test_a_kept_setting_gives_way_where_the_imprint_would_stand_alone() -> None:
    layouts = {OWN: PageLayout(22, 6, (22,), alone=True)}
    done = fit(lambda s: layouts.get(s, PageLayout(s.lines, 6, (12,))), OWN, BOUNDS, kept=OWN)
    assert done.setting != OWN
    lonely = fit(lambda s: PageLayout(s.lines, 6, (22,), alone=True), OWN, FIXED)
    assert said(lonely) == ["第2页只有版记：前面各页已排满。"]


def test_one_step_tighter_is_the_smallest_step() -> None:
    done = fitted(1_500)
    seen = [done.setting]
    while (tighter := fitted(1_500, kept=seen[-1]).tighter) is not None:
        seen.append(tighter)
    assert seen[0] == OWN
    assert len(seen) == len(set(seen)) > 4
    assert fitted(1_500, kept=seen[-1]).layout.pages == done.fewest


def test_a_step_that_changes_no_page_is_none() -> None:
    def without_titles(setting: PageSetting) -> PageLayout:
        flow = [FlowBlock(6, below=1, heading=True), FlowBlock(-(-700 // setting.cells))]
        return lay_out(rows_of(flow), setting.lines, 6)

    assert tighter_than(OWN, OWN, FitBounds(22, 28, 28), without_titles) is None
    step = tighter_than(OWN, OWN, BOUNDS, without_titles)
    assert step is not None
    assert (step.tight_titles, step.small_imprint) == (False, False)


def test_an_even_page_is_worth_little() -> None:
    three = PageLayout(22, 6, (22, 22, 10))
    assert end_cost(three, even=True) > end_cost(three, even=False) == 0
    assert end_cost(PageLayout(22, 6, (10,)), even=True) == 0
    assert end_cost(three, even=True) < min(departure(each, OWN) for each in BOUNDS.settings(OWN)[1:])


@pytest.mark.parametrize("own", [OWN, PageSetting(25, 30), PageSetting(20, 25)])
def test_the_own_setting_is_always_among_those_allowed(own: PageSetting) -> None:
    every = BOUNDS.settings(own)
    assert every[0] == own
    assert len(every) == len(set(every))


@given(st.integers(1, 3_000))
def test_every_length_ends_well(characters: int) -> None:
    done = fitted(characters, even=True)
    assert not done.layout.alone
    assert done.fewest <= done.layout.pages
    plain = fit_to_json(done)
    assert plain["pages"] == len(done.layout.used)
    assert plain["setting"]["lines"] == done.setting.lines
    assert (plain["tighter"] is None) == (done.tighter is None)
