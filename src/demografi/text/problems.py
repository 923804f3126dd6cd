"""What went wrong, in Swedish: the problem, where it is, what to do."""

import logging
from typing import Any

from demografi.errors import DatasetError, DemografiError
from demografi.text import _
from demografi.text.numbers import MISSING, whole
from demografi.text.scenario_problems import scenario_templates

__all__ = ["in_swedish", "problem"]

log = logging.getLogger(__name__)


def _templates() -> dict[str, str]:
    return {
        "note_empty": _("Synpunkten är tom."),
        "note_too_long": _("Synpunkten har {length} tecken. Den får ha högst {most}."),
        "note_author_too_long": _("Namnet har {length} tecken. Det får ha högst {most}."),
        "note_too_many": _(
            "Det har kommit många synpunkter på kort tid. Vänta högst {minutes} minuter och spara "
            "igen; det du skrivit står kvar."
        ),
        "note_store": _(
            "Synpunkterna går inte att nå just nu. Det du skrivit står kvar; försök igen om en "
            "stund eller säg till den som driver servern."
        ),
        "note_database": _(
            "Adressen till synpunkternas databas går inte att använda. Säg till den som driver "
            "servern."
        ),
        "window_incomplete": _("Alla år från {first} till {last} är inte kända för {region}."),
        "too_few_comparisons": _(
            "Bara {found} kommuner rörde sig som {region} före händelsen. Det behövs {expected} "
            "att jämföra med."
        ),
        "no_employment": _("Det finns ingen sysselsättningsgrad för {region}."),
        "missing_column": _("I tabellen {table} saknas kolumnen {column}."),
        "no_rows": _("Tabellen {table} har inga rader."),
        "unknown_column": _("Tabellen {table} har en kolumn som inte hör hit: {column}."),
        "wrong_type": _("I tabellen {table}, kolumnen {column}, rad {row} står {value}."),
        "out_of_range": _(
            "I tabellen {table}, kolumnen {column}, rad {row} står {value}, "
            "utanför det tillåtna ({allowed})."
        ),
        "duplicate_rows": _("I tabellen {table} står samma rad två gånger, först på rad {row}."),
        "foreign_region": _(
            "I tabellen {table}, rad {row}, står en region som inte finns i regions.csv: {value}."
        ),
        "ages_incomplete": _("I tabellen {table} saknas åldern {age} för {place} år {year}."),
        "ages_do_not_sum": _(
            "I tabellen {table} blir åldrarna i {place} år {year} tillsammans {summed}, "
            "men folkmängden är {total}."
        ),
        "county_does_not_sum": _(
            "I tabellen {table} blir kommunerna i {place} år {year} tillsammans {summed} "
            "i åldern {age}, men länet har {total}."
        ),
        "ckm_too_early": _(
            "I tabellen {table}, rad {row}, är en siffra märkt med skyddsbrus (CKM) för ett år "
            "då det inte användes."
        ),
        "negative_events": _(
            "I tabellen {table}, rad {row}, är ett antal händelser negativt: {value}."
        ),
        "sexes_do_not_sum": _(
            "I tabellen {table} blir kvinnor och män i {place} år {year} inte tillsammans "
            "det som står för båda."
        ),
        "deaths_do_not_sum": _(
            "I tabellen {table} blir åldrarna i {place} år {year} tillsammans {summed}, "
            "men antalet döda är {total}."
        ),
        "births_do_not_sum": _(
            "I tabellen {table} blir mödrarnas åldrar i {place} år {year} tillsammans "
            "{summed}, men antalet födda är {total}."
        ),
        "flows_do_not_sum": _(
            "I tabellen {table} blir flyttningarna efter ålder i {place} år {year} "
            "tillsammans {summed}, men summan anges till {total}."
        ),
        "change_does_not_sum": _(
            "I tabellen {table} ger födda, döda och flyttnetto {summed} invånare i {place} år "
            "{year}, men folkmängden är {total}."
        ),
        "bad_region": _(
            "I regions.csv, kolumnen {column}, rad {row} står {value}, som inte är en giltig "
            "region eller står två gånger."
        ),
        "ring_orientation": _(
            "I kommungränserna är ytan för {value} inte sluten eller går åt fel håll."
        ),
        "missing_boundary": _("I kommungränserna saknas kommunen {value}."),
        "unreadable": _("Filen för {table} går inte att läsa."),
        "missing_file": _("Filen för {table} saknas ({path})."),
        "checksum": _("Filen {path} är inte den som kontrollerades när datamängden skrevs."),
        "no_directory": _("Mappen {path} finns inte."),
        "no_tables": _("Mappen {path} innehåller ingen av tabellerna."),
        "schema_version": _(
            "Datamängden har schemaversion {found}, programmet läser version {expected}."
        ),
        "unknown_region": _("Regionen {region} finns inte."),
        "no_backtest": _("Prognoserna i efterhand kan inte läsas ({path})."),
        "pointer_damaged": _("Filen som säger vilka siffror som gäller är skadad ({path})."),
        **_source_templates(),
        **_update_templates(),
        **scenario_templates(),
        **_report_templates(),
    }


def _report_templates() -> dict[str, str]:
    """Say why a report cannot be made."""
    return {
        "unknown_template": _("Det finns ingen rapportmall som heter {template}."),
        "wrong_number_of_places": _(
            "Mallen tar från {fewest} till {most} platser. Välj så många platser."
        ),
        "not_projected": _("{region} ingår inte i prognosen. Välj en kommun i länet eller länet."),
        "unknown_section": _("Mallen har inget avsnitt som heter {section}."),
        "no_scenario": _("Scenariot ändrar ingenting. Gör ett på skärmen Scenarier först."),
        "not_drawable": _("Den här figuren kan bara ritas där Chromium eller Chrome finns."),
    }


def _source_templates() -> dict[str, str]:
    """Say what SCB or Kolada did. All leave the figures as they were."""
    return {
        "unreachable": _(
            "Det går inte att nå {source}. Kontrollera nätet och försök igen; siffrorna är "
            "oförändrade."
        ),
        "too_slow": _(
            "Svaret från {source} om {asked} kom inte i tid. Försök igen senare; "
            "siffrorna är oförändrade."
        ),
        "too_many_calls": _(
            "{source} säger att anropen är för många. Vänta några minuter och försök igen; "
            "siffrorna är oförändrade."
        ),
        "source_down": _(
            "{source} är stängt eller uppdateras just nu. Försök igen om en timme; siffrorna är "
            "oförändrade."
        ),
        "truncated": _("Svaret om {asked} var inte helt. Försök igen; siffrorna är oförändrade."),
        "table_gone": _(
            "{source} har inte längre {asked}, eller har spärrat åtkomsten. Programmet måste "
            "anpassas; siffrorna är oförändrade."
        ),
        "refused": _(
            "{source} vägrade svara om {asked}: {title}. Anmäl felet med den texten; "
            "siffrorna är oförändrade."
        ),
        "bad_answer": _(
            "Svaret om {asked} har en form som programmet inte känner. Försök igen "
            "senare; siffrorna är oförändrade."
        ),
        "wrong_answer": _(
            "Svaret på tabellen {table} är inte det som efterfrågades. Försök igen; siffrorna är "
            "oförändrade."
        ),
        "bad_address": _("{path} är ingen adress till en källa. Rätta adressen."),
        "renamed_variable": _(
            "SCB:s tabell {table} har ändrat sina variabler ({column}). Programmet måste "
            "anpassas; siffrorna är oförändrade."
        ),
        "missing_code": _(
            "SCB:s tabell {table} saknar koder i variabeln {column}: {value}. Programmet måste "
            "anpassas; siffrorna är oförändrade."
        ),
        "year_layout": _(
            "SCB:s tabell {table} skriver tiden på ett nytt sätt: {value}. Programmet måste "
            "anpassas; siffrorna är oförändrade."
        ),
        "missing_year": _(
            "SCB:s tabell {table} saknar år som ska finnas: {value}. Siffrorna är oförändrade."
        ),
        "absurd_value": _(
            "SCB:s tabell {table} har en orimlig siffra för {place} år {year}: {value}. "
            "Siffrorna är oförändrade."
        ),
    }


def _update_templates() -> dict[str, str]:
    """Say why an update stopped. The figures are as they were."""
    return {
        "cancelled": _(
            "Uppdateringen avbröts. Siffrorna är oförändrade; nästa gång fortsätter den där den "
            "slutade."
        ),
        "running": _("En annan uppdatering pågår. Vänta tills den är klar."),
        "disk_full": _(
            "Disken är full ({path}). Frigör plats och uppdatera igen; siffrorna är oförändrade."
        ),
        "place_unwritable": _(
            "Det går inte att skriva i {path}. Ange en annan mapp i DEMOGRAFI_DATA; siffrorna är "
            "oförändrade."
        ),
        "changed_meanwhile": _(
            "SCB publicerade tabellen {table} på nytt medan den hämtades. Uppdatera igen; "
            "siffrorna är oförändrade."
        ),
        "years_lost": _(
            "År {year} skulle försvinna ur tabellen {table}. Siffrorna är därför oförändrade."
        ),
        "regions_lost": _(
            "Ur tabellen {table} skulle {place} försvinna. Siffrorna är därför oförändrade."
        ),
        "history_revised": _(
            "{share} procent av de äldre siffrorna i tabellen {table} skulle ändras, mer än "
            "vanligt. Siffrorna är oförändrade tills ändringen godkänns."
        ),
        "implausible_step": _(
            "Folkmängden i {place} skulle ändras orimligt mycket år {year}. Siffrorna är "
            "oförändrade tills ändringen godkänns."
        ),
        "odd_values": _(
            "Siffror i tabellen {table} har inte den storlek som väntas, till exempel {value} för "
            "{place} år {year}. Siffrorna är oförändrade tills de godkänns."
        ),
        "figures_disagree": _(
            "Siffror i tabellen {table} stämmer inte med varandra, till exempel för "
            "{place} år {year}. Siffrorna är oförändrade tills de godkänns."
        ),
        "nothing_to_accept": _("Ingen uppdatering väntar på att godkännas."),
        "nothing_to_roll_back": _("Det finns inga tidigare siffror att återgå till."),
        "table_not_updated": _("Tabellen {table} hämtas inte från SCB eller Kolada."),
    }


class _Facts(dict[str, Any]):
    """Facts of an error; one that is missing is told as a dash."""

    def __missing__(self, key: str) -> str:
        return MISSING


def _asked(table: object, source: object) -> str:
    """Say what a source was asked for; Kolada has no tables, and its errors name itself."""
    return _("nyckeltalen") if table == source else _("tabellen {table}").format(table=table)


def problem(error: DemografiError) -> str:
    """Say what is wrong, for the screen.

    A problem without a wording of its own is told in general terms, with its code; the English
    message goes to the log.
    """
    template = _templates().get(error.code)
    if template is None:
        log.warning("No Swedish wording for %s: %s", error.code, error)
        template = _("Något stämmer inte ({code}).")
    facts = {name: value for name, value in error.facts.items() if value not in (None, "")}
    if "table" in facts:
        facts["asked"] = _asked(facts["table"], facts.get("source"))
    if "region" in facts:
        region = str(facts["region"])
        facts["place"] = _("region {code}").format(code=region) if region.isdecimal() else region
    for name in ("summed", "total"):
        if isinstance(facts.get(name), int | float):
            facts[name] = whole(facts[name])
    return template.format_map(_Facts(facts, code=error.code))


def in_swedish(error: DemografiError) -> str:
    """Say what is wrong and what to do, for the screen; a dataset is one on this computer."""
    if not isinstance(error, DatasetError):
        return problem(error)
    remedy = _("Återställ filen från en oförändrad kopia eller importera datamängden på nytt.")
    return f"{problem(error)} {remedy}"
