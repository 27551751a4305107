"""Asking a teacher: numbered choices, usual answers, a way back."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from plnbuddy.cli.terminal import Terminal
from plnbuddy.core.clean import clean_line, is_number
from plnbuddy.core.errors import PlnbuddyError, UsageError

_YES = ("yes", "y", "ja", "j", "oui", "o", "si", "sí", "sim", "done")
_NO = ("no", "n", "nein", "non", "não", "nee", "not yet", "later")
BACK_WORDS = ("back", "b")

_Answer = TypeVar("_Answer")


class GoBack(Exception):  # noqa: N818 (a wish, not an error)
    """The teacher wants the previous question again."""


class Asker:
    """Questions to the person at the terminal.

    With `can_go_back`, "back" raises GoBack, and whoever asks returns to the question
    before; otherwise there is none, and the question is asked again.
    """

    def __init__(self, terminal: Terminal, *, can_go_back: bool = False) -> None:
        self._terminal = terminal
        self._can_go_back = can_go_back

    def text(self, question: str, usual: str = "") -> str:
        """Any text; Enter takes the usual answer, "-" means none."""
        answer = self._heard(question, usual)
        while answer.lower() in BACK_WORDS:
            if self._can_go_back:
                raise GoBack
            self._terminal.warn("There is no question before this one.")
            answer = self._heard(question, usual)
        return "" if answer == "-" else answer or usual

    def _heard(self, question: str, usual: str) -> str:
        from rich.prompt import Prompt

        shown = f"{question} [{usual}]" if usual else question
        self._terminal.messages.print()
        try:
            answer = Prompt.ask(
                _plain(shown), console=self._terminal.messages, default="", show_default=False
            )
        except EOFError:
            raise KeyboardInterrupt from None
        return answer.strip()

    def until(self, question: str, usual: str, read: Callable[[str], _Answer]) -> _Answer:
        """Ask until the answer can be read; says what was wrong with it and what to do."""
        while True:
            try:
                return read(self.text(question, usual))
            except PlnbuddyError as error:
                self._terminal.warn(error.problem, "yellow")
                self._terminal.warn(error.remedy)

    def several(
        self,
        question: str,
        options: Mapping[str, str],
        usual: Sequence[str],
        find: Callable[[str], str],
    ) -> tuple[str, ...]:
        """One or more of the numbered options, by number or by word.

        Args:
            options: value and what the teacher reads.
            find: reads a word that is no number; raises UsageError when it is unknown.
        """
        self._show_options(options)
        names = list(options)

        def read(answer: str) -> tuple[str, ...]:
            words = [word for word in answer.replace(";", ",").split(",") if word.strip()]
            if len(words) == 1 and all(is_number(word) for word in words[0].split()):
                words = words[0].split()
            if not words:
                raise UsageError("One answer is needed.", "Give numbers or words, with commas.")
            return tuple(dict.fromkeys(_pick(word.strip(), names, find) for word in words))

        return self.until(question, ", ".join(usual), read)

    def number(self, question: str, usual: int, highest: int) -> int:
        """A whole number from 0 to `highest`."""

        def read(answer: str) -> int:
            if is_number(answer) and int(answer) <= highest:
                return int(answer)
            raise UsageError(f"'{answer}' is not a number from 0 to {highest}.", "Try again.")

        return self.until(question, str(usual), read)

    def yes(self, question: str, usual: str = "yes") -> bool:
        """Yes or no; Enter means the usual answer, and is none where that is ""."""
        return self.until(f"{question} (yes/no)", usual, read_yes)

    def code(self) -> str:
        """A code that the teacher pastes; without a terminal, the first line of standard input.

        Raises:
            UsageError: nothing was given.
        """
        if self._terminal.can_ask:
            return self.until("The code?", "", _some_code)
        return _some_code(sys.stdin.readline(2_000) if sys.stdin else "")

    def _show_options(self, options: Mapping[str, str]) -> None:
        from rich.columns import Columns
        from rich.text import Text

        cells = [Text(f"{at:>2} {label}") for at, label in enumerate(options.values(), start=1)]
        self._terminal.messages.print()
        self._terminal.messages.print(Columns(cells, column_first=True, padding=(0, 2)))


def read_yes(answer: str) -> bool:
    """Whether the answer means yes.

    Raises:
        UsageError: it means neither yes nor no.
    """
    word = answer.strip().lower().rstrip(".")
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise UsageError(f"'{clean_line(answer, 60)}' is neither yes nor no.", "Say yes or no.")


def _some_code(text: str) -> str:
    code = clean_line(text, 2_000)
    if not code:
        raise UsageError(
            "A code is needed.", "Copy it from the page, and give it with --code CODE."
        )
    return code


def _plain(text: str) -> str:
    """The text with rich's markup made harmless: prompts are the one place that reads it."""
    from rich.markup import escape

    return escape(text)


def _pick(word: str, names: Sequence[str], find: Callable[[str], str]) -> str:
    if not is_number(word):
        return find(word)
    if not 1 <= int(word) <= len(names):
        raise UsageError(f"There is no number {word}.", f"Give a number from 1 to {len(names)}.")
    return names[int(word) - 1]
