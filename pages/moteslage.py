"""Mötesläge: a place's story, one message and one picture at a time, without controls."""

import streamlit as st

from demografi.findings import FAR_YEAR
from demografi.text import outlooks
from demografi.ui import cached, meeting, places

data = cached.dataset()
first = meeting.opening()
with first.choices:
    left, right = st.columns(2)
    with left:
        code = places.choose_place(data, projected=True)
    with right:
        shades = meeting.background()

place = data.regions.place(code)
lead = outlooks.overview(
    place.name,
    cached.outlook(code, "population", FAR_YEAR),
    cached.outlooks(place.members, "population", FAR_YEAR),
)
meeting.show(first, code, meeting.scenes(code), shades, title=place.name, lead=lead)
