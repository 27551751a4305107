"""Failures of servers as sentences for teachers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import mastodon
import requests

from plnbuddy.core.clean import clean_line
from plnbuddy.core.errors import (
    NoAccountError,
    NothingFoundError,
    PlnbuddyError,
    RateLimitedError,
    ServerUnreachableError,
    cause_of,
)
from plnbuddy.platforms.failures import (
    NOT_FOUND,
    ForbiddenError,
    GoneError,
    InvalidRequestError,
    StrangeAnswerError,
)
from plnbuddy.system.budget import BudgetSpentError
from plnbuddy.system.guard import RefusedError

_SOMETHING = "what plnbuddy asked for"


@contextmanager
def explained(server: str, asked: str = "") -> Iterator[None]:
    """Turn every failure of a call to `server` into a PlnbuddyError.

    `asked` is what was asked for, as a sentence names it.

    Raises:
        NoAccountError: the token is not accepted.
        NothingFoundError: the server does not know what was asked for.
        ForbiddenError, InvalidRequestError: it refuses.
        RateLimitedError: it asks for a pause.
        ServerUnreachableError: it cannot be reached, fails, or answers nonsense.
    """
    try:
        yield
    except mastodon.MastodonRatelimitError:
        raise wants_pause(server) from None
    except mastodon.MastodonUnauthorizedError:
        raise NoAccountError(
            f"{server} no longer accepts this login.", f"Log in again: plnbuddy login {server}"
        ) from None
    except mastodon.MastodonNotFoundError:
        raise NothingFoundError(
            f"{server} does not find {asked or _SOMETHING}.", NOT_FOUND
        ) from None
    except mastodon.MastodonServerError as error:
        if 501 in error.args:  # "not implemented": as honest as a 404
            raise NothingFoundError(f"{server} does not offer {asked or _SOMETHING}.", "") from None
        raise in_trouble(server) from None
    except mastodon.MastodonAPIError as error:
        raise _refused(error, server, asked or _SOMETHING) from None
    except mastodon.MastodonIllegalArgumentError as error:
        if _refusal_behind(error) or isinstance(error.__context__, mastodon.MastodonNetworkError):
            raise _unreachable(error, server) from None
        raise InvalidRequestError(f"{server} refused {asked or _SOMETHING}.", "") from None
    except (BudgetSpentError, RateLimitedError):
        raise
    except (mastodon.MastodonError, requests.RequestException, RefusedError, OSError) as error:
        raise _unreachable(error, server) from None
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
        # mastodon.py reads what it expects; a server that answers something else ends here.
        raise strange_answer(server) from None


def wants_pause(server: str) -> RateLimitedError:
    """It answers 429, too many requests."""
    return RateLimitedError(
        f"{server} asks for a pause.", "Wait a quarter of an hour and run the command again."
    )


def in_trouble(server: str) -> ServerUnreachableError:
    """It answers with a number from 500 on."""
    return ServerUnreachableError(
        f"{server} has trouble of its own.", "Try again later; nothing is lost."
    )


def _refused(error: mastodon.MastodonAPIError, server: str, asked: str) -> PlnbuddyError:
    told = (part.get("error") if isinstance(part, dict) else part for part in error.args)
    details = [part for part in told if isinstance(part, str)]
    said = clean_line(re.sub(r"<[^>]*>", "", details[-1]), 160) if details else ""
    status = next((part for part in error.args if isinstance(part, int)), 0)
    if status == 403:
        return ForbiddenError(
            f"{server} does not allow {asked}{f': {said}' if said else ''}.",
            "If you logged in with --read-only, log in again without it.",
        )
    if status == 410:
        return GoneError(f"{server} says that {asked} is gone.", "")
    if 400 <= status < 500:
        return InvalidRequestError(f"{server} refused: {said or 'it gave no reason'}.", "")
    return strange_answer(server)


def _unreachable(error: BaseException, server: str) -> PlnbuddyError:
    for kind in (BudgetSpentError, RateLimitedError):
        stopped = cause_of(error, kind)
        if stopped:
            return stopped
    refusal = _refusal_behind(error)
    if refusal:
        return ServerUnreachableError(
            f"plnbuddy does not talk to {server}: {refusal}.", "Check the name of the server."
        )
    return ServerUnreachableError(
        f"{server} cannot be reached.",
        "Check your internet connection and the name of the server, and try again.",
    )


def _refusal_behind(error: BaseException) -> str:
    refusal = cause_of(error, RefusedError)
    return str(refusal) if refusal else ""


def strange_answer(server: str) -> StrangeAnswerError:
    """Nothing can be made of what it answers."""
    return StrangeAnswerError(
        f"{server} gave an answer that plnbuddy does not understand.",
        "Try again later; if it stays, the server may run a software plnbuddy does not know.",
    )
