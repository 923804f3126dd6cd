"""What changes when municipalities plan together, in words."""

from demografi.needs import Joint
from demografi.text import _
from demografi.text.numbers import about, decimal, whole

__all__ = ["age_class", "ages_words", "joint_alt", "joint_conclusion"]


def ages_words(ages: str) -> str:
    """Name those of an age group, as in running text."""
    return {
        "1-5": _("barn i förskoleåldern"),
        "6-15": _("elever i grundskoleåldern"),
        "16-18": _("unga i gymnasieåldern"),
        "80+": _("invånare 80 år och äldre"),
    }[ages]


def age_class(ages: str) -> str:
    """What a year of age is called among those of an age group."""
    return _("årskurs") if ages in ("6-15", "16-18") else _("årskull")


def joint_conclusion(group: str, found: Joint, ages: str, year: int) -> str:
    """Open the joint view: how much surer together, and how large the groups.

    Parameters
    ----------
    group : str
        Name of the group.
    found : Joint
        The comparison.
    ages : str
        Whom it counts.
    year : int
        The year.
    """
    surer = round(found.together) < round(found.alone_low)
    wording = (
        _(
            "Antalet {who} {year} går att förutse på ±{together} procent när för {group} som "
            "helhet, men bara på ±{low}–{high} procent när för kommunerna var för sig (8 av 10 "
            "utfall). En {each} är {per} personer i {group}, men {small} till {large} i en enskild "
            "kommun."
        )
        if surer
        else _(
            "Antalet {who} {year} går att förutse på ±{together} procent när för {group} som "
            "helhet. Det är inte säkrare än för {surest} (±{low}), men säkrare än för {unsurest} "
            "(±{high}; 8 av 10 utfall). En {each} är {per} personer i {group}, men {small} till "
            "{large} i en enskild kommun."
        )
    )
    members = found.rows.iloc[:-1]  # the largest spread first, then the group
    return wording.format(
        surest=members["name"].iloc[-1],
        unsurest=members["name"].iloc[0],
        who=ages_words(ages),
        group=group,
        year=year,
        together=decimal(found.together, 0),
        low=decimal(found.alone_low, 0),
        high=decimal(found.alone_high, 0),
        each=age_class(ages),
        per=about(found.per_age),
        small=whole(found.per_age_low),
        large=whole(found.per_age_high),
    )


def joint_alt(found: Joint) -> str:
    """Describe the bars of spread: largest, smallest, together."""
    members = found.rows.iloc[:-1]
    return _(
        "Störst osäkerhet har {top} (±{high} %), minst {bottom} (±{low} %); alla tillsammans har "
        "±{joint} %."
    ).format(
        top=members["name"].iloc[0],
        high=decimal(members["spread"].iloc[0], 0),
        bottom=members["name"].iloc[-1],
        low=decimal(members["spread"].iloc[-1], 0),
        joint=decimal(found.together, 0),
    )
