"""The labour force that comes and goes, and what employment makes of the working ages.

There is no official measure of entering and leaving. Ours counts the five years of age that
stand at each end of working life, 20–24 and 60–64, as
:data:`demografi.indicators.INDICATORS` does for its ratio.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from demografi.projection.trajectories import Trajectories
from demografi.series import parse_group

__all__ = ["ENTERING", "LEAVING", "WORKING", "balance", "employed"]

ENTERING, LEAVING, WORKING = "20-24", "60-64", "20-64"

Floats = NDArray[np.float64]


def balance(trajectories: Trajectories, members: Sequence[str]) -> Floats:
    """Those about to enter minus those about to leave, per year of age, [draw, year].

    Both groups are five years of age wide, so a fifth of their difference is what working life
    gains or loses a year before anybody moves.
    """
    entering = trajectories.group(members, *parse_group(ENTERING)).astype(float)
    leaving = trajectories.group(members, *parse_group(LEAVING)).astype(float)
    gained: Floats = (entering - leaving) / 5
    return gained


def employed(trajectories: Trajectories, members: Sequence[str], rate: float) -> Floats:
    """Employed persons aged 20–64 at an employment rate in per cent, [draw, year]."""
    people = trajectories.group(members, *parse_group(WORKING)).astype(float)
    working: Floats = people * rate / 100
    return working
