"""A small IMAP server on this machine: one account, one folder of mails with flags, and ways to be rude."""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

DRIP = b"drip"
USER, PASSWORD = "returns@acme.example", 'a password \\ with " marks'


@dataclass
class Imap:
    """`mails` by their number; `seen` of them are flagged. `rude` says instead what is answered to a command."""

    mails: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    folder: str = "INBOX"
    asked: list[str] = field(default_factory=list)
    rude: dict[str, bytes] = field(default_factory=dict)
    context: ssl.SSLContext | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    def put(self, raw: bytes) -> int:
        number = max(self.mails, default=100) + 1
        self.mails[number] = raw
        return number


class _Session(socketserver.StreamRequestHandler):
    def setup(self) -> None:
        imap: Imap = self.server.imap  # type: ignore[attr-defined]  # set below
        if imap.context is not None:
            self.request = imap.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def handle(self) -> None:
        self.imap: Imap = self.server.imap  # type: ignore[attr-defined]  # set below
        self._say(b"* OK here\r\n")
        for line in self.rfile:
            tag, command, rest = re.fullmatch(rb"(\S+) (UID \S+|\S+) ?(.*)\r\n", line).groups()  # type: ignore[union-attr]  # ours alone speaks
            name = command.decode()
            self.imap.asked.append(f"{name} {rest.decode()}".strip())
            if name in self.imap.rude:
                if self.imap.rude[name] == DRIP:
                    self._drip()
                    return
                self._say(self.imap.rude[name].replace(b"<tag>", tag))
                if not self.imap.rude[name].startswith(b"<tag>"):
                    self.imap.stop.wait(20)
                    return
                continue
            if not self._did(tag, name, rest):
                return

    def _drip(self) -> None:
        """A line that never ends, byte by byte."""
        for _ in range(500):
            if self.imap.stop.wait(0.02):
                return
            self._say(b"*")

    def _did(self, tag: bytes, name: str, rest: bytes) -> bool:
        known = {
            "CAPABILITY": self._capability, "LOGIN": self._login, "SELECT": self._select,
            "UID SEARCH": self._search, "UID FETCH": self._fetch, "UID STORE": self._store, "LOGOUT": self._logout,
        }  # fmt: skip
        fine = known[name](rest)
        self._say(tag + (b" OK done\r\n" if fine else b" NO that is not so, one@acme.example\r\n"))
        return name != "LOGOUT"

    def _capability(self, _rest: bytes) -> bool:
        self._say(b"* CAPABILITY IMAP4rev1\r\n")
        return True

    def _login(self, rest: bytes) -> bool:
        words = [re.sub(rb"\\(.)", rb"\1", one) for one in re.findall(rb'"((?:[^"\\]|\\.)*)"', rest)]
        return words == [USER.encode(), PASSWORD.encode()]

    def _select(self, rest: bytes) -> bool:
        self._say(b"* %d EXISTS\r\n" % len(self.imap.mails))
        return rest == f'"{self.imap.folder}"'.encode()

    def _search(self, rest: bytes) -> bool:
        assert rest == b'UNSEEN HEADER Content-Type "report"'
        found = [
            number
            for number, raw in sorted(self.imap.mails.items(), reverse=True)
            if number not in self.imap.seen
            and re.search(rb"(?im)^content-type:.*report", raw.partition(b"\r\n\r\n")[0])
        ]
        self._say(b"* SEARCH " + b" ".join(b"%d" % number for number in found) + b"\r\n")
        return True

    def _fetch(self, rest: bytes) -> bool:
        number, most = re.fullmatch(rb"(\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", rest).groups()  # type: ignore[union-attr]  # ours alone speaks
        raw = self.imap.mails[int(number)][: int(most)]
        self._say(b"* 1 FETCH (UID %s BODY[]<0> {%d}\r\n" % (number, len(raw)) + raw + b")\r\n")
        return True

    def _store(self, rest: bytes) -> bool:
        number, flags = rest.split(b" ", 1)
        assert flags == rb"+FLAGS.SILENT (\Seen)"
        self.imap.seen.add(int(number))
        return True

    def _logout(self, _rest: bytes) -> bool:
        self._say(b"* BYE\r\n")
        return True

    def _say(self, data: bytes) -> None:
        self.wfile.write(data)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away, or does not trust us, is no news."""


@contextmanager
def imap_server(imap: Imap) -> Iterator[int]:
    """Its port."""
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.imap = imap  # type: ignore[attr-defined]  # read above
        thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            imap.stop.set()
            server.shutdown()
            thread.join()
