"""What one evening of reading works with, and whom it has shown so far."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from plnbuddy.core.clock import Clock
from plnbuddy.core.handles import HandleKey, Tag
from plnbuddy.core.model import Profile
from plnbuddy.open_reading.asking import Asking
from plnbuddy.open_reading.asking import Place as Asked
from plnbuddy.open_reading.people import Encounter, keep_encounters
from plnbuddy.open_reading.plan import Plan
from plnbuddy.platforms.mastodon.open_reading import Place
from plnbuddy.store.database import Store
from plnbuddy.store.open_places import KnownServer, known_servers
from plnbuddy.store.open_reading import meetings, open_people
from plnbuddy.suggest.match import Fit, is_colleague
from plnbuddy.suggest.sources.open import person_candidate


@dataclass(frozen=True)
class Evening:
    """What one evening of reading works with.

    `colleagues` are those known who teach what the teacher teaches; `oldest` is the last post of
    each full page of posts, by server and question; `silent` are hashtags under which a server
    knew no post, so that only the large one is asked again.
    """

    store: Store
    clock: Clock
    profile: Profile
    plan: Plan
    asking: Asking
    fit: Fit
    colleagues: set[HandleKey] = field(default_factory=set)
    oldest: dict[tuple[str, str], str] = field(default_factory=dict)
    silent: set[tuple[Tag, ...]] = field(default_factory=set)

    def described(self, place: Place) -> KnownServer | None:
        """What the server said about itself, once it did."""
        return known_servers(self.store).get(place.name)

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
