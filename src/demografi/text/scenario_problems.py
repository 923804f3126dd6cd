"""What is wrong with a scenario or its file, in Swedish. Nothing has changed on screen."""

from demografi.text import _

__all__ = ["scenario_templates"]


def scenario_templates() -> dict[str, str]:
    """Wording by code of the errors of :mod:`demografi.scenario`."""
    return {
        "scenario_unknown_kind": _("Scenariot har en åtgärd av ett slag som inte finns här."),
        "scenario_unknown_parameter": _(
            "Scenariot har ett värde i ”{kind}” som inte hör dit: {parameter}."
        ),
        "scenario_not_a_number": _("”{parameter}” i ”{kind}” är inte ett tal."),
        "scenario_not_whole": _("”{parameter}” i ”{kind}” är {value}, men ska vara ett heltal."),
        "scenario_out_of_bounds": _(
            "”{parameter}” i ”{kind}” är {value}. Det får vara från {low} till {high}."
        ),
        "scenario_years_backwards": _("”{kind}” slutar {last}, före sin början {first}."),
        "scenario_too_many": _("Scenariot har {count} åtgärder. Det får ha högst {most}."),
        "scenario_name": _(
            "Scenariots namn får ha högst {most} tecken: bokstäver, siffror, mellanslag och "
            "vanliga skiljetecken."
        ),
        "scenario_place": _("”{kind}” gäller en plats som inte har någon prognos: {region}."),
        "scenario_not_a_municipality": _(
            "”{kind}” måste ligga i en kommun, och {place} är flera kommuner."
        ),
        "scenario_year_outside": _(
            "”{kind}” börjar {year}. Prognosen räcker från {first} till {last}."
        ),
        "scenario_no_estimate": _(
            "Siffrorna för {region} säger inget om ”{parameter}” i ”{kind}”. Ange det själv."
        ),
        "scenario_link": _("Länkens scenario går inte att läsa."),
        "scenario_file_huge": _(
            "Filen är större än {most} kB och är därför inget scenario. Ingenting har ändrats."
        ),
        "scenario_file_not_json": _(
            "Filen går inte att läsa. Välj en fil som sparats från den här skärmen. Ingenting har "
            "ändrats."
        ),
        "scenario_file_not_scenario": _(
            "Filen är inget scenario. Välj en fil som sparats från den här skärmen. Ingenting har "
            "ändrats."
        ),
        "scenario_file_version": _(
            "Scenariot är sparat i en form som den här versionen inte läser; den läser version "
            "{expected}. Ingenting har ändrats."
        ),
        "scenario_file_field": _(
            "Filen innehåller något som inte hör till ett scenario: {field}. Ingenting har ändrats."
        ),
        "scenario_file_lacks": _(
            "I filen saknas {field}, som varje scenario har. Ingenting har ändrats."
        ),
        "scenario_file_twice": _("I filen står {field} två gånger. Ingenting har ändrats."),
        "scenario_file_type": _("I filen har {field} fel form. Ingenting har ändrats."),
        "scenario_file_number": _(
            "I filen står ett tal som inte är ett tal. Ingenting har ändrats."
        ),
    }
