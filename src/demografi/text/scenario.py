"""Scenarios in words: what is done, and what it changes, with its range in the same breath."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from demografi.regions import Regions
from demografi.scenario import Measure, Scenario, effect_in
from demografi.text import _, ngettext
from demografi.text.numbers import about, capital, interval, join, percent, signed, whole

__all__ = [
    "after_closing",
    "amount",
    "assumed",
    "closing",
    "conclusion",
    "difference",
    "difference_table",
    "effect_span",
    "elsewhere",
    "groups_changed",
    "measure_title",
    "peak_year",
    "scenario_facts",
    "scenario_title",
    "told_apart",
]

N_ = str  # marks Swedish wording for the catalogue; translated where it is shown

_NOTICEABLE = 0.5
"""Persons below which a difference is none."""


def _years(measure: Measure) -> str:
    first, last = measure["from"], measure["to"]
    if first is not None and last is not None:
        if first == last:
            return _(" {first}").format(first=f"{first:.0f}")
        return _(" {first}–{last}").format(first=f"{first:.0f}", last=f"{last:.0f}")
    if first is not None:
        return _(" från {first}").format(first=f"{first:.0f}")
    if last is not None:
        return _(" till {last}").format(last=f"{last:.0f}")
    return ""


def amount(value: float) -> str:
    """Write what is added or taken away, with a decimal where it has one."""
    return signed(value, 0 if value == int(value) else 1)


def _what(measure: Measure, place: str) -> str:
    """Say what a measure does where, without its years."""
    if measure.kind == "employer":
        return _("{jobs} jobb i {place}").format(jobs=whole(measure["jobs"]), place=place)
    if measure.kind == "housing":
        return _("{number} nya bostäder i {place}").format(
            number=whole(measure["dwellings"]), place=place
        )
    if measure.kind in ("school", "care_home"):
        places = measure.number("places")
        wordings = {
            ("school", True): _("en skola med {number} elever öppnar i {place}"),
            ("school", False): _("en skola med {number} elever läggs ned i {place}"),
            ("care_home", True): _("ett äldreboende med {number} platser öppnar i {place}"),
            ("care_home", False): _("ett äldreboende med {number} platser stängs i {place}"),
        }
        wording = wordings[measure.kind, places >= 0]
        return wording.format(number=whole(abs(places)), place=place)
    if measure.kind == "net_migration":
        return _("{persons} inflyttare per år i {place}").format(
            persons=amount(measure.number("persons")), place=place
        )
    wordings_of_rates = {
        "fertility": _("barnafödande {change} procent i {place}"),
        "mortality": _("dödlighet {change} procent i {place}"),
        "in_migration": _("inflyttning {change} procent i {place}"),
        "out_migration": _("utflyttning {change} procent i {place}"),
        "no_migration": _("ingen flyttning i {place}"),
        "as_today": _("dödlighet och barnafödande som i dag i {place}"),
    }
    return wordings_of_rates[measure.kind].format(
        change=amount(measure.number("change")), place=place
    )


def measure_title(measure: Measure, regions: Regions) -> str:
    """Say what a measure is, where and when: ``300 jobb i Storuman 2028–2040``."""
    place = regions.places.get(measure.place)
    return _what(measure, measure.place if place is None else place.name) + _years(measure)


def scenario_title(scenario: Scenario, regions: Regions, *, most: int = 2) -> str:
    """Name a scenario: as its maker did, else by its measures.

    Parameters
    ----------
    scenario : Scenario
        Measures.
    regions : Regions
        Names of places.
    most : int
        Measures spelt out; the rest are counted.
    """
    if scenario.name:
        return scenario.name
    if not scenario.measures:
        return _("Prognosen")
    told = [measure_title(measure, regions) for measure in scenario.measures[:most]]
    rest = len(scenario.measures) - most
    if rest > 0:
        told.append(
            ngettext("{count} åtgärd till", "{count} åtgärder till", rest).format(count=rest)
        )
    return capital(join(told))


def told_apart(titles: Sequence[str]) -> list[str]:
    """Number titles that are taken already, so that each names one scenario.

    >>> told_apart(["Gruva", "Skola", "Gruva", "Gruva"])
    ['Gruva', 'Skola', 'Gruva (2)', 'Gruva (3)']
    """
    found: list[str] = []
    for title in titles:
        name, number = title, 1
        while name in found:
            number += 1
            name = _("{title} ({number})").format(title=title, number=number)
        found.append(name)
    return found


def scenario_facts(scenario: Scenario, regions: Regions) -> str:
    """Say what a scenario does, also when it has a name: ``Gruvan (300 jobb i Storuman)``."""
    if not scenario.name or not scenario.measures:
        return scenario_title(scenario, regions)
    return _("{name} ({facts})").format(
        name=scenario.name, facts=scenario_title(replace(scenario, name=""), regions)
    )


def elsewhere(scenario: Scenario, regions: Regions, code: str) -> str:
    """Name where a scenario does something, if that is not in a place; else nothing."""
    doing = [measure.place for measure in scenario.measures if not measure.neutral]
    touched = {member for place in doing for member in regions.place(place).members}
    if touched & set(regions.place(code).members):
        return ""
    return join([regions.name(place) for place in dict.fromkeys(doing)])


_PARTS = {
    10: N_("en tiondel"),
    25: N_("en fjärdedel"),
    50: N_("hälften"),
    75: N_("tre fjärdedelar"),
}


def _part(value: float) -> str:
    return _(_PARTS[int(value)]) if value in _PARTS else percent(value, 0)


def _assumption(measure: Measure) -> str:
    """Say the assumption that a measure's effect hangs on; nothing for changed rates."""
    wordings = {
        "employer": _("{share} av jobben tas av inflyttare"),
        "housing": _("{share} av bostäderna fylls av inflyttare"),
        "school": _("{share} av eleverna flyttar med sin familj"),
        "care_home": _("{share} av de boende flyttar över kommungränsen"),
    }
    if measure.kind not in wordings:
        return ""
    said = wordings[measure.kind].format(share=_part(measure.number("share")))
    if measure.kind == "employer" and measure["to"] is not None:
        said += _(" och {stay} av dem bor kvar efter stängningen").format(
            stay=_part(measure.number("stay"))
        )
    return said


def assumed(scenario: Scenario) -> str:
    """Say the assumptions that the effects of what is built and closed hang on."""
    parts = [_assumption(measure) for measure in scenario.measures if not measure.neutral]
    told = list(dict.fromkeys(part for part in parts if part))
    return _("Räknat med att {assumed}.").format(assumed="; ".join(told)) if told else ""


def difference(row: "pd.Series[float]", noun: str) -> str:
    """Say how many more or fewer, with the range.

    Parameters
    ----------
    row : Series
        With effect_p10, effect_p50 and effect_p90.
    noun : str
        In plural: ``invånare``.
    """
    low, middle, high = row["effect_p10"], row["effect_p50"], row["effect_p90"]
    if max(abs(low), abs(high)) < _NOTICEABLE:
        return _("lika många {noun}").format(noun=noun)
    if low < 0 < high and abs(middle) < _NOTICEABLE:
        return _("ungefär lika många {noun} ({low} till {high})").format(
            noun=noun, low=signed(low), high=signed(high)
        )
    if low < 0 < high:
        span = _("{low} till {high}").format(low=signed(low), high=signed(high))
    else:
        low, high = sorted([abs(low), abs(high)])
        span = interval(low, high)
    word = _("fler") if middle > 0 else _("färre")
    return _("{number} {word} {noun} ({span})").format(
        number=about(float(round(abs(middle)))), word=word, noun=noun, span=span
    )


def effect_span(row: "pd.Series[float]") -> str:
    """Write an effect with its range: ``+40 (+33 till +48)``."""
    return _("{middle} ({low} till {high})").format(
        middle=signed(row["effect_p50"]),
        low=signed(row["effect_p10"]),
        high=signed(row["effect_p90"]),
    )


def closing(scenario: Scenario) -> int | None:
    """Year when the last of the employers that close has let everybody go; None if none does."""
    years = [
        int(last + measure.number("wind_down"))
        for measure in scenario.measures
        if measure.kind == "employer" and (last := measure["to"]) is not None
    ]
    return max(years, default=None)


def peak_year(effects: pd.DataFrame, group: str) -> int:
    """Year when a scenario changes a group most, up or down; the first of several."""
    frame = effects[effects["group"] == group]
    return int(frame["year"].iloc[int(frame["effect_p50"].abs().to_numpy().argmax())])


def after_closing(scenario: Scenario, effects: pd.DataFrame, group: str, noun: str) -> str:
    """Say what is left of the effect on a group when an employer has closed, and later."""
    year, last = closing(scenario), int(effects["year"].max())
    if year is None or year > last:
        return ""
    later = min(year + 5, last)
    text = _("När jobben är borta, {year}, är det {now}").format(
        year=year, now=difference(effect_in(effects, group, year), noun)
    )
    if later > year:
        text += _(", och {later} är det {then}").format(
            later=later, then=difference(effect_in(effects, group, later), noun)
        )
    return text + "."


def _course(effects: pd.DataFrame, group: str, who: str, noun: str, year: int) -> str:
    """Say how many there are now and in a year, by the projection and in the scenario."""
    row, now = effect_in(effects, group, year), int(effects["year"].min())
    low, high = row["effect_p10"], row["effect_p90"]
    facts = {
        "who": who,
        "noun": noun,
        "now": whole(effect_in(effects, group, now)["base_p50"]),
        "now_year": now,
        "year": year,
        "base": interval(row["base_p10"], row["base_p90"]),
    }
    if max(abs(low), abs(high)) < _NOTICEABLE:
        return _(
            "{who}: {now} {noun} nu ({now_year}), {base} år {year} både enligt prognosen och i "
            "scenariot."
        ).format(**facts)
    first, last = signed(low), signed(high)
    span = first if first == last else _("{low} till {high}").format(low=first, high=last)
    return _(
        "{who}: {now} {noun} nu ({now_year}), {base} år {year} enligt prognosen och {changed} i "
        "scenariot ({span})."
    ).format(changed=interval(row["p10"], row["p90"]), span=span, **facts)


def conclusion(
    scenario: Scenario,
    place: str,
    title: str,
    effects: pd.DataFrame,
    year: int,
    *,
    elsewhere: str = "",
) -> str:
    """Open the screen: what the scenario changes in a place by a year.

    Parameters
    ----------
    scenario : Scenario
        Measures.
    place, title : str
        Names of the place and the scenario.
    effects : DataFrame
        As from :func:`demografi.scenario.effects`, with the groups total and 6-15.
    year : int
        The year looked at.
    elsewhere : str
        Where the scenario does something, if that is not in the place.
    """
    if scenario.neutral:
        return _(
            "Inget är ändrat än: det här är prognosen för {place}. Välj ett exempel eller lägg "
            "till en åtgärd, så visas skillnaden."
        ).format(place=place)
    if elsewhere:
        return _(
            "{title}. Scenariot rör {elsewhere}; i {place} ändras inget. De som flyttar in räknas "
            "inte bort där de kommer ifrån."
        ).format(title=title, elsewhere=elsewhere, place=place)
    pupils = effect_in(effects, "6-15", year)
    school = _("Grundskolan i {place}, 6–15 år").format(place=place)
    said = [
        f"{title}.",
        _course(effects, "6-15", school, _("elever"), year),
        _course(effects, "total", _("Folkmängden"), _("invånare"), year),
    ]
    peak = peak_year(effects, "6-15")
    most = effect_in(effects, "6-15", peak)
    if peak != year and abs(most["effect_p50"]) > abs(pupils["effect_p50"]) + _NOTICEABLE:
        said.append(
            _("Störst är skillnaden i skolan {year}: {pupils}.").format(
                year=peak, pupils=difference(most, _("elever"))
            )
        )
    if left := after_closing(scenario, effects, "6-15", _("elever")):
        said.append(left)
    said += [assumed(scenario), _("Spannen är 8 av 10 utfall.")]
    return " ".join(part for part in said if part)


def groups_changed(effects: pd.DataFrame, names: Mapping[str, str], year: int) -> str:
    """Say which group of ages a scenario changes most in a year, in relation to its size.

    Parameters
    ----------
    effects : DataFrame
        As from :func:`demografi.scenario.effects`.
    names : mapping of str to str
        Groups considered, with their names in running text.
    year : int
        The year looked at.
    """
    frame = effects[(effects["year"] == year) & effects["group"].isin(list(names))]
    share = frame["effect_p50"] / frame["base_p50"].clip(lower=1) * 100
    most = int(share.abs().to_numpy().argmax())
    row = frame.iloc[most]
    if abs(row["effect_p50"]) < _NOTICEABLE:
        return _("År {year} är ingen åldersgrupp märkbart ändrad").format(year=year)
    return _("År {year} ändras gruppen {name} mest: {effect}, {share}").format(
        year=year,
        name=names[row["group"]],
        effect=effect_span(row),
        share=percent(float(share.iloc[most]), 0, sign=True),
    )


def difference_table(effects: pd.DataFrame, names: Mapping[str, str], target: int) -> pd.DataFrame:
    """Write differences side by side: every fifth year and the one looked at.

    Parameters
    ----------
    effects : DataFrame
        As from :func:`demografi.scenario.effects`.
    names : mapping of str to str
        Headings of the groups shown.
    target : int
        The year looked at.
    """
    last = int(effects["year"].max())
    wanted = {target, last, *range(effects["year"].min() // 5 * 5 + 5, last, 5)}
    frame = effects[effects["year"].isin(wanted) & effects["group"].isin(list(names))]
    written = frame.assign(text=[effect_span(frame.iloc[at]) for at in range(len(frame))])
    wide = written.pivot(index="year", columns="group", values="text")[list(names)]
    wide = wide.rename(columns=names).rename_axis(columns=None).rename_axis(_("År"))
    return wide.reset_index().astype(str)
