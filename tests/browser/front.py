"""A web server in front of the app, as small as can be: it passes on, and says for whom."""

import contextlib
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

__all__ = ["in_front_of"]

_PIECE: Final = 65_536


class _Front(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, app: tuple[str, int], header: str) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.app = app
        self.header = header.encode("ascii")


class _Visit(socketserver.StreamRequestHandler):
    """One connection. Its first request gets the header, later ones are passed on as they are.

    The app looks at the request of its WebSocket, which always is the first of a connection.
    """

    def handle(self) -> None:
        assert isinstance(self.server, _Front)
        with contextlib.suppress(OSError), socket.create_connection(self.server.app) as app:
            answers = threading.Thread(target=self._answer, args=(app,), daemon=True)
            answers.start()
            try:
                app.sendall(self.rfile.readline() + self.server.header + b"\r\n")
                while piece := self.rfile.read1(_PIECE):
                    app.sendall(piece)
            finally:
                app.shutdown(socket.SHUT_WR)
                answers.join()

    def _answer(self, app: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := app.recv(_PIECE):
                self.connection.sendall(piece)
            self.connection.shutdown(socket.SHUT_WR)


@contextmanager
def in_front_of(url: str, header: str) -> Iterator[str]:
    """Pass what comes on to the app, with a header of ours, until the block ends.

    A browser's own extra headers will not do: not every Chromium sends them with a WebSocket.

    Parameters
    ----------
    url : str
        Where the app is.
    header : str
        What to add, as ``X-Forwarded-For: 192.0.2.7``.

    Yields
    ------
    str
        Where to go instead of the app.
    """
    place = urlsplit(url)
    assert place.hostname
    assert place.port
    with _Front((place.hostname, place.port), header) as front:
        thread = threading.Thread(target=front.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{front.server_address[1]}"
        finally:
            front.shutdown()
            thread.join()
