"""What the API answers of outreach and fieldwork. Head counts only; no telephone number, no link of a speaker or host."""

from __future__ import annotations

from datetime import date, datetime, time

from ninja import Schema
from pydantic import Field

from taizhang.web.api.schemas import UnitName


class VenueOut(Schema):
    id: int
    unit: UnitName
    place: str
    is_main: bool = Field(description="主会场")
    expected: int | None
    heads: int | None = Field(description="主办单位确认的到场人数，没有确认为空")


class SessionOut(Schema):
    id: int
    title: str
    topic: str | None
    speaker: str
    held_on: date
    part: str = Field(description="morning 上午，afternoon 下午，evening 晚上")
    starts_at: time | None
    minutes: int
    state: str = Field(description="confirmed 和 counted 才算数")
    confirmed_at: datetime | None
    project: int | None
    venues: list[VenueOut] = Field(description="令牌看得到的会场")


class OrderOut(Schema):
    id: int
    unit: UnitName
    topic: str | None
    topic_guessed: bool = Field(description="课题为推测")
    wish: str
    wanted_from: date
    wanted_to: date
    place: str
    heads: int | None = Field(description="预计人数")
    state: str
    session: int | None = Field(description="现在由哪一场满足")
    project: int | None


class MediaOut(Schema):
    id: int
    title: str
    outlet: str
    kind: str = Field(description="mainstream 主流媒体，new 新媒体，own 自有平台")
    column: str | None
    episode: int | None
    published_on: date
    link: str = Field(description="只存文字，没有核实过能否打开")
    original: int | None = Field(description="转载自哪一条；令牌看不到的为空")
    unit: UnitName | None
    project: int | None
    state: str = Field(description="listed 已登记，withdrawn 已撤下")


class SitInOut(Schema):
    id: int
    unit: UnitName
    subject: str
    planned_on: date
    place: str
    project: int | None
    state: str
    heads: int | None
    record: str
    reply: str = Field(description="单位回应")


class ResearchOut(Schema):
    id: int
    project: int
    question: str
    method: str
    state: str


class VisitOut(Schema):
    visited_on: date
    place: str
    learnt: str


class ResearchWhole(ResearchOut):
    findings: str
    visits: list[VisitOut] = Field(description="最近的200次走访")
    problems: list[int] = Field(description="列入问题清单的编号")


class SlotOut(Schema):
    every: str = Field(description="week 每周，fortnight 隔周，month 每月")
    starts_on: date
    ends_on: date | None
    place: str
    state: str


class ServiceOut(Schema):
    id: int
    project: int
    title: str
    unit: str = Field(description="计量单位；单位不同的不能相加")
    total: str = Field(description="累计，由逐次登记相加")
    target: str | None
    slot: SlotOut | None = Field(description="定期开展的安排")


class PlanOut(Schema):
    id: int
    name: str
    event: str
    starts_on: date
    ends_on: date
    state: str
    project: int | None


class PlanStepOut(Schema):
    title: str
    phase: str = Field(description="before 召开前，during 期间，after 结束后")
    unit: UnitName | None = Field(description="责任单位，空为办公室")
    due: date
    state: str
    done_on: date | None


class PlanWhole(PlanOut):
    steps: list[PlanStepOut] = Field(description="令牌看得到的任务，最多200项")
