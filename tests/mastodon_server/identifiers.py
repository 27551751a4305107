"""How ids look to clients."""

from .settings import IdStyle

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_WIDTH = 26


def write_id(number: int, style: IdStyle) -> str:
    """An id as text; texts of the same style sort like the numbers once they have one length."""
    if style == "decimal":
        return str(number)
    digits = []
    while number:
        number, digit = divmod(number, 32)
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits)).rjust(_WIDTH, "0")


def read_id(text: str, style: IdStyle) -> int:
    """The number of an id; 0, which nothing has, for text that is no id."""
    if style == "decimal":
        return int(text) if text.isascii() and text.isdigit() else 0
    number = 0
    for character in text.upper():
        if character not in _ALPHABET:
            return 0
        number = number * 32 + _ALPHABET.index(character)
    return number
