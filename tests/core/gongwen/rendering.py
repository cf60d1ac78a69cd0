"""Strategies: an invented bulletin, and one of the many layouts in which an office might send it."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from taizhang.core.gongwen import Bulletin, Contacts, Item, Paragraph, Recipients

NAMES = [
    "海川市精神文明建设情况简报",
    "海川机关党建简报",
    "临江工作动态",
    "海川信息",
    "文明海川快报",
    "海川市乡村振兴工作通讯",
]
ISSUERS = ["海川市文明办", "中共海川市直属机关工作委员会", "临江区教育局", "海川市城市管理局办公室"]
UNITS = [
    "市图书馆",
    "市城管局",
    "河东街道",
    "临江区委宣传部",
    "市总工会",
    "海川市第二中学",
    "云岭镇人民政府",
    "市财政局机关党委",
]
TITLES = [
    "把阅读服务送到家门口",
    "以“小标准”守护“大民生”",
    "开展“送课上门”活动",
    "建好户外劳动者驿站",
    "推动志愿服务常态化长效化",
    "打造十五分钟便民圈",
    "党员服务队带着算盘下基层",
    "办好群众身边的关键小事",
]
SENTENCES = [
    "围绕群众所需所盼，坚持重心下移、资源下沉，推动服务从馆内走向街巷。",
    "在社区、园区、商圈建成书房52座，配备图书16万余册，开通预约送书上门服务。",
    "组织党员认领河段86公里，每月至少巡护两次，清理垃圾40余吨，劝导不文明行为500多起。",
    "制定社区食堂、便民维修等地方标准9项，在120个网点推行，群众反响良好。",
    "招募文化志愿者1600余名，定期走进养老院、特教学校开展陪伴阅读。",
    "截至6月底，累计解答问题700余个，已办结28条，满意率达98.5%。",
    "通过入户走访、座谈交流，征集意见建议310条，逐条登记、限时办理。",
]
PARTS = ["一是织密服务网络。", "二是做优品牌活动。", "三是壮大志愿力量。"]
COLUMNS = ["创建动态", "聚力共建 文明海川", "为民实事", "经验交流"]
PEOPLE = ["方一舟", "梁知微", "李明", "欧阳知秋"]
NOTES = [
    "今年以来，各单位创新载体、真抓实干。本刊自本期起陆续刊发，供各单位参考借鉴。",
    "为展示创建成果，现选登部分做法，请结合实际学习借鉴。",
]
RECIPIENTS = [
    "省文明办",
    "市文明委主任、副主任",
    "市委、市人大、市政府、市政协",
    "市级群众团体",
    "各县区文明办",
    "有关新闻单位",
    "各高等院校（含驻市院校）",
]
HAN_DIGITS = "〇一二三四五六七八九"


@st.composite
def drawn_items(draw: st.DrawFn) -> tuple[Item, ...]:
    count = draw(st.integers(1, 4))
    units = draw(st.lists(st.sampled_from(UNITS), min_size=count, max_size=count, unique=True))
    titles = draw(st.lists(st.sampled_from(TITLES), min_size=count, max_size=count, unique=True))
    run_in = draw(st.booleans())
    items = []
    for unit, title in zip(units, titles, strict=True):
        first = "".join(draw(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=4)))
        parts = draw(st.sampled_from([0, 2, 3]))
        body = [first] + [PARTS[i] + draw(st.sampled_from(SENTENCES)) for i in range(parts)]
        if draw(st.booleans()):
            body = ["".join(body)]
        items.append(Item(unit + title + ("。" if run_in else ""), tuple(map(Paragraph, body)), unit, run_in))
    return tuple(items)


@st.composite
def drawn_bulletins(draw: st.DrawFn) -> Bulletin:
    ranks = [tuple(draw(st.lists(st.sampled_from(RECIPIENTS), max_size=5, unique=True))) for _ in range(3)]
    return Bulletin(
        name=draw(st.sampled_from(NAMES)),
        annual_no=draw(st.integers(1, 99)),
        cumulative_no=draw(st.none() | st.integers(100, 2999)),
        issuer=draw(st.sampled_from(ISSUERS)),
        date=draw(st.dates(date(2010, 1, 1), date(2030, 12, 31))),
        columns=draw(st.sampled_from([(), *((c,) for c in COLUMNS)])),
        note=tuple(map(Paragraph, draw(st.lists(st.sampled_from(NOTES), max_size=1)))),
        items=draw(drawn_items()),
        editor=draw(st.sampled_from(PEOPLE)),
        checker=draw(st.sampled_from(["", *PEOPLE])),
        contacts=Contacts(
            draw(st.sampled_from(["", "5300617"])), draw(st.sampled_from(["", "5300618"])), "hc@hc.example"
        ),
        recipients=Recipients(*ranks),
    )


@st.composite
def rendered(draw: st.DrawFn, bulletin: Bulletin) -> str:
    """``bulletin`` as a text in a drawn layout."""
    indent = draw(st.sampled_from(["　　", "    ", ""]))
    spaced = draw(st.booleans()) or not indent
    head, lines = draw(_masthead(bulletin)), draw(_body(bulletin, indent, spaced))
    width = draw(st.sampled_from([0, 28, 32, 40])) if indent else 0
    lines = [piece for line in lines for piece in _wrapped(line, width)]
    pages = draw(st.sampled_from(["", "numbers", "heads", "feeds"]))
    lines = draw(_paged(lines, bulletin, pages)) if pages and width else lines
    text = "\n".join([*head, "", *lines, "", *draw(_imprint(bulletin))]) + draw(st.sampled_from(["", "\n"]))
    if draw(st.booleans()):
        text = text.translate(str.maketrans("，；：（）", ",;:()"))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@st.composite
def _masthead(draw: st.DrawFn, b: Bulletin) -> list[str]:
    name = draw(
        st.sampled_from([b.name, " ".join(b.name), f"        {b.name}", b.name[:4] + "\n" + b.name[4:]])
    )
    number = draw(
        st.sampled_from(
            [
                f"第{b.annual_no}期",
                f"第 {b.annual_no} 期",
                f"{b.date:%Y}年第{b.annual_no}期",
                f"〔{b.date:%Y}〕{b.annual_no}号",
            ]
        )
    )
    total = (
        draw(st.sampled_from(["（总第{}期）", "(总第 {} 期)", "总第{}期"])).format(b.cumulative_no)
        if b.cumulative_no
        else ""
    )
    joint = draw(st.sampled_from(["\n", " ", ""])) if total[:1] in "（(" else "\n"
    issuer = b.issuer + draw(st.sampled_from(["", "编", "主办", " 编印"]))
    day = draw(
        st.sampled_from(
            [
                _arabic(b.date),
                f"{b.date:%Y-%m-%d}",
                f"{b.date.year}.{b.date.month}.{b.date.day}",
                _han(b.date),
            ]
        )
    )
    line = draw(st.sampled_from([f"{issuer}\n{day}", f"{issuer}                {day}", f"{day}\n{issuer}"]))
    head = f"{name}\n{number}{joint if total else ''}{total}\n{line}"
    return head.split("\n") if draw(st.booleans()) else head.replace("\n", "\n\n").split("\n")


def _arabic(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _han(day: date) -> str:
    year = "".join(HAN_DIGITS[int(c)] for c in str(day.year))
    return f"{year}年{_han_number(day.month)}月{_han_number(day.day)}日"


def _han_number(n: int) -> str:
    tens, ones = divmod(n, 10)
    return (
        (HAN_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (HAN_DIGITS[ones] if ones else "")
    )


@st.composite
def _body(draw: st.DrawFn, b: Bulletin, indent: str, spaced: bool) -> list[str]:
    lines: list[str] = [f"【{c}】" for c in b.columns]
    label = draw(st.sampled_from(["", "编者按：", "按：", "【编者按】"]))
    lines += [indent + label + p.text for p in b.note]
    under = draw(st.booleans()) and not b.items[0].run_in
    mark = draw(st.sampled_from(["", "han", "●", "◆"])) if not under else ""
    for n, item in enumerate(b.items):
        title = {"": "", "han": HAN_DIGITS[n + 1] + "、"}.get(mark, mark) + item.title
        source = draw(st.sampled_from(["（{}）", "（{} 供稿）", "(  {}  )"])).format(item.source_unit)
        paragraphs = [indent + p.text for p in item.body]
        if item.run_in:
            paragraphs[0] = indent + title + item.body[0].text
        else:
            lines.append(title)
        lines += [source, *paragraphs] if under else [*paragraphs, source]
    return [x for line in lines for x in (line, "")] if spaced else lines


def _wrapped(line: str, width: int) -> list[str]:
    if not width or len(line) <= width:
        return [line]
    return [line[i : i + width] for i in range(0, len(line), width)]


@st.composite
def _paged(draw: st.DrawFn, lines: list[str], b: Bulletin, kind: str) -> list[str]:
    """Page ends in the middle of wrapped paragraphs."""
    out: list[str] = []
    page = 0
    longest = max(map(len, lines))
    for i, line in enumerate(lines):
        out.append(line)
        inside = (
            len(line) == longest and i + 1 < len(lines) and lines[i + 1].strip() and not line.endswith("。")
        )
        if inside and page < 6 and draw(st.integers(0, 3)) == 0:
            page += 1
            number = draw(st.sampled_from(["- {} -", "— {} —", "第{}页 共9页", "{}", "·{}·"])).format(page)
            out += {
                "numbers": ["", number, ""],
                "heads": ["", number, f"{b.name}    第{b.annual_no}期", ""],
                "feeds": ["\f"],
            }[kind]
    return out


@st.composite
def _imprint(draw: st.DrawFn, b: Bulletin) -> list[str]:
    people = [(draw(st.sampled_from(["责编", "责任编辑", "编辑"])), b.editor)]
    if b.checker:
        people.append((draw(st.sampled_from(["核稿", "审核", "审稿"])), b.checker))
    if draw(st.booleans()):
        people.reverse()
    said = [f"{label}：{' '.join(name) if len(name) == 2 else name}" for label, name in people]
    if b.contacts.phone:
        said.append(f"{draw(st.sampled_from(['电话', '联系电话']))}：{b.contacts.phone}")
    if b.contacts.fax:
        said.append(f"传真：{b.contacts.fax}")
    said.append(f"{draw(st.sampled_from(['邮箱', '电子邮箱', 'E-mail']))}：{b.contacts.email}")
    lines = [draw(st.sampled_from(["  ", "\n", "    "])).join(said)]
    for labels, names in zip(
        (("报", "抄报"), ("送", "抄送"), ("发", "印发")),
        (b.recipients.up, b.recipients.peer, b.recipients.down),
        strict=True,
    ):
        if names:
            sign, stop = draw(st.sampled_from("，；")), draw(st.sampled_from(["", "。"]))
            text = f"{draw(st.sampled_from(labels))}：{sign.join(names)}{stop}"
            lines += _wrapped(text, draw(st.sampled_from([0, 18, 26])))
    return "\n".join(lines).split("\n")
