"""The HTTP server of the local responder: waitress, reading more strictly than it does by itself.

A request that two servers in a row could split differently is refused, and one that does not arrive is dropped:
nobody's silence keeps a thread or a connection. Bodies are read before a thread is taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

import waitress
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError, TransferEncodingNotImplemented
from waitress.server import BaseWSGIServer, MultiSocketServer
from waitress.utilities import RequestEntityTooLarge

from shared import log
from shared.core.errors import ConfigurationError
from shared.settings import Settings

_THREADS: Final = 8
_SILENCE: Final = 10  # seconds that a sender may be silent
_WHOLE: Final = 60  # seconds that one request may take to arrive, however steadily it trickles


def make_server(app: Callable[..., Any], settings: Settings) -> BaseWSGIServer | MultiSocketServer:
    """A server that listens already. Raises ConfigurationError where it cannot."""
    try:
        server = waitress.create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=_THREADS,
            connection_limit=2000,
            channel_timeout=_SILENCE,
            cleanup_interval=2,
            max_request_body_size=settings.max_body + 1,
            asyncore_use_poll=True,
            ident="",
        )
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise ConfigurationError(
            f"PORT, HEARD_HOST: cannot listen on {settings.host}, port {settings.port} ({why}). "
            "Stop what listens there, or choose another port"
        ) from error
    sockets = server.map.values() if isinstance(server, MultiSocketServer) else [server]
    for one in list(sockets):
        if isinstance(one, BaseWSGIServer):
            one.channel_class = _Channel
    return server


def port_of(server: BaseWSGIServer | MultiSocketServer) -> int:
    """The port it really listens on; of several addresses, the first one's."""
    first = server.effective_listen[0][1] if isinstance(server, MultiSocketServer) else server.effective_port
    return int(first)


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress ships no types
    def received(self, data: bytes) -> int:
        taken: int = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge):  # answered before anything of ours sees it
            log.warning("delivery.rejected", reason="DeliveryTooLarge", status=413)
        return taken

    def parse_header(self, header_plus: bytes) -> None:
        if b"\r\n " in header_plus or b"\r\n\t" in header_plus:
            raise ParsingError("Folded header")
        try:
            super().parse_header(header_plus)
        except TransferEncodingNotImplemented:
            raise ParsingError("Transfer-Encoding") from None
        if "TRANSFER_ENCODING" in self.headers or (self.chunked and "CONTENT_LENGTH" in self.headers):
            raise ParsingError("Length is told twice")
        if not self.path.startswith("/") or self.path.startswith("//"):
            raise ParsingError("Path")  # waitress would take the slashes that are too many away


class _Channel(HTTPChannel):  # type: ignore[misc]  # waitress ships no types
    parser_class = _Parser
    _begun = 0.0

    def received(self, data: bytes) -> bool:
        now = time.monotonic()
        if self.request is None:
            self._begun = now
        taken: bool = super().received(data)
        if self.request is not None and now - self._begun > _WHOLE:
            self.will_close = True
        return taken
