"""The operations on outreach and fieldwork: lists in pieces and single rows, as the pages show them to the same roles."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from ninja import Router

from taizhang.ledger.queries.figures import service_totals
from taizhang.office import clock
from taizhang.outreach.models import Session
from taizhang.outreach.visible import venues_for
from taizhang.web.api import outreach_schemas as schemas
from taizhang.web.api import outreach_telling as telling
from taizhang.web.api import reading
from taizhang.web.api.operations import Code, Number, Year, chosen, one
from taizhang.web.api.paging import Cursor, Key, Limit, piece
from taizhang.web.api.schemas import ListPage

router = Router()


def _sessions(request: HttpRequest) -> QuerySet[Session]:
    venues = venues_for(request.api_viewer)  # type: ignore[attr-defined]
    return reading.sessions(request).prefetch_related(Prefetch("venues", venues, to_attr="told"))


@router.get("/sessions", response=ListPage[schemas.SessionOut], url_name="api-sessions", summary="宣讲场次")
def list_sessions(
    request: HttpRequest,
    cursor: Cursor = None,
    limit: Limit = 50,
    since: date | None = None,
    until: date | None = None,
    project: Key | None = None,
    state: Code | None = None,
) -> Any:
    wanted = chosen(held_on__gte=since, held_on__lte=until, project=project, state=state)
    rows, after = piece(_sessions(request).filter(**wanted), cursor, limit)
    return {"items": [telling.session_out(row) for row in rows], "next": after}


@router.get("/sessions/{number}", response=schemas.SessionOut, url_name="api-session", summary="一场宣讲")
def one_session(request: HttpRequest, number: Number) -> Any:
    return telling.session_out(one(_sessions(request), number))


@router.get("/orders", response=ListPage[schemas.OrderOut], url_name="api-orders", summary="点单")
def list_orders(
    request: HttpRequest,
    cursor: Cursor = None,
    limit: Limit = 50,
    unit: Key | None = None,
    state: Code | None = None,
) -> Any:
    rows, after = piece(reading.orders(request).filter(**chosen(unit=unit, state=state)), cursor, limit)
    return {"items": [telling.order_out(row) for row in rows], "next": after}


@router.get("/orders/{number}", response=schemas.OrderOut, url_name="api-order", summary="一张点单")
def one_order(request: HttpRequest, number: Number) -> Any:
    return telling.order_out(one(reading.orders(request), number))


def _media(request: HttpRequest, rows: list[Any]) -> list[schemas.MediaOut]:
    originals = [row.original_id for row in rows if row.original_id]
    seen = (
        set(reading.media(request).filter(pk__in=originals).values_list("pk", flat=True))
        if originals
        else set()
    )
    return [telling.media_out(row, seen) for row in rows]


@router.get("/media", response=ListPage[schemas.MediaOut], url_name="api-media", summary="媒体报道")
def list_media(
    request: HttpRequest,
    cursor: Cursor = None,
    limit: Limit = 50,
    since: date | None = None,
    until: date | None = None,
    project: Key | None = None,
    kind: Code | None = None,
) -> Any:
    days = {"published_on__gte": since, "published_on__lte": until}
    wanted = chosen(**days, project=project, outlet__kind=kind)
    rows, after = piece(reading.media(request).filter(**wanted), cursor, limit)
    return {"items": _media(request, rows), "next": after}


@router.get("/media/{number}", response=schemas.MediaOut, url_name="api-media-item", summary="一条报道")
def one_media(request: HttpRequest, number: Number) -> Any:
    return _media(request, [one(reading.media(request), number)])[0]


@router.get("/sit-ins", response=ListPage[schemas.SitInOut], url_name="api-sit-ins", summary="巡听旁听")
def list_sit_ins(
    request: HttpRequest,
    cursor: Cursor = None,
    limit: Limit = 50,
    unit: Key | None = None,
    project: Key | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Any:
    wanted = chosen(unit=unit, project=project, planned_on__gte=since, planned_on__lte=until)
    rows, after = piece(reading.sit_ins(request).filter(**wanted), cursor, limit)
    return {"items": [telling.sit_in_out(row) for row in rows], "next": after}


@router.get("/sit-ins/{number}", response=schemas.SitInOut, url_name="api-sit-in", summary="一次旁听")
def one_sit_in(request: HttpRequest, number: Number) -> Any:
    return telling.sit_in_out(one(reading.sit_ins(request), number))


@router.get("/research", response=ListPage[schemas.ResearchOut], url_name="api-research", summary="调研课题")
def list_research(
    request: HttpRequest, cursor: Cursor = None, limit: Limit = 50, project: Key | None = None
) -> Any:
    rows, after = piece(reading.research(request).filter(**chosen(project=project)), cursor, limit)
    return {"items": [telling.research_out(row) for row in rows], "next": after}


@router.get(
    "/research/{number}",
    response=schemas.ResearchWhole,
    url_name="api-research-topic",
    summary="一个调研课题",
)
def one_research(request: HttpRequest, number: Number) -> Any:
    return telling.research_whole(one(reading.research(request), number))


@router.get("/services", response=ListPage[schemas.ServiceOut], url_name="api-services", summary="公益服务")
def list_services(
    request: HttpRequest,
    cursor: Cursor = None,
    limit: Limit = 50,
    year: Year | None = None,
    project: Key | None = None,
) -> Any:
    wanted = chosen(project__ledger__year=year, project=project)
    rows, after = piece(reading.services(request).filter(**wanted), cursor, limit)
    totals = service_totals(rows, clock.today())
    return {"items": [telling.service_out(row, totals) for row in rows], "next": after}


@router.get("/services/{number}", response=schemas.ServiceOut, url_name="api-service", summary="一项公益服务")
def one_service(request: HttpRequest, number: Number) -> Any:
    row = one(reading.services(request), number)
    return telling.service_out(row, service_totals([row], clock.today()))


@router.get("/plans", response=ListPage[schemas.PlanOut], url_name="api-plans", summary="专项方案")
def list_plans(
    request: HttpRequest, cursor: Cursor = None, limit: Limit = 50, state: Code | None = None
) -> Any:
    rows, after = piece(reading.plans(request).filter(**chosen(state=state)), cursor, limit)
    return {"items": [telling.plan_out(row) for row in rows], "next": after}


@router.get("/plans/{number}", response=schemas.PlanWhole, url_name="api-plan", summary="一个专项方案")
def one_plan(request: HttpRequest, number: Number) -> Any:
    return telling.plan_whole(one(reading.plans(request), number), request.api_viewer)  # type: ignore[attr-defined]
