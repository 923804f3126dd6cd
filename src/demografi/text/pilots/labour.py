"""Sentences of Kompetensplattformen."""

import pandas as pd

from demografi.needs import Span, realism
from demografi.pilots import Supply, Turnover
from demografi.pilots.labour import Course, Education
from demografi.text import _
from demografi.text.numbers import MISSING, about, decimal, percent, signed, whole
from demografi.text.pilots.wording import counted, signed_range, span_text

__all__ = [
    "answer",
    "education_remark",
    "gap_text",
    "limits",
    "migration_text",
    "needed_alt",
    "needed_note",
    "needed_text",
    "rate_remark",
    "sourced",
    "turnover_alt",
    "turnover_title",
]


def answer(name: str, moving: Turnover, found: Supply, needed: pd.DataFrame) -> str:
    """Say whether the labour force suffices, and what would make it do so.

    Parameters
    ----------
    name : str
        The place.
    moving : Turnover
        Who enters and leaves.
    found : Supply
        What closes the gap.
    needed : DataFrame
        As from :func:`demografi.pilots.needed_rates`, for all municipalities.
    """
    first = _(
        "Till {year} fyller {entrants} invånare 20 år i {place} och {leavers} fyller 65."
    ).format(
        year=found.target,
        entrants=about(moving.entrants),
        leavers=about(moving.leavers),
        place=name,
    )
    short = int((needed["low"] > needed["now"]).sum())
    each = _(
        "Räknat kommun för kommun krävs en högre sysselsättningsgrad än nu i {short}, i minst 9 "
        "av 10 utfall."
    ).format(short=counted(short, len(needed)))
    return f"{first} {_verdict(found)} {each}"


def _verdict(found: Supply) -> str:
    now = _("Med dagens sysselsättningsgrad ({rate}, {year})").format(
        rate=percent(found.rate), year=found.rate_year
    )
    if found.sign < 0:
        return _(
            "{now} räcker det: {range} fler är i arbete {target} än i dag i 8 av 10 utfall, "
            "om prognosens flyttning håller."
        ).format(now=now, range=_flipped(found), target=found.target)
    if found.sign > 0:
        lead = _("{now} saknas {range} i arbete {target} jämfört med i dag.").format(
            now=now, range=span_text(found.missing), target=found.target
        )
    else:
        lead = _(
            "{now} är det osäkert om de som arbetar räcker: antalet i arbete {target} blir {range} "
            "mot i dag, i 8 av 10 utfall."
        ).format(
            now=now,
            range=signed_range(-found.missing.high, -found.missing.low),
            target=found.target,
        )
    return f"{lead} {_closing(found)}"


def _flipped(found: Supply) -> str:
    more = -found.missing.middle
    return span_text(Span(max(-found.missing.high, 0.0), more, -found.missing.low))


def _closing(found: Supply) -> str:
    """Say what rise in employment or which migration closes the gap."""
    need = found.by_employment.need
    rate = "" if need is None else span_text(need)
    if need is not None and need.middle > 100:
        said = _("Högre sysselsättning räcker inte: det skulle krävas {rate}\u00a0%.")
    else:
        said = _("Lika många i arbete kräver en sysselsättningsgrad på {rate}\u00a0%")
    moves = migration_text(found)
    if need is not None and need.middle > 100:
        return said.format(rate=rate) + (f" {_('Det krävs')} {moves}." if moves else "")
    return said.format(rate=rate) + (_(" eller {moves}.").format(moves=moves) if moves else ".")


def migration_text(found: Supply) -> str:
    """Say which net migration it takes, what the projection has and what has been seen."""
    need, expected = found.by_migration.need, found.by_migration.expected
    if need is None:
        return ""
    text = _("ett flyttnetto på {need} personer om året, mot {expected} i prognosen").format(
        need=span_text(need), expected=span_text(expected)
    )
    best = found.precedent
    judged = realism(found.by_migration, best)
    if best is None or judged in ("on_course", "unknown", "unreachable"):
        return text
    seen = _("{best} om året, {first}–{last}").format(
        best=signed(best.best), first=best.best_first, last=best.best_last
    )
    if judged in ("never", "edge"):
        return _("{text}; sedan {since} har det som mest varit {seen}").format(
            text=text, seen=seen, since=best.first
        )
    return _("{text}; så stort har det varit förr ({seen})").format(text=text, seen=seen)


def rate_remark(found: Supply) -> str:
    """Say how many people in work the rate means."""
    return _("{workers} i arbete").format(workers=about(found.workers))


def needed_text(found: Supply) -> str:
    """Write the rate needed, as a figure."""
    need = found.by_employment.need
    return MISSING if need is None else f"{span_text(need)}\u00a0%"


def education_remark(found: Education) -> str:
    """Say how education has changed."""
    return _("{change} procentenheter sedan {year}").format(
        change=signed(found.share - found.before, 1), year=found.before_year
    )


def sourced(moving: Turnover, course: Course) -> Course:
    """Observed and projected years of a line, each observed value with its source."""
    past, ahead = course
    return past.assign(source="; ".join(moving.sources)), ahead


def gap_text(found: Supply) -> str:
    """Write the change of people in work at today's rate, as a figure."""
    return signed_range(-found.missing.high, -found.missing.low)


def turnover_title(name: str, moving: Turnover) -> str:
    """Title of the lines: who are more, those who enter or those who leave."""
    net = moving.net
    if net.low > 0:
        said = _("Fler fyller 20 än 65 i {place}: {range} fram till {year}")
    elif net.high < 0:
        said = _("Färre fyller 20 än 65 i {place}: {range} fram till {year}")
    else:
        said = _("Ungefär lika många fyller 20 som 65 i {place}: {range} fram till {year}")
    return said.format(
        place=name,
        range=signed_range(net.low, net.high),
        year=int(moving.entering[1]["year"].iloc[-1]),
    )


def turnover_alt(name: str, moving: Turnover) -> str:
    """Text alternative: the last observed year and the last projected one."""

    def ends(course: Course) -> str:
        past, ahead = course[0].iloc[-1], course[1].iloc[-1]
        return _("{now} ({year}) och {low}–{high} ({target})").format(
            now=whole(past["value"]),
            year=int(past["year"]),
            low=whole(ahead["p10"]),
            high=whole(ahead["p90"]),
            target=int(ahead["year"]),
        )

    return _("Linjer för {place}: fyller 20 år {entering}, fyller 65 år {leaving}.").format(
        place=name, entering=ends(moving.entering), leaving=ends(moving.leaving)
    )


def needed_alt(frame: pd.DataFrame) -> str:
    """Text alternative: rate now and needed, everybody in order."""
    rows = zip(*(frame[name] for name in ("name", "now", "low", "high")), strict=True)
    values = "; ".join(
        _("{name} nu {now}\u00a0%, krävs {low}–{high}\u00a0%").format(
            name=name, now=decimal(now, 1), low=decimal(low, 0), high=decimal(high, 0)
        )
        for name, now, low, high in rows
    )
    return _("Sysselsättningsgrad per kommun: {values}.").format(values=values)


def needed_note(moving: Turnover, name: str) -> str:
    """Say what else changes the working ages."""
    return _(
        "Antalet 20–64 år ändras också av flyttning i de åldrarna och av dödsfall: {range} i "
        "{place} till {year}. Flyttning före 20 års ålder ingår i linjerna."
    ).format(
        range=signed_range(moving.moves.low, moving.moves.high),
        place=name,
        year=int(moving.entering[1]["year"].iloc[-1]),
    )


def limits(found: Supply) -> list[str]:
    """What this does not tell."""
    said = [
        _(
            "Måttstocken är lika många i arbete som i dag. Vad arbetsgivarna behöver kan vara "
            "både mer och mindre, och vilka yrken det gäller säger folkmängden inget om."
        ),
        _(
            "Sysselsättningsgraden avser 20–64 år. Fler som arbetar efter 64 syns inte här men "
            "skulle minska gapet."
        ),
        _(
            "I studentkommuner är många 20-åringar studenter som flyttar vidare; se hur "
            "flyttningen räknas in under diagrammet."
        ),
    ]
    if found.summed:
        said.append(
            _(
                "Platsens sysselsättningsgrad är kommunernas, sammanvägda efter antalet "
                "invånare 20–64 år."
            )
        )
    return said
