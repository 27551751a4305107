"""Following on the account: what happens there, in the journal, and when the server fails."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.accounts import (
    COULD_NOT,
    HERE,
    NO_ACCOUNT,
    RATE_LIMITED,
    THERE,
    UNREACHABLE,
    USAGE,
    be_logged_in,
    in_a_hurry,
    journal,
    kept,
    log_in,
    serving,
    staff_room,
    told,
    without_waiting,
)
from tests.conftest import Answer, Plnbuddy

from .mastodon_server import Community, MastodonServer, RateLimits, faults, old_mastodon, pixelfed

BEN = f"@ben@{HERE}"
CLEO = f"@cleo@{THERE}"
DORA = f"@dora@{HERE}"
EVA = "@eva@far.example"
SEARCH = "/api/v2/search"
RELATIONSHIPS = "/api/v1/accounts/relationships"
FOLLOW = "/api/v1/accounts/*/follow"
TAG = "/api/v1/tags/*/follow"


@pytest.fixture
def anna(music_teacher: Plnbuddy, server: MastodonServer) -> Plnbuddy:
    """A music teacher who is logged in."""
    be_logged_in(music_teacher, server)
    server.log.clear()
    return music_teacher


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


# People and hashtags


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


def about(plnbuddy: Plnbuddy, who: str) -> list[tuple[str, str]]:
    """Origin and text of the entries in which somebody takes part."""
    return [(e["origin"], e["text"]) for e in journal(plnbuddy) if who in e["people"]]


def connected(plnbuddy: Plnbuddy) -> int:
    kinds = plnbuddy("report", "--json").data["kinds"]
    return int(next(kind["count"] for kind in kinds if kind["kind"] == "connect"))


def test_a_request_is_a_note_and_becomes_a_connect_when_it_is_agreed_to(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    anna("sync")
    before = connected(anna)
    answer = anna("follow", DORA, "--json")
    assert outcomes(answer)[DORA]["requested"] is True
    assert not follows(community, DORA)
    assert community.find("dora").id in community.follow_requests.targets(community.find("anna").id)
    assert "was asked before, and has not agreed yet" in anna("follow", DORA).output
    for _ in range(2):
        assert about(anna, DORA) == [("request", f"Asked to follow {DORA}")]
        (listed,) = (row for row in anna("log", "list").output.splitlines() if "Asked" in row)
        assert "note" in listed
        assert connected(anna) == before
        anna("sync")
    assert not any(DORA in row for row in kept(anna.home)["tie"])
    (asked,) = (entry["id"] for entry in journal(anna) if DORA in entry["people"])
    community.accept_follow("anna", "dora")
    later = "2026-11-26T09:00:00+00:00"
    said = anna("sync", now=later)
    assert "Logged: 1 connect" in said.output
    server.log.clear()
    assert "Logged: 0 connect" in anna("sync", now=later).output
    assert server.log.count(RELATIONSHIPS) == 0  # nobody is waited for
    assert about(anna, DORA) == [("mastodon", f"{DORA} agreed that you follow")]
    (agreed,) = (entry for entry in journal(anna) if DORA in entry["people"])
    assert (agreed["id"], agreed["kind"], agreed["day"]) == (asked, "connect", "2026-11-26")
    assert connected(anna) == before + 1


def test_what_was_added_to_a_request_stays_when_it_is_agreed_to(
    anna: Plnbuddy, community: Community
) -> None:
    anna("follow", DORA)
    (asked,) = (str(entry["id"]) for entry in journal(anna))
    anna("log", "edit", asked, f"Asked {DORA}, who teaches harp", "--minutes", "5")
    community.accept_follow("anna", "dora")
    anna("sync")
    (agreed,) = (entry for entry in journal(anna) if str(entry["id"]) == asked)
    assert (agreed["text"], agreed["minutes"]) == (f"Asked {DORA}, who teaches harp", 5)
    assert agreed["origin"] == "mastodon"


def test_a_request_that_is_refused_is_said_and_counts_as_nothing(
    anna: Plnbuddy, community: Community
) -> None:
    anna("sync")
    before = connected(anna)
    anna("follow", DORA)
    community.unfollow("anna", "dora")
    answer = anna("sync")
    assert f"{DORA} did not agree that you follow, or the request was taken back." in answer.output
    assert about(anna, DORA) == [("request", f"Asked to follow {DORA}, who did not agree")]
    assert kept(anna.home)["requested_follow"] == []
    assert connected(anna) == before
    assert anna("sync", "--json").data["refused"] == []  # said once
    steps = anna("start", "--json", ok=False).data["steps"]
    assert any(step["so_far"].startswith("1 of 10") for step in steps)  # ben alone
    anna("follow", DORA)  # one may ask again
    community.accept_follow("anna", "dora")
    anna("sync")
    assert about(anna, DORA)[0] == ("mastodon", f"{DORA} agreed that you follow")


def test_an_agreement_that_the_list_of_follows_does_not_show_is_seen(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    anna("sync")
    anna("follow", DORA)
    community.accept_follow("anna", "dora")
    without = faults.json_body([])
    server.faults.schedule(without, "/api/v1/accounts/*/following", times=None)
    assert "Logged: 1 connect" in anna("sync").output
    server.faults.clear()
    anna("sync")
    assert about(anna, DORA) == [("mastodon", f"{DORA} agreed that you follow")]


def test_a_request_that_is_taken_back_by_unfollow_is_noted_as_that(anna: Plnbuddy) -> None:
    anna("follow", DORA)
    anna("unfollow", DORA)
    assert ("unfollow", f"Asked no more to follow {DORA}") in about(anna, DORA)


def test_undo_of_a_request_that_was_agreed_to_ends_the_follow_and_its_entry(
    anna: Plnbuddy, community: Community
) -> None:
    anna("follow", DORA)
    community.accept_follow("anna", "dora")
    anna("sync")
    anna("undo")
    assert not follows(community, DORA)
    assert about(anna, DORA) == []
    anna("sync")
    assert about(anna, DORA) == []


def test_a_request_can_be_taken_back(anna: Plnbuddy, community: Community) -> None:
    anna("follow", DORA)
    answer = anna("undo")
    assert f"Taken back: asked to follow {DORA}" in answer.output
    asked = community.follow_requests.targets(community.find("anna").id)
    assert community.find("dora").id not in asked
    assert kept(anna.home)["requested_follow"] == []


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


def test_undo_of_a_follow_unfollows_on_the_account_after_saying_so(
    anna: Plnbuddy, community: Community
) -> None:
    anna("sync")
    anna("follow", CLEO, "#recorders")
    answer = anna("undo")
    assert "Unfollowing #recorders on classroom.example" in answer.messages
    answer = anna("undo")
    assert f"Unfollowing {CLEO} on classroom.example" in answer.messages
    assert not {f"Followed {CLEO}", "Followed #recorders"} & {text for _, text in told(anna)}
    assert kept(anna.home)["decision"] == []
    assert not follows(community, CLEO)
    assert not any("recorders" in row for row in kept(anna.home)["followed_tag"])
    assert logged_by(anna("sync", "--json")) == 0


def test_undo_says_plainly_what_stays_followed(
    anna: Plnbuddy, community: Community, server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    anna("sync")
    anna("follow", CLEO)
    server.faults.schedule(faults.status(500), "*/unfollow", times=None)
    answer = anna("undo")
    assert f"you still follow {CLEO}" in answer.messages
    assert f"plnbuddy unfollow {CLEO}" in answer.messages
    assert f"Followed {CLEO}" not in {text for _, text in told(anna)}
    server.faults.clear()
    assert logged_by(anna("sync", "--json")) == 0  # nobody followed anybody since
    anna("unfollow", CLEO)
    assert not follows(community, CLEO)


def test_what_was_followed_already_stays_so_when_undone(
    anna: Plnbuddy, community: Community
) -> None:
    anna("follow", BEN)
    anna("undo")
    assert follows(community, BEN)


def test_unfollow_ends_a_follow_and_is_told_for_what_it_is(
    anna: Plnbuddy, community: Community
) -> None:
    anna("sync")
    before = anna("report", "--json").data
    answer = anna("unfollow", BEN, "#musiced")
    assert f"Unfollowed on your account: {BEN}" in answer.output
    assert not follows(community, BEN)
    texts = {text for _, text in told(anna)}
    assert {f"Unfollowed {BEN}", "Unfollowed #musiced"} <= texts
    assert anna("report", "--json").data["kinds"] == before["kinds"]  # none of the three C's
    assert BEN not in anna("suggest", "people", "-n", "30", "--topic", "music", ok=False).output
    anna("undo")
    anna("undo")
    assert not texts & {text for _, text in told(anna)} & {f"Unfollowed {BEN}"}
    assert not follows(community, BEN)  # said plainly, not followed again behind one's back


def test_unfollow_of_somebody_who_is_not_followed_changes_nothing(
    anna: Plnbuddy, community: Community
) -> None:
    answer = anna("unfollow", CLEO)
    assert f"{CLEO} is not followed" in answer.output
    assert journal(anna) == []


def test_unfollow_needs_an_account_that_may_be_changed(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("unfollow", BEN, ok=False)
    assert answer.exit_code == NO_ACCOUNT


def test_following_oneself_is_one_failure_and_stops_nobody(
    anna: Plnbuddy, community: Community
) -> None:
    answer = anna("follow", f"@anna@{HERE}", CLEO, ok=False)
    assert answer.exit_code == COULD_NOT
    assert "That is your own account" in answer.output
    assert follows(community, CLEO)


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


def logged_by(answer: Answer) -> int:
    return sum(answer.data["logged"].values())


# Lists


def test_list_makes_the_list_once_and_fills_it(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    anna("follow", CLEO, "--list", "PLN")
    anna("follow", EVA, BEN, "--list", "PLN")
    assert on_list(community) == ["ben", "cleo", "eva"]
    assert server.log.count("/api/v1/lists", "POST") == 1


def test_list_uses_a_list_of_that_name_and_leaves_others_alone(
    anna: Plnbuddy, community: Community
) -> None:
    community.make_list("anna", "Music", "ben")
    community.make_list("anna", "PLN", "ben")
    anna("follow", CLEO, "--list", "PLN")
    assert on_list(community) == ["ben", "cleo"]
    assert on_list(community, "Music") == ["ben"]


def test_who_is_on_the_list_already_does_not_keep_others_off_it(
    anna: Plnbuddy, community: Community
) -> None:
    anna("follow", CLEO, "--list", "PLN")
    answer = anna("follow", CLEO, EVA, "--list", "PLN")
    assert answer.exit_code == 0
    assert on_list(community) == ["cleo", "eva"]


def test_who_has_to_agree_first_is_left_off_the_list(anna: Plnbuddy, community: Community) -> None:
    anna("follow", DORA, CLEO, "--list", "PLN")
    assert on_list(community) == ["cleo"]


@pytest.mark.parametrize("code", [403, 404, 422, 500])
def test_when_only_the_list_fails_the_follows_are_told_and_kept(
    anna: Plnbuddy,
    community: Community,
    server: MastodonServer,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
) -> None:
    in_a_hurry(monkeypatch)
    server.faults.schedule(faults.status(code), "/api/v1/lists*", times=None)
    answer = anna("follow", CLEO, "--list", "PLN", ok=False)
    assert answer.exit_code != 0
    assert f"Followed on your account: {CLEO}" in answer.output
    assert answer.messages.strip()
    assert follows(community, CLEO)
    assert told(anna) == {("connect", f"Followed {CLEO}")}


def test_a_list_on_software_without_lists_says_so_and_follows(music_teacher: Plnbuddy) -> None:
    room = staff_room()
    with serving(room, pixelfed()) as server:
        log_in(music_teacher, server)
        answer = music_teacher("follow", CLEO, "--list", "PLN", ok=False)
    assert answer.exit_code != 0
    assert f"Followed on your account: {CLEO}" in answer.output
    assert "list" in answer.messages
    assert follows(room, CLEO)


def test_software_without_followed_hashtags_says_so(music_teacher: Plnbuddy) -> None:
    with serving(staff_room(), old_mastodon()) as server:
        log_in(music_teacher, server)
        answer = music_teacher("follow", "#recorders", CLEO, ok=False)
    assert answer.exit_code == COULD_NOT
    assert "cannot follow hashtags" in answer.output
    assert told(music_teacher) == {("connect", f"Followed {CLEO}")}


# Many


def crowd(community: Community, size: int) -> list[str]:
    return [f"@{community.person(f'p{at}').username}@{HERE}" for at in range(size)]


def test_many_at_once_are_shown_and_need_a_yes(anna: Plnbuddy, community: Community) -> None:
    many = crowd(community, 6)
    answer = anna("follow", *many, ok=False)
    assert answer.exit_code == USAGE
    assert "--yes" in answer.messages
    assert all(handle in answer.messages for handle in many)
    assert not any(follows(community, handle) for handle in many)
    anna("follow", *many, "--yes")
    assert all(follows(community, handle) for handle in many)


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_person_at_a_terminal_is_asked_about_many(
    anna: Plnbuddy, community: Community, answer: str
) -> None:
    many = crowd(community, 6)
    with anna.terminal("follow", *many) as child:
        child.expect("Follow all 6")
        assert all(handle in child.before for handle in many)
        child.sendline(answer)
        child.exit_code()
    assert all(follows(community, handle) for handle in many) is (answer == "yes")
    assert any(follows(community, handle) for handle in many) is (answer == "yes")


def test_after_400_follows_of_a_day_the_others_wait_for_tomorrow(
    music_teacher: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    music_teacher("follow", *(f"@t{number}@example.org" for number in range(399)))
    log_in(music_teacher, server)
    answer = music_teacher("follow", CLEO, EVA, "#recorders", ok=False)
    assert answer.exit_code == RATE_LIMITED
    assert "400" in answer.messages
    assert "tomorrow" in answer.messages
    assert f"Followed on your account: {CLEO}" in answer.output
    assert follows(community, CLEO)
    assert not follows(community, EVA)
    music_teacher("follow", EVA, now="2026-11-25T09:00:00+00:00")
    assert follows(community, EVA)


def test_the_servers_own_limit_of_follows_ends_the_run_without_a_long_wait(
    anna: Plnbuddy,
    community: Community,
    server: MastodonServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    naps = without_waiting(monkeypatch)
    server.limits = RateLimits(follows_per_day=1, clock=lambda: time.time() + 2 * 86_400)
    answer = anna("follow", CLEO, EVA, ok=False)
    assert naps.seconds == []
    assert answer.exit_code == RATE_LIMITED
    assert f"Followed on your account: {CLEO}" in answer.output
    assert "asks for a pause" in answer.messages
    assert told(anna) == {("connect", f"Followed {CLEO}")}


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


# When the server fails


@dataclass(frozen=True)
class Trouble:
    """A fault, how often it strikes, and what becomes of the command (0: it is overcome)."""

    fault: Callable[[], faults.Fault]
    exit_code: int
    times: int | None = None


TROUBLES = {
    "401": Trouble(lambda: faults.status(401), NO_ACCOUNT),
    "403": Trouble(lambda: faults.status(403), COULD_NOT),
    "404": Trouble(lambda: faults.status(404), COULD_NOT),
    "422": Trouble(lambda: faults.status(422), COULD_NOT),
    "429 once": Trouble(lambda: faults.rate_limited(1), 0, times=1),
    "429 with Retry-After": Trouble(
        lambda: faults.rate_limited(1, headers=False, retry_after=True), 0, times=1
    ),
    "429 without headers": Trouble(lambda: faults.rate_limited(headers=False), RATE_LIMITED),
    "429 for hours": Trouble(lambda: faults.rate_limited(7_200), RATE_LIMITED),
    "500": Trouble(lambda: faults.status(500), UNREACHABLE),
    "503 for hours": Trouble(lambda: faults.unavailable(7_200), UNREACHABLE),
    "no answer in time": Trouble(faults.hold, UNREACHABLE),
    "hung up": Trouble(faults.hang_up, UNREACHABLE),
    "reset half-way": Trouble(faults.reset, UNREACHABLE),
    "half of the JSON": Trouble(faults.truncated, UNREACHABLE),
    "a web page": Trouble(faults.html, UNREACHABLE),
    "another type": Trouble(faults.wrong_type, UNREACHABLE),
    "null": Trouble(lambda: faults.json_body(None), UNREACHABLE),
    "too large": Trouble(lambda: faults.oversized(9_000_000), UNREACHABLE),
    "too large when unpacked": Trouble(
        lambda: faults.oversized(9_000_000, compressed=True), UNREACHABLE
    ),
}


@pytest.mark.parametrize("name", TROUBLES)
@pytest.mark.parametrize("path", [SEARCH, RELATIONSHIPS, FOLLOW], ids=["search", "look", "follow"])
def test_a_failing_server_gives_one_sentence_and_nothing_is_half_kept(
    anna: Plnbuddy,
    community: Community,
    server: MastodonServer,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    path: str,
) -> None:
    trouble = TROUBLES[name]
    in_a_hurry(monkeypatch, timeout=0.3 if name == "no answer in time" else 20)
    server.faults.schedule(trouble.fault(), path, times=trouble.times)
    answer = anna("follow", CLEO, ok=False)
    assert answer.exit_code == trouble.exit_code, answer
    if not trouble.exit_code:
        assert told(anna) == {("connect", f"Followed {CLEO}")}
        return
    if trouble.exit_code == COULD_NOT:
        assert f"{CLEO} was not followed: " in answer.output
    else:
        assert server.url.removeprefix("http://") in answer.messages
    assert "stumbled" not in answer.messages
    assert ("larger than" in answer.messages) is name.startswith("too large")
    assert journal(anna) == []
    assert kept(anna.home)["decision"] == []
    server.faults.clear()
    again = anna("follow", CLEO)
    assert again.exit_code == 0
    assert follows(community, CLEO)
    assert len(kept(anna.home)["decision"]) == 1


@pytest.mark.parametrize("path", [RELATIONSHIPS, FOLLOW])
def test_who_is_not_found_any_more_is_named_and_not_called_gone(
    anna: Plnbuddy, server: MastodonServer, path: str
) -> None:
    server.faults.schedule(faults.status(404), path, times=None)
    answer = anna("follow", CLEO, ok=False)
    assert (
        f"does not find {CLEO}. It may be gone, spelt otherwise, or only unknown" in answer.output
    )


@pytest.mark.parametrize(
    "name", ["401", "403", "404", "422", "429 once", "429 without headers", "500", "a web page"]
)
def test_a_hashtag_that_cannot_be_followed_says_why(
    anna: Plnbuddy,
    community: Community,
    server: MastodonServer,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    trouble = TROUBLES[name]
    in_a_hurry(monkeypatch)
    server.faults.schedule(trouble.fault(), TAG, times=trouble.times)
    answer = anna("follow", "#recorders", ok=False)
    assert answer.exit_code == trouble.exit_code, answer
    assert told(anna) == (set() if trouble.exit_code else {("connect", "Followed #recorders")})
    server.faults.clear()
    anna("follow", "#recorders")
    assert told(anna) == {("connect", "Followed #recorders")}
    assert tags(community) == ["musiced", "recorders"]


def test_what_was_followed_before_the_server_failed_is_told_and_kept(
    anna: Plnbuddy, community: Community, server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    server.faults.schedule(faults.status(500), FOLLOW, nth=2, times=None)
    answer = anna("follow", CLEO, EVA, "#recorders", ok=False)
    assert answer.exit_code == COULD_NOT
    assert f"Followed on your account: {CLEO}" in answer.output
    assert f"{EVA} was not followed" in answer.output
    assert "has trouble of its own" in answer.output
    assert told(anna) == {("connect", f"Followed {CLEO}"), ("connect", "Followed #recorders")}
    server.faults.clear()
    shown = anna("follow", CLEO, EVA, "#recorders", "--json")
    assert [each["already"] for each in shown.data["outcomes"]] == [True, False, True]
    assert len(journal(anna)) == 3


def test_a_follow_is_not_sent_twice_when_the_answer_is_lost(
    anna: Plnbuddy, community: Community, server: MastodonServer
) -> None:
    server.faults.schedule(faults.reset(), FOLLOW)
    answer = anna("follow", CLEO, ok=False)
    assert answer.exit_code == UNREACHABLE
    assert server.log.count(FOLLOW, "POST") == 1


def test_a_redirect_between_http_and_https_is_refused_on_the_same_host(
    anna: Plnbuddy, server: MastodonServer
) -> None:
    other_way = server.url.replace("http://", "https://") + "{path}"
    server.faults.schedule(faults.redirect(other_way), FOLLOW, times=None)
    answer = anna("follow", CLEO, ok=False)
    assert answer.exit_code == UNREACHABLE
    assert "another address" in answer.messages


@pytest.mark.parametrize("code", [302, 307])
@pytest.mark.parametrize("path", [SEARCH, FOLLOW])
@pytest.mark.parametrize(
    "location",
    ["{url}{{path}}", "//{host}{{path}}", "{named}{{path}}"],
    ids=["address", "no scheme", "name"],
)
def test_a_redirect_to_another_host_is_refused_and_the_token_stays(
    anna: Plnbuddy, server: MastodonServer, code: int, path: str, location: str
) -> None:
    with serving() as other:
        host = other.url.removeprefix("http://")
        named = other.url.replace("127.0.0.1", "localhost")
        where = location.format(url=other.url, host=host, named=named)
        server.faults.schedule(faults.redirect(where, code), path, times=None)
        answer = anna("follow", CLEO, ok=False)
        assert answer.exit_code == UNREACHABLE
        assert "another address" in answer.messages
        assert other.log.entries() == []
    assert journal(anna) == []


def test_redirects_within_the_server_end_somewhere(anna: Plnbuddy, server: MastodonServer) -> None:
    server.faults.schedule(faults.redirect("{path}", 307), SEARCH, times=None)
    answer = anna("follow", CLEO, ok=False)
    assert answer.exit_code == UNREACHABLE
    assert server.log.count(SEARCH) < 20


def test_a_spent_budget_is_waited_for_before_the_next_request_and_said(
    anna: Plnbuddy, server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    naps = without_waiting(monkeypatch)
    spent = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": _soon(60)}
    server.faults.schedule(faults.with_headers(dict(spent)), SEARCH)
    answer = anna("follow", CLEO)
    assert 30 < sum(naps.seconds) < 62
    assert "waiting" in answer.messages
    naps.seconds.clear()
    far = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": _soon(300)}
    server.faults.schedule(faults.with_headers(dict(far)), TAG)
    anna("follow", "#recorders")
    assert naps.seconds == []  # Nothing more is asked, so there is nothing to wait for.


def _soon(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(time.time() + seconds)) + ".999999Z"
