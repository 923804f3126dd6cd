"""What went wrong, in Swedish: the problem, where it is, what to do."""

from demografi.errors import DemografiError
from demografi.text import _

__all__ = ["in_swedish"]


def _templates() -> dict[str, str]:
    return {
        "missing_column": _("I tabellen {table} saknas kolumnen {column}."),
        "unknown_column": _("Tabellen {table} har en kolumn som inte hör hit: {column}."),
        "wrong_type": _("I tabellen {table}, kolumnen {column}, rad {row} står {value!r}."),
        "out_of_range": _(
            "I tabellen {table}, kolumnen {column}, rad {row} står {value!r}, "
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
        "unreadable": _("Filen {path} går inte att läsa."),
        "missing_file": _("Filen {path} saknas."),
        "checksum": _("Filen {path} är inte den som kontrollerades när datamängden skrevs."),
        "no_directory": _("Mappen {path} finns inte."),
        "no_tables": _("Mappen {path} innehåller ingen av tabellerna."),
        "schema_version": _(
            "Datamängden har schemaversion {found}, programmet läser version {expected}."
        ),
        "unknown_region": _("Regionen {region} finns inte."),
    }


def in_swedish(error: DemografiError) -> str:
    """Say what is wrong and what to do, for the screen.

    A problem without a wording of its own is told in general terms; the English message is in
    the log.
    """
    template = _templates().get(error.code, _("Något i siffrorna stämmer inte ({code})."))
    problem = template.format_map({"code": error.code} | error.facts)
    remedy = _("Återställ filen från en oförändrad kopia eller importera datamängden på nytt.")
    return f"{problem} {remedy}"
