"""``verify-issue``: whether a PDF is still as an office sealed it. Asks no database and no network."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from taizhang.cli.words import _, say
from taizhang.core.text.messages import Message, filled
from taizhang.intake import IntakeRefused
from taizhang.intake.extract import file_bytes
from taizhang.intake.limits import Limits
from taizhang.office.home import home_path
from taizhang.office.keys import known_certificates
from taizhang.press import PressError
from taizhang.press.seal.signing import Verified, verify_pdf
from taizhang.press.seal.verifying import LARGEST

_LIMITS = Limits(file_size=LARGEST)
_CHINA = ZoneInfo("Asia/Shanghai")


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    verify = commands.add_parser(
        "verify-issue", help=_("核验封存的简报 PDF 是否被改动，不需联网；被改动或不能确认时退出码为 1")
    )
    verify.add_argument("file", metavar="X.pdf", type=Path, help=_("PDF 文件"))
    verify.add_argument(
        "--certificate", metavar="X.pem", type=Path, help=_("封存单位的证书；不给出时用本机保存的证书")
    )
    verify.set_defaults(func=run_verify)


def run_verify(options: argparse.Namespace) -> int:
    """0 where the file is as a known office sealed it, 1 where it is not or nobody can tell, 2 where it is no PDF."""
    try:
        pdf = file_bytes(options.file, _LIMITS)
        certificates = _certificates(options.certificate)
        seal = verify_pdf(pdf, certificates)
    except (PressError, IntakeRefused) as error:
        return _complain(error.sentence)
    except OSError:
        return _complain(Message("{words}", {"words": _("无法读取本机保存的证书，请检查权限。")}))
    if seal is None:
        print(_("▲ 没有封存签名。"))
        return 1
    for line in verdict(seal, compared=bool(certificates)):
        print(line)
    return 0 if seal.known and not seal.changed else 1


def _certificates(path: Path | None) -> list[bytes]:
    return [file_bytes(path)] if path else known_certificates(home_path(os.environ))


def verdict(seal: Verified, *, compared: bool) -> list[str]:
    """What the seal says, in words; ``compared`` tells whether there was any certificate to compare it with."""
    if not seal.genuine:
        return [_("▲ 封存之后被改动：签名已损坏，或不是本系统的封存签名。")]
    by = {"name": seal.signed_by, "time": _time(seal.signed_at)}
    told = [_finding(seal).format(**by)]
    if not seal.known and compared:
        told.append(_("▲ 签名所用证书与核对用的证书不符，不能确认封存单位。"))
    elif not seal.known:
        told.append(
            filled(_("▲ 本机没有封存单位的证书，不能确认封存单位。请向“{name}”核对下面的指纹。"), **by)
        )
    return [*told, _("指纹：{fingerprint}").format(fingerprint=seal.fingerprint)]


def _finding(seal: Verified) -> str:
    if not seal.intact:
        return _("▲ 封存之后被改动：内容与“{name}”于{time}封存的不一致。")
    if not seal.whole:
        return _("▲ 封存之后被改动：“{name}”于{time}封存之后，文件又添加了内容。")
    if not seal.known:
        return _("签名后未被改动，签名时间{time}，签名单位自称“{name}”。")
    return _("未被改动，由“{name}”于{time}封存。")


def _time(at: datetime | None) -> str:
    if at is None:
        return _("时间不详")
    try:
        local = at.astimezone(_CHINA)
    except OverflowError:  # the year 1 or 9999 in a signature of somebody else
        local = at
    return _("{year}年{month}月{day}日{clock}").format(
        year=local.year, month=local.month, day=local.day, clock=f"{local:%H:%M}"
    )


def _complain(sentence: Message) -> int:
    print(say(sentence), file=sys.stderr)
    return 2
