"""Översikt."""

import streamlit as st

st.write("…")
