"""Characters, words and signs that stand twice in a row by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable

from taizhang.core.proof.model import ProofClass, ProofRule, ProofText, RuleLevel, Suspect, matching
from taizhang.core.text.messages import N_

# Each character that is doubled only by mistake, with what before and after makes it right.
_SINGLE = {
    "的": ("",
    "确"), "了": ("为除受不", "解结如然却望"), "是": ("", "非"), "在": ("正现存所实内潜", ""), "们": ("", ""),
    "到": ("",
    "处位达期场岗底来会访案货家校点手站了任职"), "和": ("总饱", "平谐睦解气美缓善"), "与": ("参给", "会否众时人"),
    "把": ("一",
    "关手握脉控"), "被": ("", "子褥"), "为": ("作成行认因以称视改", "什了主人民期首例数难政"), "于": ("", "是"),
    "使": ("促即", "用命者得馆"), "让": ("", "步利座位"), "由": ("自理缘事", "此来于"), "从": ("", "来事此小前中而"),
    "也": ("",
    ""), "就": ("成", "业地近是医餐读诊座任职像算能要"), "将": ("", "军来领士要会"), "及": ("以", "时早格其至"),
    "并": ("合",
    "且不非行网购"), "对": ("一绝相面针反配核校", "口方象手联外照比应话接待策标"), "更": ("变", "新好换加多改"),
    "很": ("",
    ""), "也许": ("",
    ""), "以": ("所可足难得予加用", "上下内外来及人后前为便免至色"), "前": ("之以此目当", "后往来期任进所沿提台线端"),
    "不": ("", ""), "要": ("需重主只想必首将", "求点素事领害塞强"), "所": ("", ""), "这": ("", ""), "其": ("", ""),
    "还": ("",
    ""), "又": ("",
    ""), "而": ("", ""), "且": ("", ""), "向": ("方意导志动", "上前"), "给": ("供", "予付"), "等": ("", ""),
    "共": ("公总合", "享建同产青通商有性"),
}  # fmt: skip
_RIGHT_PAIRS = frozenset({"等"})
_SINGLES = re.compile(
    f"(?P<c>[{''.join(c for c in _SINGLE if len(c) == 1 and c not in _RIGHT_PAIRS)}])(?P=c)"
)
_WORDS = re.compile("(?P<w>[一-龥]{2,6}?)(?P=w)")
# Verbs and adverbs that are doubled on purpose, and what makes a compound of the second one (大学大学生).
_DOUBLED = (
    "商量 研究 讨论 考虑 了解 学习 交流 体验 感受 打扫 休息 锻炼 放松 尝试 收拾 整理 热闹 高兴 轻松 凉快 认识 "
    "参观 比较 介绍 检查 打听 "
    "练习 合计 琢磨 念叨 表扬 教育 帮助 照顾 照应 走动 串门 非常 十分 许多 好多 好久 很多 多少 逐个 逐条 挨个 大家 "
    "彼此 意思 永远 仅仅 "
    "刚刚 慢慢 常常 渐渐 往往 点点 谢谢 来回 哈哈 呵呵 滴答 咚咚 马上 快点 多多 少少 一个 加油 总结 反思 改善 宣传 "
    "暖和 表示 准备"
)
_ON_PURPOSE = frozenset(_DOUBLED.split())
_COMPOUND = "生家人化员者性长们校区"
_INSIDE_WORD = re.compile("[一两几每]")


def _characters(text: ProofText) -> Iterable[Suspect]:
    for match in _SINGLES.finditer(text.text):
        before, after = _SINGLE[match["c"]]
        start, end = match.span()
        lead, tail = text.text[max(0, start - 1) : start], text.text[end : end + 1]
        fourfold = tail and text.text[end : end + 2] == tail * 2  # 是是非非, 前前后后
        if not fourfold and not (lead and lead in before) and not (tail and tail in after):
            yield Suspect(start, end, match["c"])


def _words(text: ProofText) -> Iterable[Suspect]:
    for match in _WORDS.finditer(text.text):
        word = match["w"]
        purposeful = (
            word in _ON_PURPOSE or word[-1] == "着" or len(set(word)) == 1 or _INSIDE_WORD.match(word)
        )
        if not purposeful and text.text[match.end() : match.end() + 1] not in _COMPOUND:
            yield Suspect(*match.span(), word)


_CLASS, _CUSTOM = ProofClass.DOUBLE, RuleLevel.CUSTOM

RULES = (
    ProofRule(
        "double-character", _CLASS, _CUSTOM, "", _characters,
        N_("“{words}”是否多了一个字？"),
        "志愿者们们来自5所高校，于12月5日前前报送。",
        "为了了解想法，老梁说的的确在理，专家们正在在建的厂房里，不分前前后后、是是非非。",
    ),
    ProofRule(
        "double-word", _CLASS, _CUSTOM, "", _words,
        N_("“{words}”是否多写了一遍“{right}”？"),
        "志愿者进行进行结对帮扶。", "大家商量商量，一项一项算，海川大学大学生志愿者逐个逐个走访。",
    ),
    ProofRule(
        "double-sign", _CLASS, RuleLevel.STANDARD, "GB/T 15834—2011 5.1",
        matching(r"(?P<at>(?P<s>[，；：、])(?P=s)+|(?<!。)。。(?!。))", r"\g<s>"),
        N_("标点“{words}”重复。"),
        "设有展厅、录音棚，，全年开放。", "设有展厅……全年开放！！",
    ),
)  # fmt: skip
