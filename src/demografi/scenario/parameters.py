"""The one table of measures and their parameters.

Sliders, validation, saved files, links and documentation all read it. Swedish wording is marked
with ``N_`` for the catalogue and translated where it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from demografi.errors import RequestError

__all__ = ["KINDS", "YEARS", "Kind", "Parameter", "kind_of"]

N_ = str  # marks Swedish wording for the catalogue; translated where it is shown

YEARS = (2000, 2100)
"""Bounds of years in a file; a projection's own span is narrower and is checked when it is run."""


@dataclass(frozen=True)
class Parameter:
    """One thing to set.

    Attributes
    ----------
    id : str
        Name in files and code.
    key : str
        Letter in links.
    title, unit, help : str
        Swedish: what it is, in what it is counted, what it does.
    low, high, step : float
        Bounds, both allowed, and the step of the slider.
    default : float or None
        What holds when nothing is said. None: a year is open (the projection's first or last),
        anything else is estimated from the figures of the place.
    origin : str
        Swedish: where the default comes from.
    whole : bool
        Only whole numbers.
    assumption : bool
        Seldom changed: how it happens rather than what.
    """

    id: str
    key: str
    title: str
    unit: str
    low: float
    high: float
    step: float
    default: float | None
    help: str
    origin: str
    whole: bool = True
    assumption: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of measure.

    Attributes
    ----------
    id : str
        Name in files and code.
    key : str
        Word in links.
    title, help : str
        Swedish: its name, what it does and what it leaves out.
    group : {'rates', 'events', 'whole'}
        Changed rates, something built or closed, or all rates at once.
    places : {'any', 'municipality'}
        Where it may be: something built stands in one municipality.
    parameters : mapping of str to Parameter
        By id.
    """

    id: str
    key: str
    title: str
    help: str
    group: Literal["rates", "events", "whole"]
    places: Literal["any", "municipality"]
    parameters: Mapping[str, Parameter]


def _table(*parameters: Parameter) -> dict[str, Parameter]:
    return {parameter.id: parameter for parameter in parameters}


_FIRST = Parameter(
    "from",
    "f",
    N_("Från och med år"),
    N_("år"),
    *YEARS,
    1,
    None,
    N_("Första året det gäller."),
    N_("Prognosens första år."),
)
_LAST = Parameter(
    "to",
    "t",
    N_("Till och med år"),
    N_("år"),
    *YEARS,
    1,
    None,
    N_("Sista året det gäller fullt ut. Utan slutår gäller det prognosen ut."),
    N_("Inget slutår."),
)
_RAMP = Parameter(
    "ramp",
    "r",
    N_("Infasning"),
    N_("år"),
    0,
    20,
    1,
    0,
    N_("Så många år tar det att nå full nivå, och lika många att gå tillbaka efter slutåret."),
    N_("Antagande: full nivå från första året."),
    assumption=True,
)
_CLOSED = N_("Antagande; ingen statistik säger hur många som flyttar på grund av detta.")


def _change(title: str, text: str) -> Parameter:
    return Parameter(
        "change",
        "p",
        title,
        N_("procent mot prognosen"),
        -100,
        100,
        1,
        0,
        text,
        N_("Prognosens nivå."),
        whole=False,
    )


_ALL = (
    Kind(
        "fertility",
        "fruktsamhet",
        N_("Barnafödande"),
        N_("Ändrar hur många barn kvinnor i olika åldrar får."),
        "rates",
        "any",
        _table(
            _change(N_("Ändrat barnafödande"), N_("+10 betyder en tiondel fler barn per kvinna.")),
            _FIRST,
            _LAST,
            _RAMP,
        ),
    ),
    Kind(
        "mortality",
        "dodlighet",
        N_("Dödlighet"),
        N_("Ändrar dödsriskerna i alla åldrar."),
        "rates",
        "any",
        _table(
            _change(
                N_("Ändrad dödlighet"),
                N_("−10 betyder en tiondel lägre dödsrisk i varje ålder, alltså längre liv."),
            ),
            _FIRST,
            _LAST,
            _RAMP,
        ),
    ),
    Kind(
        "in_migration",
        "inflyttning",
        N_("Inflyttning"),
        N_(
            "Ändrar hur många som flyttar in. Inrikes och utrikes flyttning ändras lika mycket: "
            "flyttningen efter ålder är skattad för båda tillsammans."
        ),
        "rates",
        "any",
        _table(
            _change(N_("Ändrad inflyttning"), N_("+10 betyder en tiondel fler inflyttare.")),
            _FIRST,
            _LAST,
            _RAMP,
        ),
    ),
    Kind(
        "out_migration",
        "utflyttning",
        N_("Utflyttning"),
        N_(
            "Ändrar risken att flytta ut. Inrikes och utrikes flyttning ändras lika mycket: "
            "flyttningen efter ålder är skattad för båda tillsammans."
        ),
        "rates",
        "any",
        _table(
            _change(N_("Ändrad utflyttning"), N_("−10 betyder en tiondel färre utflyttare.")),
            _FIRST,
            _LAST,
            _RAMP,
        ),
    ),
    Kind(
        "net_migration",
        "flyttnetto",
        N_("Flyttnetto, personer per år"),
        N_(
            "Lägger till eller drar ifrån inflyttare varje år. Fler som flyttat in kan också "
            "flytta ut, så flyttnettot ändras efter hand något mindre än inflyttningen."
        ),
        "rates",
        "any",
        _table(
            Parameter(
                "persons",
                "n",
                N_("Fler inflyttare"),
                N_("personer per år"),
                -5000,
                5000,
                1,
                0,
                N_(
                    "Inflyttarnas åldrar är platsens egna. Färre än ingen kan inte flytta in: "
                    "det som då återstår flyttar ut i stället."
                ),
                N_("Prognosens nivå."),
                whole=False,
            ),
            _FIRST,
            _LAST,
            _RAMP,
        ),
    ),
    Kind(
        "employer",
        "jobb",
        N_("Stor arbetsgivare"),
        N_(
            "En arbetsgivare med så många jobb. De som flyttar in för jobben tar med sig hushåll, "
            "flyttar och dör som andra i kommunen och ersätts så länge jobben finns. Efter "
            "stängningen flyttar de som inte stannar. Pendlare och de som redan bor här ändrar "
            "ingenting."
        ),
        "events",
        "municipality",
        _table(
            Parameter(
                "jobs",
                "n",
                N_("Jobb"),
                N_("jobb"),
                1,
                5000,
                10,
                100,
                N_("Antal jobb när allt är igång."),
                N_("Ett exempel att ändra."),
            ),
            _FIRST,
            _LAST,
            Parameter(
                "share",
                "a",
                N_("Jobb som tas av inflyttare"),
                N_("procent"),
                0,
                100,
                5,
                50,
                N_("Resten tas av boende i kommunen och av pendlare."),
                _CLOSED,
                assumption=True,
            ),
            Parameter(
                "household",
                "h",
                N_("Personer per inflyttat jobb"),
                N_("personer"),
                1,
                4,
                0.1,
                None,
                N_("Den som får jobbet och de som flyttar med."),
                N_(
                    "Skattat: inflyttade barn och vuxna per vuxen i prognosen, delat med andelen "
                    "20–64-åringar som arbetar i kommunen."
                ),
                whole=False,
                assumption=True,
            ),
            Parameter(
                "ramp",
                "r",
                N_("År till full drift"),
                N_("år"),
                1,
                20,
                1,
                2,
                N_("Jobben kommer i lika stora steg, det första redan första året."),
                N_("Antagande."),
                assumption=True,
            ),
            Parameter(
                "stay",
                "k",
                N_("Stannar efter stängningen"),
                N_("procent"),
                0,
                100,
                5,
                50,
                N_("Så stor del av de inflyttade hushållen bor kvar när jobben försvunnit."),
                _CLOSED,
                assumption=True,
            ),
            Parameter(
                "wind_down",
                "v",
                N_("År att avveckla"),
                N_("år"),
                1,
                20,
                1,
                1,
                N_("Jobben försvinner i lika stora steg efter slutåret."),
                N_("Antagande: året efter slutåret."),
                assumption=True,
            ),
        ),
    ),
    Kind(
        "housing",
        "bostader",
        N_("Nya bostäder"),
        N_(
            "Bostäder som byggs i jämn takt mellan åren. En del fylls av inflyttare, i stället "
            "för av dem som redan bor i kommunen, och fylls på igen när någon flyttar."
        ),
        "events",
        "municipality",
        _table(
            Parameter(
                "dwellings",
                "n",
                N_("Bostäder"),
                N_("bostäder"),
                1,
                5000,
                10,
                50,
                N_("Antal bostäder när allt är byggt."),
                N_("Ett exempel att ändra."),
            ),
            _FIRST,
            Parameter(
                "to",
                "t",
                N_("Färdigt år"),
                N_("år"),
                *YEARS,
                1,
                None,
                N_("Året då den sista bostaden är klar."),
                N_("Samma år som den första."),
            ),
            Parameter(
                "persons",
                "h",
                N_("Personer per bostad"),
                N_("personer"),
                1,
                5,
                0.1,
                None,
                N_("Hur många som bor i en bostad i genomsnitt."),
                N_("Kommunens invånare per bostad (SCB)."),
                whole=False,
                assumption=True,
            ),
            Parameter(
                "share",
                "a",
                N_("Fylls av inflyttare"),
                N_("procent"),
                0,
                100,
                5,
                50,
                N_("Resten flyttar inom kommunen, och deras gamla bostäder räknas inte."),
                _CLOSED,
                assumption=True,
            ),
        ),
    ),
    Kind(
        "school",
        "skola",
        N_("Skola som öppnar eller läggs ned"),
        N_(
            "En del av elevernas familjer flyttar: in när en skola öppnar, ut när den läggs ned. "
            "Syskon och föräldrar räknas med: yngre syskon som i kommunen, två vuxna per så "
            "många barn som en kvinna får i genomsnitt."
        ),
        "events",
        "municipality",
        _table(
            Parameter(
                "places",
                "n",
                N_("Elevplatser"),
                N_("elever 6–15 år"),
                -2000,
                2000,
                10,
                -50,
                N_("Plus för en skola som öppnar, minus för en som läggs ned."),
                N_("Ett exempel att ändra."),
            ),
            _FIRST,
            Parameter(
                "share",
                "a",
                N_("Elever vars familj flyttar"),
                N_("procent"),
                0,
                100,
                5,
                10,
                N_("Resten byter skola utan att flytta över kommungränsen."),
                _CLOSED,
                assumption=True,
            ),
            Parameter(
                "ramp",
                "r",
                N_("Under så många år"),
                N_("år"),
                1,
                20,
                1,
                2,
                N_("Flyttningarna sprids jämnt över åren."),
                N_("Antagande."),
                assumption=True,
            ),
        ),
    ),
    Kind(
        "care_home",
        "boende",
        N_("Särskilt boende"),
        N_(
            "Platser för äldre. När ett boende öppnar flyttar en del in från andra kommuner och "
            "ersätts när de dör. När ett stängs flyttar en del av de boende ut."
        ),
        "events",
        "municipality",
        _table(
            Parameter(
                "places",
                "n",
                N_("Platser"),
                N_("platser"),
                -500,
                500,
                5,
                40,
                N_("Plus för ett boende som öppnar, minus för ett som stängs."),
                N_("Ett exempel att ändra."),
            ),
            _FIRST,
            Parameter(
                "share",
                "a",
                N_("Boende som flyttar över kommungränsen"),
                N_("procent"),
                0,
                100,
                5,
                10,
                N_("Resten bor redan i kommunen, och bor kvar i den."),
                _CLOSED,
                assumption=True,
            ),
        ),
    ),
    Kind(
        "no_migration",
        "ingenflytt",
        N_("Ingen flyttning"),
        N_("Ingen flyttar in eller ut: vad födda, döda och åldrande ger av sig självt."),
        "whole",
        "any",
        _table(_FIRST, _LAST),
    ),
    Kind(
        "as_today",
        "somidag",
        N_("Som i dag"),
        N_(
            "Dödlighet och barnafödande stannar där de är första prognosåret. Flyttningen är "
            "prognosens, som redan håller en jämn nivå."
        ),
        "whole",
        "any",
        _table(),
    ),
)

KINDS: Mapping[str, Kind] = {kind.id: kind for kind in _ALL}


def kind_of(name: str) -> Kind:
    """Return a kind of measure.

    Raises
    ------
    RequestError
        There is none of that name.
    """
    if name not in KINDS:
        raise RequestError(
            "scenario_unknown_kind",
            f"There is no measure '{name[:40]}'.",
            f"Use one of: {', '.join(KINDS)}.",
        )
    return KINDS[name]
