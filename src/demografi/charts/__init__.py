"""Figure builders: frame in, Plotly figure out. One palette, one layout, no screen."""
