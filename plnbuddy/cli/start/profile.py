"""The questions of the first step: who the teacher is."""

from collections.abc import Callable, Mapping, Sequence

from plnbuddy.cli.ask import Asker
from plnbuddy.cli.start.account import offer_login
from plnbuddy.cli.start.standing import usual_answers
from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.platform import Platform
from plnbuddy.core.vocabulary import (
    LANGUAGES,
    LEVELS,
    TOPICS,
    find_language,
    find_level,
    sort_words,
)
from plnbuddy.curated.bundled import read_servers
from plnbuddy.system.config import (
    KEYS,
    check_value,
    read_list,
    read_values,
    say_keywords,
    split_topics,
    write_values,
)
from plnbuddy.system.paths import Places

_COMMON_LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "ca", "sv", "da", "fi", "ja")


def profile_questions(
    terminal: Terminal, asker: Asker, places: Places
) -> Sequence[Callable[[], None]]:
    """What is asked of a teacher's profile, in turn; each answer is saved at once."""
    form = _Profile(terminal, asker, places)
    return (
        form.purpose,
        form.topics,
        form.levels,
        form.languages,
        form.region,
        form.networks,
        form.server,
    )


class _Profile:
    """The questions, and where their answers are kept."""

    def __init__(self, terminal: Terminal, asker: Asker, places: Places) -> None:
        self._terminal = terminal
        self._asker = asker
        self._places = places

    def purpose(self) -> None:
        question = "What do you want to learn from others? (a few words)"
        self._save("profile.purpose", self._asker.text(question, self._text("profile.purpose")))

    def topics(self) -> None:
        before = [topic for topic in self._usual("profile.topics") if topic != "general"]
        labels = {name: topic.label for name, topic in TOPICS.items()}
        question = "What do you teach? (numbers or words, with commas)"
        chosen = self._asker.several(question, labels, before, _topic_or_word)
        changes, keywords = split_topics(self._places.settings, chosen)
        write_values(self._places.settings, changes)
        if keywords:
            self._terminal.say(say_keywords(keywords))

    def levels(self) -> None:
        labels = {name: level.label for name, level in LEVELS.items()}
        self._several("profile.levels", "Whom do you teach?", labels, find_level)

    def languages(self) -> None:
        labels = {code: LANGUAGES[code] for code in _COMMON_LANGUAGES}
        self._several("profile.languages", "Which languages do you read?", labels, find_language)

    def region(self) -> None:
        self._checked(
            "profile.region",
            "Your country or state, as a code such as DE or US-TX? (Enter leaves it open)",
        )

    def networks(self) -> None:
        labels = {platform.value: platform.label for platform in Platform}
        question = "Where are you, or where do you want to be?"
        self._several("profile.networks", question, labels, _network)

    def server(self) -> None:
        if "mastodon" in self._usual("profile.networks"):
            topics, languages = self._usual("profile.topics"), self._usual("profile.languages")
            _show_servers(self._terminal, topics, languages)
            self._checked(
                "account.server", "Your Mastodon server, if you have an account? (Enter: none yet)"
            )
            offer_login(self._terminal, self._asker, self._places)
        self._terminal.say(
            "\nSaved. On your account, add a picture, one line about what you teach, "
            "and your hashtags: people follow back whom they recognise."
        )

    def _several(
        self, key: str, question: str, labels: Mapping[str, str], find: Callable[[str], str]
    ) -> None:
        self._save(key, self._asker.several(question, labels, self._usual(key), find))

    def _checked(self, key: str, question: str) -> None:
        answer = self._asker.until(
            question, self._text(key), lambda text: str(check_value(key, text))
        )
        self._save(key, answer)

    def _usual(self, key: str) -> list[str]:
        value = read_values(self._places.settings).get(key)
        value = value or usual_answers().get(key, KEYS[key].default)
        if isinstance(value, list | tuple):
            return list(value)
        return [str(value)] if value else []

    def _text(self, key: str) -> str:
        return "".join(self._usual(key))

    def _save(self, key: str, value: object) -> None:
        plain = list(value) if isinstance(value, tuple) else value
        write_values(self._places.settings, {key: plain})


def _topic_or_word(word: str) -> str:
    """The word itself, once it is clear that it is no misspelt topic."""
    sort_words([word])
    return word


def _network(word: str) -> str:
    (name,) = read_list("profile.networks", word)
    return name


def _show_servers(terminal: Terminal, topics: Sequence[str], languages: Sequence[str]) -> None:
    """A few servers for teachers without an account; those that take newcomers come first."""
    fitting = [
        server
        for server in read_servers()
        if set(server.languages) & set(languages) and server.registration != "closed"
    ]
    fitting.sort(
        key=lambda server: (
            not set(server.topics) & {*topics, "general"},
            server.registration not in ("open", "approval"),
            server.domain,
        )
    )
    terminal.say("\nServers where educators are:")
    for server in fitting[:5]:
        terminal.say(f"  {server.domain}  {server.description or server.name}")
