"""Logging in, with what a profile lacks."""

from collections.abc import Callable

import pytest

from tests.accounts import (
    HERE,
    NO_ACCOUNT,
    UNREACHABLE,
    USAGE,
    agree,
    consent_address,
    get_code,
    in_a_hurry,
    log_in,
    saved_accounts,
    serving,
    staff_room,
    tokens_of,
)
from tests.conftest import Plnbuddy
from tests.terminals import without_looks

from .mastodon_server import (
    MastodonServer,
    ServerSettings,
    akkoma,
    faults,
    gotosocial,
    old_mastodon,
    pixelfed,
)

READ = {
    "read:accounts",
    "read:blocks",
    "read:follows",
    "read:lists",
    "read:mutes",
    "read:notifications",
    "read:search",
    "read:statuses",
}
WRITE = {"write:follows", "write:lists"}


def test_a_code_from_the_page_logs_in_and_names_the_next_command(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    answer = log_in(plnbuddy, server)
    assert f"Logged in as @anna@{HERE}." in answer.output
    assert "Next: plnbuddy sync" in answer.messages
    assert plnbuddy("whoami", "--json").data["accounts"] == [
        {"handle": f"@anna@{HERE}", "server": server.url, "read_only": False, "active": True}
    ]


@pytest.mark.parametrize(
    "spelling",
    [
        "{host}",
        "{host}/",
        "http://{host}",
        "http://{host}/",
        "HTTP://{host}/home",
        "http://{host}/@anna",
        "@anna@{host}",
        "anna@{host}",
        "  {host}  ",
    ],
)
def test_the_server_may_be_written_in_every_way(
    plnbuddy: Plnbuddy, server: MastodonServer, spelling: str
) -> None:
    code = get_code(plnbuddy, server)
    written = spelling.format(host=server.url.removeprefix("http://"))
    plnbuddy("login", written, "--code", code)
    assert saved_accounts(plnbuddy)["logins"][0]["server"] == server.url


def test_the_code_may_come_through_standard_input(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    code = get_code(plnbuddy, server)
    answer = plnbuddy("login", server.url, input=f"  {code}  \n")
    assert "Logged in" in answer.output


def test_a_person_at_a_terminal_copies_the_address_and_pastes_the_code(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    """The address is longer than a line, and must come out of a terminal in one piece."""
    with plnbuddy.terminal("login", server.url, BROWSER="/bin/true") as child:
        child.expect("The code")
        page = consent_address(without_looks(child.before))
        child.sendline(agree(page, "anna"))
        child.expect(f"Logged in as @anna@{HERE}")
        assert child.exit_code() == 0


def test_what_plnbuddy_may_do_is_said_in_plain_words_before(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    full = plnbuddy("login", server.url, ok=False, input="").messages
    assert "It can post nothing" in full
    assert "follow people and hashtags" in full
    reading = plnbuddy("login", server.url, "--read-only", ok=False, input="").messages
    assert "It can change and post nothing" in reading
    assert "follow people and hashtags" not in reading


def test_without_a_code_nothing_is_logged_in(plnbuddy: Plnbuddy, server: MastodonServer) -> None:
    answer = plnbuddy("login", server.url, ok=False, input="")
    assert answer.exit_code == USAGE
    assert "--code" in answer.messages
    assert saved_accounts(plnbuddy)["logins"] == []
    assert tokens_of(server) == []


def test_a_wrong_code_is_named_as_such(plnbuddy: Plnbuddy, server: MastodonServer) -> None:
    answer = plnbuddy("login", server.url, "--code", "wrong", ok=False)
    assert answer.exit_code == NO_ACCOUNT
    assert "does not accept this code" in answer.messages
    assert "plnbuddy login" in answer.messages
    assert plnbuddy("whoami", ok=False).exit_code == NO_ACCOUNT


def test_a_code_works_once(plnbuddy: Plnbuddy, server: MastodonServer) -> None:
    code = get_code(plnbuddy, server)
    plnbuddy("login", server.url, "--code", code)
    before = saved_accounts(plnbuddy)
    again = plnbuddy("login", server.url, "--code", code, ok=False)
    assert again.exit_code == NO_ACCOUNT
    assert "does not accept this code" in again.messages
    assert saved_accounts(plnbuddy) == before


def test_a_server_that_fails_while_the_code_is_given_is_not_taken_for_a_wrong_code(
    plnbuddy: Plnbuddy, server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    code = get_code(plnbuddy, server)
    server.faults.schedule(faults.hang_up(), "/oauth/token")
    answer = plnbuddy("login", server.url, "--code", code, ok=False)
    assert answer.exit_code == UNREACHABLE
    assert "code" not in answer.messages


@pytest.mark.parametrize("settings", [old_mastodon, gotosocial, akkoma, pixelfed])
def test_other_software_and_older_versions_log_in(
    plnbuddy: Plnbuddy, settings: Callable[[], ServerSettings]
) -> None:
    with serving(staff_room(), settings()) as server:
        answer = log_in(plnbuddy, server)
    assert f"Logged in as @anna@{HERE}." in answer.output


def test_an_application_is_registered_once_and_asks_for_all_rights_at_once(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    log_in(plnbuddy, server)
    log_in(plnbuddy, server, "ben")
    made = [a for a in server.authority.applications.values() if a.name == "plnbuddy"]
    assert len(made) == 1
    assert set(made[0].scopes) == READ | WRITE
    assert server.log.count("/api/v1/apps", "POST") == 1


def test_read_only_never_asks_for_the_right_to_change(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    log_in(plnbuddy, server, "anna", "--read-only")
    (made,) = (a for a in server.authority.applications.values() if a.name == "plnbuddy")
    assert set(made.scopes) == READ
    (token,) = tokens_of(server)
    assert set(server.authority.tokens[token].scopes) == READ
    assert plnbuddy("whoami", "--json").data["accounts"][0]["read_only"] is True
    assert "reads only" in plnbuddy("whoami").output


def test_with_read_only_follow_prints_links_and_changes_nothing(
    plnbuddy: Plnbuddy, server: MastodonServer
) -> None:
    log_in(plnbuddy, server, "anna", "--read-only")
    plnbuddy("sync")
    server.log.clear()
    answer = plnbuddy("follow", "@cleo@schule.example", "#recorders")
    # Cleo's page as the server names it, and the hashtag's page on the teacher's own server.
    assert "https://schule.example/@cleo" in answer.output
    assert f"https://{server.url.partition('://')[2]}/tags/recorders" in answer.output
    assert "on your account" not in answer.output
    assert server.log.entries(method="POST") == []
    refused = plnbuddy("follow", "@dora@classroom.example", "--list", "PLN", ok=False)
    assert refused.exit_code == USAGE


def test_login_and_doctor_say_what_a_profile_lacks_and_why_it_matters(plnbuddy: Plnbuddy) -> None:
    room = staff_room()
    room.person("new", has_avatar=False, discoverable=None)
    with serving(room) as server:
        answer = log_in(plnbuddy, server, "new")
        for part in ("a picture", "a bio", "a hashtag in the bio", "discoverable", "#introduction"):
            assert f"{part} is missing: " in answer.output
        assert "profile lacks" in plnbuddy("doctor").output
        room.change(
            "new", has_avatar=True, discoverable=True, note="<p>I teach <a href='x'>#maths</a></p>"
        )
        room.post("new", "Hello #Introduction")
        finding = next(
            f for f in plnbuddy("doctor", "--json").data["findings"] if f["part"] == "account"
        )
        assert finding["health"] == "fine"


def test_doctor_without_the_server_finishes_and_says_so(
    plnbuddy: Plnbuddy, server: MastodonServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_hurry(monkeypatch)
    log_in(plnbuddy, server)
    server.stop()
    answer = plnbuddy("doctor", ok=False)
    assert "cannot be reached" in answer.output
    assert "time zone" in answer.output


def test_a_process_of_its_own_logs_in_too(plnbuddy: Plnbuddy, server: MastodonServer) -> None:
    code = agree(consent_address(plnbuddy.process("login", server.url, ok=False).messages), "anna")
    answer = plnbuddy.process("login", server.url, "--json", input=code.encode() + b"\n")
    assert answer.data == {
        "form": "plnbuddy.account.1",
        "handle": f"@anna@{HERE}",
        "server": server.url,
        "read_only": False,
    }


def test_a_server_whose_handles_name_another_domain_gives_the_right_handle(
    plnbuddy: Plnbuddy,
) -> None:
    with serving(staff_room(), ServerSettings(title="<b>Class</b>")) as server:
        log_in(plnbuddy, server)
    assert saved_accounts(plnbuddy)["logins"][0]["handle"] == f"@anna@{HERE}"
