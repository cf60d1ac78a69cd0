"""What offices write above the columns of a 台账, and which part of a project each heading means.

A heading may mean more than one thing (单位 is a measure's unit beside 目标值, and else the lead unit): it names
its candidates with weights, and the whole header decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from taizhang.core.text.folding import nfkc


class Field(StrEnum):
    NO = "no"
    CATEGORY = "category"
    TITLE = "title"
    LEAD = "lead_unit"
    SUPPORT = "supporting_units"
    GOAL = "goal"
    INDICATOR = "indicator"
    TARGET = "target"
    UNIT = "unit"
    MEASURES = "measures"
    MILESTONES = "milestones"
    START = "start"
    DUE = "due"
    POST = "post"
    PROGRESS = "progress"
    NOTE = "note"
    YEAR = "year"  # what the program writes of the year: state, signal, values
    HIDDEN_ID = "hidden_id"


# Several columns of the sheet may go into one of these.
SHARED = frozenset(
    {Field.MEASURES, Field.MILESTONES, Field.PROGRESS, Field.NOTE, Field.POST, Field.GOAL, Field.YEAR}
)
# Where several rows stand under one merged project, each may hold its own of these.
OF_INDICATOR = frozenset({Field.INDICATOR, Field.TARGET, Field.UNIT})

ID_HEADING = "系统编号"

_SURE, _USUAL, _POSSIBLE, _ELSE = 8, 6, 4, 2

# Words that fit the whole heading; blanks, brackets and signs are taken out before.
_PATTERNS: tuple[tuple[str, dict[Field, int]], ...] = (
    (rf"{ID_HEADING}.*", {Field.HIDDEN_ID: _SURE}),
    (r"项目状态|进度信号|累计完成", {Field.YEAR: _SURE}),
    (r"序号|编号|项目编号|项目序号|台账编号|账号|顺序号|No|项号|序", {Field.NO: _SURE}),
    (
        r"(?:项目|工作|任务|所属|一级)?(?:类别|分类|类型|板块|领域|条线|归类|大类)|所属(?:专项|行动|工程)|重点领域|专项行动|一级指标|方面",
        {Field.CATEGORY: _SURE},
    ),
    (
        r"(?:重点|创新|特色|实事)?项目(?:名称)?|项目题目|项目内容名称|上账项目(?:名称)?|台账项目(?:名称)?",
        {Field.TITLE: _SURE},
    ),
    (
        r"重点(?:工作|任务|事项)(?:名称|内容|项目)?|(?:工作|任务|事项|实事)名称|实事项目",
        {Field.TITLE: _USUAL, Field.MEASURES: _ELSE},
    ),
    (
        r"(?:具体|主要)?(?:工作)?(?:任务|事项)|工作(?:任务|事项|项目)|名称|工作要点",
        {Field.TITLE: _POSSIBLE, Field.MEASURES: _ELSE},
    ),
    (
        r"(?:[省市区县][级直])?牵头(?:责任)?(?:单位|部门|科室|处室)|(?:第一)?主(?:办|责|要责任)(?:单位|部门)|牵头",
        {Field.LEAD: _SURE},
    ),
    (
        r"(?:申报|报送|实施|承办|填报|落实|承担)(?:单位|部门)(?:名称)?|单位名称",
        {Field.LEAD: _POSSIBLE, Field.SUPPORT: 1},
    ),
    (
        r"责任(?:单位|部门|科室|处室)(?:及部门)?|负责(?:单位|部门)|责任主体",
        {Field.LEAD: _USUAL, Field.SUPPORT: _POSSIBLE},
    ),
    (
        r"(?:配合|协同|协办|协作|参与|参加|支持|联合|协助)(?:责任)?(?:单位|部门|科室|处室)|配合|协同|其他责任单位|成员单位",
        {Field.SUPPORT: _SURE},
    ),
    (
        r"(?:年度|工作|总体|预期|定性|绩效|任务|主要|项目|推进)*目标(?:任务|要求|内容|描述)?|预期(?:成效|效果|成果)|工作(?:要求|标准)|年度任务",
        {Field.GOAL: _USUAL, Field.TARGET: _ELSE},
    ),
    (
        r"(?:量化|考核|年度|绩效|主要|评价|工作|定量|目标|二级|三级)*指标(?:名称|内容|项目|描述)?|衡量(?:指标|标准)",
        {Field.INDICATOR: _SURE},
    ),
    (
        r"(?:年度|全年|量化|本年|计划|指标)*目标(?:数|值|量)|(?:年度|全年|量化)?(?:指标|计划|任务|目标)(?:值|数|数量|量)|数值|量化目标|定量目标|目标数量|数量|计划完成(?:数|量)?",
        {Field.TARGET: _SURE, Field.GOAL: 1},
    ),
    (r"(?:计量|度量|计数|数量)单位|指标单位|目标单位", {Field.UNIT: _SURE}),
    (r"单位", {Field.UNIT: _POSSIBLE, Field.LEAD: 3}),
    (
        r"(?:主要|工作|具体|推进|重点|落实|实施|保障)*(?:举措|措施|办法|做法|路径)(?:内容)?|(?:主要|工作|具体|建设|实施|项目|任务)*内容|项目(?:简介|概况|概述)|实施(?:方案|计划)|工作计划|推进(?:计划|步骤|安排)",
        {Field.MEASURES: _SURE},
    ),
    (
        r"(?:工作|推进|实施)?(?:阶段性?|节点|进度|时序|关键)(?:目标|任务|节点|安排|计划)|里程碑|进度安排|(?:时间)?节点(?:安排|任务|目标)|时序安排|工作节点|第?[一二三四1-4]季度?(?:目标|任务|计划|安排|节点)?|(?:上|下)半年(?:目标|任务|计划|安排|节点)?",
        {Field.MILESTONES: _USUAL},
    ),
    (r"(?:开始|启动|起始|开工)(?:时间|日期)|起", {Field.START: _SURE}),
    (
        r"(?:计划|拟|预计|要求|最终|规定|目标|项目)?(?:完成|办结|结束|截止|终止|销账|竣工|完工)(?:的)?(?:时限|时间|日期|期限|节点)(?:要求)?|时限(?:要求)?|期限|止|截止",
        {Field.DUE: _SURE},
    ),
    (
        r"时间(?:节点|安排|要求|进度)?|(?:推进|实施|计划|工作|起止)(?:时间|时限|日期|周期)(?:安排)?|日期|进度要求",
        {Field.DUE: _POSSIBLE, Field.MILESTONES: _ELSE},
    ),
    (
        r"(?:具体|直接|主要|分管|第一|项目|单位)?(?:责任|负责|联络|联系|经办|承办|牵头|填报)(?:领导|人|人员|岗位|岗|同志)(?:及(?:联系)?电话|姓名)?|分管领导|(?:联系)?(?:电话|方式)|岗位|联络员",
        {Field.POST: _USUAL},
    ),
    (
        r"(?:工作|目前|当前|最新|月度|项目|落实|推进|本月|季度|完成)*(?:进展|进度|完成|推进|落实|办理)(?:的)?(?:情况|状态|成效|结果)?|工作成效|状态|当前值|完成值|完成率",
        {Field.PROGRESS: _USUAL},
    ),
    (r"备注(?:说明)?|说明|附注|其他(?:说明)?|存在(?:的)?问题|问题(?:困难)?", {Field.NOTE: _USUAL}),
)
_RULES = tuple((re.compile(pattern, re.I), fields) for pattern, fields in _PATTERNS)

# A heading that says little by itself, under one that says more.
_GENERIC: Mapping[str, Mapping[Field, tuple[Field, int]]] = {
    "名称": {Field.INDICATOR: (Field.INDICATOR, _SURE), Field.TITLE: (Field.TITLE, _SURE), Field.LEAD: (Field.LEAD, _SURE)},
    "内容": {Field.INDICATOR: (Field.INDICATOR, _SURE), Field.TITLE: (Field.TITLE, _USUAL), Field.GOAL: (Field.GOAL, _SURE)},
    "单位": {
        Field.INDICATOR: (Field.UNIT, _SURE),
        Field.TARGET: (Field.UNIT, _SURE),
        Field.GOAL: (Field.UNIT, _SURE),
    },
    "目标": {Field.INDICATOR: (Field.TARGET, _SURE)},
    "年度目标": {Field.INDICATOR: (Field.TARGET, _SURE)},
    "数量": {Field.GOAL: (Field.TARGET, _SURE)},
    "值": {Field.INDICATOR: (Field.TARGET, _SURE), Field.GOAL: (Field.TARGET, _SURE)},
    "时间": {Field.MILESTONES: (Field.MILESTONES, _SURE), Field.POST: (Field.POST, 1)},
    "姓名": {Field.POST: (Field.POST, _SURE)},
    "职务": {Field.POST: (Field.POST, _SURE)},
}  # fmt: skip
_BRACKETS = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
_SIGNS = re.compile(r"[\s、,，/／\\.。:：;；*＊·\-—_“”\"'《》?？!！|]+")


def bare(heading: str) -> str:
    """The heading without blanks, brackets and signs; （万元） behind 目标值 is read by ``unit_in``."""
    folded = nfkc(heading)
    return _SIGNS.sub("", _BRACKETS.sub("", folded)) or _SIGNS.sub("", folded).strip("()")


def unit_in(heading: str) -> str:
    """万元 of 目标值（单位：万元）; empty where the brackets hold no short word."""
    found = _BRACKETS.search(nfkc(heading))
    if found is None:
        return ""
    word = re.sub(r"^(?:计量)?单位[:：]?", "", found[0][1:-1].strip())
    return word if 0 < len(word) <= 4 and not word.endswith(("填", "写")) else ""


def candidates(path: tuple[str, ...]) -> Mapping[Field, int]:
    """What a column may mean by its headings from the top one down, with weights; empty for an unknown one."""
    words = [bare(heading) for heading in path]
    words = [word for word in words if word]
    if not words:
        return {}
    child = words[-1]
    for parent in reversed(words[:-1]):
        for field in sorted(_alone(parent), key=_alone(parent).__getitem__, reverse=True):
            if field in _GENERIC.get(child, {}):
                meant, weight = _GENERIC[child][field]
                return {meant: weight}
    return _alone("".join(words[-2:])) or _alone(child) or _under(words)


def _under(words: list[str]) -> Mapping[Field, int]:
    """An unknown heading under a known one that may have several columns: 进展情况 over 1月, 2月 …"""
    for parent in reversed(words[:-1]):
        shared = {field: 1 for field in _alone(parent) if field in SHARED}
        if shared:
            return shared
    return {}


def _alone(word: str) -> Mapping[Field, int]:
    for rule, fields in _RULES:
        if rule.fullmatch(word):
            return fields
    first, joint, _ = word.partition("及")
    return {field: weight - 1 for field, weight in _alone(first).items()} if joint and first else {}
