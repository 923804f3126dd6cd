"""What the client makes of every kind of answer: wait and ask again, or stop and say why."""

import threading
import time
from collections.abc import Iterator

import pytest

from demografi.errors import SourceError, UpdateError
from demografi.sources import Patience, ScbClient
from demografi.sources.client import USER_AGENT, _retry_after
from demografi.sources.limiter import RateLimiter
from tests.stub.demography import demography
from tests.stub.server import Fault, Stub, serving

QUICK = Patience(
    connect=1.0,
    read=1.0,
    answer=1.5,
    attempts=4,
    first_pause=0.02,
    longest_pause=0.1,
    total=6.0,
)
ASKED = {
    "Region": ["2480", "00"],
    "Kon": ["1+2"],
    "ContentsCode": ["BE0101G9"],
    "Tid": ["2024", "2025"],
}


@pytest.fixture(scope="module")
def served() -> Iterator[Stub]:
    demography(2025)  # made before anyone waits for it
    with serving() as stub:
        yield stub


@pytest.fixture
def stub(served: Stub) -> Stub:
    served.faults.clear()
    served.log.clear()
    return served


def client(stub: Stub, patience: Patience = QUICK) -> ScbClient:
    return ScbClient(stub.api, patience=patience, limiter=RateLimiter(1000, 1.0))


def refused(stub: Stub, kind: str, patience: Patience = QUICK) -> SourceError:
    stub.faults.append(Fault(kind, times=0))
    with pytest.raises(SourceError) as caught:
        client(stub, patience).data("TAB637", ASKED)
    error = caught.value
    assert "TAB637" in str(error)
    assert "as before" in error.remedy or "Nothing has been changed" in error.remedy
    return error


def test_config_and_metadata(stub: Stub) -> None:
    scb = client(stub)
    config = scb.config()
    assert (config.max_cells, config.calls, config.window) == (150_000, 30, 10.0)
    assert scb.limiter.calls == 30
    metadata = scb.metadata("TAB637")
    assert [v.code for v in metadata.variables] == ["Region", "Kon", "ContentsCode", "Tid"]
    assert metadata.updated == "2026-02-24T07:00:00Z"


def test_every_variable_is_sent_as_a_post(stub: Stub) -> None:
    client(stub).data("TAB637", ASKED)
    (call,) = stub.log
    assert call.method == "POST"
    assert call.body == {
        "selection": [{"variableCode": k, "valueCodes": v} for k, v in ASKED.items()]
    }


def test_user_agent_names_the_product() -> None:
    assert USER_AGENT.startswith("DemografiVasterbotten/")


@pytest.mark.parametrize("kind", ["429-bare", "503", "500", "reset", "truncate", "cut-json"])
def test_what_passes_is_tried_again(stub: Stub, kind: str) -> None:
    stub.faults.append(Fault(kind, times=2))
    scb = ScbClient(stub.api, patience=QUICK, limiter=RateLimiter(1000, 0.1))
    assert b'"value"' in scb.data("TAB637", ASKED)
    assert len(stub.log) == 3


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("503", "source_down"),
        ("500", "source_down"),
        ("reset", "unreachable"),
        ("truncate", "unreachable"),
        ("cut-json", "truncated"),
        ("nan", "truncated"),
    ],
)
def test_what_does_not_pass_ends_after_some_attempts(stub: Stub, kind: str, code: str) -> None:
    assert refused(stub, kind).code == code
    assert len(stub.log) == QUICK.attempts


@pytest.mark.parametrize(
    ("kind", "code", "status"),
    [("400", "refused", 400), ("403", "table_gone", 403), ("404", "table_gone", 404)],
)
def test_what_is_final_is_not_tried_again(stub: Stub, kind: str, code: str, status: int) -> None:
    error = refused(stub, kind)
    assert (error.code, error.facts["status"]) == (code, status)
    assert error.facts["title"] == f"Fault {status}"
    assert len(stub.log) == 1


def test_retry_after_is_waited_for(stub: Stub) -> None:
    stub.faults.append(Fault("429", times=1))
    began = time.monotonic()
    client(stub).data("TAB637", ASKED)
    assert 0.95 < time.monotonic() - began < 3


def test_too_many_calls_for_ever(stub: Stub) -> None:
    error = refused(stub, "429")
    assert error.code == "too_many_calls"
    assert error.facts["title"] == "Too many requests"


@pytest.mark.parametrize("kind", ["drip", "drip-head", "hang"])
def test_slow_servers_do_not_hold_us(stub: Stub, kind: str) -> None:
    patience = Patience(connect=0.5, read=0.5, answer=0.7, attempts=2, first_pause=0.01, total=3.0)
    began = time.monotonic()
    assert refused(stub, kind, patience).code == "too_slow"
    assert time.monotonic() - began < 5


def test_a_posted_question_does_not_become_another_on_the_way(stub: Stub) -> None:
    assert refused(stub, "moved").code == "refused"
    assert len(stub.log) == 1


def test_no_page_of_limits_means_the_documented_ones(stub: Stub) -> None:
    stub.faults.append(Fault("404", "/config"))
    found = client(stub).config()
    assert (found.max_cells, found.calls, found.window) == (150_000, 30, 10.0)


def test_nobody_there() -> None:
    scb = ScbClient("http://127.0.0.1:9/api/v2", patience=QUICK)
    with pytest.raises(SourceError) as caught:
        scb.config()
    assert caught.value.code == "unreachable"


@pytest.mark.parametrize("url", ["", "ftp://x", "statistikdatabasen.scb.se", "http://"])
def test_bad_address(url: str) -> None:
    with pytest.raises(SourceError) as caught:
        ScbClient(url)
    assert caught.value.code == "bad_address"


def test_cancel_ends_waiting_at_once(stub: Stub) -> None:
    stub.faults.append(Fault("503", times=0))
    stop = threading.Event()
    slow = Patience(first_pause=30.0, total=120.0)
    scb = ScbClient(stub.api, patience=slow, cancel=stop)
    threading.Timer(0.3, stop.set).start()
    began = time.monotonic()
    with pytest.raises(UpdateError) as caught:
        scb.data("TAB637", ASKED)
    assert caught.value.code == "cancelled"
    assert time.monotonic() - began < 3


def test_cancel_ends_waiting_for_an_answer(stub: Stub) -> None:
    stub.faults.append(Fault("hang", times=0))
    stop = threading.Event()
    slow = Patience(read=60.0, answer=60.0)
    scb = ScbClient(stub.api, patience=slow, cancel=stop, limiter=RateLimiter(1000, 1.0))
    threading.Timer(0.2, stop.set).start()
    began = time.monotonic()
    with pytest.raises(UpdateError):
        scb.data("TAB637", ASKED)
    assert time.monotonic() - began < 2


def test_config_may_lack_or_garble_limits(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    scb = client(stub)
    monkeypatch.setattr(
        scb, "ask", lambda *_a, **_k: {"maxDataCells": "many", "timeWindow": -1, "x": 1}
    )
    config = scb.config()
    assert (config.max_cells, config.calls, config.window) == (150_000, 30, 10.0)


def test_duplicate_codes_are_an_empty_500(stub: Stub) -> None:
    with pytest.raises(SourceError) as caught:
        client(stub).data("TAB637", {**ASKED, "Region": ["00", "00"]})
    assert caught.value.code == "source_down"


def test_the_stub_refuses_as_scb_does(stub: Stub) -> None:
    for change, title in (
        ({"Region": ["9999"]}, "Non-existent value"),
        ({"Kon": None}, ""),
        ({"Tid": None}, "Missing selection"),
    ):
        asked = {k: v for k, v in {**ASKED, **change}.items() if v is not None}
        if not title:
            client(stub).data("TAB637", asked)  # sex may be left out: the table has a total
            continue
        with pytest.raises(SourceError, match=title):
            client(stub).data("TAB637", asked)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("7", 7, 7),
        ("0.5", 0.5, 0.5),
        ("-3", 0, 0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
    ],
)
def test_retry_after_forms(text: str, low: float, high: float) -> None:
    found = _retry_after(text)
    assert found is not None
    assert low <= found <= high


def test_retry_after_that_says_nothing() -> None:
    assert _retry_after(None) is None
    assert _retry_after("soon") is None
