"""Sentences about what is coming, each with its range in the same breath."""

import math
from collections.abc import Sequence

import pandas as pd

from demografi.dataset import CKM_YEAR
from demografi.findings import Outlook, in_year
from demografi.findings.accuracy import SMALL
from demografi.text import _, ngettext
from demografi.text.numbers import about, interval, join, percent, signed, signed_interval, whole
from demografi.text.sentences import number_word

__all__ = [
    "biggest_movers",
    "components_ahead",
    "direction",
    "group_ahead",
    "groups_ahead",
    "movers_ahead",
    "movers_since",
    "overview",
    "small_numbers",
    "span",
    "total_ahead",
    "year_change",
]


def direction(outlook: Outlook) -> str:
    """Say what a range means: up, down, or not to be told.

    >>> direction(Outlook(2025, 100, 100, 2040, 90, 94, 98))
    'väntas minska'
    >>> direction(Outlook(2025, 100, 100, 2040, 95, 101, 110))
    'kan både öka och minska'
    """
    if outlook.sign < 0:
        return _("väntas minska")
    if outlook.sign > 0:
        return _("väntas öka")
    return _("kan både öka och minska")


def overview(name: str, outlook: Outlook, members: pd.DataFrame) -> str:
    """Open the overview: how many live here, how many may, and where the change is.

    Parameters
    ----------
    name : str
        The place.
    outlook : Outlook
        Population of the place.
    members : DataFrame
        Outlooks of its municipalities: columns name, start, low, high.
    """
    first = _("{name} har {now} invånare. Till {target} väntas {range} (8 av 10 utfall)").format(
        name=name,
        now=about(outlook.now),
        target=outlook.target,
        range=interval(outlook.low, outlook.high),
    )
    if len(members) == 1:
        return first + _(": folkmängden {direction}.").format(direction=direction(outlook))
    growing = list(members.loc[members["low"] > members["start"], "name"])
    falling = int((members["high"] < members["start"]).sum())
    if not growing:
        where = _("ingen kommun väntas öka tydligt")
    elif len(growing) > 3:
        where = _("{count} kommuner väntas öka").format(count=number_word(len(growing)))
    else:
        where = _("en tydlig ökning väntas bara i {names}").format(names=join(growing))
    rest = ngettext(
        "{count} av {members} kommuner väntas minska",
        "{count} av {members} kommuner väntas minska",
        falling,
    ).format(count=number_word(falling), members=number_word(len(members)))
    return f"{first} – {where}, {rest}."


def span(outlook: Outlook, digits: int = 0) -> str:
    """Write a range as a figure: ``6 200–6 900``."""
    return interval(outlook.low, outlook.high, digits)


def year_change(year: int, row: "pd.Series[float]") -> str:
    """Tell what moved the population in the newest year.

    Parameters
    ----------
    year : int
        The year.
    row : Series
        With change, natural_change and net_migration.
    """
    change = row["change"]
    if change > 0:
        text = _("Under {year} ökade folkmängden med {change}")
    elif change < 0:
        text = _("Under {year} minskade folkmängden med {change}")
    else:
        text = _("Under {year} var folkmängden oförändrad")
    parts = [_born_and_dead(row["natural_change"]), _moved(row["net_migration"])]
    rest = change - row["natural_change"] - row["net_migration"]
    if abs(rest) > 0:  # unknown when a part is missing
        wording = (
            _("justeringar och SCB:s skyddsbrus gav {rest}")
            if year >= CKM_YEAR
            else _("justeringar gav {rest}")
        )
        parts.append(wording.format(rest=signed(rest)))
    said = text.format(year=year, change=whole(abs(change)))
    return _("{said}: {parts}.").format(said=said, parts=", ".join(parts))


def _born_and_dead(natural_change: float) -> str:
    if math.isnan(natural_change):
        return _("hur många som föddes och dog vet vi inte")
    if natural_change == 0:
        return _("lika många föddes som dog")
    text = (
        _("{count} fler föddes än dog") if natural_change > 0 else _("{count} fler dog än föddes")
    )
    return text.format(count=whole(abs(natural_change)))


def _moved(net_migration: float) -> str:
    if math.isnan(net_migration):
        return _("hur många som flyttade vet vi inte")
    if net_migration == 0:
        return _("lika många flyttade in som ut")
    text = (
        _("{count} fler flyttade in än ut")
        if net_migration > 0
        else _("{count} fler flyttade ut än in")
    )
    return text.format(count=whole(abs(net_migration)))


def biggest_movers(changes: pd.DataFrame) -> str:
    """Name the municipality that grew and the one that fell most in the newest year.

    Parameters
    ----------
    changes : DataFrame
        Columns name, year, change.
    """
    written = [signed(change) for change in changes["change"]]
    return _movers(
        changes.assign(value=changes["change"], text=written),
        year=int(changes["year"].max()),
        both=_("{top} ökade mest {year} ({high}), {bottom} minskade mest ({low})"),
        all_up=_("Alla kommuner växte {year}, mest {top} ({high})"),
        none_down=_("Ingen kommun minskade {year}, mest ökade {top} ({high})"),
        none_up=_("Ingen kommun växte {year}; störst var minskningen i {bottom} ({low})"),
        still=_("Folkmängden stod stilla i alla kommuner {year}"),
    )


def movers_since(changes: pd.DataFrame) -> str:
    """Name the municipality that grew and the one that fell most over several years.

    Parameters
    ----------
    changes : DataFrame
        Columns name, value (change, in per cent), text (the change as written).
    """
    return _movers(
        changes,
        both=_("Mest ökade {top} ({high}), mest minskade {bottom} ({low})"),
        all_up=_("Alla kommuner ökade, mest {top} ({high})"),
        none_down=_("Ingen kommun minskade, mest ökade {top} ({high})"),
        none_up=_("Ingen kommun ökade, mest minskade {bottom} ({low})"),
        still=_("Folkmängden stod stilla i alla kommuner"),
    )


def movers_ahead(changes: pd.DataFrame) -> str:
    """Name the municipality expected to grow and the one expected to fall most.

    Parameters
    ----------
    changes : DataFrame
        Columns name, value (middle of the change), text.
    """
    return _movers(
        changes,
        both=_("{top} väntas öka mest, {bottom} väntas minska mest"),
        all_up=_("Alla kommuner väntas öka, {top} mest och {bottom} minst"),
        none_down=_("Ingen kommun väntas minska, {top} väntas öka mest"),
        none_up=_("Ingen kommun väntas öka, {bottom} väntas minska mest"),
        still=_("Folkmängden väntas stå stilla i alla kommuner"),
    )


def _movers(
    changes: pd.DataFrame,
    *,
    both: str,
    all_up: str,
    none_down: str,
    none_up: str,
    still: str,
    year: int | None = None,
) -> str:
    """Choose the wording that the signs of the changes allow, and fill in who is at the ends."""
    ranked = changes.dropna(subset="value").sort_values("value")
    bottom, top = ranked.iloc[0], ranked.iloc[-1]
    if bottom["value"] == top["value"] == 0:
        wording = still
    elif top["value"] <= 0:
        wording = none_up
    elif bottom["value"] < 0:
        wording = both
    else:
        wording = all_up if bottom["value"] > 0 else none_down
    return wording.format(
        top=top["name"], high=top["text"], bottom=bottom["name"], low=bottom["text"], year=year
    )


def total_ahead(name: str, outlook: Outlook) -> str:
    """Open the projection: today, the range, what it means.

    In a small place the range comes first: there it says more than any single number.
    """

    def share(edge: float) -> str:
        change = outlook.change(edge)
        # "0 %" beside "minska" would look like a contradiction.
        return percent(change, 0 if abs(change) >= 0.5 else 1, sign=True)

    if outlook.now < SMALL:
        text = _(
            "{range} invånare väntas i {name} år {target} i 8 av 10 utfall, mot {now} år {year} – "
            "mellan {low} och {high}: folkmängden {direction}."
        )
    else:
        text = _(
            "{name} har {now} invånare {year}. År {target} väntas {range} i 8 av 10 utfall – "
            "mellan {low} och {high}: folkmängden {direction}."
        )
    return text.format(
        name=name,
        now=about(outlook.now),
        year=outlook.year,
        target=outlook.target,
        range=interval(outlook.low, outlook.high),
        low=share(outlook.low),
        high=share(outlook.high),
        direction=direction(outlook),
    )


def small_numbers(outlook: Outlook) -> str:
    """Say why the range is what to plan for in a small place; nothing of a larger one."""
    if outlook.now >= SMALL:
        return ""
    width = (outlook.high - outlook.low) / outlook.middle * 100 if outlook.middle else float("nan")
    return _(
        "Intervallet är {width} brett: bland så få invånare väger slumpen tungt, och några "
        "familjer mer eller mindre märks. Räkna med hela intervallet, inte med dess mitt."
    ).format(width=percent(width, 0))


def groups_ahead(groups: Sequence[tuple[str, Outlook]]) -> str:
    """Say which age group grows most and which shrinks most, each with its range.

    ``väntas`` is said when the whole range lies on that side of the start, ``kan`` when only
    its middle does.

    Parameters
    ----------
    groups : sequence of (str, Outlook)
        Name as in running text (``"80 år och äldre"``) and outlook.
    """
    outlook = dict(groups)
    change = {name: o.change(o.middle) for name, o in groups if o.start}
    if not change:
        return _("Ingen finns i dessa åldrar nu")
    up, down = max(change, key=change.__getitem__), min(change, key=change.__getitem__)
    said = []
    if change[up] > 0:
        sure = outlook[up].sign > 0
        text = _("väntas gruppen {name} öka mest") if sure else _("kan gruppen {name} öka mest")
        said.append(text.format(name=up) + _change_range(outlook[up]))
    if change[down] < 0:
        sure = outlook[down].sign < 0
        if said:
            text = (
                _("gruppen {name} väntas minska mest")
                if sure
                else _("gruppen {name} kan minska mest")
            )
        else:
            text = (
                _("väntas gruppen {name} minska mest")
                if sure
                else _("kan gruppen {name} minska mest")
            )
        said.append(text.format(name=down) + _change_range(outlook[down]))
    if not said:
        said = [_("väntas åldersgrupperna vara lika stora som nu")]
    return _("Till {target} {said}").format(target=groups[0][1].target, said=", ".join(said))


def group_ahead(name: str, outlook: Outlook) -> str:
    r"""Say what is coming for one age group.

    >>> group_ahead("80 år och äldre", Outlook(2025, 5365, 5365, 2035, 6205, 6351, 6502))
    '80 år och äldre: 5\xa0365 personer 2025, 6\xa0200–6\xa0500 personer 2035 i 8 av 10 utfall.'
    """
    return _("{name}: {now} personer {year}, {range} personer {target} i 8 av 10 utfall.").format(
        name=name,
        now=whole(outlook.now),
        year=outlook.year,
        range=span(outlook),
        target=outlook.target,
    )


def _change_range(outlook: Outlook) -> str:
    low, high = outlook.change(outlook.low), outlook.change(outlook.high)
    return f" ({signed_interval(low, high)}\u00a0%)"


def components_ahead(name: str, flows: pd.DataFrame, target: int) -> str:
    """Say what natural change and migration are expected to give in a coming year.

    Parameters
    ----------
    name : str
        The place.
    flows : DataFrame
        Columns year, natural_change, net_migration and their ``_p10`` and ``_p90``.
    target : int
        The coming year.
    """
    row = in_year(flows, target)
    return _(
        "{name} år {year}: födelsenetto {natural} till {natural_high}, "
        "flyttnetto {net} till {net_high} (8 av 10 utfall)"
    ).format(
        name=name,
        year=target,
        natural=signed(row["natural_change_p10"]),
        natural_high=signed(row["natural_change_p90"]),
        net=signed(row["net_migration_p10"]),
        net_high=signed(row["net_migration_p90"]),
    )
