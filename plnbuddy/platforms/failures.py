"""What platforms answer when something is not so, whichever platform it is.

Beside these: NoAccountError (a login is no longer accepted), NothingFoundError,
RateLimitedError (it asks for a pause), ServerUnreachableError (no answer, or nonsense) and
BudgetSpentError (this run may ask no more).
"""

from plnbuddy.core.errors import NothingFoundError, PlnbuddyError, ServerUnreachableError


class StrangeAnswerError(ServerUnreachableError):
    """The server answers what nothing can be made of."""


class ForbiddenError(PlnbuddyError):
    """The server does not allow this to the account or to the program."""


class GoneError(NothingFoundError):
    """The server says that something is gone for good, or has never been on it."""


class InvalidRequestError(PlnbuddyError):
    """The server understood and refused, and said why."""


NOT_FOUND = "It may be gone, spelt otherwise, or only unknown there."
"""What to think of an answer that somebody or something is not found."""

LACKING = (NothingFoundError, ForbiddenError, InvalidRequestError)
"""What a server answers for something that it does not have, or does not give."""
