"""`plnbuddy start` in a terminal: what it asks, and a teacher who answers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pexpect

from tests.conftest import Plnbuddy
from tests.terminals import Terminal, without_looks

NUMBERS = re.compile(r"^ ?(\d+)  ", re.MULTILINE)

PURPOSE = "What do you want to learn"
TOPICS = "What do you teach?"
LEVELS = "Whom do you teach?"
LANGUAGES = "Which languages do you read?"
REGION = "Your country or state"
NETWORKS = "Where are you"
SERVER = "Your Mastodon server, if you have an account?"
LOG_IN = "Log in to"
WHICH = "Which ones do you follow?"


class Conversation:
    """The teacher, who listens and answers."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self.heard = ""
        self.answers: list[str] = []

    def hear(self, words: str) -> str:
        """Wait for these words, wherever lines break; returns what was said until then."""
        return self.hear_one_of(words)[1]

    def hear_one_of(self, *choices: str) -> tuple[int, str]:
        """Wait for the first of these; returns which it was, and what was said until then."""
        patterns = [r"\s+".join(map(re.escape, words.split())) for words in choices]
        which = self._terminal.expect(patterns)
        said = without_looks(f"{self._terminal.before}{self._terminal.after}")
        self.heard += said
        return which, said

    def answer(self, text: str) -> None:
        """Type it, and Enter."""
        self.answers.append(text)
        self._terminal.sendline(text)

    def ask(self, question: str, *answers: str) -> str:
        """Wait for the question and answer it (again, when there are several answers)."""
        said = ""
        for text in answers:
            said = self.hear(question)
            self.hear(": ")
            self.answer(text)
        return said

    def follow_until(self, next_step: int) -> None:
        """Follow everything that is shown until that step is offered."""
        done = 0
        while not done:
            shown = self.hear(WHICH)
            self.hear(": ")
            self.answer(" ".join(NUMBERS.findall(shown)))
            done, _ = self.hear_one_of("Show more?", f"Go on with step {next_step}?")
            self.hear(": ")
            self.answer("")

    def press_ctrl_c(self) -> None:
        """Interrupt it where the question stands there whole."""
        self.hear(": ")
        self._terminal.press_ctrl_c()

    def press_ctrl_d(self) -> None:
        """Say that no answer will come, where the question stands there whole."""
        self.hear(": ")
        self._terminal.press_ctrl_d()

    def end(self) -> int:
        """Wait for its end, and its exit code; one that does not come is asked for once more.

        Python sees an interrupt that comes just before it waits for a line only after that line.
        """
        if self._terminal.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=20):
            self._terminal.press_ctrl_c()
            self._terminal.expect(pexpect.EOF)
        self.heard += without_looks(self._terminal.before)
        return self._terminal.exit_code()

    def lines(self) -> Iterator[str]:
        """What the program wrote, line by line, without the teacher's own words at the end."""
        for each in self.heard.split("\n"):
            typed = next((a for a in self.answers if a and each.endswith(f": {a}")), "")
            yield each.removesuffix(typed)


@contextmanager
def conversation(
    plnbuddy: Plnbuddy, columns: int = 80, *, asks: bool = False, **environment: Any
) -> Iterator[Conversation]:
    """Start it; servers are not read unless it may ask whether they should be."""
    if not asks:
        plnbuddy("config", "set", "explore.open_reading", "no")
    with plnbuddy.terminal("start", columns=columns, **environment) as terminal:
        yield Conversation(terminal)
