"""Elements of a picture. Attribute names are written here by us; every value and every text is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def element(tag: str, *, text: str = "", **attributes: object) -> SafeString:
    """``<tag a="b">text</tag>``; ``class_`` stands for class, an underscore inside a name for a hyphen.

    Floats are written with at most one decimal, in every language with a point.
    """
    return format_html(_markup(tag, tuple(attributes)), *map(_value, attributes.values()), text)


@lru_cache(maxsize=256)
def _markup(tag: str, names: tuple[str, ...]) -> str:
    """The element with a gap for each value and one for the text: a year's picture has seventy."""
    named = "".join(' {}="{{}}"'.format(name.rstrip("_").replace("_", "-")) for name in names)
    return f"<{tag}{named}>{{}}</{tag}>"


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> SafeString:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def rect(x: float, y: float, width: float, height: float, class_: str) -> SafeString:
    return element("rect", x=x, y=y, width=max(0.0, width), height=max(0.0, height), class_=class_)


def polyline(points: Iterable[tuple[float, float]], class_: str) -> SafeString:
    return element("polyline", points=" ".join(f"{_value(x)},{_value(y)}" for x, y in points), class_=class_)


def text(x: float, y: float, words: str, class_: str = "", anchor: str = "start") -> SafeString:
    return element("text", text=words, x=x, y=y, text_anchor=anchor, class_=class_)


def picture(
    width: int, height: int, class_: str, title: str, desc: str, shapes: Iterable[SafeString]
) -> SafeString:
    """A whole picture: named by its title and described in one sentence for those who cannot see it."""
    return format_html(
        '<svg class="picture {}" width="{}" height="{}" viewBox="0 0 {} {}" role="img" focusable="false">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        *(class_, width, height, width, height, title, desc),
        format_html_join("", "{}", ((shape,) for shape in shapes)),
    )


def _value(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
