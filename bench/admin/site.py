"""The admin as somebody who knows it would set it up: no query per row, 50 rows a page.

``same`` shows the columns of our grid; ``lean`` only those that stand in the project's own row and its two foreign
keys. Everybody may do everything, so the admin asks for no permissions: that is to its advantage.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin, TabularInline
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery

from taizhang.ledger.models import (
    Activity,
    Baseline,
    Evidence,
    Figure,
    Indicator,
    Milestone,
    ProgressReport,
    Project,
    Signal,
    StateInterval,
)  # fmt: skip


class _Open(AdminSite):
    def has_permission(self, request: Any) -> bool:
        return True


class _Anybody:
    def has_module_permission(self, request: Any) -> bool:
        return True

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return True

    has_change_permission = has_add_permission = has_delete_permission = has_view_permission


class _Lean(_Anybody, ModelAdmin):
    list_display = (
        "account_no",
        "title",
        "lead_unit",
        "lead_post",
        "state",
        "level",
        "planned",
        "actual",
        "due",
    )
    list_display_links = ("title",)
    list_filter = ("state", "level", "theme", "lead_unit")
    list_select_related = ("lead_unit", "lead_post")
    search_fields = ("title", "account_no", "lead_unit__short_name")
    ordering = ("serial",)
    list_per_page = 50


class _Same(_Lean):
    list_display = (
        "account_no", "title", "lead_unit", "lead_post", "state", "level", "planned", "actual",
        "indicator", "evidence_count", "next_milestone", "due",
    )  # fmt: skip

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        newest = Figure.objects.filter(indicator=OuterRef("pk")).order_by("-as_of", "-recorded_at", "-pk")
        indicators = Indicator.objects.annotate(last=Subquery(newest.values("value")[:1])).order_by(
            "position"
        )
        stones = Milestone.objects.filter(done_on__isnull=True).order_by("due")
        there = Evidence.objects.filter(project=OuterRef("pk"), withdrawn_at__isnull=True).order_by()
        count = there.values("project").annotate(n=Count("pk")).values("n")
        return (
            super().get_queryset(request)
            .annotate(evidences=Subquery(count))
            .prefetch_related(Prefetch("indicators", indicators), Prefetch("milestones", stones))
        )  # fmt: skip

    def indicator(self, project: Any) -> str:
        found = list(project.indicators.all())
        if not found:
            return ""
        more = f" +{len(found) - 1}" if len(found) > 1 else ""
        return f"{found[0].last} / {found[0].target}{found[0].unit}{more}"

    def evidence_count(self, project: Any) -> int:
        return project.evidences or 0

    def next_milestone(self, project: Any) -> str:
        found = list(project.milestones.all())
        return f"{found[0].title} {found[0].due:%m-%d}" if found else ""


class _Inline(_Anybody, TabularInline):
    """Rows to read, as our page shows them: no form, hence the admin's cheapest inline."""

    extra = 0
    can_delete = False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    has_add_permission = has_delete_permission = has_change_permission


def _inline(of: Any, *shown: str) -> type[_Inline]:
    return type(f"{of.__name__}Inline", (_Inline,), {"model": of, "fields": shown, "readonly_fields": shown})


class _Page(_Same):
    """The change page with all that our project page shows; foreign keys are shown by number, not as menus."""

    raw_id_fields = (
        "ledger",
        "proposal",
        "theme",
        "lead_unit",
        "lead_post",
        "carried_from",
        "merged_into",
        "office",
    )
    filter_horizontal = ()
    exclude = ("supporting_units",)
    inlines = (
        _inline(Indicator, "name", "unit", "target", "target_text"),
        _inline(Milestone, "title", "due", "done_on"),
        _inline(StateInterval, "state", "since", "until"),
        _inline(Signal, "period", "level", "planned", "actual"),
        _inline(Figure, "name", "value", "unit", "period", "as_of"),
        _inline(Activity, "kind", "title", "held_on"),
        _inline(Evidence, "title", "added_at"),
    )

    def get_inlines(self, request: Any, obj: Any) -> Any:
        return [*self.inlines, type("BaselineInline", (_Inline,), {
            "model": Baseline, "fk_name": "project", "fields": ("version", "title", "due"),
            "readonly_fields": ("version", "title", "due")})]  # fmt: skip


class _Report(_Anybody, ModelAdmin):
    fields = ("narrative", "values", "milestones_done", "next_steps")


same, lean = _Open("same"), _Open("lean")
same.register(Project, _Page)
lean.register(Project, _Lean)
same.register(ProgressReport, _Report)
# The log names whoever is signed in; nothing else of the admin is needed.
__all__ = ["lean", "same"]
