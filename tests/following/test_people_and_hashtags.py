"""Following on the account: what happens there, in the journal, and in what is suggested."""

import pytest

from tests.accounts import COULD_NOT, HERE, in_a_hurry, journal, kept, told
from tests.conftest import Plnbuddy
from tests.following.on_account import BEN, CLEO, DORA, EVA, FOLLOW, follows, outcomes, tags
from tests.mastodon_server import Community, MastodonServer


def test_a_handle_is_followed_on_the_account_and_logged(
    anna: Plnbuddy, community: Community
) -> None:
    answer = anna("follow", CLEO)
    assert f"Followed on your account: {CLEO}" in answer.output
    assert follows(community, CLEO)
    (entry,) = journal(anna)
    assert (entry["kind"], entry["text"]) == ("connect", f"Followed {CLEO}")
    assert "https://" not in answer.output


def test_an_account_that_the_server_did_not_know_is_fetched(
    anna: Plnbuddy, community: Community
) -> None:
    anna("follow", EVA.upper().replace("@EVA", "@Eva"))
    assert follows(community, EVA)


def test_a_number_of_the_last_list_is_followed(anna: Plnbuddy, community: Community) -> None:
    shown = anna("suggest", "people", "--json", "--offline").data["sections"][0]["suggestions"]
    label = shown[0]["subject"]["label"]
    name, _, domain = label[1:].partition("@")
    community.person(name, domain=domain, known=False)
    anna("follow", str(shown[0]["number"]))
    assert follows(community, label)
    later = anna("suggest", "people", "--json", "--offline").data["sections"][0]["suggestions"]
    assert label not in {each["subject"]["label"] for each in later}


def test_hashtags_are_followed_on_the_account(anna: Plnbuddy, community: Community) -> None:
    answer = anna("follow", "#Recorders", "#choir_2")
    assert "Followed on your account: #Recorders" in answer.output
    assert tags(community) == ["musiced", "Recorders", "choir_2"]
    assert told(anna) == {("connect", "Followed #Recorders"), ("connect", "Followed #choir_2")}


def test_a_follow_costs_three_requests_and_a_hashtag_one(
    anna: Plnbuddy, server: MastodonServer
) -> None:
    anna("follow", CLEO)
    assert server.log.count() <= 3, [entry.path for entry in server.log.entries()]
    server.log.clear()
    anna("follow", "#recorders")
    assert server.log.count() == 1


def test_who_is_followed_already_is_said_and_not_logged(
    anna: Plnbuddy, server: MastodonServer
) -> None:
    answer = anna("follow", BEN)
    assert f"{BEN} was followed before" in answer.output
    assert journal(anna) == []
    assert server.log.count(FOLLOW, "POST") == 0
    shown = anna("follow", BEN, "--json")
    assert outcomes(shown)[BEN]["already"] is True
    assert outcomes(shown)[BEN]["on_account"] is True


def test_for_an_account_that_moved_the_new_one_is_offered(
    anna: Plnbuddy, community: Community
) -> None:
    community.unfollow("anna", "ben")
    answer = anna("follow", f"@old@{HERE}", ok=False)
    assert answer.exit_code == COULD_NOT
    assert f"moved to {BEN}" in answer.output
    assert f"plnbuddy follow {BEN}" in answer.output
    assert not follows(community, f"@old@{HERE}")
    assert journal(anna) == []
    anna("follow", BEN)
    assert follows(community, BEN)


@pytest.mark.parametrize(
    "handle", [f"@nobody@{HERE}", "@nobody@far.example", f"@gone@{HERE}"], ids=str
)
def test_who_is_not_there_is_named_and_nothing_is_kept(
    anna: Plnbuddy, community: Community, handle: str
) -> None:
    answer = anna("follow", handle, ok=False)
    assert answer.exit_code == COULD_NOT
    assert f"{handle} was not followed" in answer.output
    reasons = ("does not find", "has no account", "is suspended")
    assert any(reason in answer.output for reason in reasons)
    assert "undo" not in answer.messages  # it would take back something older
    assert journal(anna) == []
    assert kept(anna.home)["decision"] == []


def test_a_server_of_the_other_side_that_is_down_is_no_failure_of_ones_own(
    anna: Plnbuddy, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    community.unreachable.add("far.example")
    answer = anna("follow", EVA, CLEO, ok=False)
    assert answer.exit_code != 0
    assert not follows(community, EVA)


def test_one_refusal_does_not_stop_the_others_and_each_says_why(
    anna: Plnbuddy, community: Community
) -> None:
    community.block("ben", "anna")
    answer = anna("follow", f"@nobody@{HERE}", BEN, CLEO, "#recorders", ok=False)
    assert answer.exit_code == COULD_NOT
    assert f"@nobody@{HERE} was not followed" in answer.output
    assert f"{BEN} was not followed" in answer.output
    assert f"Followed on your account: {CLEO}" in answer.output
    assert follows(community, CLEO)
    assert tags(community) == ["musiced", "recorders"]
    assert told(anna) == {("connect", f"Followed {CLEO}"), ("connect", "Followed #recorders")}
    shown = outcomes(anna("follow", f"@nobody@{HERE}", CLEO, "--json", ok=False))
    assert shown[f"@nobody@{HERE}"]["failure"]
    assert shown[CLEO]["failure"] == ""


def test_oneself_cannot_be_followed(anna: Plnbuddy) -> None:
    answer = anna("follow", f"@anna@{HERE}", ok=False)
    assert answer.exit_code == COULD_NOT
    assert journal(anna) == []


def test_following_oneself_is_one_failure_and_stops_nobody(
    anna: Plnbuddy, community: Community
) -> None:
    answer = anna("follow", f"@anna@{HERE}", CLEO, ok=False)
    assert answer.exit_code == COULD_NOT
    assert "That is your own account" in answer.output
    assert follows(community, CLEO)


def test_people_on_twitter_get_a_link(anna: Plnbuddy, server: MastodonServer) -> None:
    answer = anna("follow", "@teacher")
    assert "https://x.com/" in answer.output or "https://twitter.com/" in answer.output
    assert server.log.entries() == []


def test_a_hashtag_of_a_chat_is_followed_and_the_chat_offered(
    anna: Plnbuddy, community: Community
) -> None:
    chat = anna("lists", "show", "chats", "--json").data["tables"]["chats"][0]["tag"]
    answer = anna("follow", f"#{chat}")
    assert f"Followed on your account: #{chat}" in answer.output
    assert "plnbuddy chats week" in answer.output
    followed = community.followed_tags[community.find("anna").id].items()
    assert chat.lower() in {tag.lower() for tag in followed}


def test_the_step_counts_those_who_are_followed_and_nobody_else(
    anna: Plnbuddy, community: Community
) -> None:
    def counted() -> str:
        steps = anna("start", "--json", ok=False).data["steps"]
        return str(next(s["so_far"] for s in steps if "people followed" in s["so_far"]))

    anna("sync")
    assert counted().startswith("1 of 10")  # ben, and not anna herself
    anna("follow", CLEO, EVA, DORA)
    assert counted().startswith("3 of 10")  # dora has not agreed
    community.unfollow("anna", "ben")
    community.block("anna", EVA[1:])
    later = "2026-11-26T09:00:00+00:00"
    anna("sync", now=later)
    anna("explore", "--budget", "5", now=later)
    assert counted().startswith("1 of 10")


# Never suggested


def seeded(plnbuddy: Plnbuddy, community: Community) -> tuple[str, str]:
    """The person and the hashtag that would be suggested first, known to the server."""
    sections = plnbuddy("suggest", "--json", "--offline").data["sections"]
    first = {each["kind"]: each["suggestions"][0]["subject"]["label"] for each in sections[:2]}
    name, _, domain = first["person"][1:].partition("@")
    community.person(name, domain=domain)
    return first["person"], first["hashtag"]


def suggested(plnbuddy: Plnbuddy, now: str) -> set[str]:
    sections = plnbuddy("suggest", "--json", "--offline", now=now).data["sections"]
    return {each["subject"]["label"] for section in sections for each in section["suggestions"]}


@pytest.mark.parametrize("how", ["elsewhere", "here", "nobody"])
def test_who_and_what_is_followed_is_never_suggested(
    anna: Plnbuddy, community: Community, how: str
) -> None:
    person, tag = seeded(anna, community)
    if how == "elsewhere":
        community.follow("anna", person)
        community.follow_tag("anna", tag.removeprefix("#").upper())
        anna("sync")
    elif how == "here":
        anna("follow", person, tag)
    later = suggested(anna, "2026-12-30T09:00:00+00:00")
    assert bool({person, tag} & later) is (how == "nobody")


def test_what_is_followed_right_after_a_sync_is_known_without_another(
    anna: Plnbuddy, community: Community
) -> None:
    anna("sync")
    anna("follow", CLEO, "#recorders")
    told_ties = [row for row in kept(anna.home)["tie"] if '"following"' in row]
    assert len(told_ties) == 2
    assert len(kept(anna.home)["followed_tag"]) == 2
    assert anna("sync", "--json").data["logged"]["connect"] == 0
    anna("sync", now="2026-12-24T09:00:00+00:00")
    assert len([entry for entry in journal(anna) if CLEO in entry["people"]]) == 2  # Both ways.
