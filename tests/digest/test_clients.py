"""What our page is built of, held against what mail programs support: tests/digest/clients.toml says which, and why."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

from shared.digest.html import render_html
from tests.digest.pages import FULL
from tests.digest.samples import SAMPLES, digest
from tests.digest.test_render import Page

TABLE: Final[dict[str, dict[str, dict[str, Any]]]] = tomllib.loads(
    Path(__file__).with_name("clients.toml").read_text(encoding="utf-8")
)
PROGRAMS: Final = {"gmail", "word", "outlook", "apple", "yahoo", "samsung"}

BASIC: Final = {"html", "head", "meta", "title", "body", "a", "br", "tr", "td", "th", "caption"}
"""Of HTML's first years: mails are built of tables and links. `html`, `head` and `body` may be dropped; nothing of ours
needs them."""
SAME: Final = {"h1": "h1-h6", "h2": "h1-h6", "h3": "h1-h6", "b": "strong"}
PLAIN: Final = {
    "href", "style", "class", "border", "colspan", "scope", "content", "name", "charset", "aria-roledescription",
}  # fmt: skip
"""Attributes that are as old as their elements; what the last one says is in the label beside it too."""
OWN: Final = {
    "-webkit-text-size-adjust": "keeps Apple's programs from enlarging small letters; unknown ones pass it over",
    "mso-hide": "of Word alone: hides the preheader, which it would show",
    "mso-padding-alt": "of Word alone: the room inside the button, which it gives to cells and not to links",
    "mso-line-height-rule": "of Word alone: lines as low as a chart's",
}
LONG: Final = {
    "font-family": "font", "font-style": "font", "border-top": "border", "border-color": "border",
    "padding-left": "padding", "padding-right": "padding", "padding-top": "padding", "margin-top": "margin",
}  # fmt: skip
"""A part of a property, under the name that it was tested by."""
DENIED: Final = {
    "elements": {
        "svg", "script", "form", "input", "button", "iframe", "object", "embed", "link", "base", "video", "audio",
        "img", "canvas", "details", "bdi",
    },
    "properties": {
        "position", "float", "flex", "grid", "background", "background-image", "opacity", "transform", "animation",
        "transition", "filter", "clip-path", "box-shadow", "z-index", "list-style", "content", "gap",
    },
    "values": {"flex", "grid", "inline-flex", "inline-grid", "absolute", "relative", "fixed", "sticky"},
}  # fmt: skip
"""Never, whatever a table says: removed or ignored by Gmail, Word or Yahoo, or a way to load or to run something."""

every = pytest.mark.parametrize("name", [*SAMPLES, "by hand", "from right to left"])


def source(name: str) -> str:
    if name == "by hand":
        return render_html(FULL)
    if name == "from right to left":
        from dataclasses import replace

        return render_html(replace(FULL, direction="rtl"))
    return render_html(digest(name))


def declared(text: str) -> list[tuple[str, str]]:
    return [
        (key.strip(), value.strip()) for key, _, value in (one.partition(":") for one in text.split(";")) if key.strip()
    ]


def inline(name: str) -> list[tuple[str, str]]:
    found = [declared(attributes["style"] or "") for _, attributes in Page(source(name)).tags if "style" in attributes]
    return [one for some in found for one in some]


def rules(name: str) -> str:
    return re.findall(r"<style>\n(.*?)</style>", source(name), re.DOTALL)[-1]


def test_the_table_says_where_each_fact_is_from_and_what_becomes_of_each_gap() -> None:
    for kind, entries in TABLE.items():
        for name, fact in entries.items():
            short = set(fact.get("short", []))
            assert short <= PROGRAMS, (kind, name)
            assert bool(short) == bool(fact.get("so")), f"{kind} {name}: a gap and its reason go together"
            if name != "color":
                assert re.fullmatch(r"[a-z0-9-]+", fact["page"])
                assert 2018 < fact["tested"].year < 2027


@every
def test_every_element_and_attribute_is_one_that_mail_programs_keep(name: str) -> None:
    for tag, attributes in Page(source(name)).tags:
        assert tag in BASIC or SAME.get(tag, tag) in TABLE["html"], tag
        for key in attributes:
            assert key in PLAIN or key in TABLE["attribute"], f"{tag} {key}"


@every
def test_every_property_is_one_that_mail_programs_keep(name: str) -> None:
    in_rules = [one for body in re.findall(r"\{([^{}]*)\}", rules(name)) for one in declared(body)]
    for key, _value in [*inline(name), *in_rules]:
        assert key in OWN or LONG.get(key, key) in TABLE["css"], key


@every
def test_nothing_that_a_mail_program_drops_or_distrusts_is_on_the_page(name: str) -> None:
    assert not {tag for tag, _ in Page(source(name)).tags} & DENIED["elements"]
    for key, value in inline(name):
        assert key not in DENIED["properties"]
        assert value not in DENIED["values"] or key == "table-layout"
        assert not key.startswith("--")


@every
def test_the_limits_that_the_table_names_are_kept(name: str) -> None:
    for key, value in inline(name):
        assert "!important" not in value, "Word drops it inline"
        if key == "font-size":
            assert value.endswith("px")
        if key == "font-weight":
            assert value in ("normal", "bold")
        if key == "text-align":
            assert value in ("left", "right", "center")
        if key.startswith(("margin", "padding")):
            assert "-" not in value
            assert "auto" not in value
        if key == "border-radius":
            assert "/" not in value
        if key == "display":
            assert value in ("none", "block", "inline-block")
        if key == "text-decoration":
            assert len(value.split()) == 1
    for tag, attributes in Page(source(name)).tags:
        kept = dict(declared(attributes.get("style") or ""))
        if tag in ("p", "div"):
            assert not any(key.startswith("border") and key != "border-radius" for key in kept), "Word draws it at will"
        if tag in ("div", "p", "span"):
            assert "width" not in kept, "Word takes it on cells and tables only"
        if "max-width" in kept:
            assert tag == "table"
        if "border-spacing" in kept:
            assert attributes["cellspacing"] == "1"
        if tag == "td":
            assert "lang" not in attributes


@every
def test_the_rules_are_media_queries_by_class_and_nothing_else(name: str) -> None:
    kept = rules(name)
    assert "/*" not in kept, "a comment makes some programs drop the rule behind it"
    outside = re.sub(r"@media \([a-z-]+:[a-z0-9]+\)\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", kept)
    assert outside.strip() == ""
    assert kept.count("{") == kept.count("}")
    assert set(re.findall(r"@media \(([a-z-]+)", kept)) == {"min-width", "prefers-color-scheme"}
    selectors = re.findall(r"([^{}\s]+)\{", re.sub(r"@media[^{]*\{", "", kept))
    assert selectors
    assert all(re.fullmatch(r"\.[a-z_0-9]+", one) for one in selectors), "one class each: all that Gmail and Yahoo know"
    assert all(
        value.endswith("!important") for body in re.findall(r"\{([^{}]*)\}", kept) for _, value in declared(body)
    )


def test_word_has_rules_of_its_own_that_others_pass_over() -> None:
    conditional = re.findall(r"<!--\[if mso\]>(.*?)<!\[endif\]-->", source("by hand"), re.DOTALL)
    assert "font-family" in conditional[0]
    assert 'width="640"' in conditional[1], "it knows no max-width: a table of that width stands around the page"
    assert conditional[2].startswith("</td>")
    assert not re.search(r"\S!important", conditional[0]), "it wants a blank in front"
