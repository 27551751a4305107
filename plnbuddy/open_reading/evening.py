"""What one evening of reading works with, and whom it has shown so far."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import Handle, HandleKey, Tag
from plnbuddy.core.model import Profile, SubjectKind
from plnbuddy.core.platform import Platform
from plnbuddy.core.role import Role
from plnbuddy.open_reading.asking import Asking
from plnbuddy.open_reading.asking import Place as Asked
from plnbuddy.open_reading.people import Encounter, keep_encounters
from plnbuddy.open_reading.plan import Plan
from plnbuddy.platforms.mastodon.open_reading import Place
from plnbuddy.store.database import Store
from plnbuddy.store.open_places import KnownServer, known_servers
from plnbuddy.store.open_reading import meetings, open_people
from plnbuddy.suggest.match import Fit, is_colleague
from plnbuddy.suggest.sources.curated import curated_candidates
from plnbuddy.suggest.sources.open import person_candidate


@dataclass(frozen=True)
class Evening:
    """What one evening of reading works with.

    `curated` are teachers of the bundled lists who teach what the teacher teaches, `colleagues`
    those who were met; `oldest` is the last post of each full page of posts, by server and
    question; `silent` are hashtags under which a server knew no post, so that only the large one
    is asked again; `servers` is what they said about themselves, by host.
    """

    store: Store
    clock: Clock
    profile: Profile
    plan: Plan
    asking: Asking
    fit: Fit
    curated: tuple[Handle, ...] = ()
    colleagues: set[HandleKey] = field(default_factory=set)
    oldest: dict[tuple[str, str], str] = field(default_factory=dict)
    silent: set[tuple[Tag, ...]] = field(default_factory=set)
    servers: dict[str, KnownServer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.servers.update(known_servers(self.store))

    def described(self, place: Place) -> KnownServer | None:
        """What the server said about itself, once it did."""
        return self.servers.get(place.name)

    def keep(self, place: Asked, domain: str, met: Sequence[Encounter]) -> int:
        """Keep those who may be suggested; how many colleagues among them are new."""
        keywords = self.profile.keywords
        keep_encounters(self.store, place.name, domain, met, self.clock.today, keywords)
        before = len(self.colleagues)
        self.look_for_colleagues({each.who.account.handle.key for each in met})
        return len(self.colleagues) - before

    def look_for_colleagues(self, among: Set[HandleKey] | None = None) -> None:
        """Note who of these (of everybody known) teaches what the teacher teaches."""
        met = meetings(self.store)
        for person in open_people(self.store):
            key = person.handle.key
            if among is None or key in among:
                candidate = person_candidate(person, met.get(key, ()), self.clock)
                if is_colleague(candidate, self.fit):
                    self.colleagues.add(key)


def curated_teachers(fit: Fit) -> tuple[Handle, ...]:
    """Teachers of the bundled lists on the fediverse who teach what the teacher teaches."""
    return tuple(
        candidate.subject.handle
        for candidate in curated_candidates(SubjectKind.PERSON)
        if candidate.subject.handle
        and candidate.role is Role.TEACHER
        and Platform.MASTODON in candidate.platforms
        and is_colleague(candidate, fit)
    )
