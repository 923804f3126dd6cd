"""What went wrong, in Swedish: the problem, where it is, what to do."""

import logging
from typing import Any

from demografi.errors import DatasetError, DemografiError
from demografi.text import _
from demografi.text.numbers import MISSING

__all__ = ["in_swedish"]

log = logging.getLogger(__name__)


def _templates() -> dict[str, str]:
    return {
        "missing_column": _("I tabellen {table} saknas kolumnen {column}."),
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
        "ages_incomplete": _(
            "I tabellen {table} saknas åldern {age} för region {region} år {year}."
        ),
        "ages_do_not_sum": _(
            "I tabellen {table} blir åldrarna i region {region} år {year} tillsammans {summed}, "
            "men folkmängden är {total}."
        ),
        "county_does_not_sum": _(
            "I tabellen {table} blir kommunerna i län {region} år {year} tillsammans {summed} "
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
            "I tabellen {table} blir kvinnor och män i region {region} år {year} inte tillsammans "
            "det som står för båda."
        ),
        "deaths_do_not_sum": _(
            "I tabellen {table} blir åldrarna i region {region} år {year} tillsammans {summed}, "
            "men antalet döda är {total}."
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
    }


class _Facts(dict[str, Any]):
    """Facts of an error; one that is missing is told as a dash."""

    def __missing__(self, key: str) -> str:
        return MISSING


def in_swedish(error: DemografiError) -> str:
    """Say what is wrong and what to do, for the screen.

    A problem without a wording of its own is told in general terms, with its code; the English
    message goes to the log.
    """
    template = _templates().get(error.code)
    if template is None:
        log.warning("No Swedish wording for %s: %s", error.code, error)
        template = _("Något stämmer inte ({code}).")
    facts = {name: value for name, value in error.facts.items() if value not in (None, "")}
    problem = template.format_map(_Facts(facts, code=error.code))
    if not isinstance(error, DatasetError):
        return problem
    remedy = _("Återställ filen från en oförändrad kopia eller importera datamängden på nytt.")
    return f"{problem} {remedy}"
