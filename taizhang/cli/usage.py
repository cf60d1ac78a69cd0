"""argparse's own words in Chinese: usage, headings and complaints about a call.

argparse looks every word up through its module's ``_`` and ``ngettext``; they are pointed here, because its
catalogue would otherwise have to be installed in the system's locale folders.
"""

from __future__ import annotations

import argparse
import os

WORDS = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示本帮助",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "the following arguments are required: %s": "缺少参数：%s",
    "one of the arguments %s is required": "下列参数须选其一：%s",
    "expected one argument": "后面须有一个值",
    "expected at most one argument": "后面至多有一个值",
    "expected at least one argument": "后面至少有一个值",
    "expected %s argument": "后面须有%s个值",
    "expected %s arguments": "后面须有%s个值",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有“%(value)s”这一项，可用：%(choices)s",
    "invalid %(type)s value: %(value)r": "“%(value)s”不是有效的值",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s有歧义，可能是：%(matches)s",
    "not allowed with argument %s": "不能与%s同时使用",
    "ignored explicit argument %r": "不接受值“%s”",
}


OWN = {name: vars(argparse)[name] for name in ("_", "ngettext")}


def speak() -> None:
    """Let argparse speak Chinese, unless TAIZHANG_LANG asks for another language."""
    chinese = os.environ.get("TAIZHANG_LANG", "zh_Hans").startswith("zh")
    vars(argparse).update({"_": _word, "ngettext": _counted} if chinese else OWN)


def _word(text: str) -> str:
    return WORDS.get(text, text)


def _counted(one: str, many: str, count: int) -> str:
    return _word(one if count == 1 else many)
