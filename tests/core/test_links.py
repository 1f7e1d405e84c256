"""Links that a colleague is shown lead to the platform or to hosts that the brand named, and nowhere else (A20)."""

from __future__ import annotations

import pytest

from shared.core.links import allowed

HOSTS = ("facebook.com", "shop.example")
GOOD = (
    "https://facebook.com/1_2",
    "https://www.facebook.com/1?comment_id=2",
    "https://shop.example/",
    "https://a.shop.example/x#y",
)
BAD = {
    "other host": "https://evil.example/1",
    "looks like it": "https://facebook.com.evil.example/1",
    "ends like it": "https://notfacebook.com/1",
    "plain http": "http://facebook.com/1",
    "script": "javascript:alert(1)//facebook.com",
    "login": "https://facebook.com@evil.example/",
    "login on it": "https://evil:x@facebook.com/",
    "port": "https://facebook.com:444/",
    "bad port": "https://facebook.com:x/",
    "line break": "https://facebook.com/\r\nX: y",
    "space": "https://facebook.com/ x",
    "not ascii": "https://fаcebook.com/",
    "too long": "https://facebook.com/" + "x" * 3000,
    "brackets": "https://[facebook.com/",
    "empty": "",
    "none": None,
}


@pytest.mark.parametrize("url", GOOD)
def test_links_to_named_hosts_are_shown(url: str) -> None:
    assert allowed(url, HOSTS) == url


@pytest.mark.parametrize("url", BAD.values(), ids=BAD.keys())
def test_other_links_are_not(url: str | None) -> None:
    assert allowed(url, HOSTS) is None
