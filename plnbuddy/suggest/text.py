"""Suggestions and decisions as lines for a terminal."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from plnbuddy.core.clock import Clock, spoken_day
from plnbuddy.core.model import SubjectKind, Suggestion, Verdict
from plnbuddy.core.platform import Platform
from plnbuddy.out.lines import BLANK, Line, Part, line, link_line
from plnbuddy.out.wording import counted
from plnbuddy.suggest.day import SECTIONS, DailyList, Section
from plnbuddy.suggest.explain import PassedOver

if TYPE_CHECKING:
    from plnbuddy.suggest.decide import Outcome  # deciding loads the journal; showing does not
    from plnbuddy.suggest.more import WayOn

_INDENT = 4


def daily_lines(daily: DailyList, *, explain: bool) -> Iterator[Line]:
    """The day's list, with its sections and, if wanted, the scores and what was passed over."""
    for section in daily.sections:
        if section.suggestions:
            yield line(SECTIONS[section.kind].capitalize(), "bold")
            for suggestion in section.suggestions:
                yield from _suggestion_lines(suggestion, explain=explain)
            if explain:
                yield from _passed_over_lines(section.passed_over)
            yield BLANK


def _suggestion_lines(suggestion: Suggestion, *, explain: bool) -> Iterator[Line]:
    number = Part(f"{suggestion.number:>2}  ", "bold cyan")
    label = Part(suggestion.subject.label, "cyan", suggestion.link)
    if not suggestion.name:
        yield Line((number, label), hang=_INDENT)
    elif suggestion.subject.kind is SubjectKind.PERSON:
        yield Line((number, Part(suggestion.name, "bold"), Part("  "), label), hang=_INDENT)
    else:
        yield Line((number, label, Part("  " + suggestion.name)), hang=_INDENT)
    for reason in suggestion.reasons:
        yield line(reason, indent=_INDENT)
    if explain:
        product = " × ".join(f"{f.name} {f.value:.2f}" for f in suggestion.factors)
        yield line(f"score {suggestion.score:.3f} = {product}", "dim", _INDENT)
        if suggestion.shown_before:
            times = "once" if suggestion.shown_before == 1 else f"on {suggestion.shown_before} days"
            yield line(f"shown {times} before", "dim", _INDENT)
    yield link_line(suggestion.link, _INDENT)


def _passed_over_lines(passed_over: Sequence[PassedOver]) -> Iterator[Line]:
    if passed_over:
        yield line("Not today:", "dim", _INDENT)
    for candidate in passed_over:
        yield line(f"{candidate.label}  {candidate.score:.3f}: {candidate.why}", "dim", _INDENT + 2)


def shortage_sentences(daily: DailyList) -> Iterator[str]:
    """What is true when fewer were found than wanted.

    Chats are not missed by who did not ask for them alone: few meet anywhere.
    """
    alone = len(daily.sections) == 1
    for section in daily.sections:
        if section.missing and (alone or section.kind is not SubjectKind.CHAT):
            yield _shortage(section)


def _shortage(section: Section) -> str:
    if section.kind is SubjectKind.CHAT:
        return (
            "No chat is known to meet now that fits you. "
            "Those of earlier years: plnbuddy chats --all"
        )
    one, many = _NOUNS[section.kind]
    found, known, decided = len(section.suggestions), section.fitting, section.decided
    if not known:
        return f"No {many} that fit you are known."
    if decided >= known:
        return f"You have decided on all {counted(known, one, many)} known to fit you."
    if found == known:
        nobody = "nobody else is" if one == "person" else "no others are"
        return f"{counted(found, one, many)} today: {nobody} known to fit you."
    fit = "fits" if known == 1 else "fit"
    left = f", and you have decided on {decided} of them" if decided else ""
    return f"{counted(found, one, many)} today: {known} known in all {fit} you{left}."


_NOUNS = {
    SubjectKind.PERSON: ("person", "people"),
    SubjectKind.HASHTAG: ("hashtag", "hashtags"),
}


def way_on_line(way: "WayOn") -> str:
    """The one thing that brings more, with its command."""
    return f"{way.what} To find more: {way.command}"


def outcome_lines(
    outcomes: "Sequence[Outcome]", clock: Clock, *, has_server: bool
) -> Iterator[Line]:
    """What was decided, and where to act."""
    for outcome in outcomes:
        if outcome.failure:
            yield line(f"{outcome.subject.label} was not followed: {outcome.failure}", "yellow")
            continue
        label = Part(outcome.subject.label, "cyan", outcome.link)
        yield Line((Part(_said(outcome, clock)[0]), label, Part(_said(outcome, clock)[1])))
        if outcome.chat:
            yield line(
                "A chat meets under it: plnbuddy chats week shows when, "
                "and with --ics puts it into your calendar.",
                "dim",
                _INDENT,
                hang=_INDENT,
            )
        if outcome.verdict is Verdict.FOLLOWED and not outcome.on_account:
            yield link_line(outcome.link, _INDENT)
    followed = [
        o
        for o in outcomes
        if o.verdict is Verdict.FOLLOWED and not (o.already or o.on_account or o.failure)
    ]
    if any(o.subject.is_on(Platform.MASTODON) for o in followed):
        hint = (
            "Open each link and press Follow there."
            if has_server
            else "Open each link and press Follow; it asks for your server. "
            "To skip that question: plnbuddy config set account.server mastodon.social"
        )
        yield line(hint)


def _said(outcome: "Outcome", clock: Clock) -> tuple[str, str]:
    if outcome.verdict is Verdict.FOLLOWED:
        if outcome.already:
            if outcome.requested:
                return "", " was asked before, and has not agreed yet; nothing changed."
            return "", " was followed before; nothing changed."
        if outcome.subject.kind is SubjectKind.CHAT:
            return "Planned: ", "  (logged as connect)"
        if outcome.requested:
            return (
                "Requested: ",
                ", who agrees to followers first  (counts as connect from then on)",
            )
        if outcome.on_account:
            return "Followed on your account: ", "  (logged as connect)"
        return "Followed: ", "  (logged as connect)"
    if outcome.verdict is Verdict.LATER and outcome.due:
        return "Put off: ", f", comes back {spoken_day(outcome.due, clock.today)}"
    return "Skipped: ", ", will not be suggested again" if not outcome.already else " (as before)"
