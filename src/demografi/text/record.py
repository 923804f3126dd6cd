"""How a projection's ranges have held, in a few words beside the projection itself."""

import numpy as np

from demografi.evaluation.rules import size_class
from demografi.findings.accuracy import AHEAD, SIZES, Accuracy
from demografi.regions import Place
from demografi.text import _
from demografi.text.accuracy import cases, missed, of_ten, size_name
from demografi.text.sentences import number_word

__all__ = ["record"]


def record(
    found: Accuracy | None, place: Place, population: float, own: Accuracy | None = None
) -> str:
    """Say on the projection's own screen how ranges such as these have held.

    Parameters
    ----------
    found : Accuracy or None
        Of :func:`demografi.findings.accuracy.alike`.
    place : Place
        Whose projection.
    population : float
        Its inhabitants now.
    own : Accuracy or None
        Of the municipality by itself, where ``found`` is of all of its size.
    """
    if found is None:
        return _("Så här har intervallen hållit: det finns ännu inga utfall att pröva dem mot.")
    whose = (
        _("i kommunerna, var för sig")
        if len(place.members) > 1
        else _("i {size}").format(size=_in_class(population))
    )
    told = _(
        "Så har sådana intervall hållit: folkmängden {years} år fram hamnade inom dem {share} "
        "gånger {whose} ({cases}). De ska hålla 8 av 10 gånger."
    ).format(years=number_word(AHEAD), share=of_ten(found.held80), whose=whose, cases=cases(found))
    if own is None:
        return told
    here = _(
        "I {place} höll de {held} av {count} gånger; prognosens mitt låg i medeltal {miss}."
    ).format(
        place=place.name,
        held=number_word(round(own.held80 * own.forecasts)),
        count=number_word(own.forecasts),
        miss=missed(own.mean),
    )
    return f"{told} {here}"


def _in_class(population: float) -> str:
    name = size_name(SIZES[int(size_class(np.array(population)))])
    return name[0].lower() + name[1:]
