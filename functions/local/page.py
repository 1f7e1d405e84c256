"""The page at /: what is running here, in plain words, and what to try. Shows nothing that a stranger may not know."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from flask import Request, Response

from shared import __version__
from shared.wiring import Wiring


def page(request: Request, wiring: Wiring) -> Response:
    """The page, as HTML for a browser and as text for everything else."""
    if request.method not in ("GET", "HEAD"):
        return Response("MethodNotAllowed\n", 405, content_type="text/plain; charset=utf-8", headers={"Allow": "GET"})
    told = _told(request.host_url, wiring)
    if "text/html" in request.headers.get("Accept", ""):
        return Response(_html(told), content_type="text/html; charset=utf-8", headers=_HEADERS)
    return Response(_text(told), content_type="text/plain; charset=utf-8", headers=_HEADERS)


@dataclass(frozen=True, slots=True)
class _Told:
    """`addresses` stand between the first paragraph and the rest; `commands` can be typed as they are."""

    title: str
    first: str
    addresses: tuple[str, ...]
    rest: tuple[str, ...]
    commands: tuple[tuple[str, str], ...]


def _told(address: str, wiring: Wiring) -> _Told:
    settings, connections = wiring.settings, sorted(wiring.routes.connections)
    title = f"Heard {__version__} is running."
    demo = ("make demo", "plays a whole day against a pretend platform, on this machine alone")
    check = ("make rules", "checks every brand and rule")
    if not connections:
        brands = _named(settings.brands, "your brands folder")
        first = "No platform is connected yet."
        rest: tuple[str, ...] = (
            f"Name one in connections.toml in {brands}, describe your brand in <brand>/brand.toml beside it, "
            "and start again. docs/first-brand.md shows how.",
        )
        return _Told(title, first, (), rest, (demo, check))
    outbox = _named(settings.data / "outbox", "the outbox in its data folder")
    rest = (
        "Every request must carry its platform's signature; anything else is answered 401. What is accepted is "
        f"acknowledged by your rules, timed, and told in the daily digest, which is written to {outbox}.",
        "To let a real platform reach this machine, put an https address in front of it, and give the platform that "
        "address followed by a name above.",
    )
    return _Told(
        title, "It listens for webhooks at", tuple(address + name for name in connections), rest, (demo, check)
    )


def _named(folder: Path, otherwise: str) -> str:
    """A folder as it is written in the documentation; an absolute path is nobody else's business."""
    return otherwise if folder.is_absolute() else f"{folder}/"


def _text(told: _Told) -> str:
    blocks = [told.title, told.first, *(["\n".join(f"  {one}" for one in told.addresses)] if told.addresses else [])]
    commands = "\n".join(f"  {command}  {does}" for command, does in told.commands)
    return "\n\n".join([*blocks, *told.rest, commands]) + "\n"


def _html(told: _Told) -> str:
    addresses = "".join(f"<li><code>{escape(one)}</code></li>" for one in told.addresses)
    commands = "".join(
        f"<dt><code>{escape(command)}</code></dt><dd>{escape(does)}</dd>" for command, does in told.commands
    )
    parts = [f"<p>{escape(told.first)}</p>", f"<ul>{addresses}</ul>" if addresses else ""]
    parts += [f"<p>{escape(one)}</p>" for one in told.rest]
    return _HTML.format(title=escape(told.title), body="".join(parts), commands=commands)


_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}
_HTML = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Heard</title><style>
body {{ margin: 0; background: #f3eee7; color: #241d18; font: 17px/1.55 system-ui, sans-serif; }}
main {{ box-sizing: border-box; max-width: 40rem; margin: 0 auto; padding: clamp(1.5rem, 6vw, 3rem); min-height: 100vh;
       background: #fffdfa; overflow-wrap: anywhere; }}
h1 {{ font: 28px/1.2 Georgia, serif; margin: 0 0 1.25rem; }}
p, ul, dl {{ margin: 0 0 1rem; }}
ul {{ list-style: none; padding: 0; }}
li {{ margin: 0 0 .5rem; }}
code {{ font: 15px/1.5 ui-monospace, monospace; background: #f3eee7; padding: .1em .4em; border-radius: 4px; }}
dl {{ border-top: 1px solid #e2d8cb; padding-top: 1rem; }}
dd {{ margin: .25rem 0 .75rem; }}
@media (min-width: 44rem) {{ main {{ margin: 8vh auto; min-height: 0; border-radius: 12px; }} }}
@media (prefers-color-scheme: dark) {{
  body {{ background: #171310; color: #f4ede5; }} main {{ background: #231d19; }}
  code {{ background: #332b25; }} dl {{ border-color: #453a32; }}
}}
</style></head><body><main><h1>{title}</h1>{body}<dl>{commands}</dl></main></body></html>
"""
