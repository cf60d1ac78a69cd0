"""Reading: seeded synthetic issues through structure, figures and questions, in issues a minute.

``python -m bench read [--issues N] [--seed N] [--hostile]``; with ``--hostile`` texts of a million characters, made to
be slow, in seconds each.
"""

from __future__ import annotations

import argparse
import random
import time

from bench.machine import described
from taizhang.core.figures import read_figures
from taizhang.core.gongwen import raise_questions, read_bulletin
from taizhang.core.gongwen.reading import MOST_LINES

UNITS = [
    "市图书馆",
    "市城管局",
    "河东街道",
    "临江区委宣传部",
    "市总工会",
    "海川市第二中学",
    "云岭镇",
    "市财政局机关党委",
]
TITLES = [
    "把阅读服务送到家门口",
    "以“小标准”守护“大民生”",
    "建好户外劳动者驿站",
    "推动志愿服务常态长效",
    "打造便民服务圈",
]
SENTENCES = [
    "围绕群众所需所盼，坚持重心下移、资源下沉，推动服务从馆内走向街巷。",
    "在社区、园区、商圈建成书房{a}座，配备图书{b}万余册，开通预约送书上门服务。",
    "组织党员认领河段{a}公里，清理垃圾{b}余吨，劝导不文明行为{c}00多起。",
    "截至6月底，共深入{a}个小区，面向{c}00多名居民，开展宣讲{b}场，实现重点人群全覆盖。",
    "招募志愿者{c}00余名，累计服务群众{b}万余人次，多家媒体予以报道。",
    "制定便民维修等地方标准{b}项，在{a}个网点推行，群众满意率达9{b}.5%。",
    "通过入户走访、座谈交流，征集意见建议{a}条，逐条登记、限时办理。",
]
PARTS = ["一是织密服务网络。", "二是做优品牌活动。", "三是壮大志愿力量。", "四是注重宣传引导。"]


def issue(number: int, seed: int) -> str:
    """The text of one invented issue of three to six pages; the same for the same numbers."""
    chance = random.Random(seed * 1_000_003 + number)
    name = "海川市精神文明建设情况简报"
    lines = [" ".join(name) if number % 3 == 0 else name, f"第 {number % 40 + 1} 期", f"（总第 {number} 期）",
             _signed(number), "", "【创建动态】", "",
             "现将有关情况编发如下，供各单位学习交流。", ""]  # fmt: skip
    for _ in range(chance.randint(2, 4)):
        unit = chance.choice(UNITS)
        text = f"{unit}{chance.choice(TITLES)}。" + "".join(
            part + "".join(_sentence(chance) for _ in range(chance.randint(3, 6))) for part in PARTS
        )
        lines += [*_set(text, number), "", f"（{unit}）", ""]
    lines += ["责编：方一舟  核稿：梁知微  电话：5300617", "报：省文明办，市文明委主任、副主任",
              "送：市文明委委员，市级群众团体",
              "发：各县区文明办，有关新闻单位"]  # fmt: skip
    return "\n".join(lines)


def _signed(number: int) -> str:
    return f"海川市文明办        {2000 + number % 25}年{number % 12 + 1}月{number % 28 + 1}日"


def _sentence(chance: random.Random) -> str:
    return chance.choice(SENTENCES).format(
        a=chance.randint(2, 300), b=chance.randint(2, 9), c=chance.randint(1, 30)
    )


def _set(text: str, number: int) -> list[str]:
    """One paragraph a line; in every other issue wrapped at 28 characters with page numbers between."""
    if number % 2:
        return [text]
    lines = [text[i : i + 28] for i in range(0, len(text), 28)]
    for page, at in enumerate(range(20, len(lines), 23)):
        lines[at:at] = ["", f"- {page + 1} -", ""]
    return lines


HOSTILE = {
    "one line": "海",
    "opening brackets": "（",
    "lines of brackets": "（）\n",
    "spaces": "海 ",
    "line ends": "\n",
    "page numbers": "\f- 1 -\n",
    "list marks": "一、海\n",
    "recipients": "报：海，",
    "labels": "报：海\n",
    "issue numbers": "第1期",
    "columns": "【海】\n",
    "sources": "海川。\n（市局）\n",
    "stops": "。",
}


def hostile(size: int = 1_000_000) -> int:
    """Print the processor time that each text of ``size`` characters takes, best of three."""
    print(described())
    print(f"\nTexts of {size:,} characters; the reader takes the first {MOST_LINES:,} lines.\n")
    print("| Text | seconds |\n|---|---:|")
    for name, piece in HOSTILE.items():
        text = (piece * (size // len(piece) + 1))[:size]
        print(f"| {name} | {min(_seconds(text) for _ in range(3)):.2f} |")
    return 0


def _seconds(text: str) -> float:
    before = time.process_time()
    read_bulletin(text)
    return time.process_time() - before


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench read", description=__doc__)
    parser.add_argument("--issues", type=int, default=2222)
    parser.add_argument("--seed", type=int, default=2222)
    parser.add_argument("--hostile", action="store_true")
    options = parser.parse_args(argv)
    if options.hostile:
        return hostile()
    texts = [issue(n, options.seed) for n in range(1, options.issues + 1)]
    spent = {"structure": 0.0, "figures": 0.0, "questions": 0.0}
    items = figures = questions = 0
    for text in texts:
        start = time.perf_counter()
        bulletin = read_bulletin(text)
        first = time.perf_counter()
        found = read_figures(text)
        second = time.perf_counter()
        asked = raise_questions(text, bulletin, found)
        third = time.perf_counter()
        spent["structure"] += first - start
        spent["figures"] += second - first
        spent["questions"] += third - second
        items, figures, questions = items + len(bulletin.items), figures + len(found), questions + len(asked)
    total, characters = sum(spent.values()), sum(map(len, texts))
    print(described())
    print(
        f"\n{len(texts)} issues, {characters:,} characters, {items:,} items, "
        f"{figures:,} figures, {questions:,} questions.\n"
    )
    print("| Phase | seconds | ms an issue | share |\n|---|---:|---:|---:|")
    for phase, seconds in [*spent.items(), ("all", total)]:
        print(f"| {phase} | {seconds:.2f} | {seconds * 1000 / len(texts):.2f} | {seconds / total:.0%} |")
    print(
        f"\n**{len(texts) / total * 60:,.0f} issues a minute**, "
        f"{characters / total:,.0f} characters a second, one process."
    )
    return 0
