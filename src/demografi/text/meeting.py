"""Words of Mötesläge: chapters, how to go through the slides, the live question."""

from demografi.text import _

__all__ = ["background_name", "chapter", "how_to"]


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
        "F fyller skärmen, Esc leder tillbaka hit. Utskriften får en sida per bild."
    )
