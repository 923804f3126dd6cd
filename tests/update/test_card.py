"""The card on the screen Data leads through asking, updating, refusals and the way back."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from demografi import update
from demografi.dataset import local
from demografi.ui import cached
from demografi.ui import update as card
from demografi.ui.update_permission import ENVIRONMENT
from demografi.update.job import Desk
from demografi.update.swap import locked
from tests.stub.server import Fault, Stub


def screen() -> None:
    from demografi.ui import cached  # noqa: PLC0415 - AppTest runs this function by itself
    from demografi.ui.update import update_card  # noqa: PLC0415

    update_card(cached.dataset())


def visitor() -> AppTest:
    app = AppTest.from_function(screen, default_timeout=60).run()
    assert not app.exception
    return app


def click(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}


def text(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.success, app.error, app.warning, app.info)
    return " ".join(str(block.value) for kind in kinds for block in kind)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, ready: update.Options, stub: Stub) -> Iterator[Desk]:
    """A desk of our own over a small place of our own; SCB has a year more than that."""
    stub.last = 2026
    own = Desk()
    monkeypatch.setattr(card, "DESK", own)
    monkeypatch.setattr(card, "options", lambda: ready)
    monkeypatch.setattr(cached, "warm", lambda: None)
    monkeypatch.setenv(local.ENVIRONMENT, str(ready.root))
    monkeypatch.setenv(ENVIRONMENT, "1")
    yield own
    own.cancel()
    wait(own)
    cached._read.clear()


def wait(desk: Desk) -> None:
    deadline = time.monotonic() + 60
    while desk.job is not None and desk.job.running:
        assert time.monotonic() < deadline, "the job does not end"
        time.sleep(0.01)


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_asking_tells_what_scb_has_and_what_it_takes(desk: Desk) -> None:
    app = visitor()
    assert "SCB har inte tillfrågats" in text(app)
    assert "Nyaste år hos SCB" not in app.table[0].value.columns
    click(app, "update_survey")
    wait(desk)
    app.run()
    assert "SCB har nyare år: 2026 för en del av ”SCB:s färdiga mått”." in text(app)
    assert "En uppdatering tar några sekunder: 1 anrop till SCB." in text(app)
    row = app.table[0].value.set_index("Tabell").loc["SCB:s färdiga mått"]
    assert row["Nyaste år hos SCB"] == "2026"
    assert row["Läge"] == "nyare år (2026) finns för en del"
    assert "SCB tillfrågades kl." in text(visitor()), "all visitors know"


def test_a_click_brings_the_new_year_to_everyone(
    desk: Desk, ready: update.Options, stub: Stub
) -> None:
    other = visitor()
    stub.pause = 0.3
    app = click(visitor(), "update_start")
    assert keys(app) == {"update_cancel"}
    until(lambda: desk.job is not None and desk.job.survey)
    other.run()
    assert keys(other) == {"update_cancel"}, "another visitor sees the same update"
    assert other.table[0].value["Läge"].str.contains("väntar").any()
    wait(desk)
    app.run()
    (told,) = app.success
    assert told.value == "Klart. SCB:s färdiga mått 2026 tillkom."
    assert "**SCB:s färdiga mått:** 2026 tillkom; 49 nya rader." in text(app)
    assert "Klart." in text(visitor()), "a visitor who comes later is told, too"
    assert cached.dataset().path.is_relative_to(ready.root)
    shown = cached.dataset().table("indicators_published")
    assert shown.loc[shown["indicator"] == "mean_age", "year"].max() == 2026


def test_cancel(desk: Desk, stub: Stub) -> None:
    stub.pause = 0.3
    app = click(visitor(), "update_start")
    click(app, "update_cancel")
    wait(desk)
    app.run()
    (told,) = app.info
    assert told.value.startswith("Uppdateringen avbröts. Siffrorna är oförändrade")
    assert {"update_survey", "update_start"} <= keys(app), "and a way on"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("404", "har inte längre tabellen TAB637"),
        ("503", "Försök igen om en timme"),
        ("absurd", "en orimlig siffra för Åre år"),
        ("rename-variable", "Programmet måste anpassas"),
    ],
)
def test_failure_in_words(desk: Desk, stub: Stub, fault: str, expected: str) -> None:
    before = cached.dataset().version
    stub.faults.append(Fault(fault, "/data|/metadata", times=0))
    app = click(visitor(), "update_start")
    wait(desk)
    app.run()
    told = " ".join(box.value for box in (*app.error, *app.warning))
    assert expected in told
    assert "oförändrade" in told
    assert cached.dataset().version == before
    assert "update_start" in keys(app) or "update_keep" in keys(app)


def test_update_of_another_program_is_told(desk: Desk, ready: update.Options) -> None:
    with locked(ready.root):
        app = click(visitor(), "update_start")
        wait(desk)
    app.run()
    (told,) = app.error
    assert "kommandot `demografi update`. Vänta tills den är klar" in told.value


def test_revised_history_is_shown_and_asked_about(desk: Desk, stub: Stub) -> None:
    stub.shift["TAB637"] = 3.0
    app = click(visitor(), "update_start")
    wait(desk)
    app.run()
    (told,) = app.warning
    assert told.value.startswith("I en tabell skulle fler av de äldre siffrorna ändras än vanligt")
    shown = app.table[0].value
    assert set(shown["Tabell"]) == {"SCB:s färdiga mått"}
    assert "medelålder" in shown["Till exempel"].iloc[0]
    assert "som inte är SCB:s egen adress" in text(app)
    assert "redan är hämtat hämtas inte igen" in text(app)
    assert app.button(key="update_accept").disabled
    assert "update_start" not in keys(app), "the question comes first"
    app.checkbox(key="update_seen").check().run()
    click(app, "update_accept")
    wait(desk)
    app.run()
    assert app.success[0].value == "Klart. SCB:s färdiga mått 2026 tillkom."
    assert "äldre siffror ändrades" in text(app)
    assert "frågorna om vad som är nytt inräknade" in text(app)
    assert "1 svar fanns redan sparat och hämtades inte igen." in text(app)


def test_refusal_can_be_declined(desk: Desk, stub: Stub) -> None:
    stub.shift["TAB637"] = 3.0
    before = cached.dataset().version
    app = click(visitor(), "update_start")
    wait(desk)
    app.run()
    click(app, "update_keep")
    assert not app.warning
    assert "update_start" in keys(app)
    assert cached.dataset().version == before


def test_way_back_is_confirmed_and_told(desk: Desk) -> None:
    before = cached.dataset().version
    app = click(visitor(), "update_start")
    wait(desk)
    app.run()
    assert cached.dataset().version != before
    idle = visitor()
    assert "Klart." in text(idle)
    assert "Vill du återgå till siffrorna som hämtades" in text(app)
    click(app, "update_roll_back")
    assert app.success[0].value.startswith("Nu visas siffrorna som hämtades")
    assert cached.dataset().version == before
    assert "Klart." not in text(app)
    shown = idle.run().table[0].value
    assert shown.equals(app.table[0].value), "whoever was idle sees it at the next run"
    assert "Klart." not in text(idle)


@pytest.mark.usefixtures("desk")
def test_no_way_back_that_does_not_work(ready: update.Options) -> None:
    app = visitor()
    with locked(ready.root):
        click(app, "update_roll_back")
    (told,) = app.error
    assert "En annan uppdatering pågår" in told.value


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("said", "expected"), [("0", "är avstängd här"), ("kanske", "är avstängd här")]
)
def test_switched_off(monkeypatch: pytest.MonkeyPatch, said: str, expected: str) -> None:
    monkeypatch.setenv(ENVIRONMENT, said)
    app = visitor()
    assert keys(app) == set()
    assert expected in text(app)
    assert "demografi update" in text(app)
    assert f"{ENVIRONMENT}=1" in text(app)
    assert "Nyaste år här" in app.table[0].value.columns, "how new the figures are is told anyway"


def test_whoever_may_not_update_still_sees_that_one_runs(
    monkeypatch: pytest.MonkeyPatch, desk: Desk, ready: update.Options, stub: Stub
) -> None:
    stub.pause = 0.3
    desk.start("update", ready)
    monkeypatch.setenv(ENVIRONMENT, "0")
    app = visitor()
    assert keys(app) == set()
    assert app.get("progress")
    wait(desk)


def test_snapshot_is_named_as_such(
    monkeypatch: pytest.MonkeyPatch, desk: Desk, ready: update.Options, tmp_path: Path
) -> None:
    monkeypatch.setenv(local.ENVIRONMENT, str(tmp_path / "empty"))
    monkeypatch.setattr(card, "options", lambda: replace(ready, root=tmp_path / "empty"))
    assert desk.job is None
    app = visitor()
    assert "Siffrorna följer med produkten" in text(app)
    assert "update_roll_back" not in keys(app), "there is nothing to return to"
