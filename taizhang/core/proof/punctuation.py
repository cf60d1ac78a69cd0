"""Punctuation by GB/T 15834—2011."""

from __future__ import annotations

import re
from collections.abc import Iterable

from taizhang.core.proof.model import HAN, ProofClass, ProofRule, ProofText, RuleLevel, Suspect, matching
from taizhang.core.text.messages import N_

_BEFORE, _AFTER = f"{HAN}”’》）】％%℃", f"{HAN}“‘《（【"
_FULL = str.maketrans(",;:?!()", "，；：？！（）")
_HALF = re.compile(
    rf"(?<=[{_BEFORE}])[,;:?!]|(?<![,;:?!])[,;:?!](?=[{_AFTER}])"
    rf"|\((?=[^()\n]*[{HAN}])[^()（）\n]{{1,80}}\)|(?<=[{HAN}])\([^()（）\n]{{1,80}}\)"
)
_ANY = re.compile(r"[,;:?!(，；：？！（]")
_OFTEN = 8  # signs of half width: from here on it is how the text was typed, not a slip
_LONG = 30  # characters: a paragraph, no heading
_LABEL = re.compile(r"[，、。；：\n]")
_SIGNATURE = re.compile(r"\s*[（(][^（）()\n]*[）)]$")
_OPEN_END = re.compile(rf"(?:[{HAN}0-9A-Za-z％%》，、]|(?<![。！？…；：])[”’])$")
_PAGE_BREAK = re.compile(
    r"[ \t　]*\n\s*\n\s*(?![一二三四五六七八九十（(【第])[^\n]{12}"
)  # the paragraph may go on behind it
_LABELLED = re.compile(r"[^，。\n]{0,11}[：:；;]")


def _half_width(text: ProofText) -> list[Suspect]:
    return [Suspect(*match.span(), match[0].translate(_FULL)) for match in _HALF.finditer(text.text)]


def _throughout(text: ProofText, found: list[Suspect]) -> bool:
    return len(found) >= _OFTEN and 8 * len(found) >= len(_ANY.findall(text.text))


def _single_half_width(text: ProofText) -> Iterable[Suspect]:
    found = _half_width(text)
    return [] if _throughout(text, found) else found


def _half_width_throughout(text: ProofText) -> Iterable[Suspect]:
    found = _half_width(text)
    return found[:1] if _throughout(text, found) else []


def _without_end(text: ProofText) -> Iterable[Suspect]:
    """A paragraph of prose that ends without a stop; lines of titles and names, and lines that a margin ended, are none."""
    for start, end in text.paragraphs if text.certain_ends else ():
        paragraph = _SIGNATURE.sub("", text.text[start:end])
        prose = len(paragraph) >= _LONG and (paragraph.count("，") > 1 or "。" in paragraph)
        broken = _PAGE_BREAK.match(text.text, end)
        if prose and _OPEN_END.search(paragraph) and not (broken or _LABELLED.match(paragraph)):
            last = start + len(paragraph)
            yield Suspect(last - 1, last, paragraph[-1].strip("，、") + "。")


def _nested_colon(text: ProofText) -> Iterable[Suspect]:
    """A colon inside what another one announces; labels (联系人：…，电话：…) and words spoken stay."""
    for match in re.finditer(rf"：(?P<between>[^：。；！？“”\n]{{2,40}})(?P<at>：)(?=[{HAN}])", text.text):
        lead = _LABEL.split(text.text[max(0, match.start() - 12) : match.start()])[-1]
        label = _LABEL.split(match["between"])[-1]
        if len(lead) > 5 and len(label) > 4:
            yield Suspect(*match.span("at"), "，")


_PUNCT, _STANDARD = ProofClass.PUNCT, RuleLevel.STANDARD
_NUMBER = r"第?\d{1,4}号"

RULES = (
    ProofRule(
        "half-width", _PUNCT, _STANDARD, "GB/T 15834—2011 5.1", _single_half_width,
        N_("半角标点“{words}”，中文里应用全角“{right}”。"),
        "办结率95%,群众满意。", "下午4:30开馆，比例为1:2，网址为http://a.cn/，共28,600册。",
    ),
    ProofRule(
        "half-width-throughout", _PUNCT, _STANDARD, "GB/T 15834—2011 5.1", _half_width_throughout,
        N_("全文多处使用半角标点（首处为“{words}”），中文里应用全角，建议一并替换。"),
        "好,".join("天地玄黄宇宙洪荒日月") + "。", "天气好,出门走走。",
    ),
    ProofRule(
        "stop-dot", _PUNCT, _STANDARD, "GB/T 15834—2011 4.1",
        matching(rf"(?<=[{HAN}”）》％%])(?<![a-zA-Z]%)(?<!^[一二三四五六七八九十])(?<![\n十][一二三四五六七八九十])["
                 rf".．](?=[ \t　]*(?:$|[{HAN}“]))", "。"),
        N_("句末应用句号“。”，这里是“{words}”。"),
        "检查充电等问题.\n另行安排。", "版本为V2.0，1.改造出入口。",
    ),
    ProofRule(
        "before-et-cetera", _PUNCT, _STANDARD, "GB/T 15834—2011 4.5.3",
        matching(r"[^，。；、\n]{1,8}(?<!、等.)(?<!、等..)(?<!、等...)(?P<at>、等)(?![级候待于同])", "等", unless=r"等.*、"),
        N_("“等”前不用顿号，“{words}”应作“{right}”。"),
        "队伍建设、经费保障、等问题。", "队伍建设、经费保障等问题；字体、等级、颜色统一。",
    ),
    ProofRule(
        "before-and", _PUNCT, _STANDARD, "GB/T 15834—2011 4.5.3",
        matching(r"、(?P<w>和(?![谐平睦解气蔼美善田])|及(?![时格早])|与(?![会时众])|以及|或)(?=[一-龥“《][^，。；、]"
                 r"{0,8}(?:[，。；的等]|$))", r"\g<w>"),
        N_("连词前不用顿号，“{words}”应作“{right}”。"),
        "锣鼓队、舞龙队、和合唱团。", "便捷、和谐的环境；锣鼓队、舞龙队和合唱团。",
    ),
    ProofRule(
        "between-titles", _PUNCT, _STANDARD, "GB/T 15834—2011 4.5.3.5",
        matching(r"》[、，]《", "》《"),
        N_("并列的书名号之间不用顿号，“{words}”应作“{right}”。"),
        "制定《公约》、《规则》。", "印发《公约》（试行）、《规则》《办法》。",
    ),
    ProofRule(
        "between-quotes", _PUNCT, RuleLevel.CUSTOM, "GB/T 15834—2011 4.5.3.5",
        matching(r"(?<=[^。！？]”)、(?=“)"),
        N_("并列的引号之间通常不用顿号。"),
        "“小讲解员”、“小消防员”体验活动。", "“小讲解员”“小消防员”体验，在“治”上用力、在“管”上用心。",
    ),
    ProofRule(
        "ellipsis", _PUNCT, _STANDARD, "GB/T 15834—2011 4.11",
        matching(r"(?<=[一-龥”》）])(?:\.{3,}|。{3,}|·{3,}|(?<!…)(?:…|…{3}|…{5,})(?!…))(?![.…· ]*[（(]?\d+[）)]?[ \t"
                 r"]*$)(?![.…·])", "……"),
        N_("省略号应作“……”，这里是“{words}”。"),
        "围棋、足球、机器人...孩子们各取所需。", "围棋、足球……孩子们各取所需。\n一、目标......3\n",
    ),
    ProofRule(
        "ellipsis-et-cetera", _PUNCT, _STANDARD, "GB/T 15834—2011 4.11.3.3",
        matching(r"等……|……等(?![待候])", "等"),
        N_("省略号和“等”不同时使用。"),
        "书法、围棋……等课程。", "书法、围棋等课程；书法、围棋……任人挑选。",
    ),
    ProofRule(
        "dash", _PUNCT, _STANDARD, "GB/T 15834—2011 4.10",
        matching(rf"(?:(?<=[{HAN}”》），。])|^[ \t　]*)(?P<at>[-－]{{2,4}}|—[-－]|[-－]—|―{{1,2}}|─{{1,2}})(?=[{HAN}"
                 rf"“《])", "——"),
        N_("破折号应作“——”，这里是“{words}”。"),
        "这是一条便民路--让山货出得去。", "——海川市工作综述（2026—2028年）",
    ),
    ProofRule(
        "nested-colon", _PUNCT, _STANDARD, "GB/T 15834—2011 4.7.3", _nested_colon,
        N_("一个句子里一般不套用冒号，这里是否改为逗号？"),
        "各单位要做到三个坚持：为民创建不动摇：坚持群众需求在哪里、工作就跟进到哪里。",
        "设立补偿机制：上游达标，下游补偿。联系人：宣传科，电话：另行通知。",
    ),
    ProofRule(
        "number-brackets", _PUNCT, RuleLevel.REGULATION, "《党政机关公文处理工作条例》第九条，GB/T 9704—2012 7.2.5",
        matching(rf"(?P<at>(?P<n>[{HAN}]{{0,5}})[\[［(（【](?P<y>(?:19|20)\d\d)[\]］)）】](?P<r>{_NUMBER}))",
        r"\g<n>〔\g<y>〕\g<r>"),
        N_("发文字号的年份用六角括号，“{words}”应作“{right}”。"),
        "根据海消委[2026]8号文件要求。", "根据海消委〔2026〕8号文件要求。",
    ),
    ProofRule(
        "number-plain", _PUNCT, RuleLevel.STANDARD, "GB/T 9704—2012 7.2.5",
        matching(r"(?P<at>〔(?P<y>(?:19|20)\d\d)〕(?:第0?|0)(?P<n>\d{1,4})号)", r"〔\g<y>〕\g<n>号"),
        N_("发文字号不加“第”字、不编虚位，“{words}”应作“{right}”。"),
        "根据海消委〔2026〕第8号文件要求。", "根据海消委〔2026〕8号文件要求。",
    ),
    ProofRule(
        "two-signs", _PUNCT, _STANDARD, "GB/T 15834—2011 5.1",
        matching(rf"(?P<at>(?:[，、；：][。；，、：！？]|[。！？][，、；：。]|！？{{2,}}|(?<=[{HAN}])[.．][，。；、])+)",
        unless=r"^([，。、；：！？])\1+$"),
        N_("两个标点“{words}”连用，请留下一个。"),
        "谁来管？，都由居民说了算。", "“查一查？”收到留言后，工作人员就去抽样。",
    ),
    ProofRule(
        "two-stops-at-quote", _PUNCT, _STANDARD, "GB/T 15834—2011 4.8.3",
        matching(r"[。！？]”。|，”[，。]", ),
        N_("引号内外的句末点号只留一处：“{words}”。"),
        "她说：“住着踏实。”。", "她说：“住着踏实。”居民都点头。",
    ),
    ProofRule(
        "stop-outside-speech", _PUNCT, _STANDARD, "GB/T 15834—2011 4.8.3",
        matching(r"(?:说|表示|介绍|指出|强调|告诉记者|问|答)：“[^“”\n]{4,120}[^“”。！？…\n](?P<at>”。)", "。”"),
        N_("引语是完整的句子，句号放在引号里，“{words}”应作“{right}”。"),
        "他说：“这项活动办得好”。", "他说：“这项活动办得好。”这叫作“好”。",
    ),
    ProofRule(
        "after-mark", _PUNCT, RuleLevel.STANDARD, "GB/T 9704—2012 7.3.3",
        matching(r"(?P<at>(?P<m>[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)])[、，,.．])(?=[一-龥“])", r"\g<m>"),
        N_("带括号的序号后不加标点，“{words}”应作“{right}”。"),
        "（二）、突出重点点位。", "（二）突出重点点位。",
    ),
    ProofRule(
        "after-first", _PUNCT, RuleLevel.STANDARD, "GB/T 15834—2011 4.1.3",
        matching(r"(?:^|(?<=[。；：，]))(?P<at>(?P<w>第[一二三四五六七八九十]|首先|其次|其[一二三四五])、)",
        r"\g<w>，"),
        N_("“第一”“其次”等序次语后用逗号，“{words}”应作“{right}”。"),
        "做好两项工作：第一、对整改情况回头看。", "做好两项工作：第一，对整改情况回头看。由第一、第二小组负责。",
    ),
    ProofRule(
        "without-end", _PUNCT, _STANDARD, "GB/T 15834—2011 4.1", _without_end,
        N_("段末没有句末标点，是否应加句号？"),
        "会议强调，各单位要再接再厉，主动认领任务，加强信息共享，遇到困难要及时报告",
        "会议强调，各单位要再接再厉，主动认领任务，加强信息共享，遇到困难要及时报告。",
    ),
)  # fmt: skip
