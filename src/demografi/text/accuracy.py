"""How close earlier forecasts came, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from demografi.dataset import Dataset
from demografi.findings.accuracy import (
    AHEAD,
    LIMIT,
    OURS,
    Accuracy,
    Closer,
    Comparison,
    ShelfLife,
)
from demografi.regions import Place
from demografi.text import _
from demografi.text.contenders import names, published_name
from demografi.text.numbers import MISSING, capital, decimal, join, percent, whole
from demografi.text.sentences import number_word
from demografi.text.sources import source_line

__all__ = [
    "cases",
    "counted",
    "coverage_finding",
    "edition_note",
    "errors_finding",
    "group_name",
    "held",
    "lasts",
    "missed",
    "of_ten",
    "opening",
    "rules_note",
    "said_finding",
    "said_note",
    "shelf_finding",
    "size_name",
    "source",
]


FEW = 20
"""Forecasts below which shares are told as counts."""


def group_name(group: str) -> str:
    """Age group as it stands in lists.

    >>> group_name("total"), group_name("80+"), group_name("6-15")
    ('Alla åldrar', '80 år och äldre', '6–15 år')
    """
    if group == "total":
        return _("Alla åldrar")
    if group.endswith("+"):
        return _("{low} år och äldre").format(low=group[:-1])
    return _("{span} år").format(span=group.replace("-", "–"))


def _of_group(group: str) -> str:
    """What is forecast, inside a sentence."""
    if group == "total":
        return _("folkmängden")
    if group.endswith("+"):
        return _("antalet som är {low} år och äldre").format(low=group[:-1])
    return _("antalet i åldern {span} år").format(span=group.replace("-", "–"))


def size_name(size: str) -> str:
    r"""Size class as read.

    >>> size_name("<5000"), size_name(">20000")
    ('Kommuner under 5\xa0000 invånare', 'Kommuner över 20\xa0000 invånare')
    """
    if size.startswith("<"):
        return _("Kommuner under {bound} invånare").format(bound=whole(int(size[1:])))
    if size.startswith(">"):
        return _("Kommuner över {bound} invånare").format(bound=whole(int(size[1:])))
    low, _dash, high = size.partition("-")
    return _("Kommuner {low}–{high} invånare").format(low=whole(int(low)), high=whole(int(high)))


def of_ten(share: float) -> str:
    """Say a share as so many of ten, with the decimal that keeps it honest.

    >>> of_ten(0.8), of_ten(0.756), of_ten(1.0)
    ('8 av 10', '7,6 av 10', '10 av 10')
    """
    number = round(share * 10, 1)
    return _("{number} av 10").format(number=decimal(number, 0 if number == int(number) else 1))


def _span(years: Sequence[int]) -> str:
    """Years ahead in words: one to four, or five and seven."""
    words = [number_word(year, neuter=True) for year in years]
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return _("{first} till {last}").format(first=words[0], last=words[-1])
    return join(words)


def lasts(life: ShelfLife) -> str:
    """Shelf life as a figure."""
    if life.years == life.tested:
        return _("minst {years} år").format(years=life.tested)
    return _("{years} år").format(years=life.years)


def cases(found: Accuracy) -> str:
    """How many forecasts, from when.

    >>> cases(Accuracy(120, 15, 2012, 2019, 1, 1, 0, 1, 1))
    '120 prognoser från 2012–2019'
    """
    when = str(found.first) if found.first == found.last else f"{found.first}–{found.last}"
    return _("{count} prognoser från {when}").format(count=whole(found.forecasts), when=when)


def opening(
    place: str,
    group: str,
    found: Accuracy | None,
    life: ShelfLife,
    *,
    closer: Closer | None = None,
    against: str = "",
) -> str:
    """Conclusion of the screen: how close, whether ranges have held, for how long, who was best.

    What matters most to somebody who plans comes first: five years ahead. Every sentence says
    how many years ahead it is about.
    """
    if found is None:
        return _(
            "För {place} finns ännu inget utfall att jämföra en {years} år gammal prognos med."
        ).format(place=place, years=number_word(AHEAD))
    first = (
        _(
            "{years} år framåt har åtta av tio prognoser för {what} i {place} hamnat inom "
            "**{within}** från utfallet, i medeltal {miss}."
        )
        if found.places == 1
        else _(
            "{years} år framåt har åtta av tio prognoser för {what} i en kommun hamnat inom "
            "**{within}** från utfallet, i medeltal {miss}, sett till {count} kommuner."
        )
    )
    told = [
        first.format(
            years=capital(number_word(AHEAD)),
            within=percent(found.within),
            what=_of_group(group),
            place=place,
            count=number_word(found.places),
            miss=missed(found.mean),
        ),
        held(found),
        shelf_finding(life) + ".",
    ]
    if closer is not None:
        told.append(
            _(
                "Från alla basår tillsammans har {rule} legat närmare {years} år framåt: "
                "{theirs} fel i medeltal mot vår prognos {ours}."
            ).format(
                rule=names()[closer.rule].lower(),
                years=number_word(AHEAD),
                theirs=percent(closer.theirs),
                ours=percent(closer.ours),
            )
        )
    if against:
        told.append(against + ".")
    return " ".join(told)


def counted(found: Accuracy) -> str:
    """Share of outcomes inside the range; as counted where there are too few to speak of tens."""
    if found.forecasts >= FEW:
        return of_ten(found.held80)
    return _("{inside} av {all}").format(
        inside=round(found.held80 * found.forecasts), all=found.forecasts
    )


def held(found: Accuracy) -> str:
    """Say whether the 80 % range has done what it promises."""
    share = counted(found)
    years = number_word(AHEAD)
    if abs(found.held80 - 0.8) <= 0.05:
        text = _(
            "Intervallet som ska rymma åtta av tio utfall har {years} år framåt rymt {share}, som "
            "utlovat."
        )
    elif found.held80 < 0.8:
        text = _(
            "Intervallet som ska rymma åtta av tio utfall har {years} år framåt rymt {share}: det "
            "har varit för smalt."
        )
    else:
        text = _(
            "Intervallet som ska rymma åtta av tio utfall har {years} år framåt rymt {share}: det "
            "har varit brett nog."
        )
    return text.format(share=share, years=years)


def shelf_finding(life: ShelfLife) -> str:
    """Say in a sentence how far ahead a forecast is of use."""
    limit = percent(LIMIT, 0)
    if life.years == 0:
        return _(
            "Redan ett år framåt har fler än två av tio prognoser missat med mer än {limit}"
        ).format(limit=limit)
    if life.years == life.tested:
        return _(
            "Minst åtta av tio prognoser har hållit sig inom {limit} så långt vi kan pröva, "
            "{years} år framåt"
        ).format(limit=limit, years=number_word(life.tested, neuter=True))
    return _(
        "Minst åtta av tio prognoser har hållit sig inom {limit} upp till {years} år framåt, men "
        "inte längre"
    ).format(limit=limit, years=number_word(life.years, neuter=True))


def missed(error: float) -> str:
    r"""Say how far off, and to which side.

    >>> missed(1.04), missed(-0.46), missed(0.04)
    ('1,0\xa0% för högt', '0,5\xa0% för lågt', 'mindre än 0,1\xa0% fel')
    """
    if abs(round(error, 1)) == 0:
        return _("mindre än {least} fel").format(least=percent(0.1))
    text = _("{miss} för högt") if error > 0 else _("{miss} för lågt")
    return text.format(miss=percent(abs(error)))


def said_finding(place: str, group: str, said: pd.DataFrame, origin: int) -> str:
    """Say what was forecast and what came, five years ahead first and the newest year after it."""
    if OURS not in said or not len(said):
        return _("Från {origin} går det inte att räkna en prognos för {place}").format(
            origin=origin, place=place
        )
    known = said.dropna(subset=[OURS, "actual"]).sort_values("year")
    newest = known.iloc[-1]
    after = known[known["year"] == origin + AHEAD]
    rows = [newest] if after.empty or newest["year"] == origin + AHEAD else [after.iloc[0], newest]
    wordings = (
        _(
            "{years} år framåt, {year}: {origin} års prognos sade {said} i {place}, det blev "
            "{came} ({miss})"
        ),
        _("{years} år framåt, {year}: den sade {said}, det blev {came} ({miss})"),
    )
    told = ". ".join(
        wording.format(
            years=capital(number_word(int(row["year"]) - origin, neuter=True)),
            origin=origin,
            said=whole(row[OURS]),
            place=place,
            year=int(row["year"]),
            came=whole(row["actual"]),
            miss=missed(100 * (row[OURS] / row["actual"] - 1)),
        )
        for wording, row in zip(wordings, rows, strict=False)
    )
    if group == "total":
        return told
    return f"{group_name(group)}: {told[0].lower()}{told[1:]}"


def said_note(place: Place, origin: int) -> str:
    """What a reader should know of the chart of what was said."""
    told = _(
        "Prognosen är räknad i efterhand, med den metod vi har i dag och bara på siffror till och "
        "med {origin}."
    ).format(origin=origin)
    if len(place.members) > 1:
        told += " " + _("För flera kommuner visas summan; välj en kommun för att se intervallet.")
    return told


def rules_note(comparisons: Mapping[str, Comparison]) -> str:
    """Which simple rules there are, how the comparison is made, and which were closer than ours.

    Parameters
    ----------
    comparisons : mapping of str to Comparison
        Ours against each simple rule from the base year shown.
    """
    told = _(
        "Alla jämförs på samma kommuner; fel räknas lika åt båda håll. Enkla regler: oförändrat "
        "antal, rak trend (tio års takt), årskullar (varje årskull ändras som förut) och "
        "kohortmetod (dödlighet, barn per kvinna och flyttnetto som förut)."
    )
    if not comparisons:
        return told
    better = {rule: one.further for rule, one in comparisons.items() if one.further}
    if not better:
        said = _("Vår prognos var närmare än alla enkla regler på alla avstånd.")
    else:
        said = _("Enkla regler som var närmare än vår prognos: {rules}.").format(
            rules=join(
                [
                    _("{rule} ({years} år framåt)").format(
                        rule=names()[rule].lower(), years=_span(years)
                    )
                    for rule, years in better.items()
                ]
            )
        )
    origin = next(iter(comparisons.values())).origin
    return f"{told} " + _("Från {origin}: {said}").format(
        origin=origin, said=said[0].lower() + said[1:]
    )


def errors_finding(origin: int, comparison: Comparison | None) -> str:
    """Say who was closest from a base year, the official projection or ours."""
    if comparison is None:
        return _("Från {origin} finns ingen publicerad framskrivning att jämföra med").format(
            origin=origin
        )
    other = published_name(origin)
    if not comparison.further:
        text = _("Från {origin} var vår prognos närmare än {other} {closer} år framåt")
    elif not comparison.closer:
        text = _("Från {origin} var {other} närmare än vår prognos {further} år framåt")
    else:
        text = _(
            "Från {origin} var {other} närmare {further} år framåt, vår prognos {closer} år framåt"
        )
    return text.format(
        origin=origin,
        other=other,
        closer=_span(comparison.closer),
        further=_span(comparison.further),
    )


def coverage_finding(by_group: pd.DataFrame, tested: int) -> str:
    """Name the age groups whose ranges have been clearly too narrow.

    Parameters
    ----------
    by_group : DataFrame
        Columns group, held80 (per cent).
    tested : int
        Longest distance among the forecasts, in years.
    """
    if by_group.empty:
        return _("Det finns inga intervall att pröva")
    narrow = list(by_group[by_group["held80"] < 75]["group"])
    ages = [group_name(group).removesuffix(_(" år")) for group in narrow if group != "total"]
    if not narrow:
        text = _("{span} år framåt har intervallen rymt ungefär så många utfall som de ska")
    elif len(narrow) == len(by_group):
        text = _("{span} år framåt har intervallen varit för smala i alla åldrar")
    elif not ages:
        text = _(
            "{span} år framåt har intervallen varit för smala för folkmängden, inte för åldrarna"
        )
    elif "total" in narrow:
        text = _(
            "{span} år framåt har intervallen varit för smala för folkmängden och åldrarna {ages}"
        )
    elif len(ages) > 1:
        text = _("{span} år framåt har intervallen varit för smala för åldrarna {ages}")
    else:
        text = _("{span} år framåt har intervallen varit för smala för åldern {ages}")
    return text.format(span=capital(_span(range(1, tested + 1))), ages=join(ages))


def source(
    dataset: Dataset, history: pd.DataFrame, facts: Mapping[str, Any], *, published: bool
) -> str:
    """Source line: outcomes, others' projections, and the back-test with how to repeat it.

    Parameters
    ----------
    dataset : Dataset
        The figures in use.
    history : DataFrame
        Columns year, label of the outcomes shown.
    facts : mapping
        Of the back-test.
    published : bool
        A published projection is shown as well.
    """
    made = facts["dataset"]
    own = _(
        "Prognoser i efterhand: egen beräkning på dataversion {version} ({date}), program "
        "{program}, {draws} simuleringar, slumpfrö {seed}."
    ).format(
        version=made["version"],
        date=made["date"] or MISSING,
        program=facts["program"],
        draws=whole(facts["draws"]),
        seed=facts["seed"],
    )
    labels = list(history["label"].unique())
    if published:
        labels += [one.label for one in dataset.sources("official_projection", rows=["Kolada"])]
    return f"{source_line(dataset, labels, list(history['year']))} {own}"


def edition_note(dataset: Dataset, facts: Mapping[str, Any]) -> str:
    """Say when the figures in use are other than those the back-test was made on."""
    made = facts["dataset"]["version"]
    if made == dataset.version:
        return ""
    return _(
        "Prognoserna i efterhand är räknade på dataversion {made}. Siffrorna i bruk är version "
        "{now}; räkna om med kommandot demografi backtest."
    ).format(made=made, now=dataset.version)
