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


def answer(persons: int, ages: str, outlook: Outlook, effect: tuple[float, float]) -> str:
    """Say what so many more or fewer in-migrants a year lead to.

    Parameters
    ----------
    persons : int
        Beside those of the projection, per year.
    ages : str
        ``"20–64 år"``.
    outlook : Outlook
        Number of persons in those ages, with the change.
    effect : (float, float)
        80 % range of the differences from the projection in the target year, draw by draw.
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
    return how.format(persons=whole(abs(persons)), outcome=first, effect=_difference(*effect))


def _difference(low: float, high: float) -> str:
    """Write a range of differences: ``600–700 fler``.

    >>> _difference(612.0, 688.0), _difference(-52.0, -40.4), _difference(-3.0, 5.0)
    ('612–688 fler', '40–52 färre', 'mellan 3 färre och 5 fler')
    """
    if low >= 0:
        return _("{range} fler").format(range=interval(low, high))
    if high <= 0:
        return _("{range} färre").format(range=interval(-high, -low))
    return _("mellan {fewer} färre och {more} fler").format(fewer=whole(-low), more=whole(high))
