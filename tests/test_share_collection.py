"""A collection on Mastodon: whom it may hold, and that it is made only after two yeses and a
permission that is used once."""

import re

import pytest

from tests.accounts import (
    COULD_NOT,
    HERE,
    NO_ACCOUNT,
    NOTHING_FOUND,
    THERE,
    USAGE,
    agree,
    be_logged_in,
    consent_address,
    is_one_sentence,
    log_in,
    saved_accounts,
    serving,
    tokens_of,
)
from tests.conftest import Answer, Plnbuddy
from tests.terminals import without_looks
from tests.village import settle, village

from .mastodon_server import Community, MastodonServer, ServerSettings

SHARE = ("share", "--as", "collection", "--title", "Maths teachers")
POST = (*SHARE, "--yes", "--post")


@pytest.fixture
def community() -> Community:
    """Anna follows ben and hal here and dan elsewhere, and some who are in no collection."""
    community = village()
    community.person("far", domain=THERE, feature_approval="unknown")
    community.person("unsaid", feature_approval="missing")
    community.person("robot", bot=True)
    community.person("nolist", note="<p>Maths teacher. Please do not list me.</p>")
    community.person("shy", discoverable=False)
    community.follow("anna", f"far@{THERE}", "unsaid", "robot", "nolist", "shy")
    community.change(f"cleo@{THERE}", feature_approval="manual")
    return community


@pytest.fixture
def member(plnbuddy: Plnbuddy, server: MastodonServer) -> Plnbuddy:
    """Anna, who has an account and has synced."""
    return settle(plnbuddy, server)


@pytest.fixture
def asked_at_login(plnbuddy: Plnbuddy, server: MastodonServer) -> Plnbuddy:
    """The same, who gave the rights that `login` asks for, and no others."""
    log_in(plnbuddy, server)
    plnbuddy("sync")
    return plnbuddy


def permission(member: Plnbuddy, user: str = "anna") -> str:
    """The code with which somebody gives the permission that the command asks for."""
    asked = member(*POST, ok=False, input="")
    assert asked.exit_code == USAGE
    return agree(consent_address(asked.messages), user)


def made(member: Plnbuddy, *options: str) -> Answer:
    return member(*POST, *options, "--code", permission(member))


def test_it_is_shown_and_not_made_until_it_was_said_yes_twice(
    asked_at_login: Plnbuddy, server: MastodonServer, community: Community
) -> None:
    for options in ((), ("--yes",), ("--post",), ("--no-input",)):
        shown = asked_at_login(*SHARE, *options)
        assert f"Collection 'Maths teachers' by @anna@{HERE}: 4 people" in shown.output
        assert "Nothing was posted." in shown.messages
        assert "--yes --post" in shown.messages
    told = asked_at_login(*SHARE, "--json").data
    assert told["posted"] is None
    assert not community.collections
    assert {token.scopes for token in server.authority.tokens.values()} == {
        frozenset(saved_accounts(asked_at_login)["apps"][0]["scopes"])
    }


def test_it_holds_those_who_agree_and_names_who_does_not(
    member: Plnbuddy, community: Community
) -> None:
    shown = member(*SHARE)
    left_out = re.search(r"let nobody put them in one: (.*)\.$", shown.output, re.MULTILINE)
    assert left_out
    assert set(left_out[1].split(", ")) == {f"@far@{THERE}", f"@unsaid@{HERE}"}
    assert "Left out: 3 who do not want" in shown.output
    posted = made(member, "--introduction", "They helped me", "--json").data
    [kept] = community.collections.values()
    assert posted["posted"] == f"https://{HERE}/collections/{kept.id}"
    assert set(posted["members"]) == {
        f"@ben@{HERE}", f"@hal@{HERE}", f"@cleo@{THERE}", f"@dan@{THERE}",
    }  # fmt: skip
    assert set(posted["unwilling"]) == {f"@far@{THERE}", f"@unsaid@{HERE}"}
    assert set(posted["waiting"]) == {f"@cleo@{THERE}", f"@dan@{THERE}"}
    assert (posted["left_out"], kept.name, kept.description) == (
        3, "Maths teachers", "They helped me",
    )  # fmt: skip
    assert {community.find(number).username for number in kept.members} == {
        "ben", "hal", "cleo", "dan",
    }  # fmt: skip


def test_whoever_has_to_agree_first_is_told(member: Plnbuddy) -> None:
    answer = made(member)
    assert "Posted: https://" in answer.output
    assert "2 people are in it as soon as their own servers have agreed." in answer.messages
    assert "plnbuddy log contribute" in answer.messages


def test_the_permission_is_for_that_alone_and_is_given_back(
    asked_at_login: Plnbuddy, server: MastodonServer
) -> None:
    [login] = tokens_of(server)
    made(asked_at_login)
    [once] = [token for text, token in server.authority.tokens.items() if text != login]
    assert once.scopes == {"profile", "write:collections"}
    assert once.revoked
    assert once.text not in (asked_at_login.home / "accounts.json").read_text()
    assert saved_accounts(asked_at_login)["logins"][0]["token"] == login
    assert asked_at_login("sync").exit_code == 0


def test_a_permission_of_somebody_else_makes_nothing_and_is_given_back(
    member: Plnbuddy, server: MastodonServer, community: Community
) -> None:
    refused = member(*POST, "--code", permission(member, "ben"), ok=False)
    assert refused.exit_code == NO_ACCOUNT
    assert f"You agreed as @ben@{HERE}" in refused.messages
    assert not community.collections
    assert [token.revoked for token in server.authority.tokens.values()].count(True) == 1


def test_a_wrong_code_makes_nothing(member: Plnbuddy, community: Community) -> None:
    refused = member(*POST, "--code", "wrong", ok=False)
    assert refused.exit_code == NO_ACCOUNT
    assert "the same command without --code" in refused.messages
    assert not community.collections


def test_no_more_than_25_and_no_more_than_asked_for(
    plnbuddy: Plnbuddy, server: MastodonServer, community: Community
) -> None:
    for number in range(60):
        community.person(f"teacher{number}", discoverable=True)
        community.follow("anna", f"teacher{number}")
    settle(plnbuddy, server)
    assert len(plnbuddy(*SHARE, "-n", "100", "--json").data["members"]) == 25
    assert len(plnbuddy(*SHARE, "-n", "3", "--json").data["members"]) == 3
    made(plnbuddy, "-n", "100")
    [kept] = community.collections.values()
    assert len(kept.members) == 25


def test_a_server_without_collections_is_one_sentence(plnbuddy: Plnbuddy) -> None:
    with serving(village(), ServerSettings(version="4.5.2", api_version=9)) as server:
        settle(plnbuddy, server)
        for options in ((), ("--json",), ("--yes", "--post")):
            refused = plnbuddy(*SHARE, *options, ok=False)
            assert refused.exit_code == COULD_NOT
            assert "has no collections; they came with Mastodon 4.6." in refused.messages
            assert is_one_sentence(refused)


def test_a_server_that_allows_no_more_collections_says_so(plnbuddy: Plnbuddy) -> None:
    community = village()
    with serving(community, ServerSettings(collection_limit=0)) as server:
        settle(plnbuddy, server)
        refused = plnbuddy(*POST, "--code", permission(plnbuddy), ok=False)
        assert refused.exit_code == COULD_NOT
        assert "You have made too many" in refused.messages
        assert all(token.revoked for token in list(server.authority.tokens.values())[1:])


def test_somebody_who_changes_their_mind_meanwhile_is_in_none(
    member: Plnbuddy, community: Community
) -> None:
    code = permission(member)
    community.change("ben", feature_approval="denied")
    posted = member(*POST, "--code", code, "--json").data
    assert f"@ben@{HERE}" not in posted["members"]
    assert f"@ben@{HERE}" in posted["unwilling"]


def test_nobody_who_agrees_makes_no_collection(plnbuddy: Plnbuddy) -> None:
    community = Community(HERE, now=village().now)
    community.person("anna")
    community.person("ben", feature_approval="unknown")
    community.follow("anna", "ben")
    with serving(community) as server:
        be_logged_in(plnbuddy, server)
        assert plnbuddy(*SHARE, ok=False).exit_code == NOTHING_FOUND
        plnbuddy("sync")
        refused = plnbuddy(*SHARE, ok=False)
        assert refused.exit_code == NOTHING_FOUND
        assert f"@ben@{HERE}" in refused.messages


def test_words_that_are_too_long_are_refused(member: Plnbuddy) -> None:
    for options in (("--title", "x" * 41), ("--introduction", "x" * 101)):
        refused = member("share", "--as", "collection", *options, ok=False)
        assert refused.exit_code == USAGE
        assert "at most 40 letters" in refused.messages


def test_without_an_account_that_may_write_there_is_none(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    assert plnbuddy(*SHARE, ok=False).exit_code == NO_ACCOUNT
    log_in(plnbuddy, server, "anna", "--read-only")
    refused = plnbuddy(*SHARE, ok=False)
    assert refused.exit_code == NO_ACCOUNT
    assert "may only read" in refused.messages


def test_a_person_at_a_terminal_says_yes_twice_and_pastes_the_code(
    member: Plnbuddy, community: Community
) -> None:
    with member.terminal(*SHARE) as child:
        child.expect("Make a collection of them")
        child.sendline("")
        child.expect("Nothing was posted")
        child.exit_code()
    with member.terminal(*SHARE) as child:
        child.expect("Make a collection of them")
        child.sendline("yes")
        child.expect("Make it")
        child.sendline("")
        child.expect("Nothing was posted")
        child.exit_code()
    assert not community.collections
    with member.terminal(*SHARE, BROWSER="/bin/true") as child:
        child.expect("Make a collection of them")
        child.sendline("yes")
        child.expect("Make it")
        child.sendline("yes")
        child.expect("The code")
        child.sendline(agree(consent_address(without_looks(child.before)), "anna"))
        child.expect("Posted")
        assert child.exit_code() == 0
    assert len(community.collections) == 1
