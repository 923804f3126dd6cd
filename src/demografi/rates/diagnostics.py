"""What happened in each fit, kept with the result so that a fallback is never silent."""

from dataclasses import dataclass

__all__ = ["Diagnostic"]


@dataclass(frozen=True)
class Diagnostic:
    """Outcome of one fit.

    Attributes
    ----------
    fit : str
        What was fitted, for example ``"fertility: total fertility rate"``.
    converged : bool
        The optimiser reported convergence and the result is usable.
    note : str
        Estimates worth reading, or which fallback was used.
    """

    fit: str
    converged: bool
    note: str
