"""Several readings over connections that stay open."""

from http.server import BaseHTTPRequestHandler

import pytest

from plnbuddy.core.errors import ServerUnreachableError
from plnbuddy.system.fetch import Connections, fetch
from tests import answering_server
from tests.answering_server import Answerer, answer, web_server
from tests.conftest import Plnbuddy
from tests.open_village import open_world

loopback = answering_server.loopback
pytestmark = pytest.mark.usefixtures("loopback")


def staying(give: Answerer) -> Answerer:
    """The same answer over a connection that stays open."""

    def give_and_stay(handler: BaseHTTPRequestHandler) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.close_connection = False
        give(handler)

    return give_and_stay


def test_readings_of_one_server_share_a_connection_and_nothing_else() -> None:
    biscuit = answer(b"a", headers={"Set-Cookie": "who=anna"})
    with (
        web_server(a=staying(biscuit), b=staying(answer(b"b"))) as server,
        Connections() as lasting,
    ):
        assert fetch(f"{server.url}/a", over=lasting).content == b"a"
        assert fetch(f"{server.url}/b", over=lasting).content == b"b"
        assert server.connections == 1
    assert "Cookie" not in server.headers[1]


@pytest.mark.parametrize("lost", [1, 2], ids=["the first", "both"])
def test_a_connection_that_was_closed_meanwhile_is_made_anew_once(lost: int) -> None:
    def hang_up(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        if server.paths.count("/b") > lost:
            answer(b"b")(handler)

    with web_server(a=staying(answer(b"a")), b=hang_up) as server, Connections() as lasting:
        fetch(f"{server.url}/a", over=lasting)
        if lost == 1:
            assert fetch(f"{server.url}/b", over=lasting).content == b"b"
        else:
            with pytest.raises(ServerUnreachableError, match="cannot be reached"):
                fetch(f"{server.url}/b", over=lasting)
        assert server.paths == ["/a", "/b", "/b"]


def test_who_hangs_up_at_the_first_question_is_not_asked_again() -> None:
    def hang_up(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True

    with web_server(a=hang_up) as server, Connections() as lasting:
        with pytest.raises(ServerUnreachableError, match="cannot be reached"):
            fetch(f"{server.url}/a", over=lasting)
        assert server.paths == ["/a"]


def test_time_counts_anew_for_each_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """What took the whole time leaves the next its own."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x")
        except OSError:
            pass

    with web_server(a=drip, b=answer(b"b")) as server, Connections() as lasting:
        monkeypatch.setattr("plnbuddy.system.fetch.TIME_LIMIT", 0.1)
        with pytest.raises(ServerUnreachableError, match="takes too long"):
            fetch(f"{server.url}/a", limit=10**12, over=lasting)
        monkeypatch.undo()
        monkeypatch.setenv("PLNBUDDY_ALLOW_LOOPBACK", "1")
        assert fetch(f"{server.url}/b", over=lasting).content == b"b"


def test_an_evening_of_asking_opens_one_connection_to_each_server(plnbuddy: Plnbuddy) -> None:
    with open_world(plnbuddy) as servers:
        plnbuddy("explore")
        assert [server.log.count() > 1 for server in servers.values()] == [True] * len(servers)
        assert [server.connections for server in servers.values()] == [1] * len(servers)
