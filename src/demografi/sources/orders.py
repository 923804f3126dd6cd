"""What will be asked of a table, checked against its metadata before any figure is fetched.

A code that is gone, a variable with another name or time in another form is told here, by
table, variable and code; the figures that are there stay as they are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from demografi.errors import SourceError
from demografi.regions import NATION
from demografi.sources.figures import Figure
from demografi.sources.jsonstat import Cube, Variable
from demografi.sources.planning import Block

__all__ = ["CONTENTS", "REGION", "TIME", "Order", "make_order"]

REGION, CONTENTS, TIME = "Region", "ContentsCode", "Tid"
LAST_STATED = 9000
"""Figures whose last year is later than this go on for ever."""
_FOLLOW = (
    "The figures are as before. The table has changed at the source; the catalogue of the "
    "program must follow."
)


@dataclass(frozen=True)
class Order:
    """One figure as it will be asked for.

    Attributes
    ----------
    figure : Figure
        Row of the catalogue.
    block : Block
        Codes per variable, as sent; variables that the table sums over are left out.
    regions : dict of str to str
        SCB's code of each region → ours.
    years : dict of str to int
        SCB's code of each time → year it is filed under.
    contents : dict of str to str
        Code of each content → item.
    updated : str
        When SCB last changed the table.
    title : str
        SCB's title of the table.
    newest : int
        Newest year SCB has, asked for or not.
    """

    figure: Figure
    block: Block
    regions: dict[str, str]
    years: dict[str, int]
    contents: dict[str, str]
    updated: str
    title: str
    newest: int


def _changed(
    code: str, figure: Figure, variable: str, problem: str, values: Sequence[str] = ()
) -> SourceError:
    listed = ", ".join(values[:6]) + (f" and {len(values) - 6} more" if len(values) > 6 else "")
    return SourceError(
        code,
        f"SCB, table {figure.table}, variable {variable}: {problem}"
        + (f" ({listed})." if listed else "."),
        _FOLLOW,
        source="SCB",
        table=figure.table,
        column=variable,
        value=listed,
    )


def _variable(figure: Figure, metadata: Cube, name: str) -> Variable:
    found = metadata.variable(name)
    if found is None:
        have = [variable.code for variable in metadata.variables]
        raise _changed(
            "renamed_variable", figure, name, "the table has no such variable; it has", have
        )
    return found


def _need(figure: Figure, variable: Variable, codes: Sequence[str]) -> None:
    have = set(variable.codes)
    if missing := [code for code in codes if code not in have]:
        raise _changed(
            "missing_code", figure, variable.code, "the table no longer has the codes", missing
        )


def _years(figure: Figure, variable: Variable) -> dict[str, int]:
    """Every year of the figure in the table, by SCB's code; none may be missing."""
    form = r"(\d{4})-(\d{4})" if figure.windows else r"(\d{4})"
    odd = [code for code in variable.codes if not re.fullmatch(form, code)]
    if odd:
        expected = "spans such as 1998-2002" if figure.windows else "years such as 2024"
        raise _changed("year_layout", figure, TIME, f"expected {expected}, found", odd)
    every = {code: int(code[-4:]) for code in variable.codes}
    first = min(every.values(), default=figure.first) if figure.whole else figure.first
    years = {code: y for code, y in every.items() if first <= y <= figure.last}
    have = set(years.values())
    newest = max(have, default=first)
    last = newest if figure.last > LAST_STATED else figure.last
    missing = [str(year) for year in range(first, last + 1) if year not in have]
    if missing:
        raise _changed("missing_year", figure, TIME, "the table lacks the years", missing)
    return dict(sorted(years.items(), key=lambda pair: pair[1]))


def make_order(
    figure: Figure,
    metadata: Cube,
    regions: Sequence[str],
    nuts: dict[str, str],
    since: int | None = None,
) -> Order:
    """Check a figure against its table and say what to ask for.

    Parameters
    ----------
    figure : Figure
        Row of the catalogue.
    metadata : Cube
        The table as SCB describes it now.
    regions : sequence of str
        Our codes: nation, counties, municipalities.
    nuts : dict
        NUTS 3 code of each county.
    since : int, optional
        First year wanted.

    Raises
    ------
    SourceError
        ``renamed_variable``, ``missing_code``, ``year_layout`` or ``missing_year``.
    """
    known = {REGION, CONTENTS, TIME, *figure.choices}
    for variable in metadata.variables:
        if variable.code not in known and not variable.elimination:
            raise _changed(
                "renamed_variable", figure, variable.code, "the table has a variable we do not know"
            )
    block: dict[str, tuple[str, ...]] = {}

    place = _variable(figure, metadata, REGION)
    theirs = {
        nuts.get(code, code) if figure.nuts else code: code
        for code in regions
        if figure.nation or code != NATION
    }
    _need(figure, place, list(theirs))
    block[REGION] = tuple(theirs)

    for name, choice in figure.choices.items():
        variable = _variable(figure, metadata, name)
        if choice.omit and variable.elimination:
            continue
        _need(figure, variable, list(choice.codes))
        block[name] = tuple(choice.codes)

    content = _variable(figure, metadata, CONTENTS)
    contents = dict(figure.contents)
    if set(contents) == {"*"}:
        if len(content.codes) != 1:
            raise _changed(
                "missing_code", figure, CONTENTS, "expected a single content, found", content.codes
            )
        contents = {content.codes[0]: contents["*"]}
    _need(figure, content, list(contents))
    block[CONTENTS] = tuple(contents)

    time = _variable(figure, metadata, TIME)
    every = _years(figure, time)
    if figure.whole:
        since = None
    years = {code: year for code, year in every.items() if since is None or year >= since}
    block[TIME] = tuple(years)
    return Order(
        figure=figure,
        block=block,
        regions=theirs,
        years=years,
        contents=contents,
        updated=metadata.updated,
        title=metadata.title,
        newest=max(every.values(), default=0),
    )
