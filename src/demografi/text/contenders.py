"""What ours, the published projection and the simple rules are called."""

from demografi.findings.accuracy import OURS, PUBLISHED
from demografi.text import _

__all__ = ["names", "published_name", "short_names"]


def names() -> dict[str, str]:
    """Contenders as they are called on screen."""
    return {
        OURS: _("Vår prognos"),
        PUBLISHED: _("SCB:s framskrivning"),
        "no_change": _("Oförändrat antal"),
        "lin_exp": _("Rak trend"),
        "hamilton_perry": _("Årskullar"),
        "cohort_component": _("Kohortmetod"),
    }


def published_name(origin: int) -> str:
    """Who published a projection from a base year.

    >>> published_name(2014), published_name(2019)
    ('Statisticons framskrivning', 'SCB:s framskrivning')
    """
    return _("Statisticons framskrivning") if origin <= 2014 else _("SCB:s framskrivning")


def short_names(origin: int) -> dict[str, str]:
    """Contenders as they head the columns of a table."""
    return names() | {
        OURS: _("Vår"),
        PUBLISHED: _("Statisticon") if origin <= 2014 else _("SCB"),
    }
