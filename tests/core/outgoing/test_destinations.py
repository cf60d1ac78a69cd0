"""Where a request may go, and how it is signed."""

from __future__ import annotations

import hmac
from hashlib import sha256

import pytest

from taizhang.core.lifecycle.workflow import Refused
from taizhang.core.outgoing.destinations import Destination, destination, may_connect, networks_in
from taizhang.core.outgoing.signing import signature


def test_an_address_is_taken_apart() -> None:
    there = destination("https://Portal.example.cn/hooks/a?b=c", plain=False)
    assert there == Destination("portal.example.cn", 443, True, "/hooks/a?b=c")
    assert destination("http://10.1.2.3:8080", plain=True) == Destination("10.1.2.3", 8080, False, "/")
    assert destination("http://a.cn/", plain=True).port == 80
    assert destination("https://[2400:3200::1]:8443/x", plain=False).host == "2400:3200::1"
    assert destination("https://海川.example.cn/", plain=False).host == "xn--5rt306a.example.cn"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://a.cn/", "https"),
        ("file:///etc/hostname", "https"),
        ("a.cn/hook", "https"),
        ("http://a.cn/", "允许不加密"),
        ("https:///hook", "不是一个网址"),
        ("https://a.cn:0/", "不是一个网址"),
        ("https://a.cn:99999/", "不是一个网址"),
        ("https://[::1/", "不是一个网址"),
        (f"https://{'a' * 70}.cn/", "不是一个网址"),
        ("https://a b.cn/", "不是一个网址"),
        ("https://a.cn/a b", "不是一个网址"),
        ("https://a.cn/\x7f", "不是一个网址"),
        ("https://a.cn/接收", "不是一个网址"),
        ("https://user:word@a.cn/", "用户名"),
        ("https://a.cn/#part", "用户名"),
    ],
)
def test_what_is_no_address_for_a_push_is_refused(address: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        destination(address, plain=False)


@pytest.mark.parametrize("address", ["8.8.8.8", "223.5.5.5", "2400:3200::1", "2606:4700:4700::1111"])
def test_public_addresses_may_be_connected_to(address: str) -> None:
    assert may_connect(address, ())


PRIVATE = """
127.0.0.1 127.8.8.8 10.0.0.1 172.16.3.4 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 100.127.255.255
0.0.0.0 0.1.2.3 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
:: ::1 fe80::1 fe80::1%eth0 fc00::1 fd12::3 ff02::1 fec0::1 ::ffff:8.8.8.8 ::ffff:10.0.0.1 ::ffff:127.0.0.1
64:ff9b::808:808 2002:808:808:: 2001:0:53aa:64c:: 2001:db8::1 localhost 8.8.8.8.8
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_all_others_may_not(address: str) -> None:
    assert not may_connect(address, ())


def test_a_listed_network_is_allowed_and_its_neighbour_is_not() -> None:
    listed = networks_in("10.1.2.0/24，fd00:1::/48、192.168.7.9 10.1.2.0/24")
    assert [str(each) for each in listed] == ["10.1.2.0/24", "fd00:1::/48", "192.168.7.9/32"]
    assert all(may_connect(each, listed) for each in ("10.1.2.7", "fd00:1::5", "192.168.7.9", "8.8.8.8"))
    assert not any(may_connect(each, listed) for each in ("10.1.3.7", "fd00:2::5", "::ffff:10.1.2.7"))
    assert networks_in(" ") == ()


@pytest.mark.parametrize(
    "words", ["0.0.0.0/0", "10.0.0.0/7", "::/0", "10.1.2.3/24", "内网", "1.2.3.0/24 " * 21]
)
def test_a_network_that_is_none_or_too_wide_is_refused(words: str) -> None:
    with pytest.raises(Refused, match="网段"):
        networks_in(words)


def test_the_signature_is_over_the_moment_and_the_body() -> None:
    body = '{"期":"第6期"}'.encode()
    mark = hmac.new(b"tzs_1", b"1767225600." + body, sha256).hexdigest()
    assert signature("tzs_1", 1767225600, body) == f"t=1767225600,v1={mark}"
    assert signature("tzs_1", 1767225601, body) != signature("tzs_1", 1767225600, body)
