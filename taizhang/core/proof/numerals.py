"""Numerals by GB/T 15835—2011: bounds said twice, ranges, scripts that are mixed, multiples of a decrease."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from taizhang.core.proof.model import ProofClass, ProofRule, ProofText, RuleLevel, Suspect, matching
from taizhang.core.text.messages import N_

_HAN_NUMBER = "[零一二两三四五六七八九十百千万亿]"
_N = rf"(?:(?<![\d.])\d[\d,.]*|{_HAN_NUMBER}+|[几数])[十百千万亿]*"
_UNIT = r"(?:%|％|‰|个百分点|[^\d\s零一二两三四五六七八九十百千万亿几数，。；、：（）()“”《》余多近约]{0,4}?)"
_MEASURED = (
    "(?:分钟|小时|个|天|人|名|位|次|里|米|公里|斤|元|块|岁|倍|成|遍|趟|句|家|户|件|场|步|年(?!级)|层|条|张|"
    "辆|份|套|处|支|项)"
)
_CLASS, _STANDARD = ProofClass.NUMERAL, RuleLevel.STANDARD
_CLAUSE = "GB/T 15835—2011"
_WIDE = re.compile("[０-９]+[．.]?[０-９]*％?")


def _wide_digits(text: ProofText) -> Iterable[Suspect]:
    """The first number in digits of full width: how a text was typed is asked once."""
    found = _WIDE.search(text.text)
    return [Suspect(*found.span())] if found else []


_SHARE = r"\d+(?:\.\d+)?"
_FROM_TO = re.compile(
    rf"[由从][^，。；\n]{{0,8}}?(?P<a>{_SHARE})[%％][^，。；\d\n]{{0,8}}[到至为](?P<b>{_SHARE})[%％]"
    rf"[，（](?:净|共)?(?:提高|提升|上升|增加|增长|下降|降低|减少|回落)了?(?P<at>(?P<n>{_SHARE})[%％])"
)


def _percent_for_points(text: ProofText) -> Iterable[Suspect]:
    """由85%提高到92%,提高7%: the difference of two percentages is in percentage points."""
    for match in _FROM_TO.finditer(text.text):
        before, after, change = (Decimal(match[name]) for name in "abn")
        if abs(after - before) == change:
            yield Suspect(*match.span("at"), f"{match['n']}个百分点")


RULES = (
    ProofRule(
        "percent-for-points", _CLASS, _STANDARD, f"{_CLAUSE} 4.1", _percent_for_points,
        N_("两个百分数的差用“个百分点”，“{words}”应作“{right}”。"),
        "创建率由85%提高到92%，提高7%。", "创建率由85%提高到92%，提高7个百分点；由50%提高到60%，提高20%。",
    ),
    ProofRule(
        "share-above-all", _CLASS, RuleLevel.CUSTOM, "",
        matching(r"(?P<at>(?:整改|办结|覆盖|满意|合格|达标|知晓|普及|参与|出勤|到会|回复|采纳|处置|结案|成功|销号|见面)[率度](?:"
                 r"达到?|为|升至|提高到|提升到|高达)?(?:1(?!00(?:\.0+)?[%％])\d\d|[2-9]\d\d)(?:\.\d+)?[%％])"),
        N_("“{words}”超过了100%，请核对。"),
        "问题整改率达到105%。", "问题整改率达到100%，全年任务完成率105%。",
    ),
    ProofRule(
        "bound-twice-more", _CLASS, _STANDARD, f"{_CLAUSE} 4.2",
        matching(rf"(?P<at>(?:大约|约|接近|将近|近|不足|不到|超过|超出|逾|突破|至少|不少于|不低于|不下于?|最少|多达)"
                 rf"(?:了|达|有|为)?{_N}(?:几|[余多])(?:万|亿)?{_MEASURED}?)", unless=r"^近.*年$"),
        N_("“{words}”前后都说了约数，请只留一个。"),
        "约6.8万余人次参加，近1.5万余人受益。", "近20万元，6800余批次，近10余年来，约80分钟。",
    ),
    ProofRule(
        "bound-twice-around", _CLASS, _STANDARD, f"{_CLAUSE} 4.2",
        matching(rf"(?P<at>(?:大约|大概|约莫|大致|差不多|约|接近|将近|近|不足|不到|超过|超|逾|突破|至少|最少|不少于|不低于|不超过|最"
                 rf"多|多达|高达){_N}{_UNIT}(?:左右|上下))"),
        N_("“{words}”前后都说了约数，请只留一个。"),
        "每组约8名左右工作人员，至少10人左右。", "一万元左右，参加人员300人左右，约八成。",
    ),
    ProofRule(
        "bound-twice-above", _CLASS, _STANDARD, f"{_CLAUSE} 4.2",
        matching(rf"(?P<at>(?:大约|约|接近|将近|近|不足|不到|超过|超|逾|突破|至少|最少|不少于|不低于|不超过|最多|低于|高于)"
                 rf"{_N}{_UNIT}(?:及?以[上下]|之[上下]))(?![的]?(?:老|儿童|人员|以))"),
        N_("“{words}”前后都说了界限，请只留一个。"),
        "更新公交车超过300辆以上，不低于90%以上。", "合格率保持在98%以上，超过300辆，近300名60岁以上老人。",
    ),
    ProofRule(
        "bound-behind-twice", _CLASS, _STANDARD, f"{_CLAUSE} 4.2",
        matching(rf"(?P<at>{_N}(?:[余多]{_UNIT}(?:左右|上下|以上|以下)|{_UNIT}(?:左右|上下)(?:以[上下])|{_UNIT}以[上"
                 rf"下]左右|{_UNIT}[余多]{_MEASURED}左右))", unless="多[么少]"),
        N_("“{words}”说了两次约数，请只留一个。"),
        "收集意见500余条左右，整改率达到95%左右以上。",
        "500余条意见，两百多人的队伍，走了一个多小时，整改率达到95%左右。",
    ),
    ProofRule(
        "vague-twice", _CLASS, _STANDARD, f"{_CLAUSE} 4.2",
        matching(r"(?P<at>(?:数|几|上|好几)[十百千万]余[一-龥]|(?:数|几)十[几多][一-龥])"),
        N_("“{words}”里约数说了两次，请只留一个。"),
        "吸引数百余名群众参加。", "吸引数百名群众、上万只候鸟。",
    ),
    ProofRule(
        "range-percent", _CLASS, _STANDARD, f"{_CLAUSE} 5.1.3",
        matching(r"(?P<at>(?<![\d.%％年月])(?P<a>\d[\d.]*)(?:[-－—–~～]|至|到)(?P<b>\d[\d.]*)(?P<u>%|％|‰))(?!点)",
        r"\g<a>\g<u>～\g<b>\g<u>"),
        N_("百分数的范围，前一个数也要写百分号：“{words}”应作“{right}”。"),
        "满意度稳定在90-95%。", "稳定在85%～90%，1至8月增长5%。",
    ),
    ProofRule(
        "range-ten-thousand", _CLASS, _STANDARD, f"{_CLAUSE} 5.1.3",
        matching(r"(?P<at>(?<![\d.])(?P<a>\d[\d.]*)(?:[-－—–~～]|至|到)(?P<b>\d[\d.]*)(?P<u>[百千]?[万亿]|[百千](?!["
                 r"瓦米克卡帕]))[多余]?[一-龥]?)", unless=r"^\d{4}[-—至]"),
        N_("范围的前一个数也要写“万”“亿”，“{words}”请写成“3万～5万元”的形式。"),
        "补助额度为3-5万元。", "补助额度为3万～5万元，每门招收25～30人。",
    ),
    ProofRule(
        "range-hyphen", _CLASS, _STANDARD, f"{_CLAUSE} 5.1.3",
        matching(r"(?P<at>(?<![\d.\-A-Za-z—/:：])(?P<a>\d{1,5}(?:\.\d+)?[万亿]?[元个人名岁米%℃天]?)[-－](?P<b>\d"
                 r"{1,5}(?:\.\d+)?[万亿]?(?![\d\-－.%])(?P<u>[一-龥℃])[一-龥]?))(?![-－])",
                 unless=r"^0|^\d{4}[-－]|-\d*[百千]?[万亿]|[号栋幢室楼轮]|[-－]\d+路"),
        N_("数值范围用浪纹线“～”或一字线“—”，“{words}”里用了短横。"),
        "每人花费8元-10元，每组3-5名。", "电话：0000-8123456，住3-2号楼，2026-08-01。",
    ),
    ProofRule(
        "range-han-hyphen", _CLASS, _STANDARD, f"{_CLAUSE} 5.1.3",
        matching(rf"(?P<at>[一二三四五六七八九十]+[-－~～—][一二三四五六七八九十]+{_MEASURED})"),
        N_("汉字数目连用表示概数不加符号，“{words}”请改写。"),
        "步行三-五分钟。", "步行三五分钟。",
    ),
    ProofRule(
        "neighbours-comma", _CLASS, _STANDARD, f"{_CLAUSE} 4.2.2",
        matching(rf"(?<![一二三四五六七八九十、第初\d])(?P<at>(?P<n>[一二三四五六七八九])、(?P<m>[二三四五六七八九])"
                 rf"(?P<u>[十百千万亿]{{0,2}}{_MEASURED}))(?!面)",
                 r"\g<n>\g<m>\g<u>",
                 unless="|".join(f"{a}、(?!{b})" for a, b in zip("一二三四五六七八",
                 ["[二]", "[三]", "[四五]", "五", "六", "七", "八", "九"], strict=True)) + "|九、"),
        N_("相邻两个数连用表示概数，中间不用顿号：“{words}”应作“{right}”。"),
        "出门三、五分钟就到。", "小学三、四年级，五、六年级；一、二楼展厅；七、八两个月；一、二、三产业。",
    ),
    ProofRule(
        "neighbours-digits", _CLASS, _STANDARD, f"{_CLAUSE} 4.2.2",
        matching(r"(?<![第\d、.年月])(?P<at>[1-9]、[2-9](?:分钟|天|个[^、，。]|次|公?里|岁|遍|趟|百|千))",
        unless="个[月季]|个(?=阶)"),
        N_("概数用汉字，“{words}”请写成“三五分钟”的形式。"),
        "往返要走3、5公里。", "第1、2期工程，1、2号楼。",
    ),
    ProofRule(
        "leading-zero", _CLASS, _STANDARD, f"{_CLAUSE} 5.3、GB/T 9704—2012 7.3.5",
        matching(r"(?P<at>(?P<y>\d{4}年)?(?:0(?P<m>\d)|(?P<M>1[0-2]|[1-9]))月(?:0(?P<d>[1-9])|(?P<D>\d\d?))?[日号]?)",
        unless=r"^(?!.*(?:^|年|月)0)"),
        N_("月、日不编虚位，“{words}”里的“0”应删去。"),
        "2026年08月，新馆开放；08月01日启动。", "2026年8月1日，每月10日。",
    ),
    ProofRule(
        "decrease-multiple", _CLASS, _STANDARD, f"{_CLAUSE} 4.1",
        matching(rf"(?P<at>(?:减少|下降|降低|缩短|缩小|减轻|回落|下滑|减低)(?:了|到|至)?(?:近|约|超过)?{_N}(?:多|余)"
                 rf"?倍)"),
        N_("减少不用倍数，“{words}”请改用成数或百分数。"),
        "投诉同比减少了1.5倍。", "投诉同比减少六成，产量增加了2倍。",
    ),
    ProofRule(
        "rise-from", _CLASS, RuleLevel.CUSTOM, "",
        matching(r"(?P<at>(?:(?<=由)|(?<=从))(?!\d{4}年)[^，。；、\n]{0,12}?\d[^，。；、\n]{0,6}?(?:增加|提高"
                 r"|上升|扩大|增长|提升|减少|下降|降低|缩短|降|增|延长)(?:了(?:到|至)?|到了)\d[\d.,]*[万亿]?[一-龥%"
                 r"％]?)"),
        N_("“由……”后面接“增加到”，不接“增加了”：“{words}”。"),
        "公交线路由128条增加了137条。", "由98种增加到137种，增加了39种。",
    ),
    ProofRule(
        "rise-to-percent", _CLASS, RuleLevel.CUSTOM, "",
        matching(r"(?P<at>(?:同比|环比|比(?:去年|上年|上月|上季度)(?:同期)?|较(?:去年|上年|上月)(?:同期)?)[^，。；\d"
                 r"]{0,4}(?:增长|增加|提高|上升|下降|减少|降低)(?:了?[到至])\d[\d.]*[%％万亿]?[一-龥]?)"),
        N_("与去年同期相比用“增长了”，不用“增长到”：“{words}”。"),
        "办件量同比增长到12%。", "办件量同比增长12%，由60%提高到90%。",
    ),
    ProofRule(
        "decrease-minus", _CLASS, _STANDARD, f"{_CLAUSE} 4.1",
        matching(r"(?P<at>(?P<w>(?:下降|减少|降低|回落|下滑|缩短|负增长)(?:了|至)?)[-－−—](?P<n>\d[\d.]*(?:%|％|个百"
                 r"分点)?))", r"\g<w>\g<n>"),
        N_("“下降”已含负号，“{words}”应作“{right}”。"),
        "意外事件同比下降-12.1%。", "意外事件同比下降12.1%，增速为-3%。",
    ),
    ProofRule(
        "percent-point", _CLASS, _STANDARD, f"{_CLAUSE} 4.1",
        matching(r"(?P<at>(?P<n>\d[\d.]*)(?:[%％]个?百分点|百分点|个百分比))", r"\g<n>个百分点"),
        N_("百分点前不写百分号，“{words}”应作“{right}”。"),
        "占比提高3.5%个百分点。", "占比提高3.5个百分点。",
    ),
    ProofRule(
        "several-digits", _CLASS, _STANDARD, f"{_CLAUSE} 4.2.2",
        matching(r"(?P<at>(?:\d+几[十百千万]?|(?:几|好几|(?<![一-龥])数|(?<=[了有达过])数)10+|十几\d+)[一-龥])(?<!个)"),
        N_("带“几”“数”的概数全用汉字，“{words}”请改写。"),
        "聘请10几名专家，走访几10户。", "聘请十几名专家，人数30名。",
    ),
    ProofRule(
        "digit-hundred", _CLASS, _STANDARD, f"{_CLAUSE} 4.1",
        matching(r"(?P<at>(?<![\d.—–~～-])\d[\d.]*(?:十|百(?![分姓货科日强米年])|千(?![瓦米克卡伏帕赫字焦乏瓩禧]))["
                 r"余多万]?[一-龥]?)"),
        N_("阿拉伯数字只与“万”“亿”连用，“{words}”请全用阿拉伯数字或全用汉字。"),
        "已经建成1百余个。", "发电96万千瓦时，装机5千瓦，投入3万元。",
    ),
    ProofRule(
        "percent-words", _CLASS, _STANDARD, f"{_CLAUSE} 4.1",
        matching(r"(?P<at>百分之(?P<n>\d[\d.]*)(?![\d.]*[%％]))", r"\g<n>%"),
        N_("“{words}”混用汉字和阿拉伯数字，应作“{right}”。"),
        "满意度达到百分之98。", "满意度达到98%，百分之九十八的人满意。",
    ),
    ProofRule(
        "fraction-mixed", _CLASS, _STANDARD, f"{_CLAUSE} 4.1",
        matching(r"(?P<at>(?:[二三四五六七八九十]+分之\d+|\d+分之[一二三四五六七八九十\d]+))"),
        N_("“{words}”混用汉字和阿拉伯数字，请统一。"),
        "约占三分之2。", "约占三分之二。",
    ),
    ProofRule(
        "date-mixed", _CLASS, _STANDARD, f"{_CLAUSE} 4.1",
        matching(r"(?P<at>[〇零一二三四五六七八九○O]{4}年(?=\d)\d{1,2}月(?:\d{1,2}日)?|\d{4}年[一二三四五六七八九十]"
                 r"{1,3}月(?:[一二三四五六七八九十\d]{1,3}日)?|(?<![\d一二三四五六七八九十])[一二三四五六七八九十]{1,"
                 r"2}月\d{1,2}日|(?<!\d)\d{1,2}月[一二三四五六七八九十]{1,3}日)"),
        N_("日期“{words}”混用汉字和阿拉伯数字，请统一。"),
        "在二〇二六年10月15日前完成。", "在2026年10月15日前完成，二〇二六年十月十五日印发。",
    ),
    ProofRule(
        "number-mixed", _CLASS, _STANDARD, f"{_CLAUSE} 4.1",
        matching(r"(?P<at>(?<![\d.第])\d+[至到～—、][二三四五六七八九十百]{1,3}(?:名|人|个|家|户|天|次|场|件|元|期(?"
                 r"!工)|岁|季度|月份)|(?<![第一二三四五六七八九十])[一二三四五六七八九十百]{1,3}[至到～—、]\d+(?:名|"
                 r"人|个|家|户|天|次|场|件|元|岁)|[二三四五六七八九][十百]\d+(?:名|人|个|家|户|天|次|场|件|元|岁))"),
        N_("“{words}”混用汉字和阿拉伯数字，请统一。"),
        "每组5至十人。", "每组5至10人，每组五至十人。",
    ),
    ProofRule(
        "thousands-comma", _CLASS, _STANDARD, f"{_CLAUSE} 5.1.1",
        matching(r"(?P<at>(?<![\d，、.])[1-9]\d{0,2}(?:，\d{3})+(?![\d，、年月日])[余多万]?[一-龥]?)"),
        N_("千分撇不用中文逗号，“{words}”里的“，”请删去。"),
        "藏书达28，600册。", "藏书达28600册，1月9日、12月3日，300人到场。",
    ),
    ProofRule(
        "wide-digits", _CLASS, RuleLevel.CUSTOM, "",
        _wide_digits,
        N_("全角数字“{words}”请改为半角。"),
        "共有３５家。", "共有35家。",
    ),
)  # fmt: skip
