"""User names and domains as hypothesis makes them up."""

import string

from hypothesis import strategies as st

LETTERS, DIGITS = string.ascii_letters, string.digits


def words(ends: str, between: str, longest: int) -> st.SearchStrategy[str]:
    """Words of these characters; those of `between` never stand at an end.

    Made of one text: from a regular expression hypothesis takes several times as long.
    """
    texts = st.text(ends + between, min_size=1, max_size=longest)
    return texts.map(lambda text: text.strip(between)).filter(bool)


usernames = words(LETTERS + DIGITS + "_", ".-", 14)
twitter_names = st.text(LETTERS + DIGITS + "_", min_size=9, max_size=15).filter(
    lambda name: name.lower() != "notifications"  # A page of the service itself.
)
labels = words(string.ascii_lowercase + DIGITS, "-", 12)
domains = st.builds(
    lambda parts, end: ".".join([*parts, end]),
    st.lists(labels, min_size=1, max_size=3),
    st.sampled_from(["org", "social", "edu", "de", "xn--p1ai"]),
)
