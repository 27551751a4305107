"""A starter pack of one's own: whom it may hold, and that it is posted only after two yeses."""

import pytest

from tests.bluesky.signing_in import ME, log_in, several
from tests.bluesky.stand_in import StandIn, did, refusal, view
from tests.conftest import Plnbuddy

WRITE = "com.atproto.repo.applyWrites"
HIDDEN = {"labels": [{"src": did("x"), "val": "!no-unauthenticated"}]}
FOLLOWED = [
    view("anna", "Maths teacher"),
    view("ben", "Maths teacher"),
    {**view("shy", "Maths teacher"), **HIDDEN},
    view("nolist", "Maths teacher. Please do not list me."),
]
SHARE = ("share", "--as", "starter-pack", "--title", "Maths teachers")


@pytest.fixture
def server(server: StandIn) -> StandIn:
    """One at which `me` follows some who may be listed and some who may not."""
    by_name = {str(each["handle"]): each for each in FOLLOWED}
    server.answers["app.bsky.graph.getFollows"] = lambda call: {
        "follows": FOLLOWED if call.values["actor"] == ME else []
    }
    server.answers["app.bsky.actor.getProfiles"] = lambda call: {
        "profiles": [by_name[name] for name in several(call, "actors")]
    }
    return server


@pytest.fixture
def member(member: Plnbuddy) -> Plnbuddy:
    """Somebody who is logged in and has synced."""
    member("sync")
    return member


def test_it_is_shown_and_not_posted_until_it_was_said_yes_twice(
    member: Plnbuddy, server: StandIn
) -> None:
    for options in ((), ("--yes",), ("--post",)):
        shown = member(*SHARE, *options)
        assert "Starter pack 'Maths teachers' by @me.test: 2 people" in shown.output
        assert "Nothing was posted." in shown.messages
        assert "--yes --post" in shown.messages
    assert server.asked(WRITE) == []


def test_it_holds_those_who_may_be_listed_and_is_made_with_one_request(
    member: Plnbuddy, server: StandIn
) -> None:
    member("follow", "@nobody@school.example")  # Elsewhere, so neither in it nor left out.
    posted = member(*SHARE, "--introduction", "They helped me", "--yes", "--post", "--json").data
    assert posted["members"] == ["@anna.test", "@ben.test"]
    assert posted["left_out"] == 2
    [call] = server.asked(WRITE)
    made = [
        (write["collection"].rpartition(".")[2], write["value"]) for write in call.values["writes"]
    ]
    assert [name for name, _ in made] == ["list", "listitem", "listitem", "starterpack"]
    assert [value["subject"] for name, value in made if name == "listitem"] == [
        did("anna"), did("ben"),
    ]  # fmt: skip
    key = call.values["writes"][-1]["rkey"]
    assert posted["posted"] == f"https://bsky.app/starter-pack/{ME}/{key}"
    assert made[-1][1]["description"] == "They helped me"


def test_a_person_at_a_terminal_says_yes_twice(member: Plnbuddy, server: StandIn) -> None:
    first, second = r"Make a starter pack of them\?", r"Post it\?"

    def answer(*answers: tuple[str, str]) -> str:
        said = ""
        with member.terminal(*SHARE) as child:
            for question, words in answers:
                child.expect(question)
                said += child.before
                child.sendline(words)
            return said + child.rest()

    for answers in (((first, ""),), ((first, "no"),), ((first, "yes"), (second, ""))):
        assert "Nothing was posted." in answer(*answers)
    assert server.asked(WRITE) == []
    told = answer((first, "perhaps"), (first, "yes"), (second, "yes"))
    assert "2 people" in told
    assert "is neither yes nor no" in told
    assert "Posted:" in told
    assert len(server.asked(WRITE)) == 1


def test_a_server_that_refuses_is_a_sentence(member: Plnbuddy, server: StandIn) -> None:
    server.answers[WRITE] = lambda _call: refusal(502, "UpstreamFailure")
    refused = member(*SHARE, "--yes", "--post", ok=False)
    assert refused.exit_code == 4
    assert "Posted" not in refused.output


def test_without_an_account_that_may_write_there_is_no_pack(teacher: Plnbuddy) -> None:
    assert teacher(*SHARE, ok=False).exit_code == 3
    log_in(teacher, "me.test", "--read-only")
    refused = teacher(*SHARE, ok=False)
    assert refused.exit_code == 3
    assert "may only read" in refused.messages


def test_a_title_that_is_too_long_is_refused(member: Plnbuddy) -> None:
    refused = member("share", "--as", "starter-pack", "--title", "x" * 51, ok=False)
    assert refused.exit_code == 2
