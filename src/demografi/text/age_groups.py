"""What age groups are called, in headings and in running text."""

from collections.abc import Mapping

from demografi.findings import Outlook
from demografi.indicators import AgeGroupSet
from demografi.text import _, outlooks

__all__ = ["ages", "described", "named", "titles"]


def ages(group: str) -> str:
    """Write a group's ages as in text.

    >>> ages("6-15"), ages("80+")
    ('6–15 år', '80 år och äldre')
    """
    if group.endswith("+"):
        return _("{age} år och äldre").format(age=group[:-1])
    return _("{ages} år").format(ages=group.replace("-", "–"))


def titles(chosen: AgeGroupSet) -> dict[str, str]:
    """Headings of a set's groups: what they are called, and their ages where that does not say."""
    return {
        group.group: name
        if (name := _(group.name)) == (years := ages(group.group))
        else f"{name}, {years}"
        for group in chosen.groups
    }


def described(chosen: AgeGroupSet, found: Mapping[str, Outlook]) -> dict[str, str]:
    """Say in words what is coming for each group, by its heading."""
    return {
        title: outlooks.group_ahead(title, found[group]) for group, title in titles(chosen).items()
    }


def named(chosen: AgeGroupSet, found: Mapping[str, Outlook]) -> list[tuple[str, Outlook]]:
    """Name groups as in running text: ``6–15 år``."""
    return [(ages(group), found[group]) for group in chosen.labels]
