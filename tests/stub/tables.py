"""SCB's tables as the contract describes them: variables, codes, elimination, values.

Nothing is taken from the package under test: what a code means is written down here a second
time, from the contract, so that a slip in the product's catalogue cannot hide.
"""

import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tests.stub.demography import FIRST, Demography, demography
from tests.stub.places import COUNTY_OF_NUTS, R311, R312, R312_NUTS, R313_1995, R315

__all__ = ["Table", "Variable", "published", "tables"]

Values = NDArray[np.float64]
Selection = Mapping[str, Sequence[str]]
_AT = {code: at for at, code in enumerate(R312)}

# --- age codes -----------------------------------------------------------------------------

_SINGLE = [str(age) for age in range(100)]
OLD_AGES = [*_SINGLE, "100+", "tot"]


def _ckm_ages(total: str) -> list[str]:
    five = ["-4", *(f"{a}-{a + 4}" for a in range(5, 100, 5)), "100+5"]
    ten = ["-9", *(f"{a}-{a + 9}" for a in range(10, 100, 10)), "100+10"]
    codes = [total, *_SINGLE, "100+1", *five, *ten, "TOT1", "TOT10", "TOT5"]
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


def _ages(code: str) -> range:
    """Ages 0–100 behind a code."""
    if code.lower().startswith("tot"):
        return range(101)
    if found := re.fullmatch(r"(\d+)\+(1|5|10)?", code):
        return range(int(found[1]), 101)
    if found := re.fullmatch(r"(\d*)-(\d+)", code):
        return range(int(found[1] or 0), int(found[2]) + 1)
    return range(int(code), int(code) + 1)


def _mothers(code: str) -> list[int]:
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


def _sexes(code: str) -> list[int]:
    return {"1": [1], "2": [0], "1+2": [0, 1], "TotSa": [0, 1]}[code]


def _membership(codes: Sequence[str], of: Callable[[str], Sequence[int]], size: int) -> Values:
    matrix = np.zeros((len(codes), size))
    for row, code in enumerate(codes):
        matrix[row, list(of(code))] = 1
    return matrix


def _regions(codes: Sequence[str]) -> NDArray[np.intp]:
    """Positions in R312; areas outside it answer with the nation's rows (nobody asks)."""
    return np.array([_AT.get(COUNTY_OF_NUTS.get(code, code), 0) for code in codes], dtype=np.intp)


def _hash(*lists: Sequence[str], salt: str) -> NDArray[np.uint64]:
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


def _uniform(*lists: Sequence[str], salt: str) -> Values:
    return (_hash(*lists, salt=salt) % np.uint64(10_000)) / 10_000.0


# --- tables --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Variable:
    code: str
    codes: Sequence[str]
    elimination: bool = False
    total: str = ""


@dataclass(frozen=True)
class Table:
    """One table.

    ``values`` takes the codes of every variable and gives an array with an axis for each, NaN
    where SCB has ``..``. ``nets`` are contents that may be negative.
    """

    id: str
    title: str
    updated: str
    variables: Sequence[Variable]
    values: Callable[[Demography, Selection], Values] = field(repr=False)
    ckm: bool = False
    nets: frozenset[str] = frozenset()

    def variable(self, code: str) -> Variable | None:
        return next((v for v in self.variables if v.code == code), None)


def _time(codes: Sequence[str]) -> NDArray[np.intp]:
    return np.array([int(code) - FIRST for code in codes], dtype=np.intp)


def _count(cells: NDArray[np.int64], chosen: Selection, *, mother: bool = False) -> Values:
    """Sum [year, region, sex, age] to [region, age, sex, year] of the codes chosen."""
    inner = cells[np.ix_(_time(chosen["Tid"]), _regions(chosen["Region"]))].astype(float)
    sexes = _membership(chosen["Kon"], _sexes, 2)
    age = "AlderModer" if mother else "Alder"
    ages = _membership(chosen[age], _mothers if mother else _ages, inner.shape[3])
    return np.asarray(np.einsum("trsa,ks,ga->rgkt", inner, sexes, ages, optimize=True))


def _population(data: Demography, chosen: Selection) -> Values:
    whole = _count(data.population, chosen)
    shares = {"SC": 1.0, "OG": 0.5, "G": 0.3, "SK": 0.15, "ÄNKL": 0.05}
    parts = np.zeros((whole.shape[0], len(chosen["Civilstand"]), *whole.shape[1:]))
    for at, code in enumerate(chosen["Civilstand"]):
        if code == "G":  # what the others leave, so that the four are exactly everybody
            others: Values = np.add.reduce(
                [np.floor(whole * shares[c]) for c in ("OG", "SK", "ÄNKL")]
            )
            parts[:, at] = whole - others
        else:
            parts[:, at] = np.floor(whole * shares[code])
    out = np.stack([parts, parts * 0], axis=-2)  # folkökning is not asked for
    contents = [0 if code in ("BE0101N1", "000007ME") else 1 for code in chosen["ContentsCode"]]
    return np.asarray(out[..., contents, :])


def _births(data: Demography, chosen: Selection) -> Values:
    return _count(data.births, chosen, mother=True)[..., None, :]


def _deaths(data: Demography, chosen: Selection) -> Values:
    return _count(data.deaths, chosen)[..., None, :]


# Order of the contract: in, out, immigration, emigration, net, net abroad, domestic in/out/net.
_NAMES = ("in", "out", "imm", "emi", "net", "net_abroad", "in_dom", "out_dom", "net_dom")
_OLD_FLOWS = [f"BE0101{c}" for c in ["AU", "AV", "AX", "AY", "AZ", "A1", "A2", "A3", "A4"]]
_1968_FLOWS = [f"BE0101C{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9)]
_CKM_FLOWS = [
    "0000086B",
    "0000086F",
    "00000869",
    "00000867",
    "00000868",
    "0000086A",
    "0000086D",
    "0000086E",
    "0000086C",
]
_FLOW_NAME = {
    code: name
    for codes in (_OLD_FLOWS, _1968_FLOWS, _CKM_FLOWS)
    for code, name in zip(codes, _NAMES, strict=True)
}


@lru_cache(maxsize=12)
def _flow(last: int, name: str) -> NDArray[np.int64]:
    return flow(demography(last), name)


def flow(data: Demography, name: str) -> NDArray[np.int64]:
    f = data.flows
    into, out = f["in_domestic"], f["out_domestic"]
    imm, emi = f["immigration"], f["emigration"]
    return {
        "in": into + imm,
        "out": out + emi,
        "imm": imm,
        "emi": emi,
        "net": into + imm - out - emi,
        "net_abroad": imm - emi,
        "in_dom": into,
        "out_dom": out,
        "net_dom": into - out,
    }[name]


def _moves(data: Demography, chosen: Selection) -> Values:
    return np.stack(
        [_count(_flow(data.last, _FLOW_NAME[code]), chosen) for code in chosen["ContentsCode"]],
        axis=-2,
    )


_CHANGES = [
    "100",
    "110",
    "115",
    "130",
    "135",
    "140",
    "150",
    "160",
    "170",
    "175",
    "180",
    "190",
    "220",
    "230",
    "240",
    "250",
    "260",
    "270",
]


def _changes(data: Demography, chosen: Selection) -> Values:
    everyone = {**chosen, "Alder": ["tot"], "AlderModer": ["tot"]}
    births = _count(data.births, everyone, mother=True)[:, 0]
    deaths = _count(data.deaths, everyone)[:, 0]
    flows = {name: _count(_flow(data.last, name), everyone)[:, 0] for name in _NAMES}
    known = {
        "100": _count(data.population, everyone)[:, 0],
        "115": births,
        "130": deaths,
        "135": births - deaths,
        "140": flows["in"],
        "150": flows["out"],
        "175": flows["imm"],
        "220": flows["emi"],
        "230": flows["net"],
        "260": flows["net_abroad"],
        "110": births - deaths + flows["net"],
    }
    cells = [known.get(code, births * 0) for code in chosen["Forandringar"]]
    out = np.stack(cells, axis=1)[:, :, None, :, None, :]
    return np.asarray(np.repeat(out, len(chosen["Period"]), axis=2))


def _share(data: Demography, chosen: Selection, ages: Sequence[int]) -> Values:
    """Persons [region, sex, year] of some ages."""
    inner = data.population[np.ix_(_time(chosen["Tid"]), _regions(chosen["Region"]))]
    by_sex = inner[..., list(ages)].sum(axis=3)
    sexes = _membership(chosen.get("Kon", ["1+2"]), _sexes, 2)
    return np.asarray(np.einsum("trs,ks->rkt", by_sex.astype(float), sexes))


def _mean_age(data: Demography, chosen: Selection) -> Values:
    inner = data.population[np.ix_(_time(chosen["Tid"]), _regions(chosen["Region"]))]
    sexes = _membership(chosen["Kon"], _sexes, 2)
    persons = np.einsum("trsa,ks->rkta", inner.astype(float), sexes)
    mean = (persons * (np.arange(101) + 0.5)).sum(axis=-1) / persons.sum(axis=-1)
    return np.asarray(mean.round(1))[:, :, None, :]


def _dependency(data: Demography, chosen: Selection) -> Values:
    young, old = _share(data, chosen, range(20))[:, 0], _share(data, chosen, range(65, 101))[:, 0]
    working = _share(data, chosen, range(20, 65))[:, 0]
    kinds = {"00000708": young + old, "00000707": old, "00000709": young}
    cells = [(100 * kinds[code] / working).round(1) for code in chosen["ContentsCode"]]
    return np.stack(cells, axis=1)


def _fertility(data: Demography, chosen: Selection) -> Values:
    at = np.ix_(_time(chosen["Tid"]), _regions(chosen["Region"]))
    births = data.births[at].sum(axis=2).astype(float)
    women = data.population[at][:, :, 0, 14:50].astype(float)
    rate = (births[..., :36] / np.maximum(women, 1)).sum(axis=-1)
    rate = np.where(births.sum(axis=-1) < 30, np.nan, rate.round(2)).T
    return np.stack(
        [(rate * (1 if code == "2" else 0.97)).round(2) for code in chosen["Kon"]], axis=1
    )[:, :, None, :]


def _life(_data: Demography, chosen: Selection) -> Values:
    noise = _uniform(chosen["Region"], chosen["Kon"], ["000000NH"], chosen["Tid"], salt="life")
    years = np.array([int(code[-4:]) for code in chosen["Tid"]])
    sex = np.array([78.0 if code == "1" else 82.0 for code in chosen["Kon"]])
    life = sex[None, :, None, None] + 0.15 * (years - 2000) + noise
    life[[code == "0330" for code in chosen["Region"]]] = np.nan
    return np.asarray(life.round(2))


def _land(data: Demography, chosen: Selection) -> Values:
    area = (100 + 9000 * _uniform(chosen["Region"], salt="area")).round(2)[:, None, None]
    persons = _share(data, chosen, range(101))
    area = np.broadcast_to(area, persons.shape)
    kinds = {
        "BE0101U1": (persons / area).round(1),
        "BE0101U2": persons,
        "BE0101U3": area,
    }
    return np.stack([kinds[code] for code in chosen["ContentsCode"]], axis=2)


_LEVELS = ["1", "2", "3", "4", "5", "6", "7", "US"]


def _education(data: Demography, chosen: Selection) -> Values:
    out = np.zeros([len(chosen[name]) for name in ("Region", "Alder", "UtbildningsNiva", "Kon")])
    out = np.repeat(out[..., None, None], len(chosen["Tid"]), axis=-1)
    for a, code in enumerate(chosen["Alder"]):
        ages = range(16, 75) if code == "tot16-74" else [int(code)]
        persons = _share(data, chosen, ages)
        for b, level in enumerate(chosen["UtbildningsNiva"]):
            local = _uniform(chosen["Region"], [level], salt="education")[..., None]
            part = 0.05 + 0.02 * _LEVELS.index(level) + 0.02 * local
            out[:, a, b, :, 0] = np.floor(persons * part)
    return out


def _percent(
    low: float, high: float, decimals: int, names: Sequence[str], salt: str
) -> Callable[[Demography, Selection], Values]:
    def values(_data: Demography, chosen: Selection) -> Values:
        lists = [chosen[name] for name in names]
        return np.asarray((low + (high - low) * _uniform(*lists, salt=salt)).round(decimals))

    return values


def _origin(data: Demography, chosen: Selection) -> Values:
    whole = _count(data.population, chosen)
    abroad = np.floor(whole * 0.15)
    kinds = {"09": whole - abroad, "11": abroad, "samt": whole}
    cells = [kinds[code] for code in chosen["Fodelseregion"]]
    return np.stack(cells, axis=3)[..., None, :]


def _projected(data: Demography, chosen: Selection) -> Values:
    """Last year's ages, growing a little every year; other contents are a share of them."""
    base = data.population[2023 - FIRST][_regions(chosen["Region"])].astype(float)
    sexes = _membership(chosen["Kon"], _sexes, 2)
    ages = _membership(chosen["Alder"], _ages, 101)
    persons = np.einsum("rsa,ks,ga->rkg", base, sexes, ages)
    growth = 1 + 0.002 * (np.array([int(code) for code in chosen["Tid"]]) - 2023)
    grown = np.floor(persons[..., None, None] * growth)
    scale = np.array([1.0 if code == "000004LG" else 0.0 for code in chosen["ContentsCode"]])
    return np.asarray(grown * scale[:, None])


def _years(first: int, last: int) -> list[str]:
    return [str(year) for year in range(first, last + 1)]


@lru_cache(maxsize=3)
def tables(last: int = 2025) -> dict[str, Table]:
    """All tables as they stand when the newest year is ``last``."""
    old_sex, all_sex = ("1", "2"), ("TotSa", "1", "2")
    old, new = _years(1968, 2024), _years(2025, last)
    published_at = f"{last + 1}-02-24T07:00:00Z"
    frozen = "2025-02-21T07:00:00Z"

    def region(codes: Sequence[str] = R312) -> Variable:
        return Variable("Region", codes, "00" in codes, "00" if "00" in codes else "")

    def kon(codes: Sequence[str], *, elimination: bool = True) -> Variable:
        total = next((code for code in codes if code in ("TotSa", "1+2")), "")
        return Variable("Kon", codes, elimination, total)

    def contents(*codes: str) -> Variable:
        return Variable("ContentsCode", codes)

    def ages(codes: Sequence[str], total: str, *, elimination: bool) -> Variable:
        return Variable("Alder", codes, elimination, total if elimination else "")

    tot_sa = ages(_ckm_ages("TotSA"), "", elimination=False)
    origin = ["09", "11"]
    found = [
        Table(
            "TAB638",
            "Folkmängden efter region, civilstånd, ålder och kön.  År 1968-2024",
            frozen,
            [
                region(),
                Variable("Civilstand", ("OG", "G", "SK", "ÄNKL"), elimination=True),
                ages(OLD_AGES, "tot", elimination=True),
                kon(old_sex),
                contents("BE0101N1", "BE0101N2"),
                Variable("Tid", old),
            ],
            _population,
        ),
        Table(
            "TAB5557",
            "Folkmängden efter region, civilstånd, ålder och kön. År 2025",
            published_at,
            [
                region(),
                Variable("Civilstand", ("SC", "OG", "G", "SK", "ÄNKL")),
                tot_sa,
                kon(all_sex),
                contents("000007ME", "000007MG"),
                Variable("Tid", new),
            ],
            _population,
            ckm=True,
        ),
        Table(
            "TAB1264",
            "Födda efter region, moderns ålder och barnets kön.  År 1968-2024",
            frozen,
            [
                region(),
                Variable("AlderModer", OLD_MOTHERS, elimination=True, total="tot"),
                kon(old_sex),
                contents("BE0101E2"),
                Variable("Tid", old),
            ],
            _births,
        ),
        Table(
            "TAB6401",
            "Födda efter region, moderns ålder och barnets kön. År 2025",
            published_at,
            [
                region(),
                Variable("AlderModer", CKM_MOTHERS),
                kon(all_sex),
                contents("00000863"),
                Variable("Tid", new),
            ],
            _births,
            ckm=True,
        ),
        Table(
            "TAB960",
            "Döda efter region, ålder (uppnådd under året) och kön. År 1968-2024",
            frozen,
            [
                region(),
                ages(OLD_AGES, "tot", elimination=True),
                kon(old_sex),
                contents("BE0101D9"),
                Variable("Tid", old),
            ],
            _deaths,
        ),
        Table(
            "TAB6757",
            "Döda efter region, ålder (uppnådd under året) och kön.  År 2025",
            published_at,
            [region(), tot_sa, kon(all_sex), contents("000008FO"), Variable("Tid", new)],
            _deaths,
            ckm=True,
        ),
        Table(
            "TAB1211",
            "Flyttningar efter region, ålder och kön. År 1968-1996",
            "1997-02-05T10:04:00Z",
            [
                region(R313_1995),
                ages(OLD_AGES, "tot", elimination=True),
                kon(old_sex),
                contents(*_1968_FLOWS),
                Variable("Tid", _years(1968, 1996)),
            ],
            _moves,
        ),
        Table(
            "TAB1212",
            "Flyttningar efter region, ålder och kön.  År 1997-2024",
            frozen,
            [
                region(R315),
                ages(OLD_AGES, "tot", elimination=True),
                kon(old_sex),
                contents(*_OLD_FLOWS),
                Variable("Tid", _years(1997, 2024)),
            ],
            _moves,
        ),
        Table(
            "TAB6640",
            "Flyttningar efter region, ålder och kön.    År 2025",
            published_at,
            [
                region(R315),
                ages(_ckm_ages("tot"), "tot", elimination=True),
                kon(all_sex),
                contents(*_CKM_FLOWS),
                Variable("Tid", new),
            ],
            _moves,
            ckm=True,
            nets=frozenset(_CKM_FLOWS[at] for at in (4, 5, 8)),
        ),
        Table(
            "TAB5169",
            "Befolkningsförändringar efter region, period och kön. År 2000-2024",
            frozen,
            [
                region(),
                Variable("Forandringar", _CHANGES),
                Variable("Period", ("hel", "kv1")),
                kon(("1", "2", "1+2")),
                contents("000002Z9"),
                Variable("Tid", _years(2000, 2024)),
            ],
            _changes,
        ),
        Table(
            "TAB6481",
            "Befolkningsförändringar efter region, period och kön. År 2025",
            published_at,
            [
                region(),
                Variable("Forandringar", _CHANGES),
                Variable("Period", ("hel", "kv1")),
                kon(all_sex),
                contents("0000085X"),
                Variable("Tid", new),
            ],
            _changes,
            ckm=True,
            nets=frozenset({"0000085X"}),
        ),
        Table(
            "TAB637",
            "Befolkningens medelålder efter region och kön. År 1998-2025",
            published_at,
            [
                region(),
                kon(("1", "2", "1+2")),
                contents("BE0101G9"),
                Variable("Tid", _years(1998, last)),
            ],
            _mean_age,
        ),
        Table(
            "TAB4642",
            "Demografisk försörjningskvot efter region. År 2000-2025",
            published_at,
            [
                region(R312_NUTS),
                contents("00000708", "00000707", "00000709"),
                Variable("Tid", _years(2000, last)),
            ],
            _dependency,
        ),
        Table(
            "TAB4805",
            "Summerad fruktsamhet efter region och kön.   År 2000-2025",
            published_at,
            [
                region(),
                kon(old_sex, elimination=False),
                contents("000001J4"),
                Variable("Tid", _years(2000, last)),
            ],
            _fertility,
        ),
        Table(
            "TAB4394",
            "Återstående medellivslängd för 0-åringar efter region och kön.",
            published_at,
            [
                region(),
                kon(old_sex, elimination=False),
                contents("000000NH"),
                Variable("Tid", [f"{year - 4}-{year}" for year in range(2002, last + 1)]),
            ],
            _life,
        ),
        Table(
            "TAB628",
            "Befolkningstäthet, folkmängd och landareal efter region och kön. År 1991-2025",
            published_at,
            [
                region(),
                kon(("1", "2", "1+2")),
                contents("BE0101U1", "BE0101U2", "BE0101U3"),
                Variable("Tid", _years(1991, last)),
            ],
            _land,
        ),
        Table(
            "TAB3981",
            "Befolkning 16-74 år efter region, utbildningsnivå, ålder och kön. År 1985-2025",
            published_at,
            [
                region(),
                ages([*map(str, range(16, 75)), "tot16-74"], "tot16-74", elimination=True),
                Variable("UtbildningsNiva", _LEVELS, elimination=True),
                kon(old_sex),
                contents("UF0506A1"),
                Variable("Tid", _years(1985, last)),
            ],
            _education,
        ),
        Table(
            "TAB3200",
            "Arbetsmarknadsstatus efter region, kön, ålder och födelseregion. År 2020-2024",
            published_at,
            [
                region(),
                kon(("1", "2", "1+2")),
                Variable("Alder", ("15-19", "16-19", "20-24", "060-64", "20-64", "20-65")),
                Variable("Fodelseregion", ("tot", "in", "ut"), elimination=True, total="tot"),
                contents("000002NT", "000002NN", "000002NK", "000002NS"),
                Variable("Tid", _years(2020, last - 1)),
            ],
            _percent(
                60,
                90,
                1,
                ("Region", "Kon", "Alder", "Fodelseregion", "ContentsCode", "Tid"),
                "work",
            ),
        ),
        Table(
            "TAB3554",
            "Sammanräknad förvärvsinkomst efter region, kön, ålder och inkomstklass. 1999-2024",
            published_at,
            [
                region(),
                kon(("1", "2", "1+2")),
                Variable("Alder", ("tot16+", "16-19", "tot20+", "20-64")),
                Variable("Inkomstklass", ("TOT", "0", "1-19"), elimination=True, total="TOT"),
                contents("HE0110J7", "HE0110J8", "HE0110J0", "HE0110J9"),
                Variable("Tid", _years(1999, last - 1)),
            ],
            _percent(
                180,
                400,
                1,
                ("Region", "Kon", "Alder", "Inkomstklass", "ContentsCode", "Tid"),
                "income",
            ),
        ),
        Table(
            "TAB4823",
            "Inrikes och utrikes födda efter region, ålder och kön. År 2000-2024",
            frozen,
            [
                region(),
                ages(OLD_AGES[:-1], "", elimination=True),
                kon(old_sex),
                Variable("Fodelseregion", origin, elimination=True),
                contents("000001NS"),
                Variable("Tid", _years(2000, 2024)),
            ],
            _origin,
        ),
        Table(
            "TAB6645",
            "Inrikes och utrikes födda efter region, ålder och kön. År 2025",
            published_at,
            [
                region(),
                tot_sa,
                kon(all_sex),
                Variable("Fodelseregion", ["samt", *origin]),
                contents("0000086R"),
                Variable("Tid", new),
            ],
            _origin,
            ckm=True,
        ),
        Table(
            "TAB698",
            "Regional befolkningsframskrivning. År 2024-2070",
            "2024-05-22T07:00:00Z",
            [
                region(R311),
                kon(old_sex),
                ages(OLD_AGES[:-1], "", elimination=True),
                contents(*(f"000004L{c}" for c in "GFEHIJK")),
                Variable("Tid", _years(2024, 2070)),
            ],
            _projected,
        ),
    ]
    return {table.id: table for table in found}


def _noisy(table: Table, values: Values, chosen: Selection) -> Values:
    """Nudge every cell by up to three persons; what is 0 stays 0."""
    lists = [chosen[variable.code] for variable in table.variables]
    noise = (_hash(*lists, salt=table.id) % np.uint64(7)).astype(float) - 3
    nudged = np.where(values == 0, 0, values + noise)
    at = [v.code for v in table.variables].index("ContentsCode")
    may = np.array([code in table.nets for code in chosen["ContentsCode"]])
    shape = [-1 if axis == at else 1 for axis in range(values.ndim)]
    return np.where(may.reshape(shape), nudged, np.maximum(nudged, 0))


def published(table: str, *, last: int = 2025, **chosen: Sequence[str]) -> Values:
    """What SCB publishes for a product of codes, axes in the order of the table's variables.

    A variable left out is taken as its total, or summed where it has none.
    """
    known = tables(last)[table]
    full: dict[str, Sequence[str]] = {}
    summed: list[int] = []
    for at, variable in enumerate(known.variables):
        if variable.code in chosen:
            full[variable.code] = chosen[variable.code]
        elif variable.total:
            full[variable.code] = [variable.total]
        else:
            full[variable.code] = variable.codes
            summed.append(at)
    values = known.values(demography(last), full)
    if known.ckm:
        values = _noisy(known, values, full)
    left_out = [at for at, v in enumerate(known.variables) if v.code not in chosen]
    if summed:
        values = values.sum(axis=tuple(summed), keepdims=True)
    return np.asarray(values.squeeze(axis=tuple(left_out)) if left_out else values)
