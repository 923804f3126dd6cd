"""One exchange with a server, over at the latest when its time is up."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from json import dumps
from queue import Empty, SimpleQueue

import requests
import urllib3

__all__ = ["Answer", "Call", "NoAnswerError", "Patience", "TooLongError"]

MAX_BODY = 200_000_000
"""Bytes; the largest answer the cell limit allows is about a hundredth of this."""
_GLANCE = 0.2
"""Seconds between two looks at whether anybody still wants an answer."""


@dataclass(frozen=True)
class Patience:
    """How long to wait for a source (seconds).

    Attributes
    ----------
    connect, read : float
        For the connection, and between two pieces of the answer.
    answer : float
        For one whole answer, however slowly it drips.
    attempts : int
        Times one call is tried in all.
    first_pause, longest_pause : float
        Pause before the second attempt, doubled for each one after, and its ceiling.
    total : float
        For one call with all its attempts and pauses.
    """

    connect: float = 10.0
    read: float = 60.0
    answer: float = 180.0
    attempts: int = 7
    first_pause: float = 1.0
    longest_pause: float = 60.0
    total: float = 420.0


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    retry_after: str | None
    body: bytes


class NoAnswerError(Exception):
    """Time was up."""


class TooLongError(Exception):
    """More than any answer can be."""


@dataclass(frozen=True)
class Call:
    """A question to a server.

    Attributes
    ----------
    session : requests.Session
        Connections to use. After :class:`NoAnswerError` it must not be used again: the call may
        go on using it.
    method, url : str
        HTTP method and whole address.
    json : object
        Body to post, or None.
    patience : Patience
        Timeouts.
    until : float
        Moment (``time.monotonic``) when the time is up.
    """

    session: requests.Session
    method: str
    url: str
    json: object
    patience: Patience
    until: float

    def answer(self, check_wanted: Callable[[], None]) -> Answer:
        """Ask and wait.

        Parameters
        ----------
        check_wanted : callable
            Called now and then; raises when nobody wants the answer any more.

        Raises
        ------
        NoAnswerError
            Time was up.
        TooLongError
            The answer is longer than any can be.
        requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError
            No connection, or it broke.
        """
        # In a thread of its own, which is left to itself when time is up or nobody wants the
        # answer any more: a server may hold a connection for as long as it sends something.
        answers: SimpleQueue[Answer | Exception] = SimpleQueue()
        threading.Thread(target=self._run, args=(answers,), daemon=True).start()
        while True:
            left = self.until - time.monotonic()
            try:
                found = answers.get(timeout=max(0.0, min(_GLANCE, left)))
            except Empty:
                check_wanted()
                if left <= 0:
                    raise NoAnswerError from None
                continue
            if isinstance(found, Exception):
                raise found
            return found

    def _run(self, answers: "SimpleQueue[Answer | Exception]") -> None:
        """Put the answer, or what went wrong, in the queue."""
        try:
            answers.put(self._exchange())
        except (
            NoAnswerError,
            TooLongError,
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            OSError,
            ValueError,
        ) as reason:
            answers.put(reason)

    def _exchange(self) -> Answer:
        body = bytearray()
        sent = None if self.json is None else dumps(self.json, ensure_ascii=False).encode()
        with self.session.request(
            self.method,
            self.url,
            data=sent,
            headers=None if sent is None else {"Content-Type": "application/json"},
            timeout=(self.patience.connect, self.patience.read),
            # A question that is posted would be turned into another one on the way.
            allow_redirects=sent is None,
            stream=True,
        ) as response:
            # read1 returns what has arrived; read would wait for a whole block.
            while piece := response.raw.read1(1 << 16, decode_content=True):
                body += piece
                if time.monotonic() > self.until:
                    raise NoAnswerError
                if len(body) > MAX_BODY:
                    raise TooLongError
            return Answer(response.status_code, response.headers.get("Retry-After"), bytes(body))
