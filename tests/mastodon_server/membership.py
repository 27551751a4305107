"""The people of a community and what ties them: follows, hashtags, lists, notifications."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from threading import RLock
from typing import Any

from .paging import Ordered, Span
from .people import People
from .records import (
    Notice,
    NotificationKind,
    Person,
    PersonCollection,
    PersonList,
    Post,
    ProfileField,
    Suggested,
)
from .ties import Ties

Who = Person | str
DEFAULT_NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EVERYTHING = Span()


class Membership:
    """Accounts and their ties; methods hold the lock, so they work while a server runs."""

    def __init__(self, domain: str = "classroom.example", now: datetime = DEFAULT_NOW) -> None:
        self.domain = domain
        self.now = now
        self.lock = RLock()
        self.people = People(domain)
        self.follows = Ties(first_number=7_000_000)
        self.follow_requests = Ties(first_number=300_000)
        self.blocks = Ties(first_number=40_000)
        self.mutes = Ties(first_number=50_000)
        self.followed_tags: defaultdict[int, Ordered[str]] = defaultdict(Ordered)
        self.lists: dict[int, PersonList] = {}
        self.collections: dict[int, PersonCollection] = {}
        self.notices: defaultdict[int, Ordered[Notice]] = defaultdict(Ordered)
        self.suggested: defaultdict[int | None, list[Suggested]] = defaultdict(list)
        self.unreachable: set[str] = set()
        self._counter: Counter[str] = Counter(notice=34_000_000, tag=900, list=12_000, member=8_000)

    def advance(self, **by: float) -> datetime:
        """Move the clock; arguments are those of timedelta."""
        with self.lock:
            self.now += timedelta(**by)
            return self.now

    # People

    def person(
        self,
        username: str,
        *,
        topics: Iterable[str] = (),
        domain: str | None = None,
        fields: dict[str, str] | Iterable[ProfileField] = (),
        created_at: datetime | None = None,
        **details: Any,
    ) -> Person:
        """Add an account; `details` are attributes of Person.

        Unless given, the display name is the username with a capital and the note names the
        topics as hashtags.
        """
        with self.lock:
            topics = tuple(topics)
            details.setdefault("display_name", username.replace("_", " ").title())
            links = " ".join(
                f'<a href="https://{domain or self.domain}/tags/{topic}" class="mention hashtag" '
                f'rel="tag">#<span>{topic}</span></a>'
                for topic in topics
            )
            details.setdefault("note", f"<p>Teacher. {links}</p>" if topics else "")
            if isinstance(fields, dict):
                fields = [ProfileField(name, value) for name, value in fields.items()]
            person = Person(
                id=self.people.next_id(),
                username=username,
                domain=domain,
                created_at=created_at or self.now - timedelta(days=700),
                topics=topics,
                fields=list(fields),
                **details,
            )
            self.people.add(person)
            return person

    def find(self, who: Who | int) -> Person:
        """The account with a handle or an id.

        Raises:
            KeyError: there is none.
        """
        if isinstance(who, Person):
            return who
        found = self.people.by_id.get(who) if isinstance(who, int) else self.people.find(who)
        if found is None:
            raise KeyError(who)
        return found

    def change(self, who: Who, **attributes: Any) -> Person:
        """Set attributes of an account that do not belong to its handle."""
        with self.lock:
            person = self.find(who)
            for name, value in attributes.items():
                if name in ("id", "username", "domain") or not hasattr(person, name):
                    raise AttributeError(f"an account's {name} cannot be changed")
                setattr(person, name, value)
            self.people.forget_order()
            return person

    def move(self, who: Who, to: Who) -> None:
        """Mark an account as moved to another."""
        self.change(who, moved_to=self.find(to).id)

    # Ties

    def follow(self, who: Who, *targets: Who, notify: bool = True) -> None:
        """Let a person follow others, locked or not."""
        with self.lock:
            person = self.find(who)
            for target in map(self.find, targets):
                self.follow_requests.remove(person.id, target.id)
                if self.follows.add(person.id, target.id) and notify:
                    self.notify(target, "follow", person)

    def befriend(self, who: Who, *others: Who, notify: bool = True) -> None:
        """Let a person and others follow each other."""
        for other in others:
            self.follow(who, other, notify=notify)
            self.follow(other, who, notify=notify)

    def unfollow(self, who: Who, *targets: Who) -> None:
        """End follows, and withdraw requests to follow."""
        with self.lock:
            person = self.find(who)
            for target in map(self.find, targets):
                self.follows.remove(person.id, target.id)
                self.follow_requests.remove(person.id, target.id)
                for kept in self.lists.values():
                    if kept.owner == person.id:
                        self.unlist(kept, target)

    def ask_to_follow(self, who: Who, target: Who) -> None:
        """Leave a request to follow a locked account."""
        with self.lock:
            person, locked = self.find(who), self.find(target)
            if self.follow_requests.add(person.id, locked.id):
                self.notify(locked, "follow_request", person)

    def accept_follow(self, who: Who, target: Who) -> None:
        """Let a locked account accept a person's request."""
        self.follow(who, target)

    def block(self, who: Who, target: Who) -> None:
        """Let a person block another, which ends the follows between them."""
        with self.lock:
            self.unfollow(who, target)
            self.unfollow(target, who)
            self.blocks.add(self.find(who).id, self.find(target).id)

    def mute(self, who: Who, target: Who) -> None:
        """Let a person mute another."""
        with self.lock:
            self.mutes.add(self.find(who).id, self.find(target).id)

    # Hashtags, lists, suggestions

    def follow_tag(self, who: Who, *names: str) -> None:
        """Let a person follow hashtags."""
        with self.lock:
            followed = self.followed_tags[self.find(who).id]
            present = {name.lower() for name in followed.items()}
            for name in names:
                if name.lower() not in present:
                    followed.add(self._number("tag", 3), name)
                    present.add(name.lower())

    def unfollow_tag(self, who: Who, name: str) -> None:
        """Let a person stop following a hashtag."""
        with self.lock:
            followed = self.followed_tags[self.find(who).id]
            for number, kept in followed.window(EVERYTHING, None):
                if kept.lower() == name.lower():
                    followed.remove(number)

    def make_list(self, owner: Who, title: str, *members: Who, **details: Any) -> PersonList:
        """Give a person a list; members are put on it whether or not they are followed."""
        with self.lock:
            made = PersonList(self._number("list", 7), self.find(owner).id, title, **details)
            self.lists[made.id] = made
            for member in members:
                self.enlist(made, member)
            return made

    def collect(
        self, owner: Who, name: str, *members: Who, asked: Iterable[Who] = (), **details: Any
    ) -> PersonCollection:
        """Make a collection; `asked` are in it once they agree."""
        with self.lock:
            made = PersonCollection(
                self._number("list", 1_000), self.find(owner).id, name, self.now, **details
            )
            made.members = {
                self.find(who).id: state
                for state, several in (("accepted", members), ("pending", asked))
                for who in several
            }
            self.collections[made.id] = made
            return made

    def enlist(self, kept: PersonList, member: Who) -> bool:
        """Put an account on a list; False when it is there already."""
        with self.lock:
            person = self.find(member)
            if person.id in kept.members.items():
                return False
            kept.members.add(self._number("member", 5), person.id)
            return True

    def unlist(self, kept: PersonList, member: Who) -> None:
        """Take an account off a list."""
        with self.lock:
            person = self.find(member)
            for number, listed in kept.members.window(EVERYTHING, None):
                if listed == person.id:
                    kept.members.remove(number)

    def suggest(self, who: Who, *sources: str, to: Who | None = None) -> None:
        """Let the server suggest an account, to one person or to everybody."""
        with self.lock:
            key = self.find(to).id if to is not None else None
            self.suggested[key].append(
                Suggested(self.find(who).id, sources or ("featured",)),
            )

    # Notifications

    def notify(
        self,
        who: Who,
        kind: NotificationKind,
        by: Who,
        post: Post | None = None,
        *,
        at: datetime | None = None,
    ) -> Notice | None:
        """Leave a notification; accounts of other servers and one's own deeds get none."""
        with self.lock:
            reader, actor = self.find(who), self.find(by)
            if reader.domain is not None or reader.id == actor.id:
                return None
            number = self._number("notice", 11)
            made = Notice(number, kind, actor.id, at or self.now, post.id if post else None)
            self.notices[reader.id].add(number, made)
            return made

    def _number(self, subject: str, step: int) -> int:
        self._counter[subject] += step
        return self._counter[subject]
