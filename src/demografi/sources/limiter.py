"""Never more calls in any span of time than the source allows, whoever in the process asks."""

import threading
import time
from collections import deque
from collections.abc import Callable

__all__ = ["RateLimiter", "shared_limiter"]

MARGIN = 0.25
"""Seconds added to every window: a call may reach the server later than it left, and the next
one sooner, so that two calls a window apart here are less than a window apart there."""

_LEAST_WAIT = 0.001


class RateLimiter:
    """Let at most ``calls`` begin in any span of ``window`` seconds.

    Parameters
    ----------
    calls : int
        Calls allowed in a window.
    window : float
        Seconds.
    margin : float
        Seconds added to the window (:data:`MARGIN`).
    clock : callable
        Seconds that never run backwards; setting the computer's clock must not matter.
    """

    def __init__(
        self,
        calls: int,
        window: float,
        *,
        margin: float = MARGIN,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._margin = margin
        self._begun: deque[float] = deque()
        self._pause = -float("inf")
        self.calls = calls
        self.window = window

    def set_limits(self, calls: int, window: float) -> None:
        """Follow the source's own limits; calls already made count on."""
        with self._lock:
            self.calls = max(1, calls)
            self.window = max(0.0, window)

    def hold(self, seconds: float) -> None:
        """Let nobody begin for some seconds: the source said that it is too much."""
        with self._lock:
            self._pause = max(self._pause, self._clock() + seconds)

    def _claim(self) -> float:
        """Take a place now (0.0), or say how many seconds to wait before trying again."""
        with self._lock:
            now = self._clock()
            if now < self._pause:
                return max(self._pause - now, _LEAST_WAIT)
            while self._begun and now - self._begun[0] >= self.window + self._margin:
                self._begun.popleft()
            if len(self._begun) < self.calls:
                self._begun.append(now)
                return 0.0
            # With limits lowered on the way there may be more than one to wait for.
            # Rounding may leave nothing to wait for, which would read as a place taken.
            return max(self._begun[-self.calls] + self.window + self._margin - now, _LEAST_WAIT)

    def acquire(self, wait: Callable[[float], None] = time.sleep) -> None:
        """Wait for a place.

        Parameters
        ----------
        wait : callable
            Waits that many seconds; may raise to give up.
        """
        while (seconds := self._claim()) > 0:
            wait(seconds)

    def seconds_for(self, calls: int) -> float:
        """Least time between the first and the last of so many calls from a standstill."""
        return max(0, (calls - 1) // self.calls) * (self.window + self._margin)


_shared: dict[str, RateLimiter] = {}
_shared_lock = threading.Lock()


def shared_limiter(source: str, calls: int, window: float) -> RateLimiter:
    """Return the one limiter of this process for a source, made on first use."""
    with _shared_lock:
        return _shared.setdefault(source, RateLimiter(calls, window))
