"""What the exports of blogs have in common: people, and comments as entries.

A file is read twice: once to learn who is there, once for the entries.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from plnbuddy.core.clean import clean_line
from plnbuddy.core.clock import Clock
from plnbuddy.core.errors import UsageError
from plnbuddy.core.model import Activity, ActivityKind
from plnbuddy.core.origins import Origin
from plnbuddy.core.plausible import NO_DATE, doubt_about
from plnbuddy.core.records import EARLIEST_YEAR, LATEST_YEAR
from plnbuddy.core.web_address import parse_link
from plnbuddy.imports.export_file import Export, Service
from plnbuddy.imports.markup import plain_text, title_text, without_mail
from plnbuddy.imports.run import fingerprint_of

TITLE_LIMIT = 120
NAME_LIMIT = 60

_NO_NAMES = frozenset(
    {"", "…", "anonymous", "guest", "deleted", "[deleted]", "deleted user", "deleted account"}
)


def read_moment(text: str, clock: Clock | None = None) -> datetime | None:
    """The moment (UTC, to the second) of "2012-12-12T12:12:12Z" or "2012-12-12 12:12:12".

    Without a zone it is UTC, or on the teacher's clock when that is given; None for
    what is no moment, such as "0000-00-00 00:00:00".
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        return None
    if moment.tzinfo is None:
        moment = clock.at(moment) if clock else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).replace(microsecond=0)


def blog_title(fields: Mapping[str, str]) -> str:
    """The title of a post or page, without an e-mail address."""
    return without_mail(title_text(fields.get("title", ""), 2 * TITLE_LIMIT), TITLE_LIMIT)


def doubt_in_blog(moment: datetime | None, number: str, clock: Clock) -> str:
    """Why a post or comment of that moment and number is not taken, "" for one that is."""
    doubt = doubt_about(moment, clock)
    if doubt:
        return "without a date" if doubt == NO_DATE else doubt
    return "" if number else "without a number or an address"


def link_of(address: str, anchor: str = "") -> tuple[str, ...]:
    """The address as the only link, with that anchor if one is given; empty if it is none."""
    try:
        link = parse_link(address)
        return (parse_link(f"{link.partition('#')[0]}#{anchor}") if anchor else link,)
    except UsageError:
        return ()


def folded(text: str) -> str:
    """What names and addresses are compared by: as they stand in the file, but for case."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


@dataclass(slots=True)
class _Seen:
    """Somebody who comments: a name, every word they may be called by, the first comment."""

    name: str
    account: str
    words: set[str]
    first: tuple[datetime, int, str]
    times: int = 0


_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass
class Commenters:
    """Everybody who comments on a site, and what they are called in the journal.

    A person is known by the account, else by name and e-mail address together; these
    stay in memory. With `students`, people are called "Student 1", "Student 2", … in
    the order of their first comments, which a later export of the same site repeats.
    """

    students: bool
    _people: dict[str, _Seen] = field(default_factory=dict)
    _teacher: set[str] = field(default_factory=set)
    _teacher_name: str = ""
    _numbers: dict[str, int] = field(default_factory=dict)

    def see(
        self,
        account: str,
        name: str,
        email: str,
        written: tuple[datetime | None, str] | None = None,
    ) -> str:
        """The key of a person, "" for nobody known; `written` is a comment's moment and id."""
        label = plain_text(name, NAME_LIMIT)
        if label.casefold() in _NO_NAMES:
            label = ""
        if email.endswith("@site.invalid"):  # WordPress: a person who asked to be erased.
            return ""
        key = f"account {account.casefold()}" if account else f"{folded(name)}\0{folded(email)}"
        if not (account or label or email):
            return ""
        if written:
            first = (written[0] or _LAST, len(written[1]), written[1])
            person = self._people.get(key)
            if person is None:
                person = self._people[key] = _Seen(label, account, set(), first)
            person.name = person.name or label
            person.first = min(person.first, first)
            person.times += 1
            person.words |= {folded(word) for word in (name, account, email) if word}
        return key

    def find_teacher(self, is_teacher: Callable[[str, set[str]], bool], name: str = "") -> bool:
        """Settle who the teacher is, from account and words; says whether there is one.

        Called once everybody was seen; the pseudonyms of the others are then fixed.
        """
        order = sorted(self._people, key=lambda key: self._people[key].first)
        for key in order:
            if is_teacher(self._people[key].account, self._people[key].words):
                self._teacher.add(key)
                self._teacher_name = self._teacher_name or name or self._people[key].name
        others = (key for key in order if key not in self._teacher)
        self._numbers = {key: number for number, key in enumerate(others, 1)}
        return bool(self._teacher)

    def is_teacher(self, key: str) -> bool:
        """Whether that is the teacher."""
        return key in self._teacher

    def label(self, key: str) -> str:
        """What a person is called: a name, a pseudonym, or "somebody"."""
        if key in self._teacher:
            return self._teacher_name or "the teacher"
        if self.students:
            return f"Student {self._numbers[key]}" if key in self._numbers else "somebody"
        person = self._people.get(key)
        return (person.name if person else "") or "somebody"

    def names(self) -> Counter[str]:
        """How often each name comments."""
        counted: Counter[str] = Counter()
        for person in self._people.values():
            if person.name:
                counted[person.name] += person.times
        return counted


class BlogExport:
    """An export (.xml or .xml.gz) that tells who wrote and commented, read as a `Source`.

    Args:
        me: what the teacher is called in it, or their e-mail address.
        students: keep nothing of the others but counts and pseudonyms, and no text.

    Raises:
        UsageError: this is something else.
        PlnbuddyError: it cannot be read.
    """

    origin: Origin
    service: Service

    def __init__(self, file: Path, me: str, students: bool, clock: Clock) -> None:
        self.name = file.name
        self._export = Export(file, self.service)
        self._me = me
        self._students = students
        self._clock = clock
        self.fingerprint = fingerprint_of(file, self.origin.name, folded(me), str(students))
        self._people = Commenters(students)


def who_is_it(where: str, me: str, names: Counter[str], *, students: bool) -> UsageError:
    """The question which of the people is the teacher; with `students`, no name of theirs.

    Args:
        where: what they stand in: the name of a file, or an address.
    """
    problem = (
        f"Nobody in {where} is called '{clean_line(me, NAME_LIMIT)}'."
        if me
        else f"{where} does not say which of the people is you."
    )
    frequent = [name.replace('"', "'") for name, _ in names.most_common(5)]
    if students or not frequent:
        example = frequent[0] if frequent else "Mrs Hart"
        return UsageError(
            problem, f'Say which one is you, as your comments are signed: --me "{example}"'
        )
    return UsageError(
        problem,
        f'Say which one is you: --me "{frequent[0]}" (the most frequent: {", ".join(frequent)})',
    )


def quoted(title: str) -> str:
    """A title in quotation marks; "a post" for none."""
    return f'"{title}"' if title else "a post"


@dataclass(frozen=True)
class Page:
    """What comments stand under: a post of a blog."""

    title: str
    link: str
    place: str


def comment_entry(
    uid: str,
    page: Page,
    moment: datetime,
    clock: Clock,
    *,
    answered: str,
    html: str,
    anchor: str,
    students: bool,
) -> Activity:
    """The teacher's comment as an entry.

    Args:
        answered: what the person is called whom it answers, "" for a comment on the post.
        students: keep no word of the comment, and no link to it.
    """
    moment = min(moment, clock.now).replace(microsecond=0)
    title = quoted(page.title)
    whom = "a student" if students else answered
    text = f"Answered {whom} on {title}" if answered else f"Commented on {title}"
    words = "" if students else plain_text(html)
    return Activity(
        id=0,
        uid=uid,
        kind=ActivityKind.COLLABORATE if answered else ActivityKind.CONTRIBUTE,
        happened_at=moment,
        day=clock.day_of(moment),
        text=f"{text}: {words}" if words else text,
        links=link_of(page.link, "" if students else anchor),
        place=page.place,
        origin=uid.partition("/")[0],
    )
