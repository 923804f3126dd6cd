"""What SCB's codes mean, written down a second time from the contract.

Nothing is taken from the package under test, so that a slip in its catalogue cannot hide.
"""

import re
import zlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tests.stub.places import COUNTY_OF_NUTS, R312

Values = NDArray[np.float64]
Selection = Mapping[str, Sequence[str]]
_AT = {code: at for at, code in enumerate(R312)}

# --- age codes -----------------------------------------------------------------------------

SINGLE = [str(age) for age in range(100)]
OLD_AGES = [*SINGLE, "100+", "tot"]


def ckm_ages(total: str) -> list[str]:
    five = ["-4", *(f"{a}-{a + 4}" for a in range(5, 100, 5)), "100+5"]
    ten = ["-9", *(f"{a}-{a + 9}" for a in range(10, 100, 10)), "100+10"]
    codes = [total, *SINGLE, "100+1", *five, *ten, "TOT1", "TOT10", "TOT5"]
    return sorted(codes, key=lambda code: (code not in (total,), zlib.crc32(code.encode())))


OLD_MOTHERS = ["-14", *map(str, range(15, 49)), "49+", "tot", "us"]
CKM_MOTHERS = [
    "-1410",
    "-145",
    "TotSA",
    "-14",
    "15",
    "15-19",
    "15-24",
    "16",
    "17",
    "18",
    "19",
    "20",
    "20-24",
    "21",
    "22",
    "23",
    "24",
    "25",
    "25-29",
    "25-34",
    "26",
    "27",
    "28",
    "29",
    "30",
    "30-34",
    "31",
    "32",
    "33",
    "34",
    "35",
    "35-39",
    "35-44",
    "36",
    "37",
    "38",
    "39",
    "40",
    "40-44",
    "41",
    "42",
    "43",
    "44",
    "45",
    "45+10",
    "45+5",
    "46",
    "47",
    "48",
    "49+",
    "TOT1",
    "TOT10",
    "TOT5",
    "us",
    "US10",
    "US5",
]


def ages_of(code: str) -> range:
    """Ages 0–100 behind a code."""
    if code.lower().startswith("tot"):
        return range(101)
    if found := re.fullmatch(r"(\d+)\+(1|5|10)?", code):
        return range(int(found[1]), 101)
    if found := re.fullmatch(r"(\d*)-(\d+)", code):
        return range(int(found[1] or 0), int(found[2]) + 1)
    return range(int(code), int(code) + 1)


def mothers_of(code: str) -> list[int]:
    """Positions among mother's ages 14 … 49 and unknown."""
    if code.lower().startswith("tot"):
        return list(range(37))
    if code.lower().startswith("us"):
        return [36]
    if code.startswith("-14"):
        return [0]
    if found := re.fullmatch(r"(\d+)\+(5|10)?", code):
        return list(range(int(found[1]) - 14, 36))
    low, _, high = code.partition("-")
    return list(range(int(low) - 14, int(high or low) - 13))


def sexes_of(code: str) -> list[int]:
    return {"1": [1], "2": [0], "1+2": [0, 1], "TotSa": [0, 1]}[code]


def membership(codes: Sequence[str], of: Callable[[str], Sequence[int]], size: int) -> Values:
    matrix = np.zeros((len(codes), size))
    for row, code in enumerate(codes):
        matrix[row, list(of(code))] = 1
    return matrix


def positions(codes: Sequence[str]) -> NDArray[np.intp]:
    """Positions in R312; areas outside it answer with the nation's rows (nobody asks)."""
    return np.array([_AT.get(COUNTY_OF_NUTS.get(code, code), 0) for code in codes], dtype=np.intp)


def drawn(*lists: Sequence[str], salt: str) -> NDArray[np.uint64]:
    """A reproducible random number per cell of a product of codes."""
    mixed = np.array(zlib.crc32(salt.encode()), dtype=np.uint64)
    for codes in lists:
        own = np.array([zlib.crc32(code.encode()) for code in codes], dtype=np.uint64)
        mixed = (mixed[..., None] * np.uint64(6364136223846793005)) ^ (
            own * np.uint64(1442695040888963407)
        )
        mixed ^= mixed >> np.uint64(29)
    found: NDArray[np.uint64] = mixed
    return found


def uniform(*lists: Sequence[str], salt: str) -> Values:
    return (drawn(*lists, salt=salt) % np.uint64(10_000)) / 10_000.0
