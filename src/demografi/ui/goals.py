"""Insatser: what a goal takes, asked and answered."""

import pandas as pd
import streamlit as st

from demografi import findings, needs
from demografi.charts.required import goal_on_curve, need_against_history
from demografi.dataset import Dataset
from demografi.indicators import INDICATORS, observed
from demografi.needs import GOALS, LEVERS, Answer
from demografi.regions import NATION
from demografi.scenario import to_link
from demografi.text import _
from demografi.text import goals as words
from demografi.text.columns import history_columns
from demografi.text.numbers import interval, whole
from demografi.text.sources import source_line
from demografi.text.years import broken_note
from demografi.ui import cached, choices, shell
from demografi.ui.card import Column, chart_card

__all__ = ["show_goal"]

_FIRST_GOAL = "elever"
_YEARS_BACK = 30
"""Years of history beside a goal; a longer one would press what matters flat."""


def _today(data: Dataset, code: str, goal: str, rate: float) -> pd.DataFrame:
    """Observed values of a goal's number: columns year, value, source."""
    rows = observed(data, code, GOALS[goal].indicator)
    return rows.assign(value=rows["value"] * rate / 100) if goal == "sysselsatta" else rows


def _coming(code: str, goal: str, rate: float) -> pd.DataFrame:
    frame = cached.ranges(code, GOALS[goal].indicator)
    if goal != "sysselsatta":
        return frame
    return frame.assign(**{name: frame[name] * rate / 100 for name in ("p10", "p50", "p90")})


@st.cache_data(show_spinner=_("Söker svaret …"), max_entries=500)
def _answer(
    version: str,  # noqa: ARG001
    code: str,
    *,
    goal: str,
    lever: str,
    level: float,
    year: int,
    rate: float,
) -> Answer:
    from demografi.projection import fitted  # noqa: PLC0415 - statsmodels takes a second

    data = cached.dataset()
    place = needs.place_rates(
        fitted(data),
        data.regions.place(code).members,
        horizon=year - cached.projection().jump_off,
        draws=cached.DRAWS,
        seed=cached.SEED,
    )
    return needs.seek(
        place, cached.projection(), goal=goal, lever=lever, level=level, year=year, rate=rate
    )


def _history(data: Dataset, code: str, lever: str) -> pd.DataFrame:
    return {
        "flyttning": needs.migration_history,
        "fodda": needs.fertility_history,
        "sysselsattning": needs.employment_history,
    }[lever](data, code)


def _ask(data: Dataset, code: str, rate: float | None) -> tuple[str, str, float]:
    """Ask what shall be reached, how much, and by which means."""
    offered = [goal for goal in GOALS if rate is not None or goal != "sysselsatta"]
    first, second, third = st.columns([3, 2, 3])
    with first:
        goal = choices.select(
            "mal", _("Mål"), offered, _FIRST_GOAL, show=lambda key: _(GOALS[key].name)
        )
    now = float(_today(data, code, goal, rate or float("nan"))["value"].iloc[-1])
    digits = GOALS[goal].decimals
    with second:
        level = choices.number(
            "niva",
            _("Högst") if GOALS[goal].at_most else _("Nivå att nå eller hålla"),
            round(now, digits),
            0.0,
            max(1000.0, 10.0 * round(now)),
            digits=digits,
            scope=f"{code}-{goal}",
            help=_("Från början dagens nivå."),
        )
    with third:
        lever = choices.segments(
            "genom",
            _("Genom"),
            list(needs.levers_for(goal)),
            "flyttning",
            show=lambda key: _(LEVERS[key].name),
        )
    return goal, lever, round(now, digits) if level is None else level


def show_goal(data: Dataset, code: str, target: int) -> None:
    """Show the view of goals: the question, the answer in words, its evidence."""
    place = data.regions.place(code)
    top, question, rest = st.container(), st.container(border=True), st.container()
    employment = observed(data, code, "employment")
    rate = float(employment["value"].iloc[-1]) if len(employment) else None
    with question:
        goal, lever, level = _ask(data, code, rate)
    answer = _answer(
        data.version,
        code,
        goal=goal,
        lever=lever,
        level=level,
        year=target,
        rate=rate or float("nan"),
    )
    history = _history(data, code, lever)
    window = needs.window_of(answer.years) if lever == "flyttning" else 1
    below = needs.asks_for_less(answer)
    found = national = None
    if answer.need is not None:
        found = needs.precedent(history, answer.need.middle, window, below=below)
    if answer.need is not None and lever == "fodda":
        births = needs.fertility_history(data, NATION)
        national = needs.precedent(births, answer.need.middle, below=below)
    kind = needs.realism(answer, found, national)
    with top:
        shell.heading(
            _("Vad krävs i {place}?").format(place=place.name),
            words.answer_sentence(place.name, answer)
            + "\n\n"
            + words.verdict(answer, kind, found, national),
        )
    with rest:
        shell.figures(_figures(answer, goal, lever, target))
        left, right = st.columns(2)
        with left:
            title = words.precedent_title(answer, kind)
            _history_card(data, code, answer, history, window=window, title=title)
        with right:
            scenario = needs.as_scenario(answer, code)
            _curve_card(data, code, answer, rate or float("nan"))
        if scenario is not None:
            shell.link(
                "scenarier",
                _("Öppna det som krävs som scenario"),
                {"plats": code, "till": str(target), "scenario": to_link(scenario)},
            )


def _figures(answer: Answer, goal: str, lever: str, target: int) -> list[shell.Figure]:
    unit = _(LEVERS[lever].unit)
    need = answer.need if answer.reachable else None
    return [
        shell.Figure(
            (_("Räcker: {lever}") if answer.enough else _("Krävs: {lever}")).format(
                lever=_(LEVERS[lever].name).lower()
            ),
            words.lever_span(lever, need) if need else _("finns inte"),
            _("{unit}, 8 av 10 utfall").format(unit=unit),
        ),
        shell.Figure(
            _("I prognosen"),
            words.lever_span(lever, answer.expected),
            _("{unit}, 8 av 10 utfall").format(unit=unit)
            if lever != "sysselsattning"
            else _("{unit}, nu").format(unit=unit),
        ),
        shell.Figure(
            _("Utan förändring {year}").format(year=target),
            interval(answer.without.low, answer.without.high, GOALS[goal].decimals),
            _("8 av 10 utfall, målet {level}").format(level=words.goal_level(goal, answer.level)),
        ),
        shell.Figure(
            _("Når målet utan förändring"),
            words.chance_figure(answer.chance),
            _("utfall i prognosens simuleringar"),
        ),
    ]


def _history_card(
    data: Dataset, code: str, answer: Answer, history: pd.DataFrame, *, window: int, title: str
) -> None:
    place, lever = data.regions.name(code), LEVERS[answer.lever]
    averaged = window > 1 and len(history) >= window
    means = needs.window_means(history, window) if averaged else history.iloc[:0]
    mean_name = _("Medel av {years} år").format(years=window)
    table = history[["year", "value"]].merge(
        means[["year", "value"]].rename(columns={"value": "mean"}), on="year", how="left"
    )
    columns = {
        "year": Column(_("År"), kind="year"),
        "value": Column(_(lever.name), digits=lever.decimals),
    }
    if averaged:
        columns["mean"] = Column(mean_name, digits=1)
    factor = ""
    if answer.reachable and answer.lever == "flyttning":
        factor = _(
            "Det motsvarar {change} procent {more} inflyttade än i prognosen varje år "
            "{first}–{last}; hur många som flyttar ut följer av hur många som bor här."
        ).format(
            change=whole(abs(answer.factor - 1) * 100),
            more=_("fler") if answer.factor >= 1 else _("färre"),
            first=cached.projection().jump_off + 1,
            last=answer.year,
        )
    chart_card(
        "krav-historia",
        title,
        lambda colours: need_against_history(
            history,
            means,
            colours,
            unit=_(lever.unit),
            digits=lever.decimals,
            first=cached.projection().jump_off + 1,
            last=answer.year,
            need=answer.need if answer.reachable else None,
            need_name=_("Räcker, 8 av 10 utfall") if answer.enough else "",
            expected=answer.expected,
            means_name=mean_name,
            expected_name=_("Dagens nivå")
            if answer.lever == "sysselsattning"
            else _("Prognosen, 8 av 10 utfall"),
        ),
        table,
        columns,
        dataset=data,
        depends=choices.made(),
        source=f"{source_line(data, history['source'], history['year'])} "
        f"{cached.projection_line()}",
        alt=words.precedent_alt(place, answer, history),
        unit=_(lever.unit),
        note=" ".join(part for part in (factor, broken_note(history)) if part),
    )


def _curve_card(data: Dataset, code: str, answer: Answer, rate: float) -> None:
    place, goal = data.regions.name(code), GOALS[answer.goal]
    before, ahead = _today(data, code, answer.goal, rate), _coming(code, answer.goal, rate)
    drawn = before[before["year"] > cached.projection().jump_off - _YEARS_BACK]
    indicator = INDICATORS[goal.indicator]
    note = _(
        "Det ljusa fältet är prognosens 8 av 10 utfall. Den röda punkten är målet, strecket genom "
        "den 8 av 10 utfall med det som krävs."
    )
    if answer.goal == "sysselsatta":
        note += " " + _(
            "Sysselsatta är räknade som 20–64 år gånger {rate} procent, också bakåt."
        ).format(rate=f"{rate:.1f}".replace(".", ","))
    chart_card(
        "krav-kurva",
        words.path_title(place, answer),
        lambda colours: goal_on_curve(
            drawn,
            ahead,
            colours,
            unit=_(indicator.unit),
            digits=goal.decimals,
            level=answer.level,
            year=answer.year,
            reached=answer.outcome,
        ),
        findings.history_then_range(before, ahead),
        history_columns(goal.decimals),
        dataset=data,
        depends=choices.made(),
        source=f"{source_line(data, before['source'], before['year'])} {cached.projection_line()}",
        alt=words.path_alt(place, answer),
        unit=_(indicator.unit),
        note=" ".join(part for part in (note, broken_note(drawn, ahead)) if part),
    )
