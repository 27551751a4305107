"""Handles made of letters that look like others (UTS 39, "Unicode Security Mechanisms")."""

import unicodedata

from plnbuddy.core.clean import clean_line


def find_lookalike(text: str) -> str:
    """A sentence about a handle that mixes alphabets, or "".

    Usernames on the fediverse are plain Latin letters, so a Cyrillic "а" in one is
    an imitation; in a domain one alphabet is fine, two in one label are not.
    """
    if text.isascii() and "xn--" not in text.lower():
        return ""
    shown = clean_line(text, 100)
    username, _, domain = shown.removeprefix("@").partition("@")
    for label in _readable(domain).split("."):
        if len(_alphabets(label)) > 1:
            return f"{shown} mixes alphabets in its server's name: it may imitate another"
    if "/" not in username and not username.startswith("#") and "@" in shown[1:]:
        other = _alphabets(username) - {"LATIN"}
        if other:
            return (
                f"{shown} holds {', '.join(sorted(other)).title()} letters: it may imitate another"
            )
    return ""


def _readable(domain: str) -> str:
    if "xn--" not in domain:
        return domain
    import idna

    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return domain


def _alphabets(text: str) -> set[str]:
    """The alphabets of the letters: {"LATIN", "CYRILLIC"}; Japanese counts as one."""
    found = {unicodedata.name(sign, "").partition(" ")[0] for sign in text if sign.isalpha()}
    japanese = {"HIRAGANA", "KATAKANA", "CJK", "KATAKANA-HIRAGANA"}
    return {"JAPANESE" if name in japanese else name for name in found if name}
