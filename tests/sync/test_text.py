"""Text from servers, also hostile text."""

import pytest

from tests.accounts import entry, kept
from tests.conftest import Plnbuddy
from tests.mastodon_server import Community, MastodonServer, faults
from tests.sync.prepared import BEN

HOSTILE = (
    "<p>One &lt;b&gt; &amp; two<br>three <a href='https://e.example'>link</a>"
    "<script>alert(1)</script></p><p>\u202eevil\u202c [red]x[/red] \x1b[31mred\x1b[0m\x07</p>"
)


def test_html_becomes_plain_text_and_escapes_are_gone(
    synced: Plnbuddy, community: Community
) -> None:
    community.post("anna", content=HOSTILE)
    shown = synced("sync", FORCE_COLOR="1", NO_COLOR="1")
    text = entry(synced, "One <b> & two")["text"]
    assert text.startswith("One <b> & two three link")
    assert "[red]x[/red]" in text
    for bad in ("\u202e", "\x1b[31m", "\x07", "</p>", "<a "):
        assert bad not in text
        assert bad not in shown.output


def test_emoji_and_hostile_signs_in_names_do_no_harm(
    synced: Plnbuddy, community: Community
) -> None:
    community.change("ben", display_name=":blobcat: Ben \x1b]8;;https://evil.example\x07\u202eneB")
    community.follow("ben", "anna")
    answer = synced("sync")
    assert "\x1b" not in answer.output
    assert f"{BEN} follows you" in answer.output
    names = " ".join(kept(synced.home)["tie"])
    assert "blobcat" not in names
    assert "\\u001b" not in names
    assert "\u202e" not in names


def test_emoji_in_posts_stay(synced: Plnbuddy, community: Community) -> None:
    community.post("anna", "Well done 👩‍🏫 🎶 ñ 音楽")
    synced("sync")
    assert entry(synced, "Well done")["text"] == "Well done 👩‍🏫 🎶 ñ 音楽"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "https://e.example/a b", None]
)
def test_a_link_that_is_none_is_left_out(
    synced: Plnbuddy, community: Community, server: MastodonServer, link: str | None
) -> None:
    community.post("anna", "Linked")
    server.faults.schedule(faults.replaced_fields(url=link, uri=link), "*/statuses")
    synced("sync")
    assert entry(synced, "Linked")["links"] == []
