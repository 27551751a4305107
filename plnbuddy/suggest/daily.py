"""Today's suggestions: candidates, judged and chosen, with what was decided left out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from plnbuddy.core.clock import Clock, spoken_day
from plnbuddy.core.handles import Handle, Tag
from plnbuddy.core.model import Decision, Profile, Subject, SubjectKind, Suggestion, Verdict
from plnbuddy.core.platform import Platform, place_to_look
from plnbuddy.curated.bundled import read_chats, read_educators, read_hashtags
from plnbuddy.platforms.table import profile_link, tag_link
from plnbuddy.store.account_state import followed_anywhere
from plnbuddy.store.database import Store
from plnbuddy.store.decisions import Showing, all_decisions, record_shown, shown_before
from plnbuddy.store.discovery import Checked, avoided_people, checked_people
from plnbuddy.store.lists import forgotten, is_forgotten
from plnbuddy.suggest.archived import ARCHIVE, archived_candidates
from plnbuddy.suggest.candidates import (
    CURATED,
    Candidate,
    chat_candidates,
    educator_candidates,
    hashtag_candidates,
)
from plnbuddy.suggest.choose import REST_DAYS, Scored, Shown, order_of_the_day
from plnbuddy.suggest.discovered import discovered_candidates, merge_candidates
from plnbuddy.suggest.listed import LISTS, listed_candidates
from plnbuddy.suggest.match import (
    Fit,
    explain_match,
    lead_topic,
    match_score,
    prepare_fit,
    spoken_fit,
    unasked_for,
)
from plnbuddy.system.config import Settings

SECTIONS: Mapping[SubjectKind, str] = {
    SubjectKind.PERSON: "people",
    SubjectKind.HASHTAG: "hashtags",
    SubjectKind.CHAT: "chats",
}
_PASSED_OVER = 5


class PassedOver(NamedTuple):
    """A candidate that fits and is not on today's list, and why."""

    label: str
    score: float
    why: str


@dataclass(frozen=True)
class Section:
    """One kind of suggestion on today's list.

    `missing` is how many were wanted and not found; `fitting` how many
    candidates fit the profile at all; `decided` how many of those are decided.
    """

    kind: SubjectKind
    suggestions: tuple[Suggestion, ...]
    missing: int
    fitting: int
    decided: int
    passed_over: tuple[PassedOver, ...] = ()


@dataclass(frozen=True)
class DailyList:
    """Today's suggestions, numbered through all sections."""

    day: str
    sections: tuple[Section, ...]

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """All suggestions, in the order of their numbers."""
        return tuple(s for section in self.sections for s in section.suggestions)


@dataclass(frozen=True)
class Memory:
    """What was decided and shown before, by kind and key; `followed` on an account or avoided.

    `checked` says of people when a server last spoke of them, and what speaks
    against them; `forgotten` are people and servers that are never to be shown.
    """

    decisions: Mapping[tuple[SubjectKind, str], Decision]
    shown: Mapping[tuple[SubjectKind, str], Showing]
    followed: frozenset[tuple[SubjectKind, str]] = frozenset()
    checked: Mapping[str, Checked] = field(default_factory=dict)
    forgotten: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


def read_memory(store: Store, clock: Clock) -> Memory:
    """What the store remembers about suggestions."""
    people, tags = followed_anywhere(store)
    return Memory(
        followed=frozenset(
            [(SubjectKind.PERSON, key) for key in people]
            + [(SubjectKind.PERSON, key) for key in avoided_people(store)]
            + [(SubjectKind.HASHTAG, key) for key in tags]
        ),
        checked=checked_people(store),
        forgotten=forgotten(store),
        decisions={(d.subject.kind, d.subject.key): d for d in all_decisions(store)},
        shown=shown_before(store, clock.today),
    )


def suggest_today(
    store: Store,
    settings: Settings,
    clock: Clock,
    wanted: Mapping[SubjectKind, int],
    *,
    stretch: bool = False,
    only_checked: bool = False,
) -> DailyList:
    """Today's list, kept in the store so that its numbers can be used.

    Args:
        wanted: how many of each kind; kinds that are missing are left out.
        stretch: only people who would open a part of the network that is out of reach.
        only_checked: on the fediverse, only people whom a server spoke of lately.
    """
    memory = read_memory(store, clock)
    daily = build_daily_list(
        candidates=lambda kind: [
            candidate
            for candidate in all_candidates(store, kind, settings.sources, clock)
            if not only_checked or _is_checked(candidate.subject, memory, clock)
        ],
        memory=memory,
        settings=settings,
        clock=clock,
        wanted=wanted,
        stretch=stretch,
    )
    if daily.suggestions:
        with store.writing():
            record_shown(store, clock.today, daily.suggestions)
    return daily


def curated_candidates(kind: SubjectKind, clock: Clock) -> list[Candidate]:
    """The candidates of that kind in the curated lists."""
    match kind:
        case SubjectKind.PERSON:
            return educator_candidates(read_educators())
        case SubjectKind.HASHTAG:
            return hashtag_candidates(read_hashtags())
        case SubjectKind.CHAT:
            return chat_candidates(read_chats(), clock)


CHECKED_DAYS = 7
"""What a server said of an account counts for so many days."""


def needs_check(daily: DailyList, clock: Clock) -> bool:
    """Whether somebody on the list was not looked at lately."""
    return bool(unchecked(daily, clock))


def unchecked(daily: DailyList, clock: Clock) -> list[Subject]:
    """The people on the list, on the fediverse, who were not looked at lately."""
    since = clock.today - timedelta(days=CHECKED_DAYS)
    return [
        s.subject
        for s in daily.suggestions
        if s.subject.is_on(Platform.MASTODON) and (s.checked_on is None or s.checked_on <= since)
    ]


def _is_checked(subject: Subject, memory: Memory, clock: Clock) -> bool:
    """Whether nobody needs to look at the subject before it is shown."""
    known = memory.checked.get(subject.key)
    since = clock.today - timedelta(days=CHECKED_DAYS)
    return not subject.is_on(Platform.MASTODON) or (known is not None and known.read_on > since)


def all_candidates(
    store: Store, kind: SubjectKind, sources: Sequence[str], clock: Clock
) -> list[Candidate]:
    """The candidates of that kind from these sources, each once, however many name it."""
    found = discovered_candidates(store, kind, sources, clock)
    if ARCHIVE in sources:
        found = [*found, *archived_candidates(store, kind)]
    if LISTS in sources:
        found = [*found, *listed_candidates(store, kind)]
    curated = curated_candidates(kind, clock) if CURATED in sources else []
    return merge_candidates(curated, found) if found else curated


def best_curated(store: Store, settings: Settings, clock: Clock, count: int) -> list[Subject]:
    """The curated people that would be suggested next, best first."""
    section = build_daily_list(
        candidates=lambda kind: curated_candidates(kind, clock),
        memory=read_memory(store, clock),
        settings=settings,
        clock=clock,
        wanted={SubjectKind.PERSON: count},
    ).sections[0]
    return [suggestion.subject for suggestion in section.suggestions]


def fitting_chats(profile: Profile, clock: Clock) -> int:
    """How many chats could be suggested to this teacher."""
    fit = prepare_fit(profile, clock.today)
    chats = curated_candidates(SubjectKind.CHAT, clock)
    return sum(match_score(candidate, fit) > 0 for candidate in chats)


def build_daily_list(
    candidates: Callable[[SubjectKind], Iterable[Candidate]],
    memory: Memory,
    settings: Settings,
    clock: Clock,
    wanted: Mapping[SubjectKind, int],
    *,
    stretch: bool = False,
) -> DailyList:
    """Today's list, from any candidates; the same for the same day, profile and memory."""
    fit = prepare_fit(settings.profile, clock.today)
    sections: list[Section] = []
    number = 1
    for kind, count in wanted.items():
        if count:
            offered = candidates(kind)
            if stretch:
                offered = [replace(c, own_score=c.stretch) for c in offered if c.stretch > 0]
            section = _section(kind, offered, memory, settings, clock, fit, count)
            sections.append(_numbered(section, number))
            number += len(section.suggestions)
    return DailyList(clock.today.isoformat(), tuple(sections))


def _numbered(section: Section, first: int) -> Section:
    return replace(
        section,
        suggestions=tuple(
            replace(suggestion, number=number)
            for number, suggestion in enumerate(section.suggestions, start=first)
        ),
    )


def _section(
    kind: SubjectKind,
    candidates: Iterable[Candidate],
    memory: Memory,
    settings: Settings,
    clock: Clock,
    fit: Fit,
    count: int,
) -> Section:
    scored = [
        Scored(candidate, score, lead_topic(candidate, fit))
        for candidate in candidates
        if (kind, candidate.subject.key) not in memory.followed
        and not is_forgotten(candidate.subject.key, *memory.forgotten)
        and _may_be_shown(candidate, memory.checked.get(candidate.subject.key))
        and (score := match_score(candidate, fit)) > 0
    ]
    decisions = {key: d for (of, key), d in memory.decisions.items() if of is kind}
    shown = {key: Shown(s.days, s.last_day) for (of, key), s in memory.shown.items() if of is kind}
    struck = {
        key for key, d in decisions.items() if d.decided_on == clock.today and not _due(d, clock)
    }
    open_ones = [s for s in scored if _is_open(decisions.get(s.candidate.subject.key), clock)]
    back = {
        key
        for key, d in decisions.items()
        if _came_back_since(d, memory.shown.get((kind, key)), clock)
    }
    # What the teacher asked to see again today comes first, whatever its score.
    order = [item for item in open_ones if item.candidate.subject.key in back]
    others = [item for item in open_ones if item.candidate.subject.key not in back]
    order += order_of_the_day(
        others, shown, clock.today, count + len(struck), partial(unasked_for, fit=fit)
    )
    chosen = [item for item in order if item.candidate.subject.key not in struck][:count]
    return Section(
        kind=kind,
        suggestions=tuple(
            _suggestion(item, decisions, shown, memory, settings, clock, fit) for item in chosen
        ),
        missing=count - len(chosen),
        fitting=len(scored),
        decided=sum(
            1 for s in scored
            if (d := decisions.get(s.candidate.subject.key)) and not _due(d, clock)
        ),
        passed_over=_passed_over(scored, chosen, decisions, shown, clock),
    )  # fmt: skip


def _due(decision: Decision, clock: Clock) -> bool:
    """Whether a "later" has come back."""
    return decision.due is not None and decision.due <= clock.today


def _may_be_shown(candidate: Candidate, checked: Checked | None) -> bool:
    """Whether nothing that a server said since speaks against showing a person.

    Who was found through others must still want to be found; curated people and
    those whom the teacher knows or chose (they wrote, are in an archive, or on a list)
    need not.
    """
    if checked is None:
        return True
    through_others = not {CURATED, "interaction", ARCHIVE, LISTS} & set(candidate.sources)
    return not checked.trouble and (checked.open or not through_others)


def _came_back_since(decision: Decision, showing: Showing | None, clock: Clock) -> bool:
    """Whether a "later" fell due after the candidate was shown last."""
    if decision.due is None or not _due(decision, clock):
        return False
    return showing is None or showing.last_day < decision.due


def _is_open(decision: Decision | None, clock: Clock) -> bool:
    """Whether a candidate takes its place in the order of the day.

    What was decided today keeps its place (and is struck out), so that the rest
    of today's list does not move.
    """
    return decision is None or _due(decision, clock) or decision.decided_on == clock.today


def _suggestion(
    item: Scored,
    decisions: Mapping[str, Decision],
    shown: Mapping[str, Shown],
    memory: Memory,
    settings: Settings,
    clock: Clock,
    fit: Fit,
) -> Suggestion:
    candidate = item.candidate
    about = spoken_fit(candidate, fit)
    reasons = [*([about] if about else []), *candidate.tell_facts()]
    checked = memory.checked.get(candidate.subject.key)
    before = decisions.get(candidate.subject.key)
    if before:
        reasons.append(f"you put it off {spoken_day(before.decided_on, clock.today)}")
    seen = shown.get(candidate.subject.key)
    return Suggestion(
        subject=candidate.subject,
        name=candidate.name,
        sources=candidate.sources,
        reasons=tuple(reasons),
        link=subject_link(candidate, settings),
        score=round(item.score, 4),
        factors=explain_match(candidate, fit),
        topics=candidate.topics,
        shown_before=seen.days if seen else 0,
        checked_on=checked.read_on if checked else None,
    )


def subject_link(candidate: Candidate, settings: Settings) -> str:
    """The page where a teacher looks at the candidate."""
    match candidate.subject.what:
        case Handle() as handle:
            return profile_link(handle)
        case Tag() as tag:
            platform = place_to_look(candidate.platforms, settings.profile.platforms)
            return tag_link(tag, settings.server, platform)


def _passed_over(
    scored: Sequence[Scored],
    chosen: Sequence[Scored],
    decisions: Mapping[str, Decision],
    shown: Mapping[str, Shown],
    clock: Clock,
) -> tuple[PassedOver, ...]:
    taken = {item.candidate.subject.key for item in chosen}
    best = sorted(
        (item for item in scored if item.candidate.subject.key not in taken),
        key=lambda item: (-item.score, item.candidate.subject.key),
    )[:_PASSED_OVER]
    return tuple(
        PassedOver(
            item.candidate.subject.label,
            round(item.score, 4),
            _why_not(item, chosen, decisions, shown, clock),
        )
        for item in best
    )


def _why_not(
    item: Scored,
    chosen: Sequence[Scored],
    decisions: Mapping[str, Decision],
    shown: Mapping[str, Shown],
    clock: Clock,
) -> str:
    key = item.candidate.subject.key
    decision = decisions.get(key)
    if decision and not _due(decision, clock):
        if decision.verdict is Verdict.LATER and decision.due:
            return f"put off, comes back {spoken_day(decision.due, clock.today)}"
        return f"{decision.verdict.value} {spoken_day(decision.decided_on, clock.today)}"
    before = shown.get(key)
    if before and before.last_day > clock.today - timedelta(days=REST_DAYS):
        back = before.last_day + timedelta(days=REST_DAYS)
        return f"shown {spoken_day(before.last_day, clock.today)}, rests until {back.day} {back:%B}"
    for other in chosen:
        if item.candidate.place and item.candidate.place == other.candidate.place:
            return f"same server as {other.candidate.subject.label}"
    if any(item.topic == other.topic for other in chosen):
        return "another on the same topic was chosen today"
    return "others came first today"
