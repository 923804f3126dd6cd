"""Words of Mötesläge: chapters, how to go through the slides, the live question."""

from demografi.findings import Outlook
from demografi.text import _
from demografi.text.numbers import interval, whole

__all__ = ["answer", "background_name", "chapter", "how_to", "question"]


def background_name(name: str) -> str:
    """Name a choice of background.

    >>> background_name("mork")
    'Mörk'
    """
    return {"tema": _("Som skärmen"), "ljus": _("Ljus"), "mork": _("Mörk")}[name]


def chapter(name: str) -> str:
    """Name a chapter of the story.

    >>> chapter("framtid")
    'Vart vi är på väg'
    """
    return {
        "historia": _("Var vi kommer ifrån"),
        "nulage": _("Var vi är"),
        "framtid": _("Vart vi är på väg"),
        "krav": _("Vad det kräver"),
        "val": _("Vad vi kan ändra"),
    }[name]


def how_to() -> str:
    """Say how to go through the slides."""
    return _(
        "Bläddra med piltangenterna, mellanslag, en fjärrkontroll eller genom att svepa. "
        "F fyller skärmen. Esc leder tillbaka hit, och härifrån ut ur mötesläget. Utskriften får "
        "en sida per bild."
    )


def question() -> str:
    """Ask what the slider of the live slide answers."""
    return _("Hur många fler eller färre flyttar in varje år?")


def answer(persons: int, ages: str, outlook: Outlook, effect: float) -> str:
    """Say what so many more or fewer in-migrants a year lead to.

    Parameters
    ----------
    persons : int
        Beside those of the projection, per year.
    ages : str
        ``"20–64 år"``.
    outlook : Outlook
        Number of persons in those ages, with the change.
    effect : float
        Middle of the differences from the projection in the target year.
    """
    first = _("år {year} är {range} i åldern {ages} i 8 av 10 utfall").format(
        range=interval(outlook.low, outlook.high),
        ages=ages.replace("–", "\u2060–\u2060"),
        year=outlook.target,
    )
    if persons == 0:
        return _("Som prognosen: {outcome}, {now} nu").format(outcome=first, now=whole(outlook.now))
    how = (
        _("Med {persons} fler inflyttare om året: {outcome}, {effect} än i prognosen")
        if persons > 0
        else _("Med {persons} färre inflyttare om året: {outcome}, {effect} än i prognosen")
    )
    more = _("{count} fler") if effect >= 0 else _("{count} färre")
    return how.format(
        persons=whole(abs(persons)),
        outcome=first,
        effect=more.format(count=whole(abs(effect))),
    )


def range_note(drawn: bool) -> str:  # noqa: FBT001 - the only thing it depends on
    """Say what the coloured field is, where there is one."""
    return _("Det ljusa fältet rymmer 8 av 10 tänkbara utfall.") if drawn else ""
