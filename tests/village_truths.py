"""What is true in a community for exploring, and whether a reason that is given is."""

import re
from collections.abc import Iterable
from datetime import date

from plnbuddy.core.clock import spoken_day
from tests.village import TODAY

from .mastodon_server import Community, Person


def person_of(community: Community, label: str) -> Person:
    return community.find(label.removeprefix("@"))


def label_of(community: Community, person: Person) -> str:
    return f"@{person.username}@{person.domain or community.domain}"


def followers_among_follows(community: Community, label: str) -> set[str]:
    """Those whom Anna follows, who follow somebody, and whose lists are open."""
    mine = community.follows.targets(community.find("anna").id)
    sources = community.follows.sources(person_of(community, label).id)
    people = [community.find(number) for number in mine & sources]
    return {label_of(community, person) for person in people if not person.hide_collections}


def new_to_anna(community: Community, label: str) -> tuple[int, int]:
    """How many in the list of somebody nobody whom Anna follows follows, and how many there are.

    A server leaves suspended people out of lists.
    """
    anna = community.find("anna").id
    mine = community.follows.targets(anna)
    reached = {anna} | mine
    for number in mine:
        if not community.find(number).hide_collections:
            reached |= community.follows.targets(number)
    listed = {
        number
        for number in community.follows.targets(person_of(community, label).id)
        if not community.find(number).suspended
    }
    return len(listed - reached), len(listed)


def days_posted(community: Community, label: str, tag: str) -> set[date]:
    """The days on which somebody posted publicly under a hashtag."""
    posts = community.posts.by_author[person_of(community, label).id].items()
    return {
        post.created_at.date()
        for post in posts
        if post.visibility == "public" and tag.lower() in map(str.lower, post.tags)
    }


def is_true(community: Community, label: str, reason: str, *, whole: bool = True) -> bool:
    """Whether a reason that names a fact of the network is so; `whole` when all lists were read."""
    if match := re.fullmatch(r"followed by (.+)", reason):
        return _true_followers(community, label, match[1], whole=whole)
    if match := re.fullmatch(r"posted under #(\w+) (.+)", reason):
        days = days_posted(community, label, match[1])
        return bool(days) and spoken_day(max(days), TODAY) == match[2]
    if match := re.fullmatch(r"wrote to you (.+)", reason):
        me, author = community.find("anna").id, person_of(community, label).id
        return match[1] in {
            spoken_day(post.created_at.date(), TODAY)
            for post in community.posts.by_author[author].items()
            if me in post.mentions
        }
    if match := re.match(r"opens something new: (\d+) of (\d+) people they follow", reason):
        new, seen = new_to_anna(community, label)
        told = int(match[1]), int(match[2])
        return told == (new, seen) if whole else told[1] <= seen
    person, anna = person_of(community, label), community.find("anna")
    if reason == "follows you":
        return (person.id, anna.id) in community.follows
    if reason == "in the directory of your server":
        return person.discoverable is True
    return reason == "suggested by your server"


def _true_followers(community: Community, label: str, told: str, *, whole: bool) -> bool:
    named = set(re.findall(r"@[\w.]+@[\w.]+\w", told))
    others = re.search(r"and (\d+) others? you follow", told)
    count = len(named) + (int(others[1]) if others else 0)
    true = followers_among_follows(community, label)
    return bool(named) and named <= true and (count == len(true) if whole else count <= len(true))


def facts(reasons: Iterable[str]) -> list[str]:
    """The reasons that name a fact of the network, without what somebody is about."""
    begin = ("followed by", "posted under", "wrote to", "follows you", "in the dir", "suggested by",
             "opens")  # fmt: skip
    return [reason for reason in reasons if reason.startswith(begin)]
