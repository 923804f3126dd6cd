"""Every error this package raises on purpose, so that callers can catch them by meaning.

``str(error)`` is English, for logs and the command line. ``code`` and ``facts`` let
:mod:`demografi.text.problems` say the same thing in Swedish on screen.
"""

from typing import Any

__all__ = ["DatasetError", "DemografiError", "RequestError", "SourceError", "UpdateError"]


class DemografiError(Exception):
    """Base class: something a person can understand and put right.

    Parameters
    ----------
    code : str
        Stable name of the problem, for example ``"duplicate_rows"``.
    message : str
        What is wrong, in English.
    remedy : str
        What to do about it, in English.
    **facts
        What the Swedish wording needs: table, column, row, value and so on.
    """

    def __init__(self, code: str, message: str, remedy: str = "", **facts: Any) -> None:
        self.code = code
        self.message = message
        self.remedy = remedy
        self.facts = facts
        super().__init__(f"{message} {remedy}".strip())

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes whole; an exception is otherwise rebuilt from its text."""
        return _rebuilt, (type(self), self.code, self.message, self.remedy, self.facts)


def _rebuilt(
    kind: type[DemografiError], code: str, message: str, remedy: str, facts: dict[str, Any]
) -> DemografiError:
    return kind(code, message, remedy, **facts)


class DatasetError(DemografiError):
    """The figures on disk are damaged, incomplete or not ours."""


class RequestError(DemografiError):
    """What was asked for cannot be given: unknown region, impossible year, unwritable file."""


class SourceError(DemografiError):
    """SCB or Kolada cannot be reached, refuses, or answers with something we cannot use."""


class UpdateError(DemografiError):
    """An update cannot begin or may not replace what is there; nothing has been changed."""
