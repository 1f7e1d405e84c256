"""What a stranger, or a platform on a bad day, may send: bodies for the platform contract."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from hypothesis import strategies as st

JUNK: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1.5, -0.0, 1e308, 2**53 + 1, 2**80, 10**63, 253402300800, 10**15,
    "", " ", "x", "0", "-1", "nan", "\x00", "\ud800", "a\udfffb", "٣", "<script>", "{0.__class__}", "a" * 3000,
    "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+14:00", "2026-02-30T00:00:00Z", "Sat Feb 30 99:99:99 +0000 2026",
    [], [[]], [None], [1], ["x"], [{}], {}, {"id": {}}, {"id": None}, {"": ""},
)  # fmt: skip


def written_again(text: str, content: str) -> dict[str, bytes]:
    """What somebody makes who parses a body and writes it anew."""
    if content == "xml":
        return {
            "re-serialised": text.replace("><", ">\n<").encode(),
            "declared": b"<?xml version='1.0'?>" + text.encode(),
        }
    return {
        "re-serialised": json.dumps(json.loads(text)).encode(),
        "compact": json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False).encode(),
    }


def raw(genuine: bytes, content: str = "json") -> dict[str, bytes]:
    """Bodies that are odd as bytes, by name; `genuine` is one that the platform really sends."""
    text = genuine.decode("utf-8-sig").strip()
    return _odd_xml(text) if content == "xml" else _odd_json(text)


def _odd_xml(text: str) -> dict[str, bytes]:
    root = re.sub(r"^<\?xml[^>]*\?>\s*", "", text)
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 10))
    return {
        "nothing": b"",
        "white space": b" \r\n\t ",
        "null": b"null",
        "a text": b"x",
        "JSON": b'{"a": 1}',
        "an entity": f'<!DOCTYPE a [<!ENTITY b "c">]>{root}'.encode(),
        "a bomb": f'<!DOCTYPE a [<!ENTITY b0 "c">{bomb}]><feed xmlns="http://www.w3.org/2005/Atom">&b9;</feed>'.encode(),
        "a file": f'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><feed>&b;</feed>{root}'.encode(),
        "a doctype": f'<!DOCTYPE feed SYSTEM "http://127.0.0.1:1/x.dtd">{root}'.encode(),
        "another root": b"<html><body/></html>",
        "100,000 elements deep": b"<feed>" * 100_000,
        "100,000 closed elements": b"<a>" * 100_000 + b"</a>" * 100_000,
        "a byte order mark": b"\xef\xbb\xbf" + text.encode(),
        "UTF-16": root.encode("utf-16-be"),
        "Latin-1": "<feed>é</feed>".encode("latin-1"),
        "cut": text.encode()[:-1],
        "half": text.encode()[: len(text) // 2],
        "more after the end": text.encode() + b"<a/>",
        "NUL": text.replace(">", ">\0", 1).encode(),
        "an unknown prefix": root.replace("<entry", "<zz:entry").replace("</entry", "</zz:entry").encode(),
        "3 MB of text": b'<feed xmlns="http://www.w3.org/2005/Atom"><title>' + b"a" * 3_000_000 + b"</title></feed>",
        "20,000 elements": b'<feed xmlns="http://www.w3.org/2005/Atom">' + b"<entry/>" * 20_000 + b"</feed>",
        "bidi and zero width": root.replace("</title>", "\u202e\u200b\u2066</title>").encode(),
    }


def _odd_json(text: str) -> dict[str, bytes]:
    inner = text[1:-1]

    def also(value: str) -> bytes:
        return f'{{{inner},"zz":{value}}}'.encode()

    return {
        "nothing": b"",
        "white space": b" \r\n\t ",
        "null": b"null",
        "an array": b"[" + text.encode() + b"]",
        "a text": b'"x"',
        "a number": b"1",
        "100,000 arrays": b"[" * 100_000,
        "100,000 objects": b'{"a":' * 100_000,
        "100,000 arrays inside": b'{"entry":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        "65 closed arrays": also("[" * 65 + "]" * 65),
        "brackets in a text": b'{"a":"' + b"[" * 100_000 + b'"}',
        "5,000 digits": also("9" * 5000),
        "5,000 digits after the point": also("0." + "9" * 5000),
        "NaN": also("NaN"),
        "Infinity": also("-Infinity"),
        "1e400": also("1e400"),
        "a huge exponent": also("1e99999999999999999999"),
        "a byte order mark": b"\xef\xbb\xbf" + text.encode(),
        "UTF-16": text.encode("utf-16"),
        "UTF-32": text.encode("utf-32"),
        "Latin-1": '{"text":"é"}'.encode("latin-1"),
        "duplicate keys": f"{{{inner},{inner}}}".encode(),
        "lone surrogates": _every_text(json.loads(text), "\ud83d \udc00"),
        "NUL in texts": _every_text(json.loads(text), "a\x00b"),
        "bidi and zero width": _every_text(json.loads(text), "\u202e\u200b\u2066"),
        "cut": text.encode()[:-1],
        "half": text.encode()[: len(text) // 2],
        "more after the end": text.encode() + b"{}",
        "a comment": text.encode() + b"// x",
        "single quotes": b"{'id': 1}",
        "3 MB of text": b'{"text":"' + b"a" * 3_000_000 + b'"}',
        "3 MB of escapes": b'{"text":"' + b"\\n" * 1_500_000 + b'"}',
        "an open text of 3 MB": b'{"text":"' + b"\\" * 3_000_001,
        "quotes without end": b'"' * 1_000_001,
        "escaped quotes without end": b'{"a":"' + b'\\"' * 1_000_000 + b"\\",
        "a million empty texts": b'{"a":["",' + b'"",' * 1_000_000 + b'""]}',
        "20,000 elements": b'{"entry":[' + b"{}," * 19_999 + b"{}]}",
        "form": b"payload=%7B%7D",
        "XML": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    }


def mutations(genuine: bytes, content: str = "json") -> Iterator[bytes]:
    """The body with each part in turn replaced by each piece of junk, or left out."""
    if content == "xml":
        yield from _mutated_xml(genuine.decode("utf-8-sig"))
        return
    value = json.loads(genuine.decode("utf-8-sig"))
    for path in _paths(value):
        for junk in JUNK:
            yield json.dumps(_with(value, path, junk)).encode()
        yield json.dumps(_without(value, path)).encode()


_XML_JUNK: Final = (
    "",
    " ",
    "x",
    "0",
    "-1",
    "\u202e",
    "&lt;script&gt;",
    "<a/>",
    "a" * 3000,
    "9999-12-31T23:59:59-23:59",
)


def _mutated_xml(text: str) -> Iterator[bytes]:
    """Each text and attribute replaced by junk, each innermost element left out, and each name changed."""
    for place in re.finditer(r'(?<=>)[^<>]+(?=<)|(?<==")[^"]*(?=")', text):
        for junk in _XML_JUNK:
            yield (text[: place.start()] + junk + text[place.end() :]).encode()
    for place in re.finditer(r"<([\w:-]+)(?:\s[^<>]*)?(?:/>|>[^<]*</\1>)", text):
        yield (text[: place.start()] + text[place.end() :]).encode()
        yield (text[: place.end()] + place[0] + text[place.end() :]).encode()
    for name in sorted(set(re.findall(r"</([\w:-]+)>", text))):
        yield re.sub(rf"(</?){name}\b", r"\1other", text).encode()


@st.composite
def mutated(draw: st.DrawFn, bodies: list[bytes], content: str = "json") -> bytes:
    """A genuine body with several parts replaced at once by arbitrary JSON, or characters of XML by others."""
    if content == "xml":
        text = list(draw(st.sampled_from(bodies)).decode("utf-8-sig"))
        for _ in range(draw(st.integers(1, 8))):
            text[draw(st.integers(0, len(text) - 1))] = draw(
                st.sampled_from('<>&;"/= \n') | st.characters(codec="utf-8")
            )
        return "".join(text).encode()
    value = json.loads(draw(st.sampled_from(bodies)).decode("utf-8-sig"))
    for _ in range(draw(st.integers(1, 4))):
        paths = list(_paths(value))
        if not paths:
            break
        value = _with(value, draw(st.sampled_from(paths)), draw(st.sampled_from(JUNK) | json_values()))
    return json.dumps(value).encode()


def json_values() -> st.SearchStrategy[Any]:
    simple = st.none() | st.booleans() | st.integers(-(10**40), 10**40) | st.floats(allow_nan=False) | st.text()
    return st.recursive(
        simple, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
    )


def _paths(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*here, key)
        yield from _paths(inner, (*here, key))


def _with(value: Any, path: tuple[Any, ...], junk: Any) -> Any:
    changed = copy.deepcopy(value)
    parent = changed
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = junk
    return changed


def _without(value: Any, path: tuple[Any, ...]) -> Any:
    changed = copy.deepcopy(value)
    parent = changed
    for key in path[:-1]:
        parent = parent[key]
    del parent[path[-1]]
    return changed


def _every_text(value: Any, extra: str) -> bytes:
    """Ids and types keep their texts, or nothing would be read: the extra goes behind texts with a space, and names."""

    def walk(part: Any, key: str = "") -> Any:
        if isinstance(part, dict):
            return {name: walk(inner, name) for name, inner in part.items()}
        if isinstance(part, list):
            return [walk(inner, key) for inner in part]
        worded = isinstance(part, str) and (" " in part or key in ("id", "name", "handle", "text", "message"))
        return part + extra if worded else part

    return json.dumps(walk(value)).encode()
