"""Where a request may go: an address that an administrator typed, and the IP addresses that its host's name means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import SplitResult, urlsplit

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.text.messages import N_, Message

Network = IPv4Network | IPv6Network
SHORTEST = {4: 8, 6: 7}  # bits of a prefix, by IP version: a network of everything would allow everything
TRANSLATED = ip_network("64:ff9b::/96")  # NAT64 (RFC 6052): an IPv4 address in another dress
MOST_NETWORKS = 20
PORTS = {"https": 443, "http": 80}
PRINTED = re.compile("[!-~]+")
NO_ADDRESS = Message(N_("这不是一个网址。"))


@dataclass(frozen=True, slots=True)
class Destination:
    """An HTTP address in its parts; ``host`` is a name in ASCII or an IP address, ``target`` path and query."""

    host: str
    port: int
    secure: bool
    target: str


def destination(address: str, *, plain: bool) -> Destination:
    """Return the parts of an address. Raise Refused for anything but https (``plain``: or http), for one with a name,
    password or fragment in it, and for one that is none.
    """
    parts, host, port = _parts(address)
    if parts.scheme not in PORTS:
        raise Refused(Message(N_("推送地址须以 https:// 开头。")))
    if parts.scheme == "http" and not plain:
        raise Refused(Message(N_("推送地址须以 https:// 开头；确需不加密的，请勾选“允许不加密”。")))
    if "@" in parts.netloc or parts.fragment:
        raise Refused(Message(N_("推送地址里不能有用户名、密码或 # 后的部分。")))
    target = f"{parts.path or '/'}{parts.query and '?'}{parts.query}"
    if not PRINTED.fullmatch(host) or not PRINTED.fullmatch(target):
        raise Refused(NO_ADDRESS)
    return Destination(host, port or PORTS[parts.scheme], parts.scheme == "https", target)


def _parts(address: str) -> tuple[SplitResult, str, int | None]:
    """An address in its parts, with its host in ASCII and the port that it names. Refused where it cannot be read."""
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError as error:
        raise Refused(NO_ADDRESS) from error
    if port == 0:
        raise Refused(NO_ADDRESS)
    return parts, host, port


def networks_in(words: str) -> tuple[Network, ...]:
    """Return the networks that are listed ("10.1.2.0/24 fd00:1::/48"). Raise Refused for what is none, for one that is
    too wide, and for too many.
    """
    listed = words.replace("，", " ").replace("、", " ").replace(",", " ").replace(";", " ").split()
    if len(listed) > MOST_NETWORKS:
        raise Refused(Message(N_("网段最多{n}个。"), {"n": MOST_NETWORKS}))
    return tuple(dict.fromkeys(_network(each) for each in listed))


def _network(words: str) -> Network:
    try:
        found = ip_network(words)
    except ValueError as error:
        raise Refused(
            Message(N_("“{words}”不是网段，请写成 10.1.2.0/24 的样子。"), {"words": words[:60]})
        ) from error
    if found.prefixlen < SHORTEST[found.version]:
        raise Refused(Message(N_("网段“{words}”范围太大。"), {"words": words}))
    return found


def may_connect(address: str, allowed: Iterable[Network]) -> bool:
    """Whether a connection may go to an IP address: one of the public Internet, or of a network that is allowed.

    An IPv6 address that stands for an IPv4 one (mapped, 6to4, Teredo, NAT64) is never public.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return _is_public(found) or any(found in each for each in allowed)


def _is_public(found: IPv4Address | IPv6Address) -> bool:
    if not found.is_global or found.is_multicast or found.is_reserved:
        return False
    if isinstance(found, IPv4Address):
        return True
    disguised = found.ipv4_mapped or found.sixtofour or found.teredo or found in TRANSLATED
    return not (disguised or found.is_site_local)
