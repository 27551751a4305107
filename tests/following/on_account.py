"""Who is who on the account that follows, and what can be seen there and in the journal."""

from typing import Any

from tests.accounts import HERE, THERE, journal
from tests.conftest import Answer, Plnbuddy
from tests.mastodon_server import Community

BEN = f"@ben@{HERE}"
CLEO = f"@cleo@{THERE}"
DORA = f"@dora@{HERE}"
EVA = "@eva@far.example"
SEARCH = "/api/v2/search"
RELATIONSHIPS = "/api/v1/accounts/relationships"
FOLLOW = "/api/v1/accounts/*/follow"
TAG = "/api/v1/tags/*/follow"


def follows(community: Community, who: str) -> bool:
    return community.find(who.removeprefix("@")).id in community.follows.targets(
        community.find("anna").id
    )


def tags(community: Community) -> list[str]:
    return [str(tag) for tag in community.followed_tags[community.find("anna").id].items()]


def on_list(community: Community, title: str = "PLN") -> list[str]:
    (kept_list,) = (each for each in community.lists.values() if each.title == title)
    return sorted(community.find(number).username for number in kept_list.members.items())


def outcomes(answer: Answer) -> dict[str, dict[str, Any]]:
    return {each["subject"]["label"]: each for each in answer.data["outcomes"]}


def about(plnbuddy: Plnbuddy, who: str) -> list[tuple[str, str]]:
    """Origin and text of the entries in which somebody takes part."""
    return [(e["origin"], e["text"]) for e in journal(plnbuddy) if who in e["people"]]


def connected(plnbuddy: Plnbuddy) -> int:
    kinds = plnbuddy("report", "--json").data["kinds"]
    return int(next(kind["count"] for kind in kinds if kind["kind"] == "connect"))


def logged_by(answer: Answer) -> int:
    return sum(answer.data["logged"].values())
