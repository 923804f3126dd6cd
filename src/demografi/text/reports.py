"""Words of the reports: titles, messages of slides, the page that explains the range."""

import re
from collections.abc import Sequence

import pandas as pd

from demografi.findings import FAR_YEAR, NEAR_YEAR, Outlook, Peak, RecentChange
from demografi.indicators import INDICATORS
from demografi.text import _, ngettext
from demografi.text.measures import definite, range_text, valued, with_unit
from demografi.text.numbers import about, capital, decimal, interval, join, percent, signed, whole
from demografi.text.outlooks import direction
from demografi.text.sentences import number_word, period

__all__ = [
    "TEMPLATES",
    "age_message",
    "alone_against",
    "axis_note",
    "change_paragraph",
    "conclusion",
    "data_paragraph",
    "file_about",
    "file_name",
    "growth_message",
    "history_message",
    "labour_paragraph",
    "measure_slug",
    "place_message",
    "range_page",
    "scope_name",
    "section_title",
    "slug",
    "subtitle",
    "summary_message",
    "template_name",
    "total_message",
]

TEMPLATES = ("rus", "kommunbild", "jamforelse", "scenario")
"""Kinds of report, as in links."""


def slug(text: str, most: int = 60) -> str:
    """Write a text as part of a file's name, cut between words.

    >>> slug("Jämförelse: Umeå och Åsele"), slug("Försörjningskvot per kommun", 20)
    ('jamforelse-umea-och-asele', 'forsorjningskvot-per')
    """
    plain = text.lower().translate(str.maketrans("åäöéü", "aaoeu"))
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words if len(words) <= most else words[: most + 1].rpartition("-")[0] or words[:most]


def measure_slug(key: str) -> str:
    """Name of a measure as part of a file's name.

    >>> measure_slug("dependency_ratio")
    'forsorjningskvoten'
    """
    return slug(definite(key), 24)


def template_name(template: str) -> str:
    """Name a kind of report.

    >>> template_name("rus")
    'RUS-underlag för länet'
    """
    return {
        "rus": _("RUS-underlag för länet"),
        "kommunbild": _("Kommunbild"),
        "jamforelse": _("Jämförelse"),
        "scenario": _("Scenario"),
    }[template]


def section_title(key: str) -> str:
    """Heading of a section, as it stands in the choice of contents."""
    return {
        "sammanfattning": _("Sammanfattning"),
        "historia": _("Var vi kommer ifrån"),
        "framtid": _("Vart vi är på väg"),
        "kommuner": _("Så ser det ut i kommunerna"),
        "aldrar": _("Vad det kräver av verksamheterna"),
        "arbetskraft": _("Vilka som kan arbeta"),
        "laget": _("Så står det sig mot andra"),
        "folkmangd": _("Folkmängden"),
        "forsorjning": _("Försörjningskvoten"),
        "flyttning": _("Flyttningarna"),
        "aldre": _("De äldsta"),
        "antaganden": _("Vad scenariot antar"),
        "utfall": _("Vad det leder till"),
        "dialog": _("Ur dialogen"),
        "intervall": _("Så läser du intervallen"),
        "metod": _("Så är prognosen gjord"),
        "data": _("Siffrornas ursprung"),
        "definitioner": _("Måttens definitioner"),
    }[key]


def subtitle(names: Sequence[str], newest: int, horizon: int) -> str:
    """Say what a report is about, and the years it covers."""
    shown = join(list(names)) if len(names) <= 4 else _("{n} platser").format(n=len(names))
    return _("{places}. Statistik till {newest}, prognos till {horizon}.").format(
        places=shown, newest=newest, horizon=horizon
    )


def range_page(draws: int) -> str:
    """Explain the range in three sentences."""
    return _(
        "Ingen vet hur många vi blir, så i stället för ett enda svar räknar vi fram {draws} "
        "tänkbara framtider, som skiljer sig åt så mycket som födslar, dödsfall och flyttningar "
        "har svängt förut. Intervallet ”8 av 10 utfall” rymmer de åtta av tio framtider som "
        "ligger i mitten: en av tio hamnar lägre och en av tio högre. Ju mindre platsen är och ju "
        "längre fram året ligger, desto bredare blir intervallet, och den som planerar bör klara "
        "hela intervallet, inte bara dess mitt."
    ).format(draws=draws)


def history_message(name: str, peak: Peak) -> str:
    """Message of the long history: how far from the top."""
    if peak.year == peak.last_year:
        return _("Fler bor i {name} nu än något annat år sedan {first}").format(
            name=name, first=peak.first_year
        )
    loss = (1 - peak.last / peak.value) * 100
    return _("{name} hade flest invånare {year}, sedan dess har de blivit {lost} färre").format(
        name=name, year=peak.year, lost=percent(loss, 0 if loss >= 1 else 1)
    )


def total_message(name: str, outlook: Outlook) -> str:
    """Message of the projection: the range and what it means."""
    return _("{name} {direction}: {range} invånare år {year} i 8 av 10 utfall, {now} nu").format(
        name=name,
        direction=direction(outlook),
        range=interval(outlook.low, outlook.high),
        year=outlook.target,
        now=whole(outlook.now),
    )


def summary_message(name: str, total: Outlook, oldest: Outlook) -> str:
    """Message of the summary: how many live there later, and whether the oldest become more."""
    return _(
        "{name}: {range} invånare år {year} i 8 av 10 utfall, antalet 80 år och äldre {direction}"
    ).format(
        name=name,
        range=interval(total.low, total.high),
        year=total.target,
        direction=direction(oldest),
    )


def age_message(name: str, oldest: Outlook) -> str:
    """Message of the pyramid: how many the oldest become."""
    return _(
        "{name}: {now} är 80 år eller äldre nu, och {year} väntas {range} (8 av 10 utfall)"
    ).format(
        name=name,
        now=whole(oldest.now),
        range=interval(oldest.low, oldest.high),
        year=oldest.target,
    )


def change_paragraph(name: str, recent: RecentChange, newest: int) -> str:
    """Say what births, deaths and moves have added up to."""
    return _(
        "I {name} har {period} gett ett födelsenetto på {natural} och ett flyttnetto på "
        "{net}, tillsammans {total}."
    ).format(
        name=name,
        period=period(recent, newest),
        natural=signed(recent.natural_change),
        net=signed(recent.net_migration),
        total=signed(recent.natural_change + recent.net_migration),
    )


def labour_paragraph(name: str, ratio: Outlook, working: Outlook) -> str:
    """Say how many are of working age and how many others there are for each of them."""
    return _(
        "I {name} går det nu {now} personer i andra åldrar på 100 i åldern 20–64 år. År {target} "
        "väntas det vara {range} i 8 av 10 utfall. Antalet i åldern 20–64 år {direction}: {people} "
        "nu, {coming} personer år {target}."
    ).format(
        name=name,
        now=decimal(ratio.now, 0),
        target=ratio.target,
        range=interval(ratio.low, ratio.high),
        direction=direction(working),
        people=about(working.now),
        coming=interval(working.low, working.high),
    )


def growth_message(members: pd.DataFrame) -> str:
    """Message of the ranked municipalities: how many surely grow, how many surely shrink.

    Parameters
    ----------
    members : DataFrame
        Columns start, low, high.
    """
    growing = int((members["low"] > members["start"]).sum())
    falling = int((members["high"] < members["start"]).sum())
    unsure = len(members) - growing - falling
    return _(
        "Till {year} väntas {growing} av {all} kommuner öka och {falling} minska; i {unsure} går "
        "det inte att säga"
    ).format(
        year=FAR_YEAR,
        growing=number_word(growing),
        all=number_word(len(members)),
        falling=number_word(falling),
        unsure=number_word(unsure),
    )


def place_message(key: str, name: str, outlook: Outlook) -> str:
    """Message of a measure of one place: now and later."""
    return _("{measure} i {name}: {now} nu, och {year} väntas {range} (8 av 10 utfall)").format(
        measure=capital(definite(key)).rstrip(","),
        name=name,
        now=valued(key, outlook.now),
        range=with_unit(key, range_text(key, outlook.low, outlook.high)),
        year=outlook.target,
    )


def alone_against(key: str, name: str, rank: int, among: int, year: int) -> str:
    """Say which place of how many a municipality has, counted from the end it is nearer.

    >>> alone_against("dependency_ratio", "Malå", 3, 15, 2025)
    'Försörjningskvoten i Malå är den tredje högsta av länets femton kommuner (2025).'
    >>> alone_against("dependency_ratio", "Vännäs", 14, 15, 2025)
    'Försörjningskvoten i Vännäs är den näst lägsta av länets femton kommuner (2025).'
    """
    size = INDICATORS[key].kind == "count"
    highest, lowest = (_("största"), _("minsta")) if size else (_("högsta"), _("lägsta"))
    # Nobody counts to fourteen from above when it is second from below.
    below = rank > (among + 1) // 2
    place, end = (among + 1 - rank, lowest) if below else (rank, highest)
    ordinal = {
        1: "",
        2: _("näst"),
        3: _("tredje"),
        4: _("fjärde"),
        5: _("femte"),
        6: _("sjätte"),
        7: _("sjunde"),
        8: _("åttonde"),
    }.get(place, f"{place}:e")
    order = _("den {ordinal} {last}").format(ordinal=ordinal, last=end).replace("  ", " ")
    return _("{measure} i {name} är {order} av länets {among} kommuner ({year}).").format(
        measure=capital(definite(key)).rstrip(","),
        name=name,
        order=order,
        among=number_word(among),
        year=year,
    )


def axis_note(start: float | None = None, digits: int = 0) -> str:
    r"""Say that an axis does not begin at zero, and where it does when that is known.

    >>> axis_note(230000), axis_note()
    ('Axeln börjar vid 230\xa0000, inte vid noll.', 'Axeln börjar inte vid noll.')
    """
    if start is None:
        return _("Axeln börjar inte vid noll.")
    return _("Axeln börjar vid {start}, inte vid noll.").format(start=decimal(start, digits))


def data_paragraph(version: str, date: str, newest: int) -> str:
    """Say which edition of the figures a report was made from, and how to make it again."""
    return _(
        "Rapporten är gjord av dataversion {version}, hämtad {date}, med statistik till och med "
        "{newest}. Samma länk ger samma rapport med nyare siffror när de har hämtats. Åren {near} "
        "och {far} är de som texten talar om; tabellerna har alla."
    ).format(version=version, date=date, newest=newest, near=NEAR_YEAR, far=FAR_YEAR)


def file_name(kind: str) -> str:
    """Name a kind of file as the reader knows it.

    >>> file_name("zip")
    'Allt i en ZIP'
    """
    return {
        "docx": _("Word"),
        "pptx": _("PowerPoint"),
        "xlsx": _("Excel"),
        "zip": _("Allt i en ZIP"),
    }[kind]


def file_about(kind: str) -> str:
    """Say what a kind of file holds."""
    return {
        "docx": _("Text, figurer och tabeller att redigera, med källa och datum under varje."),
        "pptx": _("Ett budskap per bild. Diagrammen går att ändra i PowerPoint."),
        "xlsx": _("Alla siffror, även i ettårsåldrar, med källor och definitioner."),
        "zip": _("Filerna, varje figur som PNG, SVG och PDF, varje tabell som CSV."),
    }[kind]


def scope_name(scope: str) -> str:
    """Name how many places a report is about."""
    return {"en": _("Vald plats"), "alla": _("Länet och alla kommuner")}[scope]


def conclusion(message: str, figures: int, tables: int, newest: int, horizon: int) -> str:
    """Open the screen: what the report says first, and how much is in it.

    Parameters
    ----------
    message : str
        The report's first message.
    figures, tables : int
        How many it has.
    newest, horizon : int
        Last observed and last projected year.
    """
    said = _(
        "Rapporten har {figures} och {tables} med statistik till {newest} och prognos till "
        "{horizon}."
    ).format(
        figures=ngettext("{n} figur", "{n} figurer", figures).format(n=figures),
        tables=ngettext("{n} tabell", "{n} tabeller", tables).format(n=tables),
        newest=newest,
        horizon=horizon,
    )
    return f"{message.rstrip('.')}. {said}" if message else said
