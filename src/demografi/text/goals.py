"""The answer to what a goal takes, and whether it is realistic, in plain words."""

from dataclasses import replace

import pandas as pd

from demografi.needs import GOALS, LEVERS, Answer, Precedent, Realism, Span, window_of
from demografi.text import _
from demografi.text.numbers import decimal, interval, percent, signed, whole
from demografi.text.sentences import number_word

__all__ = [
    "answer_sentence",
    "chance_figure",
    "chance_words",
    "goal_level",
    "lever_level",
    "lever_span",
    "path_alt",
    "path_title",
    "precedent_alt",
    "precedent_title",
    "verdict",
]


def goal_level(goal: str, value: float) -> str:
    """Write a level of a goal."""
    return decimal(value, GOALS[goal].decimals)


def lever_level(lever: str, value: float) -> str:
    """Write a level of a lever: ``+12``, ``1,75``, ``81,0 %``."""
    digits = LEVERS[lever].decimals
    if lever == "flyttning":
        return signed(value, digits)
    return percent(value, digits) if lever == "sysselsattning" else decimal(value, digits)


def lever_span(lever: str, span: Span) -> str:
    """Write a range of a lever's level."""
    low, high = lever_level(lever, span.low), lever_level(lever, span.high)
    if low == high:
        return low
    if lever == "flyttning":
        return _("{low} till {high}").format(low=low, high=high)
    digits = LEVERS[lever].decimals
    written = interval(span.low, span.high, digits)
    return f"{written}\u00a0%" if lever == "sysselsattning" else written


def _target(place: str, answer: Answer) -> str:
    goal = GOALS[answer.goal]
    wording = (
        _("För att {place} år {year} ska ha högst {level} {words}")
        if goal.at_most
        else _("För att {place} år {year} ska ha {level} {words}")
    )
    return wording.format(
        place=place,
        level=goal_level(answer.goal, answer.level),
        words=_(goal.words),
        year=answer.year,
    )


def answer_sentence(place: str, answer: Answer) -> str:
    """Say what it takes, with its range, beside what the projection has; or that nothing does.

    Parameters
    ----------
    place : str
        Name of the place.
    answer : Answer
        As found.
    """
    if not answer.reachable or answer.need is None:
        return _unreachable(place, answer)
    if answer.enough:
        wording = {
            "flyttning": _(
                "{target} räcker det att flyttnettot är omkring **{need} personer per år** till "
                "dess (8 av 10 utfall: {range}). Prognosen räknar med {expected} per år ({span})."
            ),
            "fodda": _(
                "{target} räcker det att kvinnorna får omkring **{need} barn** var i genomsnitt "
                "(8 av 10 utfall: {range}). Prognosen räknar med {expected} ({span})."
            ),
            "sysselsattning": _(
                "{target} räcker det att **{need}** av invånarna 20–64 år arbetar (8 av 10 "
                "utfall: {range}). Nu är det {expected}."
            ),
        }[answer.lever]
    else:
        wording = {
            "flyttning": _(
                "{target} behöver flyttnettot vara omkring **{need} personer per år** till dess "
                "(8 av 10 utfall: {range}). Prognosen räknar med {expected} per år ({span})."
            ),
            "fodda": _(
                "{target} behöver kvinnorna få omkring **{need} barn** var i genomsnitt "
                "(8 av 10 utfall: {range}). Prognosen räknar med {expected} ({span})."
            ),
            "sysselsattning": _(
                "{target} behöver **{need}** av invånarna 20–64 år arbeta (8 av 10 utfall: "
                "{range}). Nu är det {expected}."
            ),
        }[answer.lever]
    told = wording.format(
        target=_target(place, answer),
        need=lever_level(answer.lever, answer.need.middle),
        range=lever_span(answer.lever, answer.need),
        expected=lever_level(answer.lever, answer.expected.middle),
        span=lever_span(answer.lever, answer.expected),
    )
    lag = _lag(answer)
    return f"{told} {lag}" if lag else told


def _lag(answer: Answer) -> str:
    """Say which children are old enough in time; nothing where all who are born count."""
    age = GOALS[answer.goal].youngest
    if answer.lever != "fodda" or not age:
        return ""
    first, last = answer.first, answer.born_in_time
    return _("Bara barn födda {years} hinner fylla {age} till {year}.").format(
        years=str(first) if first == last else f"{first}–{last}", age=age, year=answer.year
    )


def _unreachable(place: str, answer: Answer) -> str:
    target = _target(place, answer)
    limit = goal_level(answer.goal, answer.limit)
    if answer.lever == "sysselsattning":
        return _(
            "{target} räcker det inte ens att alla arbetar: {limit} är i åldern 20–64 år då, i "
            "prognosens mitt."
        ).format(target=target, limit=limit)
    if answer.lever == "fodda":
        if answer.goal == "kvot":
            return _(
                "{target} hjälper inte fler eller färre födda: närmast kommer man {limit}, "
                "eftersom den som föds nu räknas som ung i 20 år."
            ).format(target=target, limit=limit)
        if answer.born_in_time < answer.first:
            return _(
                "{target} hjälper inte fler födda: den som föds nu är under {age} år {year}. Det "
                "blir {limit} ändå."
            ).format(target=target, age=GOALS[answer.goal].youngest, year=answer.year, limit=limit)
    most = whole(LEVERS[answer.lever].most)
    wording = (
        _(
            "{target} finns inget flyttnetto som räcker: med allt från ingen inflyttning till "
            "{most} gånger prognosens kommer man som närmast {limit}."
        )
        if answer.lever == "flyttning"
        else _(
            "{target} finns inget barnafödande som räcker: med allt från inga födda till {most} "
            "gånger prognosens kommer man som närmast {limit}."
        )
    )
    told = wording.format(target=target, most=most, limit=limit)
    lag = _lag(answer)
    return f"{told} {lag}" if lag else told


def chance_words(chance: float) -> str:
    """Say how often the projection meets the goal by itself: ``2 av 100 utfall``."""
    count = round(chance * 100)
    if chance == 0:
        return _("inget utfall")
    if count == 0:
        return _("färre än 1 av 100 utfall")
    return _("{count} av 100 utfall").format(count=count)


def chance_figure(chance: float) -> str:
    """Write the same as a figure, short enough for a card: ``< 1 av 100``.

    >>> chance_figure(0), chance_figure(0.002).replace("\u00a0", " "), chance_figure(0.5)
    ('inget', '< 1 av 100', '50 av 100')
    """
    if chance > 0 and round(chance * 100) == 0:
        return _("<\u00a01 av 100")
    return _("{count} av 100").format(count=round(chance * 100)) if chance else _("inget")


def _best(lever: str, found: Precedent) -> str:
    level = lever_level(lever, found.best)
    if lever == "flyttning":
        return _("{level} per år i genomsnitt {first}–{last}").format(
            level=level, first=found.best_first, last=found.best_last
        )
    return _("{level} ({year})").format(level=level, year=found.best_last)


def _times(lever: str, found: Precedent) -> str:
    """Say how often the level has been reached."""
    if lever == "flyttning":
        periods = {5: _("femårsperioder"), 10: _("tioårsperioder")}[found.window]
        return _(
            "{times} av {windows} {periods} sedan {first} nådde dit, senast den som slutade "
            "{latest}"
        ).format(
            times=found.times,
            windows=found.windows,
            periods=periods,
            first=found.first,
            latest=found.latest,
        )
    return _("{times} av {windows} år {first}–{last} nådde dit, senast {latest}").format(
        times=found.times,
        windows=found.windows,
        first=found.first,
        last=found.last,
        latest=found.latest,
    )


def _since(lever: str, found: Precedent) -> str:
    if lever == "flyttning":
        # A single year may have been above: what it takes has to last.
        period = {5: _("femårsperiod"), 10: _("tioårsperiod")}[found.window]
        return _("under någon {period} sedan {first}").format(period=period, first=found.first)
    return _("under de år vi har siffror för, {first}–{last}").format(
        first=found.first, last=found.last
    )


def _recent(lever: str, found: Precedent) -> str:
    """Say how it has been of late; nothing where that is the best there has been."""
    if found.best_last == found.last:
        return ""
    level = lever_level(lever, found.recent)
    if lever == "flyttning":
        return _("De senaste {years} åren var det {level} per år.").format(
            years=number_word(found.window), level=level
        )
    return _("{last} var det {level}.").format(last=found.last, level=level)


def _best_sentence(lever: str, found: Precedent) -> str:
    best = _best(lever, found)
    latest = found.best_last == found.last
    if found.below:
        wording = _("Det lägsta är det senaste: {best}.") if latest else _("Det lägsta var {best}.")
    else:
        wording = _("Det bästa är det senaste: {best}.") if latest else _("Det bästa var {best}.")
    return wording.format(best=best)


def _ends(answer: Answer, found: Precedent) -> str:
    """Say what the ends of the range take, beside the middle that is judged."""
    if answer.need is None:
        return ""
    easy, hard = answer.need.low, answer.need.high
    if found.below:
        easy, hard = hard, easy
    digits = LEVERS[answer.lever].decimals
    as_written = replace(found, best=round(found.best, digits))
    wording = (
        _("I gynnsamma utfall räcker {low}, vilket har förekommit; i ogynnsamma krävs {high}.")
        if as_written.reaches(round(easy, digits))
        else _(
            "I gynnsamma utfall räcker {low}, men inte heller det har förekommit; i ogynnsamma "
            "krävs {high}."
        )
    )
    return wording.format(
        low=lever_level(answer.lever, easy),
        high=lever_level(answer.lever, hard),
    )


def verdict(
    answer: Answer, kind: Realism, found: Precedent | None, national: Precedent | None = None
) -> str:
    """Say whether what it takes is realistic, and why.

    Parameters
    ----------
    answer : Answer
        What it takes.
    kind : Realism
        The judgement.
    found : Precedent or None
        The history it rests on.
    national : Precedent or None
        The nation's, where a place has but a short one.
    """
    without = _("Utan förändring nås målet i {chance}.").format(chance=chance_words(answer.chance))
    if kind == "unreachable":
        return _("**Det går inte.** {without}").format(without=without)
    if kind == "on_course":
        return _("**Det ser ut att gå ändå.** {without}").format(without=without)
    if kind == "within":
        return _("**Det är möjligt:** så mycket ryms i prognosens eget spann. {without}").format(
            without=without
        )
    if kind == "unknown" or found is None:
        told = _("**Det går inte att jämföra med historien**, som saknas. {without}").format(
            without=without
        )
        return _with_nation(told, answer, national)
    wording = {
        "seen": _(
            "**Det vore ovanligt men har hänt:** {times}; {most} {best}. {recent} {ends} {without}"
        ),
        "edge": _(
            "**Det är på gränsen till orealistiskt:** så {far} har det inte varit {since}, bara i "
            "riket. {best_one} {recent} {ends} {without}"
        ),
        "never": _(
            "**Det är inte realistiskt utan att något helt nytt händer:** så {far} har det aldrig "
            "varit {since}. {best_one} {recent} {ends} {without}"
        ),
    }[kind]
    told = wording.format(
        times=_times(answer.lever, found),
        since=_since(answer.lever, found),
        best=_best(answer.lever, found),
        most=_("som minst") if found.below else _("som mest"),
        far=_("lågt") if found.below else _("högt"),
        best_one=_best_sentence(answer.lever, found),
        recent=_recent(answer.lever, found),
        ends=_ends(answer, found),
        without=without,
    )
    return _with_nation(told.replace("  ", " "), answer, national)


def _with_nation(told: str, answer: Answer, national: Precedent | None) -> str:
    if national is None:
        return told
    wording = (
        _("{told} Riket hade som minst {best} sedan {first}.")
        if national.below
        else _("{told} Riket hade som mest {best} sedan {first}.")
    )
    return wording.format(told=told, best=_best(answer.lever, national), first=national.first)


def precedent_title(answer: Answer, kind: Realism) -> str:
    """Head the history of the lever with what it says."""
    lever, chance = _(LEVERS[answer.lever].name), chance_words(answer.chance)
    period = ""
    if answer.lever == "flyttning":  # a single year may have been there
        years = number_word(window_of(answer.years))
        period = _(" som medel av {years} år").format(years=years)
    return {
        "on_course": _("{lever}: målet nås ändå i {chance}"),
        "within": _("{lever}: det som krävs ryms i prognosens spann"),
        "seen": _("{lever}: det som krävs har förekommit"),
        "edge": _("{lever}: det som krävs har inte förekommit här, bara i riket"),
        "never": _("{lever}: det som krävs har aldrig förekommit{period}"),
        "unreachable": _("{lever}: ingen nivå räcker"),
        "unknown": _("{lever}: historien saknas"),
    }[kind].format(lever=lever, chance=chance, period=period)


def precedent_alt(place: str, answer: Answer, history: pd.DataFrame) -> str:
    """Describe the chart of the lever's history and need."""
    if history.empty:
        return _("Ingen historia finns för {place}.").format(place=place)
    seen = _("{lever} i {place} {first}–{last}, som mest {most} och som minst {least}").format(
        lever=_(LEVERS[answer.lever].name),
        place=place,
        first=int(history["year"].min()),
        last=int(history["year"].max()),
        most=lever_level(answer.lever, float(history["value"].max())),
        least=lever_level(answer.lever, float(history["value"].min())),
    )
    if answer.need is None:
        return seen + "."
    return _("{seen}; till {year} krävs {need} i 8 av 10 utfall.").format(
        seen=seen, year=answer.year, need=lever_span(answer.lever, answer.need)
    )


def path_title(place: str, answer: Answer) -> str:
    """Head the goal's own curve: the goal against what is coming without a change."""
    goal = GOALS[answer.goal]
    return _("{place} år {year}: målet är {level} {words}, prognosen {range}").format(
        place=place,
        words=_(goal.words),
        level=goal_level(answer.goal, answer.level),
        range=interval(answer.without.low, answer.without.high, goal.decimals),
        year=answer.year,
    )


def path_alt(place: str, answer: Answer) -> str:
    """Describe the goal's curve."""
    text = path_title(place, answer)
    if answer.outcome is None:
        return text + "."
    return _("{text}. Med det som krävs blir det {range} i 8 av 10 utfall.").format(
        text=text,
        range=interval(answer.outcome.low, answer.outcome.high, GOALS[answer.goal].decimals),
    )
