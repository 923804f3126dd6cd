"""SCB's tables as the contract describes them: variables, codes, elimination, values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from tests.stub import figures
from tests.stub.codes import (
    CKM_MOTHERS,
    OLD_AGES,
    OLD_MOTHERS,
    Selection,
    Values,
    ckm_ages,
    drawn,
)
from tests.stub.demography import Demography, demography
from tests.stub.places import R311, R312, R312_NUTS, R313_1995, R315

__all__ = ["Table", "Variable", "published", "tables"]


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

    tot_sa = ages(ckm_ages("TotSA"), "", elimination=False)
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
            figures.population,
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
            figures.population,
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
            figures.births,
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
            figures.births,
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
            figures.deaths,
        ),
        Table(
            "TAB6757",
            "Döda efter region, ålder (uppnådd under året) och kön.  År 2025",
            published_at,
            [region(), tot_sa, kon(all_sex), contents("000008FO"), Variable("Tid", new)],
            figures.deaths,
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
                contents(*figures.FLOWS_1968),
                Variable("Tid", _years(1968, 1996)),
            ],
            figures.moves,
        ),
        Table(
            "TAB1212",
            "Flyttningar efter region, ålder och kön.  År 1997-2024",
            frozen,
            [
                region(R315),
                ages(OLD_AGES, "tot", elimination=True),
                kon(old_sex),
                contents(*figures.OLD_FLOWS),
                Variable("Tid", _years(1997, 2024)),
            ],
            figures.moves,
        ),
        Table(
            "TAB6640",
            "Flyttningar efter region, ålder och kön.    År 2025",
            published_at,
            [
                region(R315),
                ages(ckm_ages("tot"), "tot", elimination=True),
                kon(all_sex),
                contents(*figures.CKM_FLOWS),
                Variable("Tid", new),
            ],
            figures.moves,
            ckm=True,
            nets=frozenset(figures.CKM_FLOWS[at] for at in (4, 5, 8)),
        ),
        Table(
            "TAB5169",
            "Befolkningsförändringar efter region, period och kön. År 2000-2024",
            frozen,
            [
                region(),
                Variable("Forandringar", figures.CHANGES),
                Variable("Period", ("hel", "kv1")),
                kon(("1", "2", "1+2")),
                contents("000002Z9"),
                Variable("Tid", _years(2000, 2024)),
            ],
            figures.changes,
        ),
        Table(
            "TAB6481",
            "Befolkningsförändringar efter region, period och kön. År 2025",
            published_at,
            [
                region(),
                Variable("Forandringar", figures.CHANGES),
                Variable("Period", ("hel", "kv1")),
                kon(all_sex),
                contents("0000085X"),
                Variable("Tid", new),
            ],
            figures.changes,
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
            figures.mean_age,
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
            figures.dependency,
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
            figures.fertility,
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
            figures.life,
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
            figures.land,
        ),
        Table(
            "TAB3981",
            "Befolkning 16-74 år efter region, utbildningsnivå, ålder och kön. År 1985-2025",
            published_at,
            [
                region(),
                ages([*map(str, range(16, 75)), "tot16-74"], "tot16-74", elimination=True),
                Variable("UtbildningsNiva", figures.LEVELS, elimination=True),
                kon(old_sex),
                contents("UF0506A1"),
                Variable("Tid", _years(1985, last)),
            ],
            figures.education,
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
            figures.percent(
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
            figures.percent(
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
            figures.origins,
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
            figures.origins,
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
            figures.projected,
        ),
    ]
    return {table.id: table for table in found}


def _noisy(table: Table, values: Values, chosen: Selection) -> Values:
    """Nudge every cell by up to three persons; what is 0 stays 0."""
    lists = [chosen[variable.code] for variable in table.variables]
    noise = (drawn(*lists, salt=table.id) % np.uint64(7)).astype(float) - 3
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
