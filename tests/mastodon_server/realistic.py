"""A community as it might be found: topic clusters, bridges, and people who prefer not to be found.

All names and texts are made up from syllables and set phrases.
"""

from datetime import timedelta
from random import Random
from typing import Any

from .community import Community
from .membership import DEFAULT_NOW
from .records import Person, Visibility

TOPICS = (
    "musiced",
    "mathsed",
    "scienceed",
    "historyed",
    "edutech",
    "earlyyears",
    "langchat",
    "literacy",
    "arted",
    "peteachers",
    "senco",
    "edulead",
)
_DOMAINS = (
    "schule.example",
    "school.example",
    "ecole.example",
    "escola.example",
    "edu.example",
    "fedi.example",
    "photos.example",
    "writing.example",
)
_LANGUAGES = ("en", "en", "en", "de", "de", "fr", "es", "pt")
_SYLLABLES = ("an", "be", "ca", "da", "el", "fi", "ga", "ha", "is", "jo", "ka", "li", "mo", "no")
_PHRASES = (
    "What worked in our lessons this week",
    "Looking for ideas for year 7",
    "A worksheet anyone may use",
    "How do you start the term?",
    "Notes from yesterday's workshop",
    "Our pupils asked a good question today",
)
_VISIBILITIES: tuple[Visibility, ...] = ("public",) * 8 + ("unlisted", "private")


def realistic_community(
    size: int = 300,
    seed: int = 1,
    *,
    ties: int | None = None,
    posts: int | None = None,
    teacher: str = "anna",
    community: Community | None = None,
) -> Community:
    """A community of `size` accounts in topic clusters, the same for the same arguments.

    About `ties` follows (20 for each account unless given) and `posts` posts (2 for each account).
    `teacher` is a local account about the first two topics that follows up to 40 people and five
    hashtags, and has a list. Among the others are, in every hundred, about 55 remote ones, 25 that
    are not discoverable, 8 that hide whom they follow, 8 locked, 15 silent for over a year, 3
    moved, 3 bots and 3 that the server does not know yet; a few are limited, suspended or memorial.
    """
    made = community or Community(now=DEFAULT_NOW)
    random = Random(seed)
    with made.lock:
        anna = made.person(teacher, topics=TOPICS[:2], display_name=teacher.title())
        clusters: dict[str, list[Person]] = {topic: [] for topic in TOPICS}
        for number in range(1, size):
            topic = TOPICS[int(random.random() ** 1.5 * len(TOPICS))]
            clusters[topic].append(_add_person(made, random, number, topic))
        _move_some(random, clusters)
        _tie(made, random, clusters, ties if ties is not None else 20 * size)
        _write(made, random, clusters, posts if posts is not None else 2 * size)
        _settle(made, random, anna, clusters)
    return made


def _add_person(made: Community, random: Random, number: int, topic: str) -> Person:
    name = "".join(random.choices(_SYLLABLES, k=3))
    remote = random.random() < 0.55
    chance = random.random
    details: dict[str, Any] = {
        "domain": random.choice(_DOMAINS) if remote else None,
        "display_name": f"{name.title()} {random.choice(_SYLLABLES).title()}son",
        "language": random.choice(_LANGUAGES),
        "discoverable": random.choices((True, False, None), (75, 15, 10))[0],
        "indexable": chance() < 0.6,
        "noindex": chance() < 0.08,
        "has_avatar": chance() < 0.9,
        "has_header": chance() < 0.7,
        "locked": chance() < 0.08,
        "hide_collections": chance() < 0.08,
        "bot": chance() < 0.03,
        "group": chance() < 0.01,
        "limited": chance() < 0.01,
        "suspended": chance() < 0.005,
        "memorial": chance() < 0.002,
        "known": not (remote and chance() < 0.05),
    }
    if remote and chance() < 0.5:
        details["followers_count"] = int(random.paretovariate(0.9) * 20)
        details["following_count"] = int(random.paretovariate(1.1) * 30)
    topics = [topic] if chance() < 0.75 else [topic, random.choice(TOPICS)]
    return made.person(
        f"{name}{number}",
        topics=dict.fromkeys(topics),
        fields={"Teaches": topic} if chance() < 0.4 else {},
        created_at=made.now - timedelta(days=random.randint(30, 3000)),
        featured_tags=topics[:1] if chance() < 0.2 else [],
        **details,
    )


def _move_some(random: Random, clusters: dict[str, list[Person]]) -> None:
    for members in clusters.values():
        for person in members:
            if random.random() < 0.03:
                target = random.choice(members)
                if target is not person and target.moved_to is None and target.known:
                    person.moved_to = target.id


def _tie(made: Community, random: Random, clusters: dict[str, list[Person]], ties: int) -> None:
    everybody = [person for members in clusters.values() for person in members if person.known]
    if len(everybody) < 2:
        return
    popularity = {person.id: min(random.paretovariate(1.2), 120) for person in everybody}
    inside = {
        topic: [person for person in members if person.known] for topic, members in clusters.items()
    }
    for members in inside.values():
        if not members:
            continue
        share = max(1, round(ties / 1.2 * len(members) / len(everybody)))
        weights = [popularity[person.id] for person in members]
        near = random.choices(members, weights, k=share)
        far = random.choices(everybody, [popularity[person.id] for person in everybody], k=share)
        sources = random.choices(members, k=share)
        for source, close, distant in zip(sources, near, far, strict=True):
            target = close if random.random() < 0.8 else distant
            if source is not target:
                made.follows.add(source.id, target.id)
                if random.random() < 0.3:
                    made.follows.add(target.id, source.id)
    for person in everybody:
        if person.followers_count is not None and person.following_count is not None:
            person.followers_count += made.follows.count_incoming(person.id)
            person.following_count += made.follows.count_outgoing(person.id)


def _write(made: Community, random: Random, clusters: dict[str, list[Person]], posts: int) -> None:
    authors = [
        (topic, person)
        for topic, members in clusters.items()
        for person in members
        if person.known and not person.suspended and person.moved_to is None
    ]
    if not authors:
        return
    silent = {person.id for _, person in authors if random.random() < 0.15}
    previous = None
    for topic, person in random.choices(authors, k=posts):
        days = random.uniform(400, 900) if person.id in silent else random.expovariate(1 / 20)
        answers = previous if random.random() < 0.2 and previous is not None else None
        at = made.now - timedelta(days=days)
        if answers is not None and at <= answers.created_at:
            answers = None
        tags = [topic] if random.random() < 0.8 else [topic, random.choice(TOPICS)]
        previous = made.post(
            person,
            random.choice(_PHRASES),
            tags=tags,
            in_reply_to=answers,
            visibility=random.choice(_VISIBILITIES),
            at=at,
            notify=False,
        )


def _choose_followed(made: Community, random: Random, near: list[Person]) -> list[Person]:
    """Up to 40 people who partly know each other: a few, and then people whom those follow."""
    first = random.sample(near, min(8, len(near)))
    possible = {person.id: person for person in near if person not in first}
    reached = [
        possible[number]
        for person in first
        for number in sorted(made.follows.targets(person.id))
        if number in possible
    ]
    chosen = list({person.id: person for person in random.sample(reached, len(reached))}.values())
    others = random.sample(near, min(40, len(near)))
    everybody = [*first, *chosen[:26], *others]
    return list({person.id: person for person in everybody}.values())[:40]


def _settle(
    made: Community, random: Random, anna: Person, clusters: dict[str, list[Person]]
) -> None:
    near = [
        person
        for topic in TOPICS[:2]
        for person in clusters[topic]
        if person.known and not person.suspended and person.moved_to is None
    ]
    followed = _choose_followed(made, random, near)
    made.follow(anna, *followed, notify=False)
    for person in random.sample(near, min(25, len(near))):
        made.follow(person, anna)
    made.follow_tag(anna, *TOPICS[:5])
    made.make_list(anna, "Music", *followed[:10])
    for person in random.sample(near, min(20, len(near))):
        if person.discoverable and person not in followed:
            made.suggest(person, random.choice(("featured", "most_followed")))
    own = made.post(anna, "Hello, I teach music. #introduction #musiced")
    for person in followed[:5]:
        answer = made.post(person, "Welcome", in_reply_to=own)
        made.favourite(anna, answer)
        made.favourite(person, own)
