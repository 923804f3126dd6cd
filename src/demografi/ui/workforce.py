"""Insatser: the labour force that comes and goes."""

from demografi import findings, needs
from demografi.dataset import Dataset
from demografi.indicators import INDICATORS, observed
from demografi.series import group_series
from demografi.text import _
from demografi.text import needs as words
from demografi.text.numbers import capital, interval, percent, whole
from demografi.text.sources import source_line
from demografi.ui import cached, shell
from demografi.ui.costs import show_costs
from demografi.ui.range_card import range_card
from demografi.ui.services import course_until

__all__ = ["show_workforce"]


def show_workforce(data: Dataset, code: str, target: int) -> None:
    """Show who enters and leaves working life, who works, and the cost pressure of the ages."""
    place = data.regions.place(code)
    groups = (needs.ENTERING, needs.LEAVING, needs.WORKING)
    history = group_series(data, code, list(groups))
    ahead = cached.group_ranges(code, groups)
    entering, leaving, working = (findings.in_year(ahead[group], target) for group in groups)
    courses = {group: course_until(data.version, code, group, target) for group in groups}
    ratio = cached.outlook(code, "labour_entry_exit", target)
    employment = observed(data, code, "employment")
    rate = float(employment["value"].iloc[-1]) if len(employment) else None
    shell.heading(
        _("Arbetskraft och kostnader i {place}").format(place=place.name),
        words.workforce_conclusion(
            place.name,
            entering,
            leaving,
            ratio=ratio,
            working=courses[needs.WORKING],
            target=target,
        ),
    )
    known = source_line(data, history["label"].unique(), history["year"])
    figures = [
        shell.Figure(
            _("På väg in, 20–24 år, {year}").format(year=target),
            interval(entering["p10"], entering["p90"]),
            _("8 av 10 utfall, nu {now}").format(now=whole(courses[groups[0]].start)),
        ),
        shell.Figure(
            _("På väg ut, 60–64 år, {year}").format(year=target),
            interval(leaving["p10"], leaving["p90"]),
            _("8 av 10 utfall, nu {now}").format(now=whole(courses[groups[1]].start)),
        ),
        shell.Figure(
            _("På väg in per 100 på väg ut {year}").format(year=target),
            interval(ratio.low, ratio.high),
            _("8 av 10 utfall, nu {now}").format(now=whole(ratio.now)),
            help=_(INDICATORS["labour_entry_exit"].formula)
            + ". "
            + _(INDICATORS["labour_entry_exit"].note),
        ),
    ]
    if rate is not None:
        figures.append(
            shell.Figure(
                _("Sysselsatta {year} om lika stor andel arbetar").format(year=target),
                interval(working["p10"] * rate / 100, working["p90"] * rate / 100),
                _("8 av 10 utfall, {rate} arbetade {year}").format(
                    rate=percent(rate), year=int(employment["year"].iloc[-1])
                ),
                help=source_line(data, employment["source"].tail(1), employment["year"].tail(1)),
            )
        )
    shell.figures(figures)
    names = {
        needs.ENTERING: _("På väg in: 20–24 år"),
        needs.LEAVING: _("På väg ut: 60–64 år"),
        needs.WORKING: _("I arbetsför ålder: 20–64 år"),
    }
    subjects = {
        needs.ENTERING: _("antalet på väg in, 20–24 år,"),
        needs.LEAVING: _("antalet på väg ut, 60–64 år,"),
        needs.WORKING: _("antalet i arbetsför ålder, 20–64 år,"),
    }
    range_card(
        data,
        "arbetskraft",
        _("De som är på väg in i och ut ur arbetslivet"),
        parts={group: (history[history["group"] == group], ahead[group]) for group in groups},
        names=names,
        alts={
            group: capital(words.course_sentence(subjects[group], courses[group])) + "."
            for group in groups
        },
        source=f"{known} {cached.projection_line()}",
        unit=_("personer den 31 december"),
        note=_(
            "Egen definition, någon officiell finns inte: de fem åldrarna i var ände av "
            "arbetslivet. Hel linje är statistik, det ljusa fältet 8 av 10 utfall."
        ),
        depends=(code, target),
    )
    show_costs(data, code, target)
