"""Never more calls in a window than allowed, whoever asks and whatever the clock on the wall."""

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demografi.sources.limiter import RateLimiter, shared_limiter


class Clock:
    """Time that passes only when someone waits."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.now += seconds


def most_in_any_window(times: list[float], window: float) -> int:
    times = sorted(times)
    return max(sum(1 for t in times if begin <= t < begin + window) for begin in times)


@given(
    st.integers(1, 30),
    st.floats(0.1, 20),
    st.lists(st.floats(0, 5), min_size=1, max_size=120),
)
def test_no_window_has_more_than_allowed(calls: int, window: float, pauses: list[float]) -> None:
    clock = Clock()
    limiter = RateLimiter(calls, window, clock=clock)
    times = []
    for pause in pauses:
        clock.now += pause
        limiter.acquire(clock.wait)
        times.append(clock.now)
    assert most_in_any_window(times, window) <= calls


def test_as_fast_as_allowed() -> None:
    clock = Clock()
    limiter = RateLimiter(30, 10.0, clock=clock)
    for _ in range(67):
        limiter.acquire(clock.wait)
    assert clock.now - 100.0 == pytest.approx(limiter.seconds_for(67))
    assert limiter.seconds_for(67) < 1.1 * 20
    assert limiter.seconds_for(30) == limiter.seconds_for(0) == 0


def test_under_threads() -> None:
    limiter = RateLimiter(10, 0.3, margin=0.02)
    times: list[float] = []
    lock = threading.Lock()

    def work() -> None:
        for _ in range(6):
            limiter.acquire()
            with lock:
                times.append(time.monotonic())

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(times) == 48
    # The times are taken after the places: a hundredth later at most on a busy machine.
    assert most_in_any_window(times, 0.28) <= 10


def test_hold_keeps_everyone_back() -> None:
    clock = Clock()
    limiter = RateLimiter(5, 1.0, clock=clock)
    limiter.hold(7.0)
    limiter.acquire(clock.wait)
    assert clock.now == pytest.approx(107.0)


def test_lower_limits_on_the_way_count_calls_already_made() -> None:
    clock = Clock()
    limiter = RateLimiter(30, 10.0, margin=0.0, clock=clock)
    for _ in range(20):
        limiter.acquire(clock.wait)
    limiter.set_limits(3, 10.0)
    times = []
    for _ in range(7):
        limiter.acquire(clock.wait)
        times.append(clock.now)
    assert times[0] >= 110.0
    assert most_in_any_window(times, 10.0) <= 3


def test_giving_up_while_waiting_takes_no_place() -> None:
    clock = Clock()
    limiter = RateLimiter(1, 10.0, clock=clock)
    limiter.acquire(clock.wait)

    def give_up(_seconds: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        limiter.acquire(give_up)
    clock.now += 11
    limiter.acquire(give_up)


def test_one_limiter_per_source_in_a_process() -> None:
    one = shared_limiter("stub.example:1", 30, 10.0)
    assert shared_limiter("stub.example:1", 5, 1.0) is one
    assert shared_limiter("stub.example:2", 30, 10.0) is not one
