"""The shape of a network, drawn: a page, an SVG, a PNG."""
