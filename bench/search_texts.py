"""Invented bulletins for ``bench search``: places that do not exist, words from a lexicon drawn once."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

PLACES = ["海川", "临江", "云溪", "青岭", "石桥", "南湖", "望潮", "白鹭", "松原里", "柳林", "清河湾", "凤鸣"]
UNITS = [
    *("文明办", "教育局", "民政局", "卫健委", "团市委", "妇联"),
    *("总工会", "文旅局", "城管局", "司法局", "农业农村局"),
]
ACTS = ["组织", "开展", "举办", "推进", "打造", "完善", "启动", "深化", "聚焦", "依托", "统筹", "建立"]
THINGS = [
    *(
        "志愿服务",
        "暖冬行动",
        "移风易俗",
        "文明实践",
        "理论宣讲",
        "蔬菜直通车",
        "家风家训",
        "文明交通",
        "垃圾分类",
    ),
    *("全民阅读", "非遗进校园", "敬老助餐", "乡村大舞台", "诚信建设", "未成年人关爱", "爱心义诊", "反诈宣传"),
]
COUNTED = ["场", "人次", "户", "名志愿者", "个点位", "件实事", "支队伍", "万元"]
COMMON = ["志愿", "文明", "服务", "宣讲", "活动", "志愿服务", "理论宣讲", "文明实践"]


def bulletins(count: int, seed: int = 4) -> Iterator[list[tuple[str, str]]]:
    """``count`` bulletins of two or three articles, each a title and some four hundred characters."""
    chance = random.Random(seed)
    lexicon = _lexicon(chance)
    weights = [1 / (rank + 8) for rank in range(len(lexicon))]
    for _ in range(count):
        pool = chance.choices(lexicon, weights, k=900)
        yield [_article(chance, pool) for _ in range(chance.choice((2, 2, 3)))]


def _lexicon(chance: random.Random) -> list[str]:
    """Twelve thousand words of two or three characters, common ones first; common characters are in most."""
    signs = [chr(code) for code in chance.sample(range(0x4E00, 0x9FA5), 3_500)]
    weights = [1 / (rank + 12) for rank in range(len(signs))]
    return ["".join(chance.choices(signs, weights, k=chance.choice((2, 2, 2, 3)))) for _ in range(12_000)]


def _article(chance: random.Random, pool: Sequence[str]) -> tuple[str, str]:
    place, unit, thing = chance.choice(PLACES), chance.choice(UNITS), chance.choice(THINGS)
    title = f"{place}市{unit}{chance.choice(ACTS)}{thing}{chance.choice(pool)}"
    sentences = []
    for _ in range(chance.randint(7, 13)):
        words = "".join(chance.choices(pool, k=chance.randint(4, 10)))
        said = (
            f"{chance.choice(ACTS)}{chance.choice(THINGS)}{chance.randint(2, 4_999)}{chance.choice(COUNTED)}"
        )
        sentences.append(f"{chance.choice(PLACES)}{words}，{said}，{''.join(chance.choices(pool, k=4))}。")
    half = len(sentences) // 2
    return title, "".join(sentences[:half]) + "\n" + "".join(sentences[half:])


def phrases(texts: Sequence[str], count: int, seed: int = 5) -> list[str]:
    """Phrases of two to four Han characters that stand somewhere in the texts, a third of each length."""
    chance, found = random.Random(seed), []
    while len(found) < count:
        text, size = chance.choice(texts), 2 + len(found) % 3
        at = chance.randrange(max(1, len(text) - size))
        phrase = text[at : at + size]
        if len(phrase) == size and all("一" <= sign <= "鿿" for sign in phrase):
            found.append(phrase)
    return found
