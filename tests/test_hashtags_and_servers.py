"""Hashtags and servers in every spelling that a teacher may paste, and what is none."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plnbuddy.core.handles import Tag, TagError, parse_server, parse_tag
from tests.conftest import Plnbuddy
from tests.made_up_handles import DIGITS, LETTERS, domains


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("#MusicEd", "MusicEd"),
        ("MusicEd", "MusicEd"),
        (" #edu_chat ", "edu_chat"),
        ("＃教育", "教育"),
        ("#Schülerzeitung", "Schülerzeitung"),
        ("#образование", "образование"),
        ("#2030goals", "2030goals"),
        ("#música", "música"),
        ("#l·l", "l·l"),
        ("#हिन्दी", "हिन्दी"),
        ("#ครูไทย", "ครูไทย"),
        ("#தமிழ்", "தமிழ்"),
    ],
)
def test_a_hashtag_is_one_word_in_any_script(text: str, name: str) -> None:
    assert parse_tag(text).name == name


def test_a_hashtag_typed_with_separate_accents_is_the_composed_one() -> None:
    decomposed = unicodedata.normalize("NFD", "#música")
    assert parse_tag(decomposed) == parse_tag("#música")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#",
        "##",
        "#two words",
        "#①",
        "#a²",
        "#a-b",
        "#a.b",
        "#2026",
        "#a\u202eb",
        "#\x1b[31m",
        "#a" * 60,
    ],
)
def test_what_is_no_hashtag_is_refused(text: str) -> None:
    with pytest.raises(TagError) as refused:
        parse_tag(text)
    assert "\x1b" not in refused.value.problem


@given(
    name=st.builds(
        str.__add__,
        st.sampled_from(LETTERS + "_äöüñçéß"),
        st.text(LETTERS + DIGITS + "_äöüñçé", max_size=30),
    )
)
def test_hashtags_are_equal_when_only_the_case_differs(name: str) -> None:
    tag = parse_tag(f"#{name}")
    assert parse_tag(str(tag)).name == tag.name
    assert tag == parse_tag(name.upper()) == parse_tag(name.lower())
    assert tag.key == parse_tag(name.upper()).key
    assert tag != parse_tag(f"{name}x")


@given(text=st.text(max_size=40))
def test_any_text_is_a_hashtag_or_refused_with_a_sentence(text: str) -> None:
    try:
        tag = parse_tag(text)
    except TagError:
        return
    assert parse_tag(str(tag)) == tag == Tag(tag.name)
    assert not any(character.isspace() for character in tag.name)


@pytest.mark.parametrize(
    "spelling",
    [
        "mastodon.social",
        "Mastodon.Social",
        " https://mastodon.social/ ",
        "https://mastodon.social/explore",
        "HTTP://mastodon.social",
        "@me@mastodon.social",
        "https://mastodon.social/@me",
        "mastodon.social.",
    ],
)
def test_a_server_is_saved_as_its_domain(plnbuddy: Plnbuddy, spelling: str) -> None:
    plnbuddy("config", "set", "account.server", spelling)
    saved = plnbuddy("config", "show", "--json").data["values"]["account.server"]
    assert saved == "mastodon.social"


@pytest.mark.parametrize("text", ["mastodon", "x.com", "twitter.com", "two words.org", "@me", ":"])
def test_what_is_no_mastodon_server_is_refused(plnbuddy: Plnbuddy, text: str) -> None:
    answer = plnbuddy("config", "set", "account.server", text, ok=False)
    assert answer.exit_code == 7
    assert "is not the name of a Mastodon server" in answer.messages
    assert plnbuddy("config", "show", "--json").data["values"]["account.server"] == ""


@given(domain=domains)
def test_a_server_reads_back(domain: str) -> None:
    assert parse_server(parse_server(f"https://{domain}/about")) == domain
