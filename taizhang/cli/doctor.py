"""``doctor``: whether the installation is sound, with the mend for what is not; and the keys it rests on."""

from __future__ import annotations

import argparse
import json
import os
import sys

from taizhang.cli.tick import set_up
from taizhang.cli.words import _, say
from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message

SIGNS = {"fine": "✓", "note": "！", "bad": "✗", "unknown": "？"}


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """doctor, seal-key, secret-key."""
    doctor = commands.add_parser("doctor", help=_("检查本系统是否正常，并给出处理办法"))
    doctor.add_argument("--json", action="store_true", help=_("输出 JSON"))
    doctor.set_defaults(func=run_doctor)
    seal = commands.add_parser("seal-key", help=_("查看封存密钥；确已丢失时另造一把"))
    seal.add_argument("office", metavar="SLUG", help=_("机构代号"))
    seal.add_argument("--new", action="store_true", help=_("另造一把，旧证书保留"))
    seal.set_defaults(func=run_seal_key)
    secret = commands.add_parser("secret-key", help=_("更换密钥，旧链接仍然有效"))
    secret.add_argument("--new", action="store_true", required=True, help=_("另造一把，旧的留作后备"))
    secret.set_defaults(func=run_secret_key)


def run_doctor(arguments: argparse.Namespace) -> int:
    """Show every part; 1 where one is bad or cannot be told."""
    set_up()
    from taizhang.office import clock
    from taizhang.office.health import HealthLevel, checkup

    found = checkup(clock.now())
    if arguments.json:
        rows = [
            {
                "part": code,
                "level": each.level.value,
                "said": say(each.said),
                "mend": say(each.mend) if each.mend else "",
            }
            for code, (_name, each) in found.items()
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for name, each in found.values():
            print(f"{SIGNS[each.level.value]} {_(name)}　{say(each.said)}")
            if each.mend:
                print(f"  → {say(each.mend)}")
    return int(any(each.level in (HealthLevel.BAD, HealthLevel.UNKNOWN) for _name, each in found.values()))


def run_seal_key(arguments: argparse.Namespace) -> int:
    """Print the fingerprint of the office's certificate, or make a new key on purpose."""
    set_up()
    from taizhang.office import clock, keys
    from taizhang.office.models import Office
    from taizhang.press.seal.keypair import fingerprint

    office = Office.objects.filter(slug=arguments.office).first()
    if office is None:
        print(_("没有代号为 {slug} 的机构。").format(slug=arguments.office), file=sys.stderr)
        return 1
    try:
        pair = keys.renew_seal_key(office, clock.now()) if arguments.new else keys.signing_key(office)
    except Refused as refusal:
        print(say(refusal.sentence), file=sys.stderr)
        return 1
    print(
        _("{name} 的证书指纹：{fingerprint}").format(
            name=office.name, fingerprint=fingerprint(pair.certificate)
        )
    )
    return 0


def run_secret_key(arguments: argparse.Namespace) -> int:
    """Make a new secret key; the present one goes on opening links."""
    from taizhang.office.home import home_folder, new_secret_key

    home = home_folder(os.environ)
    try:
        new_secret_key(os.environ, home)
    except ValueError:
        words = N_(
            "密钥由环境变量 TAIZHANG_SECRET_KEY 给出：请把旧值移到 TAIZHANG_SECRET_KEY_FALLBACKS，再填新值。"
        )
        print(say(Message(words)), file=sys.stderr)
        return 1
    print(_("已换新密钥，旧密钥留作后备，旧链接仍能打开。请重新启动服务。"))
    return 0
