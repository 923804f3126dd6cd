"""Insatser: who will use each service, with how much staff, and from which assumptions."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from demografi import findings, needs
from demografi.dataset import Dataset
from demografi.needs import SERVICES, Course, Service
from demografi.series import group_series, parse_group
from demografi.text import _, age_groups
from demografi.text import needs as words
from demografi.text.demands import short_name
from demografi.text.numbers import MISSING, capital, decimal, interval, join
from demografi.text.sources import source_line
from demografi.ui import cached, choices, shell
from demografi.ui.range_card import range_card

__all__ = ["Demand", "course_until", "show_services"]


@dataclass(frozen=True)
class Demand:
    """A service at a place: known users, coming ones, where they turn."""

    service: Service
    before: pd.DataFrame
    ahead: pd.DataFrame
    course: Course


@st.cache_data(show_spinner=False, max_entries=2000)
def _demand(
    version: str,  # noqa: ARG001
    code: str,
    service: str,
    share: float,
    target: int,
) -> tuple[pd.DataFrame, pd.DataFrame, Course]:
    data, trajectories = cached.dataset(), cached.projection()
    chosen, members = needs.service(service), data.regions.place(code).members
    counted = needs.users(trajectories, members, chosen, share)
    before = needs.users_before(data, code, chosen, share)
    upto = trajectories.at(target) + 1
    return (
        before,
        findings.range_of(counted, trajectories.years),
        needs.course(
            counted[:, :upto],
            trajectories.years[:upto],
            needs.newest(before),
            assumed=chosen.assumed,
        ),
    )


@st.cache_data(show_spinner=False, max_entries=1000)
def course_until(version: str, code: str, ages: str, target: int) -> Course:  # noqa: ARG001
    """How a population of some ages goes from its published number until a year."""
    data, trajectories = cached.dataset(), cached.projection()
    upto = trajectories.at(target) + 1
    members = data.regions.place(code).members
    people = trajectories.group(members, *parse_group(ages))[:, :upto]
    known = needs.newest(group_series(data, code, [ages]))
    return needs.course(people, trajectories.years[:upto], known)


def _share(data: Dataset, code: str, service: Service) -> float | None:
    """Ask for the share of the ages that uses a service; say where the number comes from."""
    if service.everyone:
        return 100.0
    own = (
        needs.published_value(data, code, service.kolada, service.ages) if service.kolada else None
    )
    lent = (
        needs.alternatives(data, code, service.kolada, service.ages)
        if service.kolada and own is None
        else []
    )
    assumed = service.share
    default = own.value if own else assumed.value if assumed else None
    share = choices.number(
        service.id,
        _("{name}, andel i procent").format(name=_(service.name)),
        None if default is None else round(default, 1),
        0.0,
        100.0,
        digits=1,
        scope=code,
        placeholder=_("saknas"),
    )
    st.caption(
        words.share_source(
            data.regions,
            code,
            share,
            own,
            lent,
            assumed=(assumed.value, _(assumed.source)) if assumed else None,
        )
    )
    with st.container(horizontal=True):
        for value in lent:
            st.button(
                words.lender_name(data.regions, value),
                key=f"lend_{service.id}_{value.place}",
                on_click=choices.remember,
                args=(service.id, round(value.value, 1), code),
            )
    return share


def _figure(demand: Demand | None, service: Service, target: int) -> shell.Figure:
    label = _("{name} {year}").format(name=_(service.name).partition(",")[0], year=target)
    if demand is None:
        return shell.Figure(label, MISSING, _("värde saknas, se Antaganden"))
    row = findings.in_year(demand.ahead, target)
    return shell.Figure(
        label,
        interval(row["p10"], row["p90"]),
        words.newest_figure(service, needs.newest(demand.before)),
        help=_("{users}, {ages}").format(
            users=capital(_(service.users)), ages=age_groups.ages(service.ages)
        ),
    )


def show_services(data: Dataset, code: str, target: int) -> None:
    """Show the view of services: conclusion, figures, users per year, staff, assumptions."""
    place = data.regions.place(code)
    top, below = st.container(), st.container()
    with below, st.expander(_("Antaganden: hur stor andel som använder verksamheten")):
        asked = [service for service in SERVICES.values() if not service.everyone]
        shares = {service.id: 100.0 for service in SERVICES.values() if service.everyone}
        for column, service in zip(st.columns(len(asked)), asked, strict=True):
            with column:
                share = _share(data, code, service)
            if share is not None:
                shares[service.id] = share
    demands = {
        key: Demand(service, *_demand(data.version, code, key, shares[key], target))
        for key, service in SERVICES.items()
        if key in shares
    }
    with top:
        shell.heading(
            _("Insatser i {place}").format(place=place.name),
            words.services_conclusion(
                place.name,
                course_until(data.version, code, "6-15", target),
                course_until(data.version, code, "80+", target),
            ),
        )
        shown = ("forskola", "grundskola", "hemtjanst", "boende")
        shell.figures([_figure(demands.get(key), SERVICES[key], target) for key in shown])
        _users_card(data, code, demands, target)
    _staff_card(data, code, demands, target)


def _users_card(data: Dataset, code: str, demands: Mapping[str, Demand], target: int) -> None:
    names = {key: _(demand.service.name) for key, demand in demands.items()}
    sources = set().union(*(set(demand.before["label"]) for demand in demands.values()))
    sources |= {f"Kolada {d.service.kolada}" for d in demands.values() if d.service.kolada}
    years = np.concatenate([demand.before["year"].to_numpy() for demand in demands.values()])
    missing = [_(s.name) for key, s in SERVICES.items() if key not in demands]
    remarks = [
        _(
            "Hel linje är statistik, färgad linje prognos och det ljusa fältet 8 av 10 utfall. "
            "Förskola är räknad också bakåt (streckad linje): barn 1–5 år gånger andelen under "
            "Antaganden. Grundskola och gymnasieskola är alla i åldern. Hemtjänst och särskilt "
            "boende är invånare 80 år och äldre gånger den andel Kolada har för varje år; efter "
            "det senaste av dem gäller andelen under Antaganden."
        )
    ]
    if missing:
        remarks.append(
            _("Visas inte: {names}. Värde saknas, välj ett under Antaganden.").format(
                names=", ".join(missing)
            )
        )
    range_card(
        data,
        "verksamheter",
        words.services_title(
            data.regions.name(code),
            {short_name(demand.service): demand.course for demand in demands.values()},
            target,
        ),
        parts={key: (demand.before, demand.ahead) for key, demand in demands.items()},
        names=names,
        basis={key: words.basis(demand.service) for key, demand in demands.items()},
        calculated=[key for key, demand in demands.items() if demand.service.assumed],
        headings={
            key: f"{names[key]}: {words.turn_title(demand.course)}"
            for key, demand in demands.items()
        },
        alts={key: words.services_alt(d.service, d.course) for key, d in demands.items()},
        source=f"{source_line(data, sources, years)} {cached.projection_line()}",
        unit=_("personer den 31 december"),
        note="  \n".join(
            [*(words.services_alt(d.service, d.course) for d in demands.values()), *remarks]
        ),
        depends=choices.made(),
    )


def _staff_card(data: Dataset, code: str, demands: Mapping[str, Demand], target: int) -> None:
    """Show staff where the reader has said how many users there are per position."""
    with (
        st.container(),
        st.expander(_("Personal: antal brukare per heltidstjänst"), expanded=False),
    ):
        st.caption(
            _(
                "Hur många som går på en heltidstjänst finns inte i våra källor. Ange kommunens "
                "egna tal, så räknas personalen fram."
            )
        )
        ratios: dict[str, float] = {}
        for column, (key, demand) in zip(st.columns(len(demands)), demands.items(), strict=True):
            example = demand.service.per_full_time
            with column:
                ratio = choices.number(
                    f"per-{key}",
                    _(demand.service.name).partition(",")[0],
                    None,
                    0.1,
                    100.0,
                    digits=1,
                    placeholder=_("ange tal"),
                )
                if example is not None:
                    st.caption(
                        _("Exempel: {value}. {source}.").format(
                            value=decimal(example.value, 1), source=_(example.source)
                        )
                    )
            if ratio is not None:
                ratios[key] = ratio
        sourced = [short_name(service) for service in SERVICES.values() if service.per_full_time]
        st.button(
            _("Fyll i exemplen för {names}").format(names=join(sourced)),
            key="staff_examples",
            on_click=_fill_examples,
        )
        without = [
            short_name(service) for service in SERVICES.values() if not service.per_full_time
        ]
        st.caption(words.staff_without_example(without))
    if not ratios:
        return
    none = pd.DataFrame({"year": pd.Series(dtype=int), "value": pd.Series(dtype=float)})
    parts = {
        key: (
            none,
            demands[key].ahead.assign(
                **{c: demands[key].ahead[c] / ratio for c in ("p10", "p50", "p90")}
            ),
        )
        for key, ratio in ratios.items()
    }
    names = {key: _(demands[key].service.name) for key in ratios}
    st.markdown(
        words.staff_sentence(
            data.regions.name(code),
            {
                short_name(demands[key].service): findings.in_year(frame, target)
                for key, (_none, frame) in parts.items()
            },
            target,
        )
    )
    range_card(
        data,
        "personal",
        _("Heltidstjänster som behövs i {place}").format(place=data.regions.name(code)),
        parts=parts,
        names=names,
        alts={
            key: _("{name}: {now} heltidstjänster {first}, {low}–{high} {last} (8 av 10).").format(
                name=names[key],
                now=decimal(frame["p50"].iloc[0], 0),
                first=int(frame["year"].iloc[0]),
                low=decimal(frame["p10"].iloc[-1], 0),
                high=decimal(frame["p90"].iloc[-1], 0),
                last=int(frame["year"].iloc[-1]),
            )
            for key, (_none, frame) in parts.items()
        },
        source=cached.projection_line(),
        unit=_("heltidstjänster"),
        note=_("Antaganden, inte statistik: {list}.").format(
            list=", ".join(
                _("{name} {ratio} per heltidstjänst").format(
                    name=names[key].partition(",")[0].lower(), ratio=decimal(ratio, 1)
                )
                for key, ratio in ratios.items()
            )
        ),
        depends=choices.made(),
    )


def _fill_examples() -> None:
    for key, service in SERVICES.items():
        if service.per_full_time is not None:
            choices.remember(f"per-{key}", service.per_full_time.value)
