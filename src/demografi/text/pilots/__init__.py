"""Sentences of the pilots' screen: for each pilot its question, its answer and its limits."""

from demografi.text import _

__all__ = ["ALL", "PILOTS", "pilot_name", "question"]

ALL = "alla"
"""The choice that shows every pilot's answer."""
PILOTS = ("utmaningen", "storuman", "umea2014", "region8", "kompetens", "kapital", "kultur")
"""Pilots by their names in links, in the order of the screen."""


def pilot_name(key: str) -> str:
    """Name of a pilot as it stands in the row of choices."""
    return {
        ALL: _("Alla svar"),
        "utmaningen": _("Demografiska utmaningen"),
        "storuman": _("Storuman"),
        "umea2014": _("Umeå 2014"),
        "region8": _("Region 8 och 10"),
        "kompetens": _("Kompetensplattformen"),
        "kapital": _("Kapitalförsörjning"),
        "kultur": _("Kultursamverkan"),
    }[key]


def question(key: str) -> str:
    """Say what a pilot asks."""
    return {
        ALL: _("Vad vet vi om pilotprojektens frågor?"),
        "utmaningen": _("Vilka kommuner möter vad, och när?"),
        "storuman": _("Vad gör en stor arbetsgivare med Storuman – och när den stänger?"),
        "umea2014": _("Fick Umeå fler invånare av kulturhuvudstadsåret 2014?"),
        "region8": _("Delar inlandskommunerna ett mönster, och vad vinner de tillsammans?"),
        "kompetens": _("Räcker arbetskraften?"),
        "kapital": _("Var bor de som startar och driver företag, och var finns skattekraften?"),
        "kultur": _("Vilka blir kulturens publik och deltagare?"),
    }[key]
