"""Figures of every table from the made-up population, for any product of codes."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tests.stub.codes import (
    Selection,
    Values,
    ages_of,
    membership,
    mothers_of,
    positions,
    sexes_of,
    uniform,
)
from tests.stub.demography import FIRST, Demography, demography


def _time(codes: Sequence[str]) -> NDArray[np.intp]:
    return np.array([int(code) - FIRST for code in codes], dtype=np.intp)


def _count(cells: NDArray[np.int64], chosen: Selection, *, mother: bool = False) -> Values:
    """Sum [year, region, sex, age] to [region, age, sex, year] of the codes chosen."""
    inner = cells[np.ix_(_time(chosen["Tid"]), positions(chosen["Region"]))].astype(float)
    sexes = membership(chosen["Kon"], sexes_of, 2)
    age = "AlderModer" if mother else "Alder"
    ages = membership(chosen[age], mothers_of if mother else ages_of, inner.shape[3])
    return np.asarray(np.einsum("trsa,ks,ga->rgkt", inner, sexes, ages, optimize=True))


def population(data: Demography, chosen: Selection) -> Values:
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


def births(data: Demography, chosen: Selection) -> Values:
    return _count(data.births, chosen, mother=True)[..., None, :]


def deaths(data: Demography, chosen: Selection) -> Values:
    return _count(data.deaths, chosen)[..., None, :]


# Order of the contract: in, out, immigration, emigration, net, net abroad, domestic in/out/net.
_NAMES = ("in", "out", "imm", "emi", "net", "net_abroad", "in_dom", "out_dom", "net_dom")
OLD_FLOWS = [f"BE0101{c}" for c in ["AU", "AV", "AX", "AY", "AZ", "A1", "A2", "A3", "A4"]]
FLOWS_1968 = [f"BE0101C{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9)]
CKM_FLOWS = [
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
    for codes in (OLD_FLOWS, FLOWS_1968, CKM_FLOWS)
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


def moves(data: Demography, chosen: Selection) -> Values:
    return np.stack(
        [_count(_flow(data.last, _FLOW_NAME[code]), chosen) for code in chosen["ContentsCode"]],
        axis=-2,
    )


CHANGES = [
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


def changes(data: Demography, chosen: Selection) -> Values:
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
    inner = data.population[np.ix_(_time(chosen["Tid"]), positions(chosen["Region"]))]
    by_sex = inner[..., list(ages)].sum(axis=3)
    sexes = membership(chosen.get("Kon", ["1+2"]), sexes_of, 2)
    return np.asarray(np.einsum("trs,ks->rkt", by_sex.astype(float), sexes))


def mean_age(data: Demography, chosen: Selection) -> Values:
    inner = data.population[np.ix_(_time(chosen["Tid"]), positions(chosen["Region"]))]
    sexes = membership(chosen["Kon"], sexes_of, 2)
    persons = np.einsum("trsa,ks->rkta", inner.astype(float), sexes)
    mean = (persons * (np.arange(101) + 0.5)).sum(axis=-1) / persons.sum(axis=-1)
    return np.asarray(mean.round(1))[:, :, None, :]


def dependency(data: Demography, chosen: Selection) -> Values:
    young, old = _share(data, chosen, range(20))[:, 0], _share(data, chosen, range(65, 101))[:, 0]
    working = _share(data, chosen, range(20, 65))[:, 0]
    kinds = {"00000708": young + old, "00000707": old, "00000709": young}
    cells = [(100 * kinds[code] / working).round(1) for code in chosen["ContentsCode"]]
    return np.stack(cells, axis=1)


def fertility(data: Demography, chosen: Selection) -> Values:
    at = np.ix_(_time(chosen["Tid"]), positions(chosen["Region"]))
    births = data.births[at].sum(axis=2).astype(float)
    women = data.population[at][:, :, 0, 14:50].astype(float)
    rate = (births[..., :36] / np.maximum(women, 1)).sum(axis=-1)
    rate = np.where(births.sum(axis=-1) < 30, np.nan, rate.round(2)).T
    return np.stack(
        [(rate * (1 if code == "2" else 0.97)).round(2) for code in chosen["Kon"]], axis=1
    )[:, :, None, :]


def life(_data: Demography, chosen: Selection) -> Values:
    noise = uniform(chosen["Region"], chosen["Kon"], ["000000NH"], chosen["Tid"], salt="life")
    years = np.array([int(code[-4:]) for code in chosen["Tid"]])
    sex = np.array([78.0 if code == "1" else 82.0 for code in chosen["Kon"]])
    life = sex[None, :, None, None] + 0.15 * (years - 2000) + noise
    life[[code == "0330" for code in chosen["Region"]]] = np.nan
    return np.asarray(life.round(2))


def land(data: Demography, chosen: Selection) -> Values:
    area = (100 + 9000 * uniform(chosen["Region"], salt="area")).round(2)[:, None, None]
    persons = _share(data, chosen, range(101))
    area = np.broadcast_to(area, persons.shape)
    kinds = {
        "BE0101U1": (persons / area).round(1),
        "BE0101U2": persons,
        "BE0101U3": area,
    }
    return np.stack([kinds[code] for code in chosen["ContentsCode"]], axis=2)


LEVELS = ["1", "2", "3", "4", "5", "6", "7", "US"]


def education(data: Demography, chosen: Selection) -> Values:
    out = np.zeros([len(chosen[name]) for name in ("Region", "Alder", "UtbildningsNiva", "Kon")])
    out = np.repeat(out[..., None, None], len(chosen["Tid"]), axis=-1)
    for a, code in enumerate(chosen["Alder"]):
        ages = range(16, 75) if code == "tot16-74" else [int(code)]
        persons = _share(data, chosen, ages)
        for b, level in enumerate(chosen["UtbildningsNiva"]):
            local = uniform(chosen["Region"], [level], salt="education")[..., None]
            part = 0.05 + 0.02 * LEVELS.index(level) + 0.02 * local
            out[:, a, b, :, 0] = np.floor(persons * part)
    return out


def percent(
    low: float, high: float, decimals: int, names: Sequence[str], salt: str
) -> Callable[[Demography, Selection], Values]:
    def values(_data: Demography, chosen: Selection) -> Values:
        lists = [chosen[name] for name in names]
        return np.asarray((low + (high - low) * uniform(*lists, salt=salt)).round(decimals))

    return values


def origins(data: Demography, chosen: Selection) -> Values:
    whole = _count(data.population, chosen)
    abroad = np.floor(whole * 0.15)
    kinds = {"09": whole - abroad, "11": abroad, "samt": whole}
    cells = [kinds[code] for code in chosen["Fodelseregion"]]
    return np.stack(cells, axis=3)[..., None, :]


def projected(data: Demography, chosen: Selection) -> Values:
    """Last year's ages, growing a little every year; other contents are a share of them."""
    base = data.population[2023 - FIRST][positions(chosen["Region"])].astype(float)
    sexes = membership(chosen["Kon"], sexes_of, 2)
    ages = membership(chosen["Alder"], ages_of, 101)
    persons = np.einsum("rsa,ks,ga->rkg", base, sexes, ages)
    growth = 1 + 0.002 * (np.array([int(code) for code in chosen["Tid"]]) - 2023)
    grown = np.floor(persons[..., None, None] * growth)
    scale = np.array([1.0 if code == "000004LG" else 0.0 for code in chosen["ContentsCode"]])
    return np.asarray(grown * scale[:, None])
