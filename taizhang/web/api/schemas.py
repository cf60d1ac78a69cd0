"""What the API answers, field by field. Numbers that must be exact are decimal strings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Generic, TypeVar

from ninja import Schema
from pydantic import Field

Item = TypeVar("Item")


class ListPage(Schema, Generic[Item]):
    items: list[Item]
    next: str | None = Field(description="下一段从哪里开始；没有了就是 null")


class UnitName(Schema):
    id: int
    name: str
    short_name: str


class SeriesOut(Schema):
    id: int
    slug: str
    name: str = Field(description="刊名")
    issuer: str = Field(description="编发单位")


class FileOut(Schema):
    letter: str = Field(description="版次，A 为原版")
    format: str = Field(description="pdf、docx，旧刊原件为 original")
    name: str
    size: int = Field(description="字节数")
    sha256: str
    made_at: datetime


class IssueOut(Schema):
    id: int
    name: str = Field(description="报头名称，用模板编的与刊名不同")
    key: str = Field(description="公开编号，印在二维码里")
    series: int
    kind: str = Field(description="regular 正刊，supplement 增刊，special 专刊")
    origin: str = Field(description="desk 本系统编发，read 旧刊读入")
    state: str = Field(description="sealed 已封存，distributed 已分发，archived 已归档")
    year: int
    annual_no: int | None = Field(description="期号")
    cumulative_no: int | None = Field(description="总期号")
    date: date
    issuer: str
    recalled: datetime | None = Field(description="撤回时间，未撤回为空；已撤回的不得再用")
    revised_by: str | None = Field(description="现行修订版的版次，没有修订为空")
    articles: list[int] = Field(description="稿件编号，按刊登次序")
    files: list[FileOut] = Field(description="封存文件；origin 为 read 的是本系统重排")
    original: FileOut | None = Field(description="旧刊原件")


class IssueWhole(IssueOut):
    columns: list[str] = Field(description="栏目")
    note: list[str] = Field(description="按语，一项一段")


class ArticleOut(Schema):
    id: int
    issue: int
    position: int
    title: str
    column: str
    source_unit: str = Field(description="文末署名的供稿单位")
    unit: UnitName | None
    theme: str | None = Field(description="类别")
    project: int | None = Field(description="所属项目")


class ArticleWhole(ArticleOut):
    body: str = Field(description="封存时的正文，一行一段")
    revised_title: str | None = Field(description="现行修订版的标题；本期没有修订版为空，有则以此为准")
    revised_body: str | None = Field(description="现行修订版的正文；本期没有修订版为空，有则以此为准")


class SourceOut(Schema):
    figure: int | None = Field(description="台账数据编号")
    name: str
    value: str | None
    low: str | None
    high: str | None
    unit: str
    as_of: date | None


class PrintedFigure(Schema):
    """A figure as it was printed, frozen when the issue was sealed."""

    article: int
    surface: str = Field(description="原文，如“500多名”")
    relation: str
    value: str | None
    unit: str
    start: int = Field(description="在“标题+换行+正文”里从第几个字起")
    end: int
    stand: str = Field(description="封存时与台账核对的结果")
    reason: str
    answer: str = Field(description="没有出处时的答复")
    accepted_by: str = Field(description="由谁认可")
    source: SourceOut | None = Field(description="台账出处；无权查看该数据的，只给名称")


class ProjectOut(Schema):
    id: int
    year: int
    account_no: str = Field(description="编号，建账以前为空")
    title: str
    state: str
    theme: str | None
    lead_unit: UnitName
    start: date | None
    due: date | None
    level: str = Field(description="督办等级 green、blue、yellow、red，未评为空")
    changed_at: datetime


class IndicatorOut(Schema):
    id: int
    name: str
    unit: str
    basis: str
    target: str | None


class ProjectWhole(ProjectOut):
    goal: str
    indicators: list[IndicatorOut]


class FigureOut(Schema):
    id: int
    name: str
    project: int | None
    whose: UnitName = Field(description="谁的数据")
    indicator: int | None
    value: str | None
    low: str | None
    high: str | None
    unit: str
    surface: str = Field(description="原文")
    basis: str = Field(description="cumulative 累计，period 本期，level 时点；累计值不得相加")
    period: str
    as_of: date = Field(description="截至")
    scope: str
    source: str = Field(description="report 报告，activity 活动，service 办实事，import 导入")
    revision: int
    replaces: int | None = Field(description="更正了哪一条")
    in_force: bool


class AnswerOut(Schema):
    """An answer to a field of the office's own, by the form with which the report was begun."""

    label: str = Field(description="表式里的名称，填报时所用的那一版")
    kind: str = Field(description="text 文字，number 数字，yes_no 是否，choice 选择")
    text: str = Field(description="所填内容；yes_no 为 yes 或 no")
    words: str = Field(description="页面上的写法：是、否，数字带单位")
    value: str | None = Field(description="数字的数值，其余为空；已记入台账数据")
    unit: str


class ReportOut(Schema):
    id: int
    project: int
    period: str = Field(description="2026-08 为8月；节点报告为空")
    milestone: str = Field(description="节点名称；按月报告为空")
    state: str = Field(description="submitted 已签报，accepted 已采纳")
    no_change: bool = Field(description="本期无变化")
    narrative: str = Field(description="进展情况")
    next_steps: str = Field(description="下步打算")
    form_version: int | None = Field(description="所用表式的版次；内置表式为空")
    answers: list[AnswerOut] = Field(description="表式自定义项的答复，按表式次序；没有填的不列")
    signed_at: datetime | None
    decided_at: datetime | None


class FieldError(Schema):
    where: str
    what: str


class Problem(Schema):
    """RFC 9457."""

    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = None
