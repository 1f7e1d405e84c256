"""The page at /: what is running here, in plain words, and what to try. Shows nothing that a stranger may not know."""

from __future__ import annotations

from html import escape

from flask import Request, Response

from shared import __version__
from shared.wiring import Wiring


def page(request: Request, wiring: Wiring) -> Response:
    """The page, as HTML for a browser and as text for everything else."""
    lines = _lines(request.host_url, wiring)
    if "text/html" not in request.headers.get("Accept", ""):
        return Response("\n\n".join(lines) + "\n", content_type="text/plain; charset=utf-8", headers=_HEADERS)
    body = "".join(f"<p>{escape(line)}</p>" for line in lines[1:])
    return Response(
        _HTML.format(title=escape(lines[0]), body=body), content_type="text/html; charset=utf-8", headers=_HEADERS
    )


def _lines(address: str, wiring: Wiring) -> list[str]:
    settings, connections = wiring.settings, sorted(wiring.routes.connections)
    lines = [f"Heard {__version__} is running."]
    if not connections:
        lines.append(
            f"No platform is connected yet. Name one in {settings.brands}/connections.toml, describe your brand in "
            f"{settings.brands}/<brand>/brand.toml, and start again; docs/first-brand.md shows how in ten minutes."
        )
        lines.append("To see a whole day go through it first, run: make demo")
        return lines
    lines.append(
        "It listens for webhooks from " + ", ".join(f"{name} at {address}{name}" for name in connections) + "."
    )
    lines.append(
        "Each must carry its platform's signature; anything else gets 401. What is accepted is answered by the rules "
        f"in {settings.brands}, timed, and shown in the daily digest, which is written to {settings.data / 'outbox'}."
    )
    lines.append(
        "To let a real platform reach this machine, put an https address in front of it and give the platform that "
        "address, followed by the name above. To see a whole day go through, run: make demo"
    )
    return lines


_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}
_HTML = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Heard</title><style>
body {{ margin: 0; background: #f3eee7; color: #241d18; font: 17px/1.55 system-ui, sans-serif; }}
main {{ max-width: 36rem; margin: 12vh auto; padding: 2rem; background: #fffdfa; border-radius: 12px;
       overflow-wrap: anywhere; }}
h1 {{ font: 28px/1.2 Georgia, serif; margin: 0 0 1rem; }}
@media (prefers-color-scheme: dark) {{
  body {{ background: #171310; color: #f4ede5; }} main {{ background: #231d19; }}
}}
</style></head><body><main><h1>{title}</h1>{body}</main></body></html>
"""
