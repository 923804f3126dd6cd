"""Age groups that mean something, with the years they are in use: configuration, not code.

SKR moved its groups with the retirement age in 2023 (20–66, 67–79); figures before and after
are not comparable group by group, so that the set is a choice on screen.
"""

from dataclasses import dataclass

from demografi.errors import RequestError

__all__ = ["AGE_GROUPS", "AgeGroup", "AgeGroupSet", "groups_in_use"]

N_ = str  # marks Swedish wording for the catalogue; translated where it is shown


@dataclass(frozen=True)
class AgeGroup:
    """One group: ``"6-15"`` and what it is called in Swedish and English."""

    group: str
    name: str
    name_en: str


@dataclass(frozen=True)
class AgeGroupSet:
    """A way to divide the population.

    Attributes
    ----------
    id, name, name_en : str
        Key; Swedish and English name.
    first, last : int or None
        Reference years the convention is in use; None when open.
    source : str
        Who made the convention.
    groups : tuple of AgeGroup
        From the youngest up.
    whole : bool
        The groups cover every age exactly once.
    """

    id: str
    name: str
    name_en: str
    first: int | None
    last: int | None
    source: str
    groups: tuple[AgeGroup, ...]
    whole: bool = True

    @property
    def labels(self) -> tuple[str, ...]:
        """The groups as :func:`demografi.series.group_series` takes them."""
        return tuple(group.group for group in self.groups)


_FIVE_YEAR = (*(f"{low}-{low + 4}" for low in range(0, 100, 5)), "100+")

_SETS = (
    AgeGroupSet(
        "skr2023",
        N_("SKR:s grupper från 2023"),
        "SALAR's groups from 2023",
        2023,
        None,
        "SKR",
        (
            AgeGroup("0-5", N_("Förskoleåldrar"), "Preschool ages"),
            AgeGroup("6-15", N_("Grundskoleåldrar"), "Compulsory school ages"),
            AgeGroup("16-19", N_("Gymnasieåldrar"), "Upper secondary ages"),
            AgeGroup("20-66", N_("Arbetsför ålder"), "Working age"),
            AgeGroup("67-79", N_("Yngre pensionärer"), "Younger pensioners"),
            AgeGroup("80+", N_("80 år och äldre"), "80 and over"),
        ),
    ),
    AgeGroupSet(
        "skr2022",
        N_("SKR:s grupper till 2022"),
        "SALAR's groups until 2022",
        None,
        2022,
        "SKR",
        (
            AgeGroup("0-5", N_("Förskoleåldrar"), "Preschool ages"),
            AgeGroup("6-15", N_("Grundskoleåldrar"), "Compulsory school ages"),
            AgeGroup("16-19", N_("Gymnasieåldrar"), "Upper secondary ages"),
            AgeGroup("20-64", N_("Arbetsför ålder"), "Working age"),
            AgeGroup("65-79", N_("Yngre pensionärer"), "Younger pensioners"),
            AgeGroup("80+", N_("80 år och äldre"), "80 and over"),
        ),
    ),
    AgeGroupSet(
        "services",
        N_("Verksamheternas åldrar"),
        "Ages of the services",
        None,
        None,
        N_("skollag och verksamheternas praxis"),
        (
            AgeGroup("1-5", N_("Förskola"), "Preschool"),
            AgeGroup("6-15", N_("Grundskola"), "Compulsory school"),
            AgeGroup("16-18", N_("Gymnasieskola"), "Upper secondary school"),
            AgeGroup("80+", N_("Äldreomsorg"), "Elderly care"),
        ),
        whole=False,
    ),
    AgeGroupSet(
        "dependency",
        N_("Försörjningskvotens grupper"),
        "Groups of the dependency ratio",
        None,
        None,
        "SCB",
        (
            AgeGroup("0-19", N_("Unga"), "Young"),
            AgeGroup("20-64", N_("Arbetsför ålder"), "Working age"),
            AgeGroup("65+", N_("Äldre"), "Old"),
        ),
    ),
    AgeGroupSet(
        "five_year",
        N_("Femårsklasser"),
        "Five-year groups",
        None,
        None,
        "SCB",
        tuple(AgeGroup(group, group.replace("-", "–"), group) for group in _FIVE_YEAR),
    ),
)

AGE_GROUPS: dict[str, AgeGroupSet] = {chosen.id: chosen for chosen in _SETS}


def groups_in_use(year: int, source: str = "SKR") -> AgeGroupSet:
    """Return the source's division of the population in a year.

    >>> groups_in_use(2022).id, groups_in_use(2024).id
    ('skr2022', 'skr2023')

    Raises
    ------
    RequestError
        The source has no division for the year.
    """
    for chosen in AGE_GROUPS.values():
        begun = chosen.first is None or chosen.first <= year
        ended = chosen.last is not None and chosen.last < year
        if chosen.source == source and begun and not ended:
            return chosen
    raise RequestError(
        "unknown_age_groups",
        f"There are no age groups of '{source}' for {year}.",
        f"Choose one of: {', '.join(sorted({s.source for s in AGE_GROUPS.values()}))}.",
        source=source,
        year=year,
    )
