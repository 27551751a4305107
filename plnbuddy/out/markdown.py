"""Texts and addresses as Markdown that says nothing else than they do."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


def escape_markdown(text: str) -> str:
    """The text with every sign that means something in Markdown made plain."""
    return _SPECIAL.sub(r"\\\1", text)


def markdown_link(url: str) -> str:
    """The address as a link; none of its signs ends the link or a cell of a table."""
    encoded = url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20").replace("|", "%7C")
    return f"<{encoded}>"
