"""Insatser: what changes when municipalities plan together."""

import streamlit as st

from demografi import needs
from demografi.charts.bars import ranking
from demografi.dataset import Dataset
from demografi.text import _
from demografi.text import joint as words
from demografi.text.columns import OUTLOOK, range_columns
from demografi.text.numbers import capital, decimal, whole
from demografi.ui import cached, choices, shell
from demografi.ui.card import Column, chart_card

__all__ = ["show_joint"]

_AGES = ("6-15", "1-5", "16-18", "80+")


def show_joint(data: Dataset, code: str, target: int) -> None:
    """Show a group beside its members: how sure each number is, how large each year of age."""
    trajectories = cached.projection()
    group = needs.joint_place(data, code, trajectories.regions)
    top = st.container()
    ages = choices.segments(
        "aldrar",
        _("Vilka"),
        _AGES,
        _AGES[0],
        show=lambda key: capital(words.ages_words(key)),
    )
    found = needs.joint_view(data, trajectories, group, ages, target)
    with top:
        shell.heading(
            _("Planera tillsammans: {group}").format(group=group.name),
            words.joint_conclusion(group.name, found, ages, target),
        )
    rows = found.rows.reset_index(drop=True)
    columns = {
        "name": Column(_("Plats"), kind="text"),
        **range_columns(str(target), OUTLOOK),
        "spread": Column(_("Osäkerhet, ± procent"), digits=1),
        "per_age": Column(_("Personer per årskull"), digits=1),
    }
    left, right = st.columns(2)
    with left:
        chart_card(
            "gemensam-osakerhet",
            _("Osäkerheten i {year} års antal är ±{joint} % tillsammans").format(
                year=target, joint=decimal(found.together, 0)
            ),
            lambda colours: ranking(
                rows.assign(value=rows["spread"]),
                colours,
                text=[f"±{decimal(value, 0)} %" for value in rows["spread"]],
                chosen=[group.name],
            ),
            rows,
            columns,
            dataset=data,
            depends=(group.code, ages, target),
            source=cached.projection_line(),
            alt=words.joint_alt(found),
            unit=_("halva spannet för 8 av 10 utfall, procent av mitten"),
            note=_(
                "Slumpen jämnar ut sig när flera räknas ihop. Felade alla åt samma håll vore "
                "osäkerheten tillsammans ±{summed} %."
            ).format(summed=decimal(found.summed, 0)),
        )
    with right:
        sizes = rows.sort_values("per_age", ascending=False, ignore_index=True)
        each = words.age_class(ages)
        chart_card(
            "gemensam-storlek",
            _("En {each} {year}: {small} till {large} var för sig, {joint} tillsammans").format(
                each=each,
                year=target,
                small=whole(found.per_age_low),
                large=whole(found.per_age_high),
                joint=whole(found.per_age),
            ),
            lambda colours: ranking(
                sizes.assign(value=sizes["per_age"]),
                colours,
                text=[whole(value) for value in sizes["per_age"]],
                chosen=[group.name],
            ),
            sizes,
            columns,
            dataset=data,
            depends=(group.code, ages, target),
            source=cached.projection_line(),
            alt=_("En {each} {year}, i prognosens mitt: {joint} personer i {group}.").format(
                each=each, group=group.name, year=target, joint=whole(found.per_age)
            ),
            unit=_("personer per {each}, prognosens mitt").format(each=each),
            note=_("Medel av åldrarna i gruppen; enskilda år är större eller mindre."),
        )
