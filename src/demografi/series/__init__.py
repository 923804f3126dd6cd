"""The population and its events for any place: municipality, group, county, north, nation.

A place is either published itself or the sum of what it consists of. Which one is said in the
``basis`` column, so that every figure on screen can name its source:

``published``
    SCB's own figure for the place.
``sum``
    Sum of its parts, all of which exist for that year.

A year for which neither exists is absent: nothing is interpolated.
"""

from demografi.series.ages import (
    SEXES,
    AgeArrays,
    EventArrays,
    age_arrays,
    event_arrays,
    population_ages,
)
from demografi.series.groups import GROUPS, GroupArrays, group_arrays, group_series, parse_group
from demografi.series.places import join_labels, source_labels
from demografi.series.totals import component_series, total_series
from demografi.series.years import missing_years, years_between

__all__ = [
    "GROUPS",
    "SEXES",
    "AgeArrays",
    "EventArrays",
    "GroupArrays",
    "age_arrays",
    "component_series",
    "event_arrays",
    "group_arrays",
    "group_series",
    "join_labels",
    "missing_years",
    "parse_group",
    "population_ages",
    "source_labels",
    "total_series",
    "years_between",
]
