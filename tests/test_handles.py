"""Handles in every spelling that a teacher may paste, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plnbuddy.core.handles import Handle, HandleError, parse_handle
from plnbuddy.core.platform import Platform
from tests.made_up_handles import domains, twitter_names, usernames


@pytest.mark.parametrize(
    "spelling",
    [
        "@anna@example.org",
        "anna@example.org",
        "  @anna@example.org\n",
        "@anna@example.org.",
        "@anna@EXAMPLE.org",
        "acct:anna@example.org",
        "ACCT:anna@example.org",
        "acct://anna@example.org",
        "https://example.org/@anna",
        "http://example.org/@anna/",
        "HTTPS://Example.ORG/@anna",
        "example.org/@anna",
        "https://example.org/users/anna",
        "https://example.org/u/anna",
        "https://example.org/@anna/with_replies",
        "https://example.org/@anna/media",
        "https://example.org/@anna.rss",
        "https://example.org/deck/@anna/with_replies",
        "https://example.org/@anna/tagged/music",
        "https://example.org/web/@anna",
        "https://example.org/deck/@anna",
        "https://example.org/%40anna",
        "https://example.org/users/anna/followers",
        "https://another.example/web/@anna@example.org",
        "https://another.example/deck/@anna@example.org",
        "https://elk.zone/another.example/@anna@example.org",
        "https://elk.zone/example.org/@anna",
        "\u200b@anna@example.org\ufeff",
        "\u2068@anna\u2069@exam\u00adple.org",
        "@anna@example。org",
        "https://example.org/@anna?lang=de",
        "https://example.org/@anna#posts",
        "https://another.example/@anna@example.org",
    ],
)
def test_a_fediverse_handle_is_understood_in_every_spelling(spelling: str) -> None:
    assert str(parse_handle(spelling)) == "@anna@example.org"


@pytest.mark.parametrize(
    "spelling",
    [
        "@anna_99",
        "https://twitter.com/anna_99",
        "https://x.com/anna_99",
        "http://www.twitter.com/anna_99/",
        "https://mobile.twitter.com/anna_99?lang=en",
        "https://www.x.com/anna_99",
        "x.com/anna_99",
        "X.com/@anna_99",
        "@anna_99@twitter.com",
    ],
)
def test_a_twitter_handle_is_understood_in_every_spelling(spelling: str) -> None:
    handle = parse_handle(spelling)
    assert str(handle) == "@anna_99"
    assert handle.platform is Platform.TWITTER


DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("@anna.bsky.social", "anna.bsky.social"),
        ("@Anna.BSKY.social", "anna.bsky.social"),
        ("anna.bsky.social", "anna.bsky.social"),
        ("\u2068@anna.bsky.social\u2069", "anna.bsky.social"),
        ("@anna.school.org", "anna.school.org"),
        ("@school.org", "school.org"),
        ("@schüler.org", "xn--schler-5ya.org"),
        ("https://bsky.app/profile/anna.bsky.social", "anna.bsky.social"),
        ("bsky.app/profile/anna.school.org/", "anna.school.org"),
        ("https://bsky.app/profile/anna.bsky.social/followers", "anna.bsky.social"),
        ("at://anna.bsky.social", "anna.bsky.social"),
        (DID, DID),
        (f"at://{DID}", DID),
        (f"https://bsky.app/profile/{DID}", DID),
        ("did:web:school.org", "did:web:school.org"),
    ],
)
def test_a_bluesky_handle_is_understood_in_every_spelling(spelling: str, name: str) -> None:
    handle = parse_handle(spelling)
    assert (handle.platform, handle.username, handle.domain) == (Platform.BLUESKY, name, "")
    assert str(handle) == (name if handle.is_did else f"@{name}")
    assert parse_handle(str(handle)) == handle


@pytest.mark.parametrize(
    ("spelling", "label"),
    [
        ("https://example.org/@anna/113500000000000000", "@anna@example.org"),
        ("https://other.example/@anna@example.org/113500000000000000", "@anna@example.org"),
        ("https://example.org/users/anna/statuses/1135", "@anna@example.org"),
        ("https://x.com/anna_99/status/1?s=20", "@anna_99"),
        ("https://bsky.app/profile/anna.bsky.social/post/3kabc", "@anna.bsky.social"),
        ("at://anna.bsky.social/app.bsky.feed.post/3kabc", "@anna.bsky.social"),
    ],
)
def test_the_address_of_a_post_leads_to_its_author_where_that_is_asked_for(
    spelling: str, label: str
) -> None:
    assert str(parse_handle(spelling, of_post=True)) == label
    with pytest.raises(HandleError, match="a post, not of a profile"):
        parse_handle(spelling)


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("https://friendica.example/profile/anna", "@anna@friendica.example"),
        ("https://venera.social/profile/anna", "@anna@venera.social"),
        ("https://pixelfed.example/anna", "@anna@pixelfed.example"),
        ("https://social.example/@south@baw%C3%BC.example", "@south@xn--baw-joa.example"),
        ("https://b%C3%BCcher.example/@south", "@south@xn--bcher-kva.example"),
    ],
)
def test_addresses_of_other_programs_and_with_encoded_letters_are_profiles_too(
    address: str, label: str
) -> None:
    assert str(parse_handle(address)) == label


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://github.com/anna", "github.com is not a network that plnbuddy knows people on."),
        ("https://www.threads.com/@anna", "threads.com is not a network"),
        ("https://example.org/anna", "This address on example.org is not that of a person's"),
        ("@anna@exam\u202eple.org", "exam<U+202E>ple.org' is not a handle."),
        ("@①@example.org", "In it, ① is circled digit one."),
        ("@a\u0430nna@example.org", "In it, \u0430 is cyrillic small letter a."),
    ],
)
def test_a_refusal_says_what_is_in_the_way(text: str, said: str) -> None:
    with pytest.raises(HandleError) as refused:
        parse_handle(text)
    assert said in refused.value.problem


@pytest.mark.parametrize(
    ("spelling", "domain"),
    [
        ("@jörg@schüler.example", None),
        ("@joerg@schüler.example", "xn--schler-5ya.example"),
        ("@joerg@SCHÜLER.example", "xn--schler-5ya.example"),
        ("@joerg@schu\u0308ler.example", "xn--schler-5ya.example"),
        ("@joerg@xn--schler-5ya.example", "xn--schler-5ya.example"),
        ("https://schüler.example/@joerg", "xn--schler-5ya.example"),
        ("@maria@школа.рф", "xn--80atdl2c.xn--p1ai"),
    ],
)
def test_a_domain_in_another_script_is_kept_in_its_encoded_form(
    spelling: str, domain: str | None
) -> None:
    if domain is None:
        with pytest.raises(HandleError):
            parse_handle(spelling)
    else:
        assert parse_handle(spelling).domain == domain


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "@",
        "@@",
        "anna",
        "anna@",
        "@anna@",
        "@@example.org",
        "@anna@example",
        "@anna@exa mple.org",
        "@anna@-example.org",
        "@anna@example..org",
        "@anna@.org",
        "@anna@example.org@third.org",
        "@.anna@example.org",
        "@anna.@example.org",
        "@an na@example.org",
        "@anna!@example.org",
        "@anna-lena",
        "@" + "a" * 21,
        "@anna@" + "a" * 64 + ".org",
        "@anna@" + "abc." * 80 + "org",
        "@" + "a" * 3_000 + "@example.org",
        "https://example.org/",
        "https://example.org",
        "https://example.org/anna",
        "https://example.org/anna/",
        "example.org/anna",
        "https://example.org/blog/anna",
        "https://example.org/profile/anna",
        "https://example.org/@anna/113500000000000000",
        "https://example.org/@anna/an/essay",
        "https://example.org/@",
        "https://example.org/@anna@",
        "https://example.org/%ff",
        "https://github.com/anna",
        "https://gist.github.com/anna/1",
        "https://www.threads.com/@anna",
        "https://www.threads.net/@anna",
        "https://de.linkedin.com/in/anna",
        "https://medium.com/@anna",
        "https://x.com/anna/status/1",
        "https://x.com/home",
        "https://x.com/i/events/1",
        "https://x.com/search?q=anna",
        "https://bsky.app/",
        "https://bsky.app/profile/anna",
        "https://bsky.app/profile/anna.bsky.social/post/3kabc",
        "https://bsky.app/starter-pack/anna.bsky.social/3kabc",
        "@①②@example.org",
        "@anna@①.example",
        "@anna@ex\u200dample.org",
        "@anna.local",
        "@anna.42",
        "@.bsky.social",
        "school.org",
        "did:plc:abc",
        "did:key:z6Mk",
        "at://",
        "javascript:alert(1)//@anna",
        "@anna@exam\x00ple.org",
        "@anna\x1b[31m@example.org",
        "@anna@exam\u202eple.org",
        "@a\u0430nna@example.org",
        "@anna@\ud800.org",
        "#musiced",
    ],
)
def test_what_is_no_handle_is_refused(text: str) -> None:
    with pytest.raises(HandleError) as refused:
        parse_handle(text)
    assert refused.value.problem.endswith(".")
    assert "\x1b" not in refused.value.problem
    assert refused.value.remedy
    assert len(refused.value.problem) < 150


@given(username=usernames, domain=domains)
def test_a_handle_reads_back_from_all_its_own_spellings(username: str, domain: str) -> None:
    handle = Handle(Platform.MASTODON, username, domain)
    for spelling in (
        str(handle),
        str(handle)[1:],
        f"acct:{username}@{domain}",
        f"https://{domain}/@{username}",
        f"https://{domain}/users/{username}",
        f"https://other.example/@{username}@{domain}",
    ):
        again = parse_handle(spelling)
        assert (again.username, again.domain) == (username, domain)


@given(username=twitter_names)
def test_a_twitter_handle_reads_back_from_all_its_own_spellings(username: str) -> None:
    for spelling in (f"@{username}", f"https://x.com/{username}", f"twitter.com/{username}"):
        assert str(parse_handle(spelling)) == f"@{username}"


@given(one=usernames, other=usernames, domain=domains, elsewhere=domains)
def test_handles_are_equal_when_only_the_case_differs(
    one: str, other: str, domain: str, elsewhere: str
) -> None:
    first = parse_handle(f"@{one}@{domain}")
    same = parse_handle(f"@{one.swapcase()}@{domain.upper()}")
    assert first == same
    assert hash(first) == hash(same)
    assert first.key == same.key
    second = parse_handle(f"@{other}@{elsewhere}")
    differs = (one.lower(), domain) != (other.lower(), elsewhere)
    assert (first != second) is differs
    assert (first.key != second.key) is differs


@given(username=twitter_names, domain=domains)
def test_the_same_name_on_two_networks_is_two_handles(username: str, domain: str) -> None:
    assert parse_handle(f"@{username}") != parse_handle(f"@{username}@{domain}")


@given(text=st.text(max_size=60) | st.from_regex(r"@?\w*@[\w.\-]*", fullmatch=True))
def test_any_text_is_a_handle_or_refused_with_a_sentence(text: str) -> None:
    try:
        handle = parse_handle(text)
    except HandleError:
        return
    assert parse_handle(str(handle)) == handle
    assert str(handle).isascii()
    assert str(handle).isprintable()
