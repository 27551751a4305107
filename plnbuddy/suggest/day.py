"""A day's list, built from candidates and memory: nothing is read, asked or kept here."""

from collections.abc import Callable, Iterable, Mapping, Set
from typing import NamedTuple

from plnbuddy.core.clock import Clock, spoken_day
from plnbuddy.core.model import Decision, Factor, SubjectKind, Suggestion
from plnbuddy.store.decisions import Showing
from plnbuddy.store.discovery import LastWord
from plnbuddy.suggest.candidates import Candidate
from plnbuddy.suggest.choose import Scored, order_of_the_day
from plnbuddy.suggest.explain import PassedOver, passed_over
from plnbuddy.suggest.links import subject_link
from plnbuddy.suggest.match import (
    FLOOR,
    Fit,
    explain_match,
    is_colleague,
    is_own_topic,
    lead_topic,
    match_score,
    prepare_fit,
    spoken_fit,
    unasked_for,
)
from plnbuddy.suggest.memory import Memory
from plnbuddy.suggest.sources import need_no_consent
from plnbuddy.system.config import Settings

_ANY = 1e-9  # the lowest score of something that may be shown at all
_SHORTEST_PLURAL = 4  # letters; shorter ones are abbreviations: RSS, CS

SECTIONS: Mapping[SubjectKind, str] = {
    SubjectKind.PERSON: "people",
    SubjectKind.HASHTAG: "hashtags",
    SubjectKind.CHAT: "chats",
}


class Section(NamedTuple):
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


class DailyList(NamedTuple):
    """Today's suggestions, numbered through all sections."""

    day: str
    sections: tuple[Section, ...]

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """All suggestions, in the order of their numbers."""
        return tuple(s for section in self.sections for s in section.suggestions)


def build_day(
    candidates: Callable[[SubjectKind], Iterable[Candidate]],
    memory: Memory,
    settings: Settings,
    clock: Clock,
    wanted: Mapping[SubjectKind, int],
    *,
    stretch: bool = False,
) -> DailyList:
    """Today's list, from any candidates; the same for the same day, profile and memory.

    Args:
        wanted: how many of each kind; kinds that are missing are left out.
        stretch: only people who would open a part of the network that is out of reach.
    """
    fit = prepare_fit(settings.profile, clock.today)
    sections: list[Section] = []
    number = 1
    for kind, count in wanted.items():
        if count:
            offered = candidates(kind)
            if stretch:
                offered = [candidate for candidate in offered if candidate.stretch > 0]
            section = _section(kind, offered, memory, settings, clock, fit, count, stretch=stretch)
            sections.append(_numbered(section, number))
            number += len(section.suggestions)
    return DailyList(clock.today.isoformat(), tuple(sections))


def _numbered(section: Section, first: int) -> Section:
    return section._replace(
        suggestions=tuple(
            suggestion._replace(number=number)
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
    *,
    stretch: bool,
) -> Section:
    decisions = {key: d for (of, key), d in memory.decisions.items() if of is kind}
    shown = {key: showing for (of, key), showing in memory.shown.items() if of is kind}
    back = {key for key, d in decisions.items() if _came_back_since(d, shown.get(key), clock)}
    scored = [
        _scored(candidate, score * (candidate.new_share if stretch else 1.0), fit)
        for candidate in candidates
        # What was put off comes back on its day, even if the profile has changed since.
        if (score := match_score(candidate, fit))
        >= (_ANY if (key := candidate.subject.key) in back else FLOOR)
        and (kind, key) not in memory.followed
        and key not in memory.forgotten
        and _may_be_shown(candidate, memory.last_words.get(key))
    ]
    if kind is SubjectKind.HASHTAG:
        scored = _without_twins(scored, memory)
    chosen = _choose(scored, decisions, shown, back, clock, count)
    return Section(
        kind=kind,
        suggestions=tuple(
            _suggestion(item, decisions, shown, memory, settings, clock, fit, stretch=stretch)
            for item in chosen
        ),
        missing=count - len(chosen),
        fitting=len(scored),
        decided=sum(
            1 for s in scored
            if (d := decisions.get(s.candidate.subject.key)) and not d.is_due(clock.today)
        ),
        passed_over=passed_over(scored, chosen, decisions, shown, clock),
    )  # fmt: skip


def _choose(
    scored: Iterable[Scored],
    decisions: Mapping[str, Decision],
    shown: Mapping[str, Showing],
    back: Set[str],
    clock: Clock,
    count: int,
) -> list[Scored]:
    """The few of the day: first what came back, then the order of the day."""
    struck = {
        key
        for key, d in decisions.items()
        if d.decided_on == clock.today and not d.is_due(clock.today)
    }
    open_ones = [s for s in scored if _is_open(decisions.get(s.candidate.subject.key), clock)]
    # What the teacher asked to see again today comes first, whatever its score.
    order = [item for item in open_ones if item.candidate.subject.key in back]
    others = [item for item in open_ones if item.candidate.subject.key not in back]
    order += order_of_the_day(others, shown, clock.today, count + len(struck))
    return [item for item in order if item.candidate.subject.key not in struck][:count]


def _scored(candidate: Candidate, score: float, fit: Fit) -> Scored:
    topic = lead_topic(candidate, fit)
    asked = not topic or is_own_topic(topic, fit)
    first = candidate.subject.kind is not SubjectKind.PERSON or is_colleague(candidate, fit)
    return Scored(candidate, score, topic, asked, first, unasked_for(candidate, fit))


def _without_twins(scored: Iterable[Scored], memory: Memory) -> list[Scored]:
    """The hashtags without those that say the same as a better, followed or decided one."""
    known = {
        _root(key): key
        for of, key in (*memory.followed, *memory.decisions)
        if of is SubjectKind.HASHTAG
    }
    kept: dict[str, Scored] = {}
    for item in sorted(scored, key=lambda item: (-item.score, item.candidate.subject.key)):
        key = item.candidate.subject.key
        if known.get(_root(key), key) == key:
            kept.setdefault(_root(key), item)
    return list(kept.values())


def _root(key: str) -> str:
    """A hashtag's key without a plural's ending: teacher and teachers, EduTooter and EduTooters."""
    return key.removesuffix("s") if len(key) > _SHORTEST_PLURAL else key


def _may_be_shown(candidate: Candidate, said: LastWord | None) -> bool:
    """Whether nothing that a server said since speaks against showing a person.

    Who was found through others must still want to be found; those whom the lists
    name or whom the teacher knows or chose need not.
    """
    if said is None:
        return True
    return not said.trouble and (said.open or need_no_consent(candidate.sources))


def _came_back_since(decision: Decision, showing: Showing | None, clock: Clock) -> bool:
    """Whether a "later" fell due after the candidate was shown last."""
    if decision.due is None or not decision.is_due(clock.today):
        return False
    return showing is None or showing.last_day < decision.due


def _is_open(decision: Decision | None, clock: Clock) -> bool:
    """Whether a candidate takes its place in the order of the day.

    What was decided today keeps its place (and is struck out), so that the rest
    of today's list does not move.
    """
    return decision is None or decision.is_due(clock.today) or decision.decided_on == clock.today


def _suggestion(
    item: Scored,
    decisions: Mapping[str, Decision],
    shown: Mapping[str, Showing],
    memory: Memory,
    settings: Settings,
    clock: Clock,
    fit: Fit,
    *,
    stretch: bool,
) -> Suggestion:
    candidate = item.candidate
    said = memory.last_words.get(candidate.subject.key)
    seen = shown.get(candidate.subject.key)
    return Suggestion(
        subject=candidate.subject,
        name=candidate.name,
        sources=candidate.sources,
        reasons=_reasons(candidate, decisions.get(candidate.subject.key), clock, fit),
        link=subject_link(candidate, settings, said),
        score=round(item.score, 4),
        factors=(
            *explain_match(candidate, fit),
            *((Factor("new to you", candidate.new_share, "of their follows"),) if stretch else ()),
        ),
        topics=candidate.topics,
        shown_before=seen.days if seen else 0,
        checked_on=said.read_on if said and said.found else None,
    )


def _reasons(
    candidate: Candidate, before: Decision | None, clock: Clock, fit: Fit
) -> tuple[str, ...]:
    told = [spoken_fit(candidate, fit), *(fact.told(clock) for fact in candidate.facts)]
    if before:
        told.append(f"you put it off {spoken_day(before.decided_on, clock.today)}")
    return tuple(dict.fromkeys(sentence for sentence in told if sentence))
