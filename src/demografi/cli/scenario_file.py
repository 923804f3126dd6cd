"""Reading a scenario saved from the screen, for the commands that take one."""

from pathlib import Path
from typing import TYPE_CHECKING

from demografi.errors import RequestError

if TYPE_CHECKING:
    from demografi.scenario import Made, Scenario

__all__ = ["read_scenario"]


def read_scenario(path: Path) -> "tuple[Scenario, Made | None]":
    """Read a scenario and, if the file says it, what its numbers were made from.

    Raises
    ------
    RequestError
        The file cannot be read, or holds no scenario.
    """
    # Imported here: what it builds on takes a second to load.
    from demografi.scenario import read  # noqa: PLC0415
    from demografi.scenario.document import LARGEST  # noqa: PLC0415

    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except (OSError, ValueError) as reason:  # a null byte is in no file's name
        raise RequestError(
            "unreadable_scenario",
            f"Cannot read {path} ({getattr(reason, 'strerror', None) or reason}).",
            "Give a file saved from the screen Scenarier.",
            path=str(path),
        ) from reason
    return read(content)
