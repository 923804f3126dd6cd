"""The projection's method in short, and how its fits went."""

from collections.abc import Iterable, Sequence

import pandas as pd

from demografi.dataset import CKM_YEAR
from demografi.rates import Diagnostic
from demografi.text import _
from demografi.text.sentences import number_word

__all__ = ["diagnostic_rows", "fits_finding", "method"]


def method(jump_off: int, to: int, *, draws: int, municipalities: int, seed: int) -> list[str]:
    """Tell in short how the projection is made, and its limits, a paragraph each."""
    return [
        _(
            "Prognosen börjar i folkmängden den 31 december {year} och räknar år för år till {to}, "
            "i ettårsklasser för kvinnor och män i var och en av länets {count} kommuner: alla "
            "blir ett år äldre, några dör, barn föds, människor flyttar in och ut."
        ).format(year=jump_off, to=to, count=municipalities),
        _(
            "Dödligheten följer rikets långa trend (Lee och Carters modell) och fruktsamheten "
            "rikets: det senaste årets rörelse fortsätter en tid, sedan går den mot det vanliga. "
            "Varje kommun har en egen nivå, som vägs mot de andras: ju färre händelser, desto "
            "närmare de andra."
        ),
        _(
            "Flyttningarna bygger på hur många i varje ålder som har flyttat till och från "
            "kommunen. Nivån går mot ett medel av de senaste tio åren och alla kända år, draget "
            "mot noll där flyttningarna har svängt mycket. Inflyttningen följer folkmängden, och "
            "utflyttningen hur många som är i de åldrar då man flyttar. Kommuner som har tagit "
            "emot många från utlandet väntas förlora några av dem, så som har hänt förut. Nivån "
            "svänger från år till år, och blir fel, så mycket som den har gjort förut, delvis "
            "samtidigt i alla kommuner."
        ),
        _(
            "Vi drar {draws} tänkbara framtider för alla kommuner på en gång. Länet är summan av "
            "kommunerna i varje framtid, och intervallet rymmer 8 av 10 utfall. Slumpen har ett "
            "fast startvärde, som programmet kallar frö och som här är {seed}: den som räknar om "
            "med samma siffror får därför samma prognos."
        ).format(draws=draws, seed=seed),
        _(
            "**Det här vet vi inte:** hur det går med beslut som ännu inte är fattade. En ny "
            "industri, en nedläggning eller en ändrad migrationspolitik ryms bara så långt som "
            "historien har liknat den. Två utfall av tio hamnar utanför intervallet även när "
            "modellen stämmer."
        ),
        _(
            "Åldrarna {year} är publicerade med SCB:s skyddsbrus (CKM, från {ckm}) och för båda "
            "könen tillsammans; könen är delade efter året före. Enskilda åldrar i små kommuner "
            "kan därför vara några personer fel redan från början."
        ).format(year=jump_off, ckm=CKM_YEAR),
    ]


def fits_finding(diagnostics: Sequence[Diagnostic]) -> str:
    """Say in a sentence whether the fits behind the projection succeeded."""
    failed = sum(not one.converged for one in diagnostics)
    if failed:
        return _(
            "**Diagnostik:** {failed} av {count} anpassningar konvergerade inte; där används en "
            "reservmetod och intervallet ska läsas med större försiktighet."
        ).format(failed=number_word(failed), count=len(diagnostics))
    return _(
        "**Diagnostik:** alla {count} anpassningar av dödlighet, fruktsamhet och flyttningar "
        "konvergerade."
    ).format(count=len(diagnostics))


_FITS = {
    "history: national deaths": lambda: _("Rikets döda efter ålder"),
    "history: national births": lambda: _("Rikets födda efter moderns ålder"),
    "history: births": lambda: _("Födda"),
    "history: deaths": lambda: _("Döda"),
    "history: net migration": lambda: _("Flyttnetto"),
    "history: gross migration": lambda: _("In- och utflyttade"),
    "mortality: Lee-Carter index, women": lambda: _("Rikets dödlighet, kvinnor"),
    "mortality: Lee-Carter index, men": lambda: _("Rikets dödlighet, män"),
    "mortality: local level, ages 0-64": lambda: _("Kommunens nivå, 0–64 år"),
    "mortality: local level, ages 65-79": lambda: _("Kommunens nivå, 65–79 år"),
    "mortality: local level, ages 80-100": lambda: _("Kommunens nivå, 80 år och äldre"),
    "mortality: newest level": lambda: _("Nivån de senaste åren"),
    "mortality: newest local level": lambda: _("Kommunens nivå de senaste åren"),
    "fertility: total fertility rate": lambda: _("Rikets summerade fruktsamhet"),
    "fertility: local level": lambda: _("Kommunens nivå"),
    "migration: turnover by age": lambda: _("Rörlighet efter ålder"),
    "migration: arrivals by age": lambda: _("Inflyttade efter ålder"),
    "migration: arrivals by age, by neighbourhood": lambda: _("Inflyttade, vägt mot grannåldrar"),
    "migration: arrivals by age, by age": lambda: _("Inflyttade, vägt åldersvis"),
    "migration: departures by age": lambda: _("Utflyttade efter ålder"),
    "migration: departures by age, by neighbourhood": lambda: _("Utflyttade, vägt mot grannåldrar"),
    "migration: departures by age, by age": lambda: _("Utflyttade, vägt åldersvis"),
    "migration: persistence of turnover": lambda: _("Rörlighetens tröghet"),
    "migration: ages behind a change": lambda: _("Vilka åldrar som ändras"),
    "migration: those from abroad move on": lambda: _("Från utlandet och vidare"),
    "migration: lasting error of levels": lambda: _("Hur fel nivån brukar bli"),
}


def diagnostic_rows(diagnostics: Iterable[Diagnostic]) -> pd.DataFrame:
    """Outcome of each fit as read on screen; one without a wording is told by its part."""
    parts = {
        "history": _("Underlag"),
        "mortality": _("Dödlighet"),
        "fertility": _("Fruktsamhet"),
        "migration": _("Flyttningar"),
    }
    rows = []
    for one in diagnostics:
        part = one.fit.partition(":")[0]
        known = _FITS.get(one.fit)
        rows.append(
            {
                _("Del"): parts.get(part, _("Övrigt")),
                _("Anpassning"): known() if known else _("ytterligare en anpassning"),
                _("Utfall"): _("konvergerade")
                if one.converged
                else _("saknas, ersatt")
                if part == "history"
                else _("konvergerade inte, reservmetod"),
            }
        )
    return pd.DataFrame(rows)
