"""A shortlist of GIFs from GIPHY for people to look at, added to `brands/<brand>/pictures.toml`.

    python -m functions.local.gifs tern-kettle "thank you" --suits thanks,praise --language en

One search, at a desk: no door ever asks GIPHY. HEARD_GIPHY_KEY holds the key. Nothing that is added here is sent before
a colleague has written their name beside it; docs/pictures.md says how, and what GIPHY asks of those who use it.
Exit codes: 0 done, 1 not done (the reason is on standard error), 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlencode, urlsplit

import msgspec

from shared.brands.problems import BrandsInvalid, Faults
from shared.brands.reading import filled
from shared.brands.voice_form import FILE, PICTURES, PicturesForm, VoiceForm, public_address
from shared.core.errors import BackendUnavailable, ConfigurationError
from shared.core.secret import Secret, weakness
from shared.rules.languages import base, code
from shared.settings import Settings, is_loopback

CREDIT: Final = "Powered by GIPHY"
SUITS: Final = ("praise", "thanks", "story", "tag")
_GIPHY: Final = "https://api.giphy.com"
_ASKED: Final = 50  # results: GIPHY's most for a new key; what is known already is passed over
_PATIENCE: Final = 10.0  # seconds without a byte
_LONGEST: Final = 30.0  # seconds for all of an answer
_LARGEST: Final = 4 * 1024 * 1024  # bytes; fifty results are well under one million
_TAME: Final[Mapping[str, tuple[str, ...]]] = {"g": ("y", "g"), "pg": ("y", "g", "pg")}
_SIZES: Final = ("downsized", "downsized_medium", "original")  # under 2 MB, under 5 MB, as it is
_ID: Final = re.compile(r"[A-Za-z0-9]{1,64}")
_ALIKE: Final = "en es pt id fr ar tr th vi de it ja ru ko pl nl ro hu sv cs hi bn da fa tl fi he ms no uk"
# The languages that GIPHY searches in, as it writes them, by ours.
_LANGUAGES: Final[Mapping[str, str]] = {
    **{one: one for one in _ALIKE.split()},
    **{"zh": "zh-CN", "zh-hans": "zh-CN", "zh-hant": "zh-TW", "fil": "tl"},
}
_MEANS: Final[Mapping[int, str]] = {
    401: "it does not know the key; look at HEARD_GIPHY_KEY",
    403: "it does not take the key; look at HEARD_GIPHY_KEY",
    414: "the query is too long",
    429: "the key has made its calls of this hour (100 for a new one); try again later",
}
_HEAD: Final = """\
# Pictures of others, for where none of your own in voice.toml fits. Look at each under its address: what it shows, the
# words in it, who is in it, and whether you may use it. Write who has looked into seen_by; without a name there it is
# never sent. Leave what you do not want as it is, so that the next search passes it over.
"""


class _Meta(msgspec.Struct):
    response_id: str


class _Answer(msgspec.Struct):
    meta: _Meta
    data: list[Any] = []


class _Size(msgspec.Struct):
    url: str = ""


class _Gif(msgspec.Struct):
    id: str
    rating: str
    images: dict[str, _Size]
    title: str = ""
    alt_text: str | None = None


class Found(msgspec.Struct, frozen=True):
    """One GIF: GIPHY's name of it, its address, and what it shows."""

    id: str
    url: str
    alt: str

    @property
    def page(self) -> str:
        return f"https://giphy.com/gifs/{self.id}"


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Search once and add what is new."""
    options = _parser().parse_args(argv)
    try:
        print(_done(options, os.environ if environ is None else environ))
    except (ConfigurationError, BackendUnavailable) as error:
        print(f"Not done. {error}", file=sys.stderr)
        return 1
    return 0


def _done(options: argparse.Namespace, environ: Mapping[str, str]) -> str:
    home = Settings.read(environ).brands / options.brand
    known = _known(home)
    key, server = _key(environ), _server(environ)
    left_out: Counter[str] = Counter()
    new = list(_new(_search(key, server, options), known, options.rating, left_out))[: options.most]
    others = ", ".join(f"{number} {why}" for why, number in left_out.items())
    others = f"\nLeft out: {others}." if others else ""
    if not new:
        return f"GIPHY has nothing new for this search.{others}"
    file = home / PICTURES
    _append(file, "".join(_block(one, options) for one in new))
    listed = "\n".join(f"  {one.page}  {one.alt}" for one in new)
    return (
        f"Added to {file}:\n{listed}{others}\n"
        "None of them is sent yet. Look at each, and write your name into seen_by of those that you want and may use."
    )


def _known(home: Path) -> set[str]:
    """The addresses that stand in the brand's files. Raises ConfigurationError where these cannot be read."""
    if not (home / "brand.toml").is_file():
        there = sorted(one.parent.name for one in home.parent.glob("*/brand.toml"))
        raise ConfigurationError(f"brand: came {home.name[:60]!r}; there is: {', '.join(there) or 'none'}")
    found = Faults()
    voice, shortlist = home / FILE, home / PICTURES
    own = filled(VoiceForm, voice, found.about(voice)) if voice.exists() else None
    listed = filled(PicturesForm, shortlist, found.about(shortlist)) if shortlist.exists() else None
    if found.found:
        raise BrandsInvalid(found.found)
    return {one.url for form in (own, listed) if form is not None for one in form.pictures}


def _key(environ: Mapping[str, str]) -> Secret:
    key = environ.get("HEARD_GIPHY_KEY", "").strip()
    weak = weakness(key, ours=False)
    if weak is not None:
        why = weak if key else "is not set"
        raise ConfigurationError(f"HEARD_GIPHY_KEY {why}; make an API key at https://developers.giphy.com/dashboard/")
    return Secret(key)


def _server(environ: Mapping[str, str]) -> str:
    address = environ.get("HEARD_GIPHY_BASE_URL") or _GIPHY
    written = re.fullmatch(r"https?://[^/?#\s@]+", address)
    if written is None or not (address.startswith("https:") or is_loopback(address)):
        raise ConfigurationError("HEARD_GIPHY_BASE_URL: came something else; expected https:// and a host alone")
    return address


def _search(key: Secret, server: str, options: argparse.Namespace) -> list[Any]:
    """What GIPHY finds, as it writes it. Raises BackendUnavailable."""
    asked = {"api_key": key.reveal(), "q": options.query, "limit": _ASKED, "rating": options.rating}
    if options.language is not None:
        asked["lang"] = _LANGUAGES[options.language]
    answer = _fetched(server, f"/v1/gifs/search?{urlencode(asked)}")
    try:
        told = msgspec.json.decode(answer, type=_Answer)
    except (msgspec.DecodeError, UnicodeError):
        raise BackendUnavailable("GIPHY", "an answer that is not in its documented form") from None
    if not told.meta.response_id:  # this is how it says, with status 200, that something behind it is broken
        raise BackendUnavailable("GIPHY", "trouble of its own; try again later")
    return told.data


def _fetched(server: str, path: str) -> bytes:
    parts = urlsplit(server)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    try:
        line = kind(parts.netloc, timeout=_PATIENCE)
        try:
            line.request("GET", path, headers={"Accept": "application/json"})
            answer = line.getresponse()
            if answer.status != 200:
                why = _MEANS.get(answer.status, "expected status 200")
                raise BackendUnavailable("GIPHY", f"{why} (status {answer.status})")
            return b"".join(_read(answer))
        finally:
            line.close()
    except (OSError, http.client.HTTPException) as error:
        # The error's own words may hold the address, and with it the key.
        raise BackendUnavailable("GIPHY", f"cannot be reached ({type(error).__name__})") from None


def _read(answer: http.client.HTTPResponse) -> Iterator[bytes]:
    size, end = 0, time.monotonic() + _LONGEST
    while piece := answer.read1(65536):
        size += len(piece)
        if size > _LARGEST:
            raise BackendUnavailable("GIPHY", f"an answer of more than {_LARGEST} bytes")
        if time.monotonic() > end:
            raise BackendUnavailable("GIPHY", f"an answer that takes more than {_LONGEST:.0f} seconds")
        yield piece


def _new(data: Iterable[Any], known: set[str], rating: str, left_out: Counter[str]) -> Iterator[Found]:
    """Those that are fit, and neither in the brand's files nor a second time in the answer."""
    ids = {piece for url in known for piece in urlsplit(url).path.split("/")}
    for one in data:
        try:
            gif = msgspec.convert(one, _Gif)
        except msgspec.ValidationError:
            left_out["not in GIPHY's documented form"] += 1
            continue
        url, alt = _address(gif), _plain(gif.alt_text) or _plain(gif.title)
        if url is None:
            left_out["without an address that is GIPHY's own"] += 1
        elif gif.id in ids:
            left_out["known already"] += 1
        elif gif.rating.lower() not in _TAME[rating]:
            left_out[f"not rated {rating}"] += 1
        elif not alt:
            left_out["without a word about what it shows"] += 1
        else:
            ids.add(gif.id)
            yield Found(gif.id, url, alt)


def _address(gif: _Gif) -> str | None:
    """Where the GIF itself is. What stands behind a question mark only counts who asks, and is left away."""
    for size in _SIZES:
        url = gif.images.get(size, _Size()).url.partition("?")[0]
        try:
            public_address(url)
            host = urlsplit(url).netloc.lower()
        except ValueError:
            continue
        if host.endswith(".giphy.com") and url.lower().endswith(".gif") and _ID.fullmatch(gif.id) and url.isascii():
            return url
    return None


def _plain(text: str | None) -> str:
    line = " ".join((text or "").split())
    return "".join(filter(str.isprintable, line))[:300].strip()


def _block(one: Found, options: argparse.Namespace) -> str:
    """One picture as it stands in the file. A JSON string of printable characters is a TOML one too."""
    values: dict[str, object] = {"url": one.url, "alt": one.alt, "suits": options.suits}
    if options.language is not None:
        values["languages"] = [options.language]
    values |= {"credit": CREDIT, "seen_by": ""}
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
    return "\n".join(("", f"# {one.page}", "[[pictures]]", *lines, ""))


def _append(file: Path, text: str) -> None:
    """Whoever reads the file meanwhile sees the old one or the new. Raises ConfigurationError."""
    draft = file.with_name(f".{file.name}.draft")
    try:
        before = file.read_text(encoding="utf-8") if file.exists() else _HEAD
        draft.write_text(before + ("" if before.endswith("\n") else "\n") + text, encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be written ({error.strerror or type(error).__name__})") from error


def _query(text: str) -> str:
    plain = " ".join(text.split())
    if not 1 <= len(plain) <= 50 or not plain.isprintable():
        raise argparse.ArgumentTypeError(f"came {text[:60]!r}; expected 1 to 50 characters, GIPHY's limit")
    return plain


def _suits(text: str) -> list[str]:
    names = list(dict.fromkeys(re.split(r"[,\s]+", text.strip())))
    if not set(names) <= set(SUITS):
        raise argparse.ArgumentTypeError(f"came {text[:60]!r}; expected one or more of {', '.join(SUITS)}")
    return names


def _language(text: str) -> str:
    known = code(text)
    found = next((one for one in (known, base(known or "")) if one in _LANGUAGES), None)
    if found is None:
        raise argparse.ArgumentTypeError(
            f"came {text[:20]!r}; GIPHY searches in {', '.join(_LANGUAGES)}. Leave it out for another one"
        )
    return found


def _most(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _ASKED:
        raise argparse.ArgumentTypeError(f"came {text[:20]!r}; expected a whole number from 1 to {_ASKED}")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m functions.local.gifs", description="Find GIFs on GIPHY for colleagues to choose from."
    )
    ratings: tuple[Literal["g", "pg"], ...] = ("g", "pg")
    parser.add_argument("brand", help="the brand's folder name")
    parser.add_argument("query", type=_query, help='what to search for, such as "thank you"')
    parser.add_argument("--suits", type=_suits, required=True, help=f"the classes that they suit: {', '.join(SUITS)}")
    parser.add_argument("--language", type=_language, help="the language of the search and of words in the picture")
    parser.add_argument("--rating", choices=ratings, default="g", help="g: for everybody (g), pg: for most")
    parser.add_argument("--most", type=_most, default=10, help="add so many at most, 1 to 50 (10)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
