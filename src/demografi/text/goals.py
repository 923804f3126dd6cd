"""The answer to what a goal takes, and whether it is realistic, in plain words."""

import pandas as pd

from demografi.needs import GOALS, LEVERS, Answer, Precedent, Realism, Span
from demografi.text import _
from demografi.text.numbers import decimal, interval, percent, signed, whole
from demografi.text.sentences import number_word

__all__ = [
    "answer_sentence",
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
        _("För att {place} ska ha högst {level} {words} {year}")
        if goal.at_most
        else _("För att {place} ska ha {level} {words} {year}")
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
    if answer.chance >= 0.5:
        wording = {
            "flyttning": _(
                "{target} räcker det att flyttnettot är omkring **{need} personer per år** till "
                "dess (8 av 10 utfall: {range}). Prognosen har {expected} per år ({span})."
            ),
            "fodda": _(
                "{target} räcker det att kvinnorna får omkring **{need} barn** var i genomsnitt "
                "(8 av 10 utfall: {range}). Prognosen har {expected} ({span})."
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
                "(8 av 10 utfall: {range}). Prognosen har {expected} per år ({span})."
            ),
            "fodda": _(
                "{target} behöver kvinnorna få omkring **{need} barn** var i genomsnitt "
                "(8 av 10 utfall: {range}). Prognosen har {expected} ({span})."
            ),
            "sysselsattning": _(
                "{target} behöver **{need}** av invånarna 20–64 år arbeta (8 av 10 utfall: "
                "{range}). Nu är det {expected}."
            ),
        }[answer.lever]
    return wording.format(
        target=_target(place, answer),
        need=lever_level(answer.lever, answer.need.middle),
        range=lever_span(answer.lever, answer.need),
        expected=lever_level(answer.lever, answer.expected.middle),
        span=lever_span(answer.lever, answer.expected),
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
        if answer.goal in ("arbetsfor", "sysselsatta"):
            return _(
                "{target} hjälper inte fler födda: den som föds nu är under 20 år {year}. Det blir "
                "{limit} ändå."
            ).format(target=target, year=answer.year, limit=limit)
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
    return wording.format(target=target, most=most, limit=limit)


def chance_words(chance: float) -> str:
    """Say how often the projection meets the goal by itself: ``2 av 100 utfall``."""
    count = round(chance * 100)
    if chance == 0:
        return _("inget utfall")
    if count == 0:
        return _("färre än 1 av 100 utfall")
    return _("{count} av 100 utfall").format(count=count)


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
        return _("sedan {first}").format(first=found.first)
    return _("under de år vi har siffror för, {first}–{last}").format(
        first=found.first, last=found.last
    )


def _recent(lever: str, found: Precedent) -> str:
    level = lever_level(lever, found.recent)
    if lever == "flyttning":
        return _("De senaste {years} åren var det {level} per år.").format(
            years=number_word(found.window), level=level
        )
    return _("{last} var det {level}.").format(last=found.last, level=level)


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
        return _("**Det går inte att jämföra med historien**, som saknas. {without}").format(
            without=without
        )
    wording = {
        "seen": _(
            "**Det vore ovanligt men har hänt:** {times}; som mest {best}. {recent} {without}"
        ),
        "edge": _(
            "**Det är på gränsen till orealistiskt:** så högt har det inte varit {since}. Det "
            "bästa, {best}, räcker bara om mycket annat går väl. {recent} {without}"
        ),
        "never": _(
            "**Det är inte realistiskt utan att något helt nytt händer:** så högt har det aldrig "
            "varit {since}. Det bästa var {best}. {recent} {without}"
        ),
    }[kind]
    told = wording.format(
        times=_times(answer.lever, found),
        since=_since(answer.lever, found),
        best=_best(answer.lever, found),
        recent=_recent(answer.lever, found),
        without=without,
    )
    if national is None:
        return told
    return _("{told} Riket hade som mest {best} sedan {first}.").format(
        told=told, best=_best(answer.lever, national), first=national.first
    )


def precedent_title(answer: Answer, kind: Realism) -> str:
    """Head the history of the lever with what it says."""
    lever = _(LEVERS[answer.lever].name)
    return {
        "on_course": _("{lever}: det som krävs ligger nära prognosen"),
        "within": _("{lever}: det som krävs ryms i prognosens spann"),
        "seen": _("{lever}: det som krävs har förekommit"),
        "edge": _("{lever}: det som krävs har knappt förekommit"),
        "never": _("{lever}: det som krävs har aldrig förekommit"),
        "unreachable": _("{lever}: ingen nivå räcker"),
        "unknown": _("{lever}: historien saknas"),
    }[kind].format(lever=lever)


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
    return _("{place}: målet {level} mot prognosens {range} {words} {year}").format(
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
