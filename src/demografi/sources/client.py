"""Asking a source over HTTP: limits, timeouts, patience, and errors a person can act on."""

import logging
import random
import threading
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from json import loads
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3

from demografi import __version__
from demografi.errors import SourceError, UpdateError
from demografi.sources.exchange import Answer, Call, NoAnswerError, Patience, TooLongError
from demografi.sources.limiter import RateLimiter

__all__ = ["KOLADA_URL", "SCB_URL", "Client", "Patience"]

log = logging.getLogger(__name__)

SCB_URL = "https://statistikdatabasen.scb.se/api/v2"
KOLADA_URL = "https://api.kolada.se/v3"
USER_AGENT = f"DemografiVasterbotten/{__version__}"
_FIRST_ATTEMPTS = 4


class _AgainError(Exception):
    """An attempt failed in a way that may pass."""

    def __init__(self, error: SourceError, pause: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.pause = pause


def _title(body: bytes) -> str:
    """Title of a JSON problem, or a plain text's first line."""
    text = body[:2000].decode("utf-8", "replace").strip()
    try:
        problem = loads(text)
    except ValueError:
        return text.splitlines()[0][:200] if text and not text.startswith("<") else ""
    if not isinstance(problem, dict):
        return ""
    said = [str(problem[key]) for key in ("title", "detail") if problem.get(key)]
    return ": ".join(said)[:300]


def _retry_after(value: str | None) -> float | None:
    """Seconds of a Retry-After header, given as seconds or as a date."""
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError):
        return None


class Client:
    """Calls to one source.

    Safe to use from several threads. Every wait ends at once when ``cancel`` is set.

    Parameters
    ----------
    url : str
        Base address, without a slash at the end.
    name : str
        What people call the source.
    limiter : RateLimiter
        Shared by everyone in the process who asks the same server.
    patience : Patience
        Timeouts and retries.
    cancel : Event, optional
        Set by whoever wants the work to stop.
    """

    def __init__(
        self,
        url: str,
        name: str,
        limiter: RateLimiter,
        *,
        patience: Patience | None = None,
        cancel: threading.Event | None = None,
    ) -> None:
        self.url = url.rstrip("/")
        self.name = name
        self.limiter = limiter
        self.patience = patience or Patience()
        self.cancel = cancel or threading.Event()
        self.made = 0
        self.reached = False
        self._count = threading.Lock()
        self._local = threading.local()
        self._sessions: list[requests.Session] = []
        if urlsplit(self.url).scheme not in ("http", "https") or not urlsplit(self.url).netloc:
            raise SourceError(
                "bad_address",
                f"'{url}' is not an address of {name}.",
                f"Give one such as {SCB_URL}.",
                path=url,
            )

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            session = requests.Session()
            session.headers["User-Agent"] = USER_AGENT
            self._local.session = session
            with self._count:
                self._sessions.append(session)
        found: requests.Session = self._local.session
        return found

    def close(self) -> None:
        """Close every connection."""
        with self._count:
            for session in self._sessions:
                session.close()
            self._sessions.clear()
        self._local = threading.local()

    def check_cancelled(self) -> None:
        """Raise if someone wants the work to stop."""
        if self.cancel.is_set():
            raise UpdateError(
                "cancelled",
                "The update was cancelled.",
                "The figures are as before. Start it again to go on where it stopped.",
            )

    def _wait(self, seconds: float) -> None:
        self.cancel.wait(seconds)
        self.check_cancelled()

    def _error(
        self, code: str, what: str, remedy: str, *, table: str, status: int = 0, title: str = ""
    ) -> SourceError:
        said = f" ({self.name} says: {title})" if title else ""
        # Kolada has no tables: what is asked of it goes by its own name.
        asked = self.name if table == self.name else f"{self.name}, table {table}"
        answered = f" [HTTP {status}]" if status else ""
        return SourceError(
            code,
            f"{asked}: {what}{answered}{said}.",
            remedy,
            source=self.name,
            table=table,
            status=status,
            title=title,
        )

    def _unreachable(self, table: str, reason: Exception) -> SourceError:
        return self._error(
            "unreachable",
            f"no connection ({type(reason).__name__})",
            "The figures are as before. Check the network and the address, then try again.",
            table=table,
        )

    def _refusal(self, answer: Answer, table: str) -> Exception:
        """Turn an answer that is not 200 into what to do about it."""
        status, title = answer.status, _title(answer.body)
        if status == 429:
            pause = _retry_after(answer.retry_after)
            pause = self.limiter.window if pause is None else pause
            return _AgainError(
                self._error(
                    "too_many_calls",
                    "too many calls",
                    "The figures are as before. Wait some minutes and try again.",
                    table=table,
                    status=status,
                    title=title,
                ),
                pause,
            )
        if status in (500, 502, 503, 504):
            return _AgainError(
                self._error(
                    "source_down",
                    "the source is down or being updated",
                    "The figures are as before. SCB is away for a while every day around "
                    "publishing; try again in an hour.",
                    table=table,
                    status=status,
                    title=title,
                ),
                _retry_after(answer.retry_after),
            )
        if status in (403, 404):
            sought = "address" if table == self.name else "table"
            return self._error(
                "table_gone",
                "access is blocked" if status == 403 else f"there is no such {sought}",
                "The figures are as before. Check the address; if it is right, what was asked for "
                "has been moved or closed at the source and the catalogue must follow.",
                table=table,
                status=status,
                title=title,
            )
        return self._error(
            "refused",
            "the request was refused",
            "The figures are as before. The table has changed at the source or the program asks "
            "wrongly; report it with this text.",
            table=table,
            status=status,
            title=title,
        )

    def _attempt(self, method: str, path: str, table: str, deadline: float, json: object) -> bytes:
        self.limiter.acquire(self._wait)
        self.check_cancelled()
        with self._count:
            self.made += 1
        until = min(deadline, time.monotonic() + self.patience.answer)
        url = path if path.startswith("http") else f"{self.url}{path}"
        call = Call(self._session(), method, url, json, self.patience, until)
        try:
            answer = call.answer(self.check_cancelled)
        except UpdateError:
            self._forget_session()
            raise
        except NoAnswerError as reason:
            self._forget_session()
            raise _AgainError(self._slow(table)) from reason
        except TooLongError as reason:
            raise self._error(
                "refused",
                "the answer is absurdly long",
                "The figures are as before. Check the address.",
                table=table,
            ) from reason
        except (requests.Timeout, urllib3.exceptions.TimeoutError) as reason:
            raise _AgainError(self._slow(table)) from reason
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            OSError,
            ValueError,
        ) as reason:
            # Also connections that break in the middle of an answer.
            raise _AgainError(self._unreachable(table, reason)) from reason
        self.reached = True
        if answer.status != 200:
            raise self._refusal(answer, table)
        return answer.body

    def _forget_session(self) -> None:
        """Leave the session of this thread to the call that still uses it."""
        session = self._session()
        del self._local.session
        with self._count:
            if session in self._sessions:
                self._sessions.remove(session)

    def _slow(self, table: str) -> SourceError:
        return self._error(
            "too_slow",
            "the answer did not come in time",
            "The figures are as before. Try again later.",
            table=table,
        )

    def ask(
        self,
        method: str,
        path: str,
        table: str,
        *,
        json: object = None,
        check: Callable[[bytes], Any] | None = None,
    ) -> Any:
        """Call the source until it answers, patience ends or the answer is final.

        Parameters
        ----------
        method, path : str
            HTTP method; path below the base address, or a whole address.
        table : str
            What is asked for, for messages.
        json : object, optional
            Body to post.
        check : callable, optional
            Makes the result from the body; a ``truncated`` it raises is tried again.

        Returns
        -------
        object
            What ``check`` made, else the body.

        Raises
        ------
        SourceError
            ``unreachable``, ``too_slow``, ``too_many_calls``, ``source_down``, ``truncated``
            after every attempt; ``table_gone``, ``refused`` at once.
        UpdateError
            ``cancelled``.
        """
        patience = self.patience
        deadline = time.monotonic() + patience.total
        pause = patience.first_pause
        for attempt in range(1, patience.attempts + 1):
            try:
                body = self._attempt(method, path, table, deadline, json)
                return check(body) if check else body
            except _AgainError as reason:
                failure, wanted = reason.error, reason.pause
            except SourceError as reason:
                if reason.code != "truncated":
                    raise
                failure, wanted = reason, None
            # Jitter keeps several users who failed together from coming back together.
            wait = pause * random.uniform(0.75, 1.25) if wanted is None else wanted  # noqa: S311
            pause = min(2 * pause, patience.longest_pause)
            # An address that has never answered is more likely wrong than briefly away.
            hopeless = not self.reached and attempt >= _FIRST_ATTEMPTS
            if hopeless or attempt == patience.attempts or time.monotonic() + wait > deadline:
                raise failure
            log.info("%s; attempt %d, waiting %.1f s", failure.message, attempt, wait)
            if failure.code == "too_many_calls":
                self.limiter.hold(wait)
            self._wait(wait)
        raise AssertionError("attempts is at least 1")
