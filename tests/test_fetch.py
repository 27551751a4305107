"""Reading one file from the web, from servers that are not nice."""

import gzip
import socket
import threading
from http.server import BaseHTTPRequestHandler

import pytest
import requests

from plnbuddy.core.errors import ServerUnreachableError, UsageError
from plnbuddy.system import fetch as fetching
from plnbuddy.system.budget import Budget
from plnbuddy.system.fetch import AnsweredError, Manner, NotThereError, fetch
from plnbuddy.system.guard import RefusedError
from plnbuddy.system.wire import GuardedSession
from tests import answering_server
from tests.answering_server import answer, redirect, web_server

loopback = answering_server.loopback


def refusal(url: str, **options: int) -> str:
    with pytest.raises(ServerUnreachableError) as caught:
        fetch(url, **options)  # type: ignore[arg-type]
    assert caught.value.remedy
    return caught.value.problem


@pytest.mark.usefixtures("loopback")
def test_the_content_comes_with_what_spares_the_next_reading() -> None:
    stamp = "Tue, 24 Nov 2026 08:00:00 GMT"
    headers = {"ETag": '"a1"', "Last-Modified": stamp, "Content-Type": "text/csv"}
    with web_server(list=answer(b"a,b", headers=headers)) as server:
        fetched = fetch(f"{server.url}/list")
    assert fetched.content == b"a,b"
    assert (fetched.etag, fetched.modified) == ('"a1"', stamp)
    assert fetched.content_type == "text/csv"
    assert not fetched.unchanged
    assert server.headers[0]["User-Agent"].startswith("plnbuddy/")


@pytest.mark.usefixtures("loopback")
def test_what_a_server_says_in_headers_is_cleaned_and_of_bounded_length() -> None:
    headers = {"ETag": "x" * 5_000, "Last-Modified": "soon\x1b[31m\xad!", "Content-Type": ""}
    with web_server(list=answer(b"a,b", headers=headers), bare=answer(b"c")) as server:
        fetched = fetch(f"{server.url}/list")
        bare = fetch(f"{server.url}/bare")
    assert len(fetched.etag) <= 500
    assert fetched.etag.startswith("x" * 400)
    assert fetched.modified == "soon!"
    assert (bare.etag, bare.modified, bare.content_type) == ("", "", "")


@pytest.mark.usefixtures("loopback")
def test_what_is_unchanged_is_not_sent_again() -> None:
    with web_server(list=answer(status=304)) as server:
        fetched = fetch(f"{server.url}/list", etag='"a1"', modified="yesterday")
    assert fetched.unchanged
    assert fetched.content == b""
    assert server.headers[0]["If-None-Match"] == '"a1"'
    assert server.headers[0]["If-Modified-Since"] == "yesterday"


@pytest.mark.usefixtures("loopback")
def test_redirects_are_followed_but_not_for_ever() -> None:
    with web_server(
        old=redirect("/new"), new=redirect("list"), list=answer(b"x"), round=redirect("/round")
    ) as server:
        assert fetch(f"{server.url}/old").url == f"{server.url}/list"
        server.paths.clear()
        assert "more than 5 times" in refusal(f"{server.url}/round")
        assert len(server.paths) == 6


def test_this_computer_is_a_private_place() -> None:
    with web_server(list=answer(b"secret")) as server:
        assert "private network" in refusal(f"{server.url}/list")
        assert "private network" in refusal(f"{server.url}/list".replace("127.0.0.1", "localhost"))
    assert server.connections == 0


@pytest.mark.usefixtures("loopback")
@pytest.mark.parametrize(
    "private",
    [
        "http://10.0.0.1/",
        "https://192.168.1.1/admin",
        "https://169.254.169.254/latest/meta-data/",
        "https://[fd00::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://0.0.0.0/",
        "https://167772161/",
        "https://0x0a000001/",
        "https://192.0.0.8/",
        "https://[64:ff9b::a00:1]/",
        "https://[64:ff9b::127.0.0.1]/",
        "https://[::10.0.0.1]/",
        "https://[2002:7f00:1::]/",
        "https://[64:ff9b:1::a00:1]/",
        "https://[fec0::1]/",
        "https://[5f00::1]/",
        "https://192.88.99.1/",
    ],
)
def test_a_redirect_into_a_private_network_is_refused(private: str) -> None:
    with web_server(list=redirect(private)) as server:
        assert "private network" in refusal(f"{server.url}/list")


@pytest.mark.usefixtures("loopback")
def test_a_redirect_away_from_https_is_refused() -> None:
    with web_server(list=redirect("http://93.184.215.14/list")) as server:
        assert "does not use https" in refusal(f"{server.url}/list")


@pytest.mark.parametrize("number", ["10.1.2.3", "127.0.0.1", "169.254.1.1", "::1", "fe80::1%1"])
def test_a_name_that_means_a_private_address_is_refused(
    number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 443))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [entry])
    assert "blog.example: its address lies inside" in refusal("https://blog.example/feed")


def test_a_name_that_means_something_else_at_the_second_look_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first look-up says a public address, the connection would go to this computer."""
    with web_server(feed=answer(b"secret")) as server:
        port = server.server_address[1]
        numbers = iter(["93.184.216.34"])

        def look_up(*arguments: object, **options: object) -> list[object]:
            number = next(numbers, "127.0.0.1")
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        assert "private network" in refusal(f"https://blog.example:{port}/feed")
    assert server.paths == []


def test_plain_http_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 80))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [entry])
    assert "does not use https" in refusal("http://blog.example/feed")


def test_an_address_with_a_password_is_refused_and_not_repeated() -> None:
    said = refusal("https://me:geheim@blog.example/feed")
    assert "contains a password" in said
    assert "geheim" not in said


@pytest.mark.parametrize("text", ["ftp://blog.example/feed", "file:///etc/passwd", "two words", ""])
def test_what_is_no_web_address_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError):
        fetch(text)


@pytest.mark.usefixtures("loopback")
def test_a_large_answer_is_refused_whatever_it_claims() -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65_536)

    with web_server(list=endless) as server:
        assert "larger than 1 MB" in refusal(f"{server.url}/list", limit=1_000_000)


@pytest.mark.usefixtures("loopback")
def test_a_bomb_is_refused() -> None:
    bomb = gzip.compress(b"\0" * 30_000_000)
    assert len(bomb) < 50_000
    with web_server(feed=answer(bomb, headers={"Content-Encoding": "gzip"})) as server:
        assert "larger than 20 MB" in refusal(f"{server.url}/feed")


@pytest.mark.usefixtures("loopback")
@pytest.mark.parametrize("where", ["head", "body", "chunks"])
def test_a_server_that_never_ends_is_left(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TIME_LIMIT", 0.2)
    left = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        if where == "chunks":
            handler.protocol_version = "HTTP/1.1"
        if where == "head":
            handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
        else:
            handler.send_response(200)
            if where == "chunks":
                handler.send_header("Transfer-Encoding", "chunked")
            handler.end_headers()
        piece = {"head": b"X: y\r\n", "body": b"x", "chunks": b"1\r\nx\r\n"}[where]
        try:
            for _ in range(1_000):
                handler.wfile.write(piece)
                left.wait(0.02)
        except OSError:
            left.set()

    with web_server(feed=drip) as server:
        assert "takes too long" in refusal(f"{server.url}/feed")
        assert left.wait(5), "the connection was left open"


@pytest.mark.usefixtures("loopback")
def test_an_answer_that_breaks_off_is_no_answer() -> None:
    with web_server(feed=answer(b"<rss>", headers={"Content-Length": "500"})) as server:
        assert "cannot be reached" in refusal(f"{server.url}/feed")


@pytest.mark.usefixtures("loopback")
@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "nothing at this address"),
        (410, "gone for good"),
        (500, "number 500"),
        (304, "number 304"),
    ],
)
def test_errors_are_said_in_plain_words(status: int, words: str) -> None:
    with web_server(feed=answer(status=status)) as server:
        assert words in refusal(f"{server.url}/feed")


@pytest.mark.usefixtures("loopback")
def test_a_server_that_is_not_there_is_said_so() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "cannot be reached" in refusal(f"http://127.0.0.1:{port}/feed")


# Manners for servers that are asked without an account


@pytest.mark.parametrize(
    ("status", "headers", "pause"),
    [(429, {"Retry-After": "90"}, 90.0), (503, {}, None), (401, {}, None), (404, {}, None)],
)
def test_a_number_that_means_no_is_told_with_the_pause_that_is_asked_for(
    loopback: None, status: int, headers: dict[str, str], pause: float | None
) -> None:
    with (
        web_server(page=answer(b"no", status, headers)) as server,
        pytest.raises(AnsweredError) as caught,
    ):
        fetch(f"{server.url}/page")
    assert (caught.value.status, caught.value.pause) == (status, pause)
    assert isinstance(caught.value, NotThereError) is (status == 404)


@pytest.mark.parametrize("manner", [Manner(same_host=True), Manner(token="secret")])
def test_a_redirect_to_another_server_is_refused_where_it_must_be(
    loopback: None, manner: Manner
) -> None:
    with web_server(page=answer(b"here")) as other:
        with web_server(page=redirect(f"{other.url}/page")) as server:
            with pytest.raises(ServerUnreachableError, match="another address"):
                fetch(f"{server.url}/page", manner=manner)
            assert fetch(f"{server.url}/page").content == b"here"
        assert len(other.headers) == 1
        assert "Authorization" not in other.headers[0]


def test_a_login_is_shown_as_a_bearer_token(loopback: None) -> None:
    with web_server(page=answer(b"[]")) as server:
        fetch(f"{server.url}/page", manner=Manner(token="secret"))
        fetch(f"{server.url}/page")
    assert [each.get("Authorization") for each in server.headers] == ["Bearer secret", None]


def test_the_time_for_everything_can_be_shorter(loopback: None) -> None:
    never = threading.Event()

    def silent(_: BaseHTTPRequestHandler) -> None:
        never.wait()

    with web_server(page=silent) as server:
        with pytest.raises(ServerUnreachableError, match="too long"):
            fetch(f"{server.url}/page", manner=Manner(seconds=0.2))
        never.set()


@pytest.mark.parametrize(
    ("target", "refused"),
    [
        ("http://pln.example/there", True),
        ("https://other.example/there", True),
        ("//other.example/there", True),
        ("https://pln.example:8443/there", True),
        ("https://pln.example/there", False),
        ("/there", False),
    ],
)
def test_an_account_is_followed_on_its_own_server_and_encrypted_only(
    target: str, refused: bool
) -> None:
    answered = requests.Response()
    answered.url, answered.status_code = "https://pln.example/here", 302
    answered.headers["Location"] = target
    with GuardedSession(Budget(lambda _said: None)) as session:
        if refused:
            with pytest.raises(RefusedError):
                session.get_redirect_target(answered)
        else:
            assert session.get_redirect_target(answered) == target
