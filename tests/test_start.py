"""The five steps: with options, without a terminal, and as a conversation."""

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import pexpect
import pytest
from rich.cells import cell_len

from tests.conftest import Plnbuddy

USAGE = 2
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
NUMBERS = re.compile(r"^ ?(\d+)  ", re.MULTILINE)


def saved(plnbuddy: Plnbuddy) -> dict[str, dict[str, Any]]:
    return tomllib.loads((plnbuddy.home / "config.toml").read_text(encoding="utf-8"))


def steps(plnbuddy: Plnbuddy, *arguments: str) -> list[bool]:
    answer = plnbuddy("start", "--yes", "--json", *arguments)
    return [state["done"] for state in answer.data["steps"]]


# With options


def test_with_options_it_writes_the_settings_and_names_the_next_command(
    plnbuddy: Plnbuddy,
) -> None:
    answer = plnbuddy(
        *("start", "--topic", "Maths", "--topic", "ict", "--level", "high school"),
        *("--language", "German", "--language", "en", "--region", "de"),
        *("--network", "twitter", "--network", "mastodon"),
        *("--server", "https://Mastodon.Social/", "--purpose", "better questions", "--yes"),
    )
    assert saved(plnbuddy) == {
        "profile": {
            "topics": ["math", "computing"],
            "levels": ["secondary"],
            "languages": ["de", "en"],
            "region": "DE",
            "networks": ["twitter", "mastodon"],
            "purpose": "better questions",
        },
        "account": {"server": "mastodon.social"},
    }
    assert str(plnbuddy.home / "config.toml") in answer.messages
    assert answer.messages.count("Next: ") == 1
    assert answer.messages.rstrip().splitlines()[-1].startswith("Next: plnbuddy suggest people")


def test_the_next_command_is_the_main_job_and_works(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("start", "--topic", "math", "--level", "secondary", "--language", "en", "-y")
    found = re.search(r"Next: plnbuddy ([a-z ]+?)   \(", answer.messages)
    assert found
    assert plnbuddy(*found[1].split()).output.startswith("People\n")


def test_what_is_not_given_gets_the_usual_answer(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("start", "--yes")
    assert saved(plnbuddy)["profile"]["topics"] == ["general"]
    assert saved(plnbuddy)["profile"]["languages"] == ["en"]
    assert "No topic was given" in answer.messages
    assert "plnbuddy start --topic" in answer.messages


def test_yes_never_asks_even_in_a_terminal(plnbuddy: Plnbuddy) -> None:
    for more in ("--yes", "--no-input", "--json"):
        child = pexpect.spawn(
            *_command(plnbuddy, "start", "--topic", "music", "--level", "primary", more),
            env=plnbuddy.process_environment(TERM="xterm"),
            encoding="utf-8",
            timeout=60,
        )
        text = child.read()
        child.close()
        assert child.exitstatus == 0
        assert "?" not in text
        assert "Purpose and profile" in text


@pytest.mark.parametrize(
    ("option", "word", "hint"),
    [
        ("--topic", "musci", "Did you mean music"),
        ("--topic", "phsyics", "Did you mean physics"),
        ("--level", "secundary", "Did you mean secondary"),
        ("--level", "qqqq", "The levels are: early"),
        ("--language", "germn", "Did you mean german"),
        ("--language", "qq", "Write a code such as en"),
        ("--network", "mastdon", "Did you mean mastodon"),
        ("--region", "the moon", "country code"),
        ("--server", "not a server", "mastodon.social"),
    ],
)
def test_a_word_that_does_not_fit_is_wrong_usage_and_nothing_is_written(
    plnbuddy: Plnbuddy, option: str, word: str, hint: str
) -> None:
    answer = plnbuddy("start", "--topic", "drama", option, word, "--yes", ok=False)
    assert answer.exit_code == USAGE
    assert f"'{word}'" in answer.messages
    assert hint in answer.messages
    assert answer.output == ""
    assert not (plnbuddy.home / "config.toml").exists()


def test_a_wrong_word_leaves_the_settings_of_before(music_teacher: Plnbuddy) -> None:
    before = (music_teacher.home / "config.toml").read_bytes()
    music_teacher("start", "--topic", "musci", "--level", "primary", "--yes", ok=False)
    assert (music_teacher.home / "config.toml").read_bytes() == before


def test_options_change_only_what_they_name(music_teacher: Plnbuddy) -> None:
    music_teacher("config", "set", "goals.connect", "7")
    music_teacher("start", "--level", "primary", "--yes")
    assert saved(music_teacher)["goals"]["connect"] == 7
    assert saved(music_teacher)["profile"]["topics"] == ["music"]
    assert saved(music_teacher)["profile"]["levels"] == ["primary"]


@pytest.mark.parametrize(
    ("environment", "language", "region"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de", "DE"),
        ({"LANG": "fr"}, "fr", ""),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "es_ES.UTF-8"}, "es", "ES"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "pt_BR.UTF-8"}, "pt", "BR"),
        ({"LANG": "C.UTF-8"}, "en", ""),
        ({"LANG": "tlh_XX"}, "en", ""),
    ],
)
def test_language_and_region_come_from_the_system(
    plnbuddy: Plnbuddy, environment: dict[str, str], language: str, region: str
) -> None:
    done = subprocess.run(
        plnbuddy.command(("start", "--topic", "music", "--yes")),
        capture_output=True,
        env=plnbuddy.process_environment(**environment),
        timeout=60,
        check=True,
    )
    assert done.stdout
    profile = saved(plnbuddy)["profile"]
    assert (profile["languages"], profile.get("region", "")) == ([language], region)


# Without a terminal


def _command(plnbuddy: Plnbuddy, *arguments: str) -> tuple[str, list[str]]:
    program, *rest = plnbuddy.command(arguments)
    return program, rest


@pytest.mark.parametrize("redirection", ["</dev/null", "<&-", "</etc/hostname"])
def test_without_a_terminal_it_never_asks(plnbuddy: Plnbuddy, redirection: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {redirection}', "sh", *plnbuddy.command(("start",))],
        capture_output=True,
        env=plnbuddy.process_environment(),
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done
    assert b"1/5 Purpose and profile: done" in done.stdout
    assert b"?" not in done.stdout + done.stderr
    assert b"Next: plnbuddy suggest people" in done.stderr
    assert saved(plnbuddy)["profile"]["topics"] == ["general"]


def test_running_it_again_shows_what_is_done_and_what_is_not(music_teacher: Plnbuddy) -> None:
    assert steps(music_teacher) == [True, False, False, False, False]
    music_teacher("follow", *(f"@t{number}@example.org" for number in range(10)))
    again = music_teacher("start", "--yes")
    assert "2/5 Follow a few good people: done" in again.output
    assert "3/5 Join the conversation by hashtag and chat: not yet" in again.output
    assert "Next: plnbuddy suggest hashtags" in again.messages


def test_each_step_is_done_by_its_evidence(music_teacher: Plnbuddy) -> None:
    chat = music_teacher("lists", "show", "chats", "--json").data["tables"]["chats"][0]["tag"]
    music_teacher("follow", "#one", "#two", "#three", f"#{chat}")
    assert steps(music_teacher) == [True, False, True, False, False]
    music_teacher("log", "collaborate", "answered @ben@example.org")
    assert steps(music_teacher) == [True, False, True, False, False]
    music_teacher("log", "contribute", "shared a song")
    assert steps(music_teacher) == [True, False, True, True, False]
    music_teacher("config", "set", "goals.connect", "3")
    assert steps(music_teacher) == [True, False, True, True, False]
    music_teacher("report")
    assert steps(music_teacher) == [True, False, True, True, True]
    music_teacher("follow", *(f"@t{number}@example.org" for number in range(9)))
    assert steps(music_teacher) == [True, False, True, True, True]
    music_teacher("follow", "@t9@example.org")
    assert steps(music_teacher) == [True, True, True, True, True]
    done = music_teacher("start", "--yes")
    assert "Next: plnbuddy suggest   (all five steps are done)" in done.messages
    music_teacher("undo")
    assert steps(music_teacher) == [True, False, True, True, True]


def test_a_chat_attended_counts_like_a_chat_planned(music_teacher: Plnbuddy) -> None:
    chat = music_teacher("lists", "show", "chats", "--json").data["tables"]["chats"][0]["tag"]
    music_teacher("log", "collaborate", f"took part in #{chat}")
    assert "a chat planned or attended" in music_teacher("start", "--yes").output


def test_json_tells_the_five_steps_and_writes_nothing_else(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy.process("start", "--topic", "music", "--json")
    assert answer.messages == ""
    data = json.loads(answer.output)
    assert data["form"] == "plnbuddy.start.1"
    assert data["settings_file"] == str(plnbuddy.home / "config.toml")
    assert [state["step"]["number"] for state in data["steps"]] == [1, 2, 3, 4, 5]
    for state in data["steps"]:
        assert set(state) >= {"step", "done", "so_far"}
        assert set(state["step"]) >= {"title", "practises", "why", "evidence", "command"}
    assert [state["done"] for state in data["steps"]] == [True, False, False, False, False]


def test_a_broken_settings_file_is_left_alone(plnbuddy: Plnbuddy) -> None:
    plnbuddy.home.mkdir(parents=True)
    file = plnbuddy.home / "config.toml"
    file.write_text('[profile]\ntopics = ["music"\n', encoding="utf-8")
    answer = plnbuddy("start", "--topic", "drama", "--yes", ok=False)
    assert answer.exit_code == 7
    assert "line" in answer.messages
    assert file.read_text(encoding="utf-8") == '[profile]\ntopics = ["music"\n'


# As a conversation


class Conversation:
    """`plnbuddy start` in a terminal, and the teacher who answers."""

    def __init__(
        self, plnbuddy: Plnbuddy, columns: int = 80, *, asks: bool = False, **environment: str
    ) -> None:
        if not asks:
            plnbuddy("config", "set", "explore.open_reading", "no")
        settings = plnbuddy.process_environment(TERM="xterm-256color", **environment)
        for name in ("COLUMNS", "LINES", "NO_COLOR"):
            settings.pop(name, None)
        self.child = pexpect.spawn(
            *_command(plnbuddy, "start"),
            env=settings,
            dimensions=(50, columns),
            encoding="utf-8",
            timeout=60,
        )
        self.heard = ""
        self.answers: list[str] = []

    def __enter__(self) -> "Conversation":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.child.close(force=True)

    def hear(self, words: str) -> str:
        """Wait for these words, wherever lines break; returns what was said until then."""
        self.child.expect(r"\s+".join(map(re.escape, words.split())))
        said = ESCAPE.sub("", f"{self.child.before}{self.child.after}").replace("\r\n", "\n")
        self.heard += said
        return said

    def answer(self, text: str) -> None:
        self.answers.append(text)
        self.child.sendline(text)

    def ask(self, question: str, *answers: str) -> str:
        """Wait for the question and answer it (again, when there are several answers)."""
        said = ""
        for text in answers:
            said = self.hear(question)
            self.hear(": ")
            self.answer(text)
        return said

    def press_ctrl_c(self) -> None:
        """Interrupt it where the question stands there whole."""
        self.hear(": ")
        self.child.sendintr()

    def end(self) -> int:
        """Wait for its end; one that does not come is asked for once more.

        Python sees an interrupt that comes just before it waits for a line only after that line.
        """
        if self.child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=20):
            self.child.sendintr()
            self.child.expect(pexpect.EOF)
        self.heard += ESCAPE.sub("", self.child.before).replace("\r\n", "\n")
        self.child.close()
        status = self.child.exitstatus
        assert status is not None
        return int(status)

    def lines(self) -> Iterator[str]:
        """What the program wrote, line by line, without the teacher's own words at the end."""
        for each in self.heard.split("\n"):
            typed = next((a for a in self.answers if a and each.endswith(f": {a}")), "")
            yield each.removesuffix(typed)


PURPOSE = "What do you want to learn"
TOPICS = "What do you teach?"
LEVELS = "Whom do you teach?"
LANGUAGES = "Which languages do you read?"
REGION = "Your country or state"
NETWORKS = "Where are you"
SERVER = "Your Mastodon server, if you have an account?"
LOG_IN = "Log in to"
WHICH = "Which ones do you follow?"


def follow_enough(talk: Conversation, next_step: int) -> None:
    """Follow everything that is shown until the step is done."""
    while True:
        shown = talk.hear(WHICH)
        talk.hear(": ")
        talk.answer(" ".join(NUMBERS.findall(shown)))
        at = talk.child.expect([r"Show\s+more\?", rf"Go\s+on\s+with\s+step\s+{next_step}\?"])
        talk.heard += ESCAPE.sub("", f"{talk.child.before}{talk.child.after}").replace("\r\n", "\n")
        talk.hear(": ")
        talk.answer("")
        if at == 1:
            return


@pytest.mark.parametrize("columns", [80, 40])
def test_the_conversation_goes_through_all_five_steps(plnbuddy: Plnbuddy, columns: int) -> None:
    with Conversation(plnbuddy, columns) as talk:
        talk.ask(PURPOSE, "rhythm games")
        talk.ask(TOPICS, "musci")
        talk.hear("Did you mean music")
        talk.ask(TOPICS, "music, computing")
        talk.ask(LEVELS, "secondary")
        talk.ask(LANGUAGES, "en")
        talk.ask(REGION, "gb")
        talk.ask(NETWORKS, "1")
        talk.ask(SERVER, "Mastodon.Social")
        talk.ask(LOG_IN, "no")
        talk.ask("Go on with step 2?", "")
        follow_enough(talk, 3)
        follow_enough(talk, 4)
        talk.ask("Have you posted it?", "https://mastodon.social/@me/1")
        talk.ask("Whom have you answered?", "not a handle")
        talk.hear("is not a handle")
        talk.ask("Whom have you answered?", "@ben@example.org")
        talk.ask("Go on with step 5?", "yes")
        talk.ask("Connect: how many", "three")
        talk.hear("is not a number")
        talk.ask("Connect: how many", "3")
        talk.ask("Collaborate: how many", "")
        talk.ask("Contribute: how many", "2")
        talk.ask("At most how many minutes", "90")
        talk.hear("Your first report")
        assert talk.end() == 0
        for number in range(1, 6):
            assert re.search(rf"Step\s{number}/5", talk.heard)
        ending = talk.heard[talk.heard.rindex("Next:") :]
        assert ending.split()[1:3] == ["plnbuddy", "suggest"]
        assert max(cell_len(each) for each in talk.lines()) <= columns
    assert steps(plnbuddy) == [True] * 5
    assert saved(plnbuddy)["profile"] == {
        "purpose": "rhythm games",
        "topics": ["music", "computing"],
        "levels": ["secondary"],
        "languages": ["en"],
        "region": "GB",
        "networks": ["mastodon"],
    }
    assert saved(plnbuddy)["account"] == {"server": "mastodon.social"}
    goals = {"connect": 3, "collaborate": 2, "contribute": 2, "minutes": 90}
    assert saved(plnbuddy)["goals"] == goals
    journal = plnbuddy("log", "list", "--all", "--json").data["entries"]
    kinds = [entry["kind"] for entry in journal]
    assert (kinds.count("collaborate"), kinds.count("contribute")) == (1, 1)
    assert kinds.count("connect") >= 13
    assert ["https://mastodon.social/@me/1"] in [entry["links"] for entry in journal]
    assert ["@ben@example.org"] in [
        entry["people"] for entry in journal if entry["kind"] == "collaborate"
    ]


def test_when_all_is_done_it_asks_nothing_more(plnbuddy: Plnbuddy) -> None:
    plnbuddy("start", "--topic", "music", "--level", "primary", "--language", "en", "--yes")
    chat = plnbuddy("lists", "show", "chats", "--json").data["tables"]["chats"][0]["tag"]
    plnbuddy("follow", *(f"@t{number}@example.org" for number in range(10)))
    plnbuddy("follow", "#one", "#two", "#three", f"#{chat}")
    plnbuddy("log", "collaborate", "answered somebody")
    plnbuddy("log", "contribute", "shared a song")
    plnbuddy("config", "set", "goals.connect", "3")
    plnbuddy("report")
    with Conversation(plnbuddy) as talk:
        assert talk.end() == 0
        assert "?" not in talk.heard
        assert "all five steps are done" in talk.heard


def test_back_returns_to_the_question_before(plnbuddy: Plnbuddy) -> None:
    with Conversation(plnbuddy) as talk:
        talk.ask(PURPOSE, "songs")
        talk.ask(TOPICS, "music")
        talk.ask(LEVELS, "primary")
        talk.ask(LANGUAGES, "back")
        talk.ask(LEVELS, "back")
        talk.ask(TOPICS, "Back")
        # The answers of before are offered again.
        talk.hear(PURPOSE)
        talk.hear("[songs]")
        talk.answer("")
        talk.hear(TOPICS)
        talk.hear("[music]")
        talk.answer("drama")
        talk.ask(LEVELS, "")
        talk.ask(LANGUAGES, "")
        talk.hear(REGION)
        talk.press_ctrl_c()
        talk.end()
    profile = saved(plnbuddy)["profile"]
    assert (profile["purpose"], profile["topics"], profile["levels"]) == (
        "songs",
        ["drama"],
        ["primary"],
    )


def test_back_at_the_first_question_stays_there_however_often(plnbuddy: Plnbuddy) -> None:
    with Conversation(plnbuddy) as talk:
        talk.ask(PURPOSE, "back", "back", "b", "songs")
        talk.ask(TOPICS, "music")
        talk.hear(LEVELS)
    assert saved(plnbuddy)["profile"]["purpose"] == "songs"


def test_back_at_the_end_of_a_step_does_not_go_on(music_teacher: Plnbuddy) -> None:
    music_teacher("follow", *(f"@t{number}@example.org" for number in range(10)))
    music_teacher("follow", "#one", "#two", "#three")
    chat = music_teacher("lists", "show", "chats", "--json").data["tables"]["chats"][0]["tag"]
    music_teacher("follow", f"#{chat}")
    with Conversation(music_teacher) as talk:
        talk.ask("Have you posted it?", "")
        talk.ask("Whom have you answered?", "")
        talk.ask("Go on with step 5?", "back")
        talk.ask("Whom have you answered?", "@ben@example.org")
        talk.hear("Go on with step 5?")


def test_going_back_and_answering_again_logs_nothing_twice(music_teacher: Plnbuddy) -> None:
    music_teacher("follow", *(f"@t{number}@example.org" for number in range(10)))
    chat = music_teacher("lists", "show", "chats", "--json").data["tables"]["chats"][0]["tag"]
    music_teacher("follow", "#one", "#two", "#three", f"#{chat}")
    with Conversation(music_teacher) as talk:
        talk.ask("Have you posted it?", "yes")
        talk.ask("Whom have you answered?", "back")
        talk.ask("Have you posted it?", "yes")
        talk.ask("Whom have you answered?", "@ben@example.org")
        talk.hear("Go on with step 5?")
    journal = music_teacher("log", "list", "--all", "--json").data["entries"]
    assert [entry["kind"] for entry in journal].count("contribute") == 1


@pytest.mark.parametrize("answer", ["no", "Nein"])
def test_a_no_is_not_logged_as_a_post(music_teacher: Plnbuddy, answer: str) -> None:
    music_teacher("follow", *(f"@t{number}@example.org" for number in range(10)))
    chat = music_teacher("lists", "show", "chats", "--json").data["tables"]["chats"][0]["tag"]
    music_teacher("follow", "#one", "#two", "#three", f"#{chat}")
    with Conversation(music_teacher) as talk:
        talk.ask("Have you posted it?", answer)
        talk.hear("Whom have you answered?")
    journal = music_teacher("log", "list", "--all", "--json").data["entries"]
    assert "contribute" not in [entry["kind"] for entry in journal]


def test_leaving_keeps_the_answers_and_the_next_start_resumes(plnbuddy: Plnbuddy) -> None:
    with Conversation(plnbuddy) as talk:
        talk.ask(PURPOSE, "songs")
        talk.ask(TOPICS, "music")
        talk.ask(LEVELS, "primary, early")
        talk.ask(LANGUAGES, "en")
        talk.ask(REGION, "")
        talk.ask(NETWORKS, "mastodon")
        talk.ask(SERVER, "")
        talk.ask("Go on with step 2?", "")
        shown = talk.hear(WHICH)
        talk.hear(": ")
        talk.answer("1")
        talk.hear("Show more?")
        talk.press_ctrl_c()
        talk.hear("Everything so far is kept")
        talk.hear("Next: plnbuddy start")
        assert talk.end() in (0, 130)
        assert "Traceback" not in talk.heard
    assert saved(plnbuddy)["profile"]["levels"] == ["primary", "early"]
    followed = plnbuddy("log", "list", "--all", "--json").data["entries"]
    assert len(followed) == 1
    with Conversation(plnbuddy) as talk:
        opening = talk.hear(WHICH)
        assert "1/5 Purpose and profile: done" in opening
        assert "1 of 10 people followed" in opening
        assert "Step 2/5" in opening
        assert PURPOSE not in opening
        people = [entry["people"][0] for entry in followed]
        assert all(handle in shown for handle in people)
        assert not any(handle in opening for handle in people)


def test_leaving_in_the_middle_of_the_first_step_asks_the_rest_next_time(
    plnbuddy: Plnbuddy,
) -> None:
    with Conversation(plnbuddy, LANG="de_DE.UTF-8") as talk:
        talk.ask(PURPOSE, "songs")
        talk.ask(TOPICS, "music")
        talk.ask(LEVELS, "primary")
        talk.hear(LANGUAGES)
        talk.hear("[de]")
        talk.press_ctrl_c()
        talk.hear("Everything so far is kept")
        talk.end()
    with Conversation(plnbuddy, LANG="de_DE.UTF-8") as talk:
        talk.hear(PURPOSE)
        talk.hear("[songs]")
        talk.answer("")
        talk.ask(TOPICS, "")
        talk.ask(LEVELS, "")
        talk.ask(LANGUAGES, "")
        talk.hear(REGION)
        talk.hear("[DE]")
    profile = saved(plnbuddy)["profile"]
    assert (profile["topics"], profile["languages"]) == (["music"], ["de"])


def test_the_end_of_input_leaves_like_ctrl_c(plnbuddy: Plnbuddy) -> None:
    with Conversation(plnbuddy) as talk:
        talk.ask(PURPOSE, "songs")
        talk.hear(TOPICS)
        talk.hear(": ")
        talk.child.sendeof()
        talk.hear("Everything so far is kept")
        assert talk.end() in (0, 130)
    assert saved(plnbuddy)["profile"]["purpose"] == "songs"


def test_a_step_that_is_not_done_can_be_left_for_later(plnbuddy: Plnbuddy) -> None:
    plnbuddy("start", "--topic", "music", "--level", "primary", "--language", "en", "--yes")
    with Conversation(plnbuddy) as talk:
        talk.ask(WHICH, "")
        talk.hear("plnbuddy lists add https://")
        talk.ask("Read it now?", "no")
        talk.hear("Not done yet, and that is fine")
        talk.ask("Go on with step 3?", "no")
        assert talk.end() == 0
        assert "Next: plnbuddy suggest people" in talk.heard


def test_wrong_answers_are_explained_and_asked_again(plnbuddy: Plnbuddy) -> None:
    with Conversation(plnbuddy) as talk:
        talk.ask(PURPOSE, "[bold]songs[/bold] [/] \\[x]")
        talk.ask(TOPICS, "")
        talk.hear("One answer is needed")
        talk.ask(TOPICS, "99")
        talk.hear("There is no number 99")
        talk.ask(TOPICS, "music")
        talk.ask(LEVELS, "2, 4")
        talk.ask(LANGUAGES, "klingon")
        talk.hear("is not a language")
        talk.ask(LANGUAGES, "english, fr")
        talk.ask(REGION, "somewhere else")
        talk.hear("a country code such as DE")
        talk.ask(REGION, "us-tx")
        talk.ask(NETWORKS, "facebook")
        talk.hear("one of mastodon, bluesky, twitter")
        talk.ask(NETWORKS, "twitter, mastodon")
        talk.ask(SERVER, "my school")
        talk.hear("is not the name of a Mastodon server")
        talk.ask(SERVER, "@me@school.example")
        talk.ask(LOG_IN, "no")
        talk.hear("Go on with step 2?")
    assert saved(plnbuddy) == {
        "profile": {
            "purpose": "[bold]songs[/bold] [/] \\[x]",
            "topics": ["music"],
            "levels": ["primary", "secondary"],
            "languages": ["en", "fr"],
            "region": "US-TX",
            "networks": ["twitter", "mastodon"],
        },
        "account": {"server": "school.example"},
        "explore": {"open_reading": "no"},
    }


def test_wrong_numbers_in_the_conversation_decide_nothing(music_teacher: Plnbuddy) -> None:
    with Conversation(music_teacher) as talk:
        talk.ask(WHICH, "1, 99")
        talk.hear("There is no number 99")
        talk.ask(WHICH, "1")
        talk.hear("1 of 10 so far")
    assert len(music_teacher("log", "list", "--all", "--json").data["entries"]) == 1


def test_topics_are_understood_in_other_languages(plnbuddy: Plnbuddy) -> None:
    words = ("Kunst", "histoire-géo", "Sonderpädagogik", "PSHE", "dyslexia", "Latin", "psychology")
    plnbuddy("start", *(part for word in words for part in ("--topic", word)), "--yes")
    shown = plnbuddy("config", "show", "--json").data["values"]
    assert set(shown["profile.topics"]) >= {
        "arts", "history", "geography", "special-education", "health", "languages",
        "social-studies",
    }  # fmt: skip
    assert shown["profile.keywords"] == []


def test_a_word_that_fits_no_topic_is_kept_as_a_keyword_and_said_so(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("start", "--topic", "music", "--topic", "Quilting", "--yes")
    assert "'quilting' is no topic" in answer.messages
    shown = plnbuddy("config", "show", "--json").data["values"]
    assert shown["profile.topics"] == ["music"]
    assert shown["profile.keywords"] == ["quilting"]
    again = plnbuddy("config", "set", "profile.topics", "music,makerspace")
    assert "'makerspace' is no topic" in again.messages
    shown = plnbuddy("config", "show", "--json").data["values"]
    assert shown["profile.keywords"] == ["quilting", "makerspace"]


@pytest.mark.parametrize("word", ["homeschool", "psychology", "geology"])
def test_did_you_mean_never_leads_to_another_subject(plnbuddy: Plnbuddy, word: str) -> None:
    answer = plnbuddy("start", "--topic", word, "--yes")
    assert "Did you mean" not in answer.messages
