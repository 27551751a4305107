"""`lists add` of an address, and `lists update`: what is asked again, and what is refused."""

import pytest

from plnbuddy.lists.source import table_address
from tests.conftest import Plnbuddy
from tests.kept_lists import MASTODON, labels
from tests.web_pages import Page


def test_an_address_is_refreshed(
    plnbuddy: Plnbuddy, served: tuple[str, type[Page]]
) -> None:  # fmt: skip
    base, page = served
    page.pages["/l.csv"] = (MASTODON + "anna@example.org,,,\nben@b.example,,,\n").encode()
    plnbuddy("lists", "add", f"{base}/l.csv", "--name", "mine")
    assert "nothing new" in plnbuddy("lists", "update").output
    assert page.asked[-1][1]  # an ETag was sent
    page.pages["/l.csv"] = (MASTODON + "anna@example.org,,,\nclara@c.example,,,\n").encode()
    changes = plnbuddy("lists", "update", "--json").data["lists"][0]
    assert [row["label"] for row in changes["came"]] == ["@clara@c.example"]
    assert [row["label"] for row in changes["went"]] == ["@ben@b.example"]
    assert labels(plnbuddy, "mine") == ["@anna@example.org", "@clara@c.example"]


def test_a_source_that_fails_leaves_the_list(
    plnbuddy: Plnbuddy, served: tuple[str, type[Page]]
) -> None:  # fmt: skip
    base, page = served
    page.pages["/l.csv"] = b"handle\nanna@example.org\n"
    plnbuddy("lists", "add", f"{base}/l.csv", "--name", "mine")
    page.pages.clear()
    answer = plnbuddy("lists", "update", ok=False)
    assert answer.exit_code == 4
    assert "stays as it was" in answer.output
    page.pages["/l.csv"] = b"<html><title>Sorry</title>please log in</html>"
    assert plnbuddy("lists", "update", ok=False).exit_code == 4
    assert labels(plnbuddy, "mine") == ["@anna@example.org"]


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/list.csv",
        "https://127.0.0.1/list.csv",
        "https://192.168.0.1/list.csv",
        "https://[::1]/list.csv",
        "https://localhost/list.csv",
    ],
)
def test_private_and_plain_addresses_are_refused(plnbuddy: Plnbuddy, address: str) -> None:
    answer = plnbuddy("lists", "add", address, ok=False)
    assert answer.exit_code == 4
    assert "Traceback" not in answer.messages


def test_a_redirect_into_the_private_network(
    plnbuddy: Plnbuddy, served: tuple[str, type[Page]]
) -> None:  # fmt: skip
    base, page = served
    page.pages["/l.csv"] = b"to:https://10.0.0.1/l.csv"
    assert plnbuddy("lists", "add", f"{base}/l.csv", ok=False).exit_code == 4


def test_google_sheets_are_read_as_tables() -> None:
    sheet = "https://docs.google.com/spreadsheets/d/1AbC_d-9"
    assert table_address(f"{sheet}/edit#gid=77") == f"{sheet}/export?format=csv&gid=77"
    assert table_address(f"{sheet}/edit?usp=sharing") == f"{sheet}/export?format=csv&gid=0"
    public = "https://docs.google.com/spreadsheets/d/e/2PACX-1v/pubhtml?gid=5"
    expected = "https://docs.google.com/spreadsheets/d/e/2PACX-1v/pub?output=csv&gid=5"
    assert table_address(public) == expected
    assert table_address("https://example.org/x.csv") == "https://example.org/x.csv"
