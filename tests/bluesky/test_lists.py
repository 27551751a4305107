"""Starter packs and lists of Bluesky: kept, refreshed, and what a broken answer leads to."""

import pytest

from tests.bluesky.stand_in import Reply, StandIn, did, labelled, refusal, serve_pack, view
from tests.conftest import Answer, Plnbuddy

FEED = "app.bsky.feed.getAuthorFeed"
GET_LIST = "app.bsky.graph.getList"
GET_PACK = "app.bsky.graph.getStarterPack"


def add(teacher: Plnbuddy, address: str, *options: str, ok: bool = True) -> Answer:
    return teacher("lists", "add", address, "--no-input", *options, ok=ok)


def people(teacher: Plnbuddy, name: str = "maths-teachers-uk") -> list[str]:
    rows = teacher("lists", "show", name, "--json").data["rows"]
    return [row["label"] for row in rows]


def test_a_pack_is_a_list_that_says_what_its_people_teach(
    teacher: Plnbuddy, server: StandIn
) -> None:
    address = serve_pack(server, [view("anna", "Maths teacher, KS3"), view("ben", "Primary music")])
    added = add(teacher, address)
    assert "read as a starter pack of Bluesky" in added.output
    kept = teacher("lists", "--json").data["lists"][0]["list"]
    assert (kept["title"], kept["format"]) == ("Maths teachers UK", "bluesky-pack")
    assert kept["source"] == f"https://bsky.app/starter-pack/{did('kit')}/3kabc"
    assert kept["topics"] == ["math"]
    rows = teacher("lists", "show", "maths-teachers-uk", "--json").data["rows"]
    assert [(row["label"], row["topics"]) for row in rows] == [
        ("@anna.test", ["math"]),
        ("@ben.test", ["music"]),
    ]
    assert "KS3" not in str(rows)  # What they say of themselves is read, and not kept.


def test_a_pack_has_a_name_of_its_own_beside_that_of_the_list_behind_it(
    teacher: Plnbuddy, server: StandIn
) -> None:
    address = serve_pack(server, [view("anna")], "Behind", name="Maths teachers UK")
    add(teacher, address)
    assert teacher("lists", "--json").data["lists"][0]["list"]["title"] == "Maths teachers UK"


def test_sixty_people_take_three_requests(teacher: Plnbuddy, server: StandIn) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    address = serve_pack(server, [view(f"p{a}{b}") for a in "abc" for b in letters[:20]])
    add(teacher, address)
    assert len(people(teacher)) == 60
    assert len(server.calls) == 3


def test_a_pack_of_150_takes_four_requests(teacher: Plnbuddy, server: StandIn) -> None:
    letters = "abcdefghijklmno"
    address = serve_pack(server, [view(f"p{a}{b}") for a in letters[:10] for b in letters])
    add(teacher, address)
    assert len(people(teacher)) == 150
    assert len(server.calls) == 4


def test_who_is_not_for_strangers_is_left_out_and_counted(
    teacher: Plnbuddy, server: StandIn
) -> None:
    shown = view("anna")
    hidden = labelled("ben", "!no-unauthenticated")
    taken_back = view(
        "cleo",
        labels=[
            {"src": did("cleo"), "val": "!no-unauthenticated"},
            {"src": did("cleo"), "val": "!no-unauthenticated", "neg": True},
        ],
    )
    address = serve_pack(server, [shown, hidden, taken_back])
    added = add(teacher, address)
    assert people(teacher) == ["@anna.test", "@cleo.test"]
    assert "shown only to who is logged in: 1" in added.output
    assert "ben" not in added.output


def test_who_asks_to_be_on_no_list_or_is_warned_of_is_left_out(
    teacher: Plnbuddy, server: StandIn
) -> None:
    refusing = view("ben", "Teacher. Please do not add me to any list.")
    address = serve_pack(server, [view("anna"), refusing, labelled("cleo", "spam")])
    added = add(teacher, address)
    assert people(teacher) == ["@anna.test"]
    assert "ask to be on no list: 1" in added.output
    assert "the platform warns of them: 1" in added.output


def test_entries_of_the_wrong_shape_are_counted_and_hurt_nobody(
    teacher: Plnbuddy, server: StandIn
) -> None:
    odd: list[object] = [
        None, 7, "anna", {}, {"did": 4}, {"did": "did:key:z6M", "handle": "x.test"},
        view("anna"), {**view("ben"), "displayName": 5, "labels": "none", "description": None},
        {**view("cleo"), "handle": "handle.invalid"},
        {**view("dora"), "displayName": "Do\u202era\u200b\x1b[31m"},
    ]  # fmt: skip
    added = add(teacher, serve_pack(server, odd))
    assert people(teacher) == ["@anna.test", "@ben.test", did("cleo"), "@dora.test"]
    assert "gone, or cannot be read: 6" in added.output
    assert "Dora" in added.output
    assert "\x1b" not in added.output + added.messages


def test_an_update_brings_who_came_and_drops_who_left(teacher: Plnbuddy, server: StandIn) -> None:
    add(teacher, serve_pack(server, [view("anna"), view("ben")]))
    serve_pack(server, [view("ben"), view("cleo")])
    teacher("lists", "update")
    assert people(teacher) == ["@ben.test", "@cleo.test"]


def test_who_hides_afterwards_leaves_with_the_next_update(
    teacher: Plnbuddy, server: StandIn
) -> None:
    add(teacher, serve_pack(server, [view("anna"), view("ben")]))
    serve_pack(server, [view("anna"), labelled("ben", "!no-unauthenticated")])
    teacher("lists", "update")
    assert people(teacher) == ["@anna.test"]


def test_a_new_name_is_the_same_person(teacher: Plnbuddy, server: StandIn) -> None:
    """Who was skipped stays skipped, whatever they are called now."""
    add(teacher, serve_pack(server, [view("anna", "Maths teacher"), view("ben")]))
    teacher("config", "set", "profile.networks", "bluesky")
    teacher("config", "set", "profile.topics", "math")
    teacher("skip", "@anna.test")
    renamed = {**view("anna", "Maths teacher"), "handle": "anna.school.org"}
    serve_pack(server, [renamed, view("ben")])
    teacher("lists", "update")
    assert people(teacher) == ["@anna.school.org", "@ben.test"]
    sections = teacher("suggest", "people", "--offline", "--json").data["sections"]
    labels = {row["subject"]["label"] for part in sections for row in part["suggestions"]}
    assert "@ben.test" in labels
    assert "@anna.school.org" not in labels


def test_a_short_link_leads_to_the_pack(teacher: Plnbuddy, server: StandIn) -> None:
    address = serve_pack(server, [view("anna")])
    server.answers["/AbC12"] = lambda _call: Reply(status=302, headers={"Location": address})
    add(teacher, "https://go.bsky.app/AbC12")
    assert people(teacher) == ["@anna.test"]


@pytest.mark.parametrize(
    "target", ["https://evil.example/starter-pack/kit.test/3kabc", "", "javascript:alert(1)"]
)
def test_a_short_link_that_leads_elsewhere_is_not_followed(
    teacher: Plnbuddy, server: StandIn, target: str
) -> None:
    serve_pack(server, [view("anna")])
    server.answers["/AbC12"] = lambda _call: Reply(status=302, headers={"Location": target})
    refused = add(teacher, "https://go.bsky.app/AbC12", ok=False)
    assert refused.exit_code == 2
    assert "does not lead to a list of people" in refused.messages
    assert server.asked(GET_PACK) == []


def test_a_list_is_read_too_and_a_list_for_muting_is_not(
    teacher: Plnbuddy, server: StandIn
) -> None:
    serve_pack(server, [])
    purpose = "app.bsky.graph.defs#curatelist"

    def listed(_call: object) -> object:
        about = {"name": "Music staff", "purpose": purpose, "creator": view("kit")}
        return {"list": about, "items": [{"subject": view("anna")}]}

    server.answers[GET_LIST] = listed
    add(teacher, "https://bsky.app/profile/kit.test/lists/3kabc")
    assert people(teacher, "music-staff") == ["@anna.test"]
    assert server.asked(GET_LIST)[0].values["list"] == (
        f"at://{did('kit')}/app.bsky.graph.list/3kabc"
    )
    purpose = "app.bsky.graph.defs#modlist"
    address = "https://bsky.app/profile/kit.test/lists/3kabd"
    refused = add(teacher, address, "--name", "other", ok=False)
    assert refused.exit_code == 2
    assert "for blocking or muting people" in refused.messages
    server.answers[GET_LIST] = lambda _call: refusal(400, "InvalidRequest", "List not found")
    gone = add(teacher, address, "--name", "other", ok=False)
    assert "This list of @kit.test is not there" in gone.messages


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://bsky.app/profile/anna.test", "no list of people"),
        ("https://bsky.app/", "no list of people"),
        ("https://bsky.app/profile/anna.test/post/3kabc", "no list of people"),
        ("https://bsky.app/starter-pack/anna/3kabc", "cut off or misspelt"),
        ("https://bsky.app/starter-pack/anna.test/a%20b", "cut off or misspelt"),
    ],
)
def test_another_page_of_bluesky_is_no_list(
    teacher: Plnbuddy, server: StandIn, address: str, said: str
) -> None:
    refused = add(teacher, address, ok=False)
    assert refused.exit_code == 2
    assert said in refused.messages
    assert server.calls == []


@pytest.mark.parametrize(
    ("method", "reply", "code", "said"),
    [
        (
            "com.atproto.identity.resolveHandle",
            refusal(400, "InvalidRequest", "Unable to resolve handle"),
            6,
            "knows nobody called @kit.test",
        ),
        (GET_PACK, refusal(400, "InvalidRequest", "Starter pack not found"), 6, "is not there"),
        (GET_PACK, refusal(400, "InvalidRequest", "cursor is odd"), 1, "refused: cursor is odd"),
        (GET_PACK, Reply({"starterPack": 5}), 4, "does not understand"),
        (GET_PACK, Reply(b"<html>"), 4, "does not understand"),
        (GET_PACK, Reply([1]), 4, "does not understand"),
        (GET_PACK, Reply(b"[" * 100_000), 4, "does not understand"),
        (GET_LIST, Reply({"list": {}, "items": 3}), 4, "does not understand"),
        (GET_LIST, Reply({"list": 3, "items": []}), 2, "Nobody on this list may be shown"),
        (GET_LIST, refusal(502, "UpstreamFailure"), 4, "trouble of its own"),
        (
            GET_LIST,
            refusal(403, "Forbidden", "no"),
            1,
            "does not allow what plnbuddy asked for: no",
        ),
        (GET_LIST, refusal(429, "RateLimitExceeded"), 5, "asks for a pause"),
        (
            GET_LIST,
            Reply(status=301, headers={"Location": "https://evil.example/"}),
            4,
            "another address (evil.example)",
        ),
    ],
)
def test_whatever_bluesky_answers_is_a_sentence_and_nothing_is_kept(
    teacher: Plnbuddy, server: StandIn, method: str, reply: Reply, code: int, said: str
) -> None:
    address = serve_pack(server, [view("anna")])
    server.answers[method] = lambda _call: reply
    refused = add(teacher, address, ok=False)
    assert (refused.exit_code, said in refused.messages) == (code, True), refused.messages
    assert "Traceback" not in refused.messages
    assert teacher("lists", "--json").data["lists"] == []


def test_pages_without_end_are_noticed(teacher: Plnbuddy, server: StandIn) -> None:
    address = serve_pack(server, [view("anna")])
    usual = server.answers[GET_LIST]
    server.answers[GET_LIST] = lambda call: {**dict(usual(call)), "cursor": "0"}  # type: ignore[call-overload]
    refused = add(teacher, address, ok=False)
    assert refused.exit_code == 4
    assert "pages without end" in refused.messages
    assert len(server.asked(GET_LIST)) == 2


def test_a_pause_that_has_an_end_says_how_long(teacher: Plnbuddy, server: StandIn) -> None:
    address = serve_pack(server, [view("anna")])
    server.answers[GET_PACK] = lambda _call: refusal(
        429, "RateLimitExceeded", ratelimit_reset="4102444800"
    )
    refused = add(teacher, address, ok=False)
    assert refused.exit_code == 5
    assert "minutes and run the command again" in refused.messages


def test_an_update_that_fails_leaves_the_list_as_it_is(teacher: Plnbuddy, server: StandIn) -> None:
    add(teacher, serve_pack(server, [view("anna")]))
    server.answers[GET_PACK] = lambda _call: refusal(400, "InvalidRequest", "not found")
    failed = teacher("lists", "update", ok=False)
    assert "is not there (any more)" in failed.output + failed.messages
    assert people(teacher) == ["@anna.test"]


# Looking after a list


def test_a_check_asks_bluesky(teacher: Plnbuddy, server: StandIn) -> None:
    names = ["anna", "ben", "cleo", "dora", "emil", "finn"]
    add(teacher, serve_pack(server, [view(name) for name in names]))
    profiles: dict[str, object] = {
        "anna.test": view("anna"),
        "ben.test": labelled("ben", "!no-unauthenticated"),
        "cleo.test": labelled("cleo", "spam"),
        "dora.test": refusal(400, "AccountTakedown", "Account has been suspended"),
        "emil.test": refusal(400, "InvalidRequest", "Profile not found"),
        "finn.test": refusal(501, "MethodNotImplemented"),
    }
    server.answers["app.bsky.actor.getProfile"] = lambda call: profiles[call.values["actor"]]
    server.answers[FEED] = lambda _call: {
        "feed": [{"post": {"indexedAt": "2026-11-20T10:00:00.000Z"}}]
    }
    checked = teacher("lists", "check", "maths-teachers-uk", "--json", ok=False).data
    states = {check["key"]: check["state"] for check in checked["checks"]}
    assert states == {
        "@anna.test": "fine",
        "@ben.test": "no",
        "@cleo.test": "no",
        "@dora.test": "suspended",
        "@emil.test": "gone",
        "@finn.test": "unknown",
    }
    # Who is shown only to people who logged in is not read.
    assert did("ben") not in {call.values["actor"] for call in server.asked(FEED)}
    said = teacher("lists", "check", "maths-teachers-uk", ok=False).output
    assert "@@" not in said
