"""Sentences of Umeå 2014: the verdict, how it was reached, what it cannot say."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from demografi.pilots import CultureYear, Effect
from demografi.text import _
from demografi.text.numbers import decimal, join, percent, signed
from demografi.text.pilots.wording import signed_range
from demografi.text.sentences import number_word

__all__ = [
    "answer",
    "effect_text",
    "limits",
    "measure_name",
    "method_note",
    "neither",
    "path_alt",
    "path_title",
    "placebo_alt",
    "placebo_note",
    "placebo_rows",
    "placebo_title",
    "unit",
]

Name = Callable[[str], str]


def measure_name(key: str) -> str:
    """Name a measure in the row of choices."""
    return {
        "in_migration": _("Inflyttning"),
        "growth": _("Folkökning"),
        "net_domestic": _("Inrikes flyttnetto"),
    }[key]


def _definite(key: str) -> str:
    return {
        "in_migration": _("inflyttningen"),
        "growth": _("folkökningen"),
        "net_domestic": _("det inrikes flyttnettot"),
    }[key]


def unit() -> str:
    """Unit of all measures."""
    return _("personer per 1\u00a0000 invånare och år")


def effect_text(found: CultureYear, effect: Effect) -> str:
    """Write an effect in persons a year, with its interval."""
    return _("{value} personer ({range})").format(
        value=signed(round(found.persons(effect.value), -1)),
        range=signed_range(found.persons(effect.low), found.persons(effect.high)),
    )


def neither(names: Sequence[str]) -> str:
    """Join names after ``varken``.

    >>> neither(["a", "b", "c"])
    'a, b eller c'
    """
    return _("{first} eller {last}").format(first=", ".join(names[:-1]), last=names[-1])


def answer(found: Mapping[str, CultureYear], chosen: str) -> str:
    """Give the verdict of all measures, and the figures of the chosen one.

    Parameters
    ----------
    found : mapping of str to CultureYear
        By measure.
    chosen : str
        The measure shown.
    """
    told = [key for key, one in found.items() if one.study.during.sign or one.study.later.sign]
    one = found[chosen]
    study = one.study
    if not told:
        verdict = _("Det går inte att säga, varken av {measures}.").format(
            measures=neither([_definite(key) for key in found])
        )
    elif len(told) == len(found):
        verdict = _("Ja, det syns i {measures}.").format(
            measures=join([_definite(key) for key in told])
        )
    else:
        verdict = _("Det syns i {measures}, men inte i {rest}.").format(
            measures=join([_definite(key) for key in told]),
            rest=join([_definite(key) for key in found if key not in told]),
        )
    figures = _(
        "{year} skilde sig {measure} från det väntade med {during}, {first}–{last} med {later} om "
        "året; parentesen är ett 95-procentigt intervall."
    ).format(
        measure=_definite(chosen),
        during=effect_text(one, study.during),
        year=study.year,
        later=effect_text(one, study.later),
        first=study.year + 1,
        last=study.year + study.window.after,
    )
    reach = max(study.during.high - study.during.value, study.later.high - study.later.value)
    return " ".join(
        [
            verdict,
            figures,
            ""
            if study.during.sign and study.later.sign
            else _(
                "Bara en effekt större än omkring {persons} personer om året hade gått att "
                "skilja från vanliga svängningar."
            ).format(persons=decimal(round(one.persons(reach), -2), 0)),
        ]
    ).strip()


def path_title(found: CultureYear) -> str:
    """Title of the chart: the measure in Umeå against where it was heading."""
    return _("{measure} i Umeå mot det väntade").format(measure=measure_name(found.measure))


def path_alt(found: CultureYear) -> str:
    """Text alternative: each year from the event on, and what had been expected."""
    study = found.study
    rows = study.path[study.path["year"] >= study.year]
    columns = ("year", "value", "expected", "low", "high")
    values = "; ".join(
        _("{year}: {value} mot väntade {expected} ({low} till {high})").format(
            year=year,
            value=decimal(value, 1),
            expected=decimal(expected, 1),
            low=decimal(low, 1),
            high=decimal(high, 1),
        )
        for year, value, expected, low, high in zip(*(rows[c] for c in columns), strict=True)
    )
    return _("Linjer för {measure} per 1\u00a0000 invånare i Umeå. {values}.").format(
        measure=_definite(found.measure), values=values
    )


def method_note(found: CultureYear, name: Name) -> str:
    """Say which municipalities are compared with and how they were chosen."""
    study = found.study
    dropped = [name(trend.place) for trend in study.trends if not trend.same]
    note = _(
        "Jämförelse: {names}. Regeln: kommuner i norra Sverige utanför Umeåregionen med minst en "
        "tredjedel av Umeås folkmängd året före, vars skillnad mot Umeå inte hade någon säker "
        "trend {first}–{last}."
    ).format(
        names=join([name(code) for code in study.comparison]),
        first=study.year - study.window.before,
        last=study.year - 1,
    )
    if dropped:
        note += " " + _("Bort föll {names}.").format(names=join(dropped))
    return note


def placebo_title(found: CultureYear) -> str:
    """Title of the placebo chart: how ordinary Umeå's figure is."""
    share = found.study.later.share
    return _("{share} av jämförelserna utan händelse gav minst lika stor skillnad").format(
        share=percent(share * 100, 0)
    )


def placebo_note(found: CultureYear) -> str:
    """Say what the dots are."""
    study = found.study
    own = int((study.placebos["place"] == study.place).sum())
    return _(
        "Varje punkt är samma beräkning där inget påstås ha hänt: {own} tidigare år i Umeå och "
        "{others} år i jämförelsekommunerna. 95\u00a0% av dem ligger inom ±{reach}."
    ).format(
        own=number_word(own),
        others=len(study.placebos) - own,
        reach=decimal(study.later.reach, 1),
    )


def placebo_alt(found: CultureYear) -> str:
    """Text alternative of the placebo chart."""
    study = found.study
    return _(
        "Punkter för {count} beräkningar utan händelse, från {low} till {high} personer per "
        "1\u00a0000 invånare och år. Umeå efter {year}: {value}."
    ).format(
        count=len(study.placebos),
        low=signed(float(study.placebos["later"].min()), 1),
        high=signed(float(study.placebos["later"].max()), 1),
        year=study.year,
        value=signed(study.later.value, 1),
    )


def limits(found: CultureYear) -> list[str]:
    """What this does not tell."""
    study = found.study
    return [
        _(
            "Åren {first}–{last} rymmer också flyktingmottagandet 2015–2016, som nådde kommunerna "
            "olika mycket. Det inrikes flyttnettot är fritt från det mesta av det."
        ).format(first=study.year, last=study.year + study.window.after),
        _(
            "Kulturåret kan ha betytt mycket utan att synas i folkmängden: besök, företagande "
            "och stolthet mäts inte här."
        ),
        _(
            "Det här är inget bevis för att effekten är noll. Det säger hur stor den kan ha varit "
            "åt båda håll."
        ),
        _(
            "Intervallet är det vidaste av två: regressionens och det som beräkningarna utan "
            "händelse ger. Få år och beroende mellan dem gör regressionens eget för snävt."
        ),
    ]


def placebo_rows(found: CultureYear, name: Name) -> pd.DataFrame:
    """Placebos with the names of their places, the largest first."""
    rows = found.study.placebos
    order = rows["later"].abs().sort_values(ascending=False, kind="stable").index
    rows = rows.loc[order].reset_index(drop=True)
    return rows.assign(name=[name(code) for code in rows["place"]])
