"""Goals: the answer, run through the whole engine, stands at the goal."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from demografi import Dataset
from demografi.errors import RequestError
from demografi.indicators.formulas import age_sum, dependency_ratio
from demografi.needs import GOALS, Answer, PlaceRates, as_scenario, levers_for, outcome, run, seek
from demografi.projection import Trajectories
from demografi.scenario import from_link, to_link
from demografi.scenario import run as scenario_run

RatesOf = Callable[[str], PlaceRates]
Engine = Callable[..., Trajectories]


class Question(NamedTuple):
    """What would the place need, of what, to have so many by the year?"""

    place: str
    goal: str
    lever: str
    level: float
    year: int


QUESTIONS = [
    Question("2425", "elever", "flyttning", 200, 2035),
    Question("2425", "elever", "fodda", 180, 2035),
    Question("2480", "folkmangd", "flyttning", 150_000, 2040),
    Question("2421", "arbetsfor", "flyttning", 2800, 2032),
    Question("2425", "kvot", "flyttning", 100, 2036),
    Question("region8", "folkmangd", "flyttning", 36_500, 2034),
    Question("2462", "folkmangd", "fodda", 6500, 2038),
]


def ask(
    rates_of: RatesOf,
    trajectories: Trajectories,
    question: Question,
    rate: float = float("nan"),
) -> Answer:
    return seek(
        rates_of(question.place),
        trajectories,
        goal=question.goal,
        lever=question.lever,
        level=question.level,
        year=question.year,
        rate=rate,
    )


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_running_the_answer_meets_the_goal(
    dataset: Dataset,
    trajectories: Trajectories,
    rates_of: RatesOf,
    engine: Engine,
    question: Question,
) -> None:
    answer = ask(rates_of, trajectories, question)
    assert answer.reachable
    members = dataset.regions.place(question.place).members
    for chance, within in ((False, 1e-4), (True, 0.03)):
        run_again = engine(question.lever, answer.factor, chance=chance)
        ages = run_again.ages(members)[:, run_again.at(question.year)]
        reached = outcome(question.goal, ages)
        assert np.median(reached) == pytest.approx(question.level, rel=within)
    assert answer.outcome is not None
    low, high = np.quantile(reached, [0.1, 0.9])
    assert (answer.outcome.low, answer.outcome.high) == pytest.approx((low, high))
    assert low < question.level < high


@pytest.mark.parametrize("question", QUESTIONS[:2] + QUESTIONS[-2:-1], ids=str)
def test_answer_as_a_scenario_gives_the_same_numbers(
    dataset: Dataset, trajectories: Trajectories, rates_of: RatesOf, question: Question
) -> None:
    """What the screen of scenarios shows when the answer is opened there, link included."""
    answer = ask(rates_of, trajectories, question)
    scenario = as_scenario(answer, question.place)
    assert scenario is not None
    followed = scenario_run(dataset, trajectories, from_link(to_link(scenario)))
    members = dataset.regions.place(question.place).members
    reached = outcome(question.goal, followed.ages(members)[:, followed.at(question.year)])
    assert answer.outcome is not None
    low, middle, high = np.quantile(reached, [0.1, 0.5, 0.9])
    assert (low, middle, high) == pytest.approx(
        (answer.outcome.low, answer.outcome.middle, answer.outcome.high), rel=0.002
    )


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_what_it_takes_is_what_the_run_had(
    dataset: Dataset,
    trajectories: Trajectories,
    rates_of: RatesOf,
    engine: Engine,
    question: Question,
) -> None:
    """The middle of the need is the lever's level in the run that meets the goal."""
    answer = ask(rates_of, trajectories, question)
    assert answer.need is not None
    assert answer.need.low < answer.need.middle < answer.need.high
    found = engine(question.lever, answer.factor, chance=True)
    members = dataset.regions.place(question.place).members
    if question.lever == "flyttning":
        had = found.flow("net_migration", members)[:, : found.at(question.year)].mean(axis=1)
    else:
        had = run(rates_of(question.place), question.lever, answer.factor, question.year).level
    spread = answer.need.high - answer.need.low
    assert abs(np.median(had) - answer.need.middle) < 0.25 * spread


def test_need_for_a_total_is_the_account_of_the_population(
    dataset: Dataset, trajectories: Trajectories, rates_of: RatesOf, engine: Engine
) -> None:
    """Opening + births − deaths + net migration = goal, on every draw of the answer."""
    answer = ask(rates_of, trajectories, Question("2425", "folkmangd", "flyttning", 2300, 2035))
    members = dataset.regions.place("2425").members
    found = engine("flyttning", answer.factor, chance=False)
    births, deaths = (
        found.flow(name, members)[:, :10].sum(axis=1) for name in ("births", "deaths")
    )
    start = found.ages(members)[:, 0].sum(axis=1)
    account = np.median((2300 - start - births + deaths) / 10)
    assert answer.need is not None
    assert answer.need.middle == pytest.approx(account, abs=2)


def test_place_run_alone_is_the_place_in_the_projection(
    dataset: Dataset, rates_of: RatesOf, engine: Engine
) -> None:
    whole = engine("flyttning", 1.0, chance=False)
    for code in ("2425", "region8"):
        members = dataset.regions.place(code).members
        alone = run(rates_of(code), "flyttning", 1.0, 2038)
        np.testing.assert_allclose(
            alone.ages, whole.ages(members)[:, whole.at(2038)], rtol=1e-4, atol=1e-3
        )
        net = whole.flow("net_migration", members)[:, :13].mean(axis=1)
        np.testing.assert_allclose(alone.level, net, rtol=1e-3, atol=0.05)


def test_goal_where_the_projection_stands_takes_nothing(
    trajectories: Trajectories, rates_of: RatesOf, engine: Engine
) -> None:
    middle = float(np.median(engine("flyttning", 1.0, chance=False).ages(["2482"])[:, 10].sum(1)))
    answer = ask(rates_of, trajectories, Question("2482", "folkmangd", "flyttning", middle, 2035))
    assert answer.factor == pytest.approx(1, abs=1e-3)
    assert answer.chance == pytest.approx(0.5, abs=0.1)


@settings(max_examples=25)
@given(
    question=st.builds(
        Question,
        place=st.sampled_from(["2425", "2480", "2404"]),
        goal=st.sampled_from([goal for goal in GOALS if goal != "sysselsatta"]),
        lever=st.sampled_from(["flyttning", "fodda"]),
        level=st.just(0.0),
        year=st.integers(2026, 2040),
    ),
    factors=st.tuples(st.floats(0, 4), st.floats(0, 4)).map(sorted),
)
def test_monotone_in_every_lever_on_every_draw(
    rates_of: RatesOf, question: Question, factors: list[float]
) -> None:
    """More arrivals or births: never fewer people; a ratio goes one way on each draw."""

    def at(factor: float) -> NDArray[np.float64]:
        found = run(rates_of(question.place), question.lever, factor, question.year, draws=8)
        return outcome(question.goal, found.ages)

    lesser, greater = map(at, factors)
    slack = 1e-4 * np.abs(lesser)
    if question.goal != "kvot" or question.lever == "fodda":
        # Nobody born from now on is 20 before 2046: births only raise the ratio.
        assert (greater >= lesser - slack).all()
    else:
        middle = at(sum(factors) / 2)
        assert (middle >= np.minimum(lesser, greater) - slack).all()
        assert (middle <= np.maximum(lesser, greater) + slack).all()


@settings(max_examples=10)
@given(levels=st.lists(st.integers(150, 260), min_size=2, max_size=2, unique=True).map(sorted))
def test_a_higher_goal_takes_more(
    trajectories: Trajectories, rates_of: RatesOf, levels: list[int]
) -> None:
    easier, harder = (
        ask(rates_of, trajectories, Question("2425", "elever", "flyttning", level, 2035))
        for level in levels
    )
    assert easier.factor < harder.factor
    assert easier.need is not None
    assert harder.need is not None
    assert easier.need.middle < harder.need.middle
    assert easier.chance >= harder.chance


def test_unreachable_is_said_with_how_near_one_comes(
    trajectories: Trajectories, rates_of: RatesOf
) -> None:
    born = ask(rates_of, trajectories, Question("2425", "arbetsfor", "fodda", 1500, 2035))
    assert not born.reachable
    assert born.need is None
    assert born.outcome is None
    middle = float(np.median(outcome("arbetsfor", trajectories.ages(["2425"])[:, 10])))
    assert born.limit == pytest.approx(middle, rel=0.03), "children do not grow up in ten years"
    absurd = ask(rates_of, trajectories, Question("2425", "elever", "flyttning", 20_000, 2035))
    assert not absurd.reachable
    assert absurd.limit < 20_000
    assert as_scenario(absurd, "2425") is None


def test_employment_takes_the_rate_that_employs_so_many(
    trajectories: Trajectories, rates_of: RatesOf
) -> None:
    working = age_sum(trajectories.ages(["2480"])[:, 10].astype(float), 20, 64)
    goal = 0.85 * float(np.median(working))
    answer = ask(
        rates_of,
        trajectories,
        Question("2480", "sysselsatta", "sysselsattning", goal, 2035),
        rate=80,
    )
    assert answer.need is not None
    assert answer.need.middle == pytest.approx(85, abs=0.1)
    assert answer.outcome is not None
    assert answer.outcome.middle == pytest.approx(goal, rel=1e-3)
    assert answer.chance == pytest.approx((working * 0.8 >= goal).mean())
    all_of_them = ask(
        rates_of,
        trajectories,
        Question("2480", "sysselsatta", "sysselsattning", 200_000, 2035),
        rate=80,
    )
    assert not all_of_them.reachable
    assert as_scenario(answer, "2480") is None, "no rate of the projection changes"


def test_without_is_the_projection_as_shown(trajectories: Trajectories, rates_of: RatesOf) -> None:
    answer = ask(rates_of, trajectories, Question("2425", "kvot", "flyttning", 100, 2035))
    shown = dependency_ratio(trajectories.ages(["2425"])[:, 10].astype(float))
    assert answer.without.middle == pytest.approx(np.median(shown))
    assert answer.chance == pytest.approx((shown <= 100).mean()), "a ratio is to stay below"
    net = trajectories.flow("net_migration", ["2425"])[:, :10].mean(axis=1)
    assert answer.expected.low == pytest.approx(np.quantile(net, 0.1))


def test_questions_without_an_answer(trajectories: Trajectories, rates_of: RatesOf) -> None:
    with pytest.raises(RequestError, match="does not change") as wrong:
        ask(rates_of, trajectories, Question("2425", "folkmangd", "sysselsattning", 2500, 2035))
    assert wrong.value.code == "lever_cannot_move"
    with pytest.raises(RequestError, match="not after"):
        ask(rates_of, trajectories, Question("2425", "folkmangd", "flyttning", 2500, 2025))
    with pytest.raises(RequestError, match="not projected"):
        ask(rates_of, trajectories, Question("2425", "folkmangd", "flyttning", 2500, 2090))
    assert set(levers_for("sysselsatta")) > set(levers_for("elever"))
