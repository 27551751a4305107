"""The five steps as a conversation at the terminal."""

from collections.abc import Callable, Sequence

from plnbuddy.cli.ask import Asker, GoBack
from plnbuddy.cli.start.contributing import contributing_questions
from plnbuddy.cli.start.following import hashtag_questions, people_questions
from plnbuddy.cli.start.profile import profile_questions
from plnbuddy.cli.start.reviewing import review_questions
from plnbuddy.cli.start.standing import progress_now, step_after
from plnbuddy.cli.terminal import Terminal
from plnbuddy.guide.steps import FIVE_STEPS
from plnbuddy.guide.text import progress_lines, step_lines
from plnbuddy.system.paths import Places

Question = Callable[[], None]

_QUESTIONS = (
    profile_questions,
    people_questions,
    hashtag_questions,
    contributing_questions,
    review_questions,
)


def converse(terminal: Terminal, places: Places) -> None:
    """Walk through the open steps with the teacher; leaving keeps everything so far."""
    asker = Asker(terminal, can_go_back=True)
    try:
        _walk(terminal, asker, places)
    except KeyboardInterrupt:
        terminal.say("\nEverything so far is kept.")
        terminal.say_next("plnbuddy start", "goes on where you stopped")


def _walk(terminal: Terminal, asker: Asker, places: Places) -> None:
    terminal.show(progress_lines(progress_now()))
    terminal.say('Leave any time with Ctrl-C; "back" returns to the question before.')
    for number, questions_of in enumerate(_QUESTIONS):
        state = progress_now().steps[number]
        if state.done:
            continue
        terminal.show(step_lines(state))
        questions = questions_of(terminal, asker, places)
        if not _take_step(terminal, asker, number, questions):
            break
    progress = progress_now()
    terminal.show(progress_lines(progress))
    terminal.say_next(*step_after(progress))


def _take_step(
    terminal: Terminal, asker: Asker, number: int, questions: Sequence[Question]
) -> bool:
    """Ask the questions of a step, and at its end whether to go on; returns the answer to that."""
    going_on: list[bool] = []

    def go_on() -> None:
        state = progress_now().steps[number]
        word = "Done" if state.done else "Not done yet, and that is fine"
        terminal.say(f"\nStep {state.step.number}/5: {word} ({state.so_far}).", "bold")
        last = number == len(FIVE_STEPS) - 1
        going_on.append(last or asker.yes(f"Go on with step {state.step.number + 1}?"))

    _in_turn(terminal, [*questions, go_on])
    return going_on[-1]


def _in_turn(terminal: Terminal, questions: Sequence[Question]) -> None:
    """Ask one question after the other; "back" returns to the one before."""
    at = 0
    while at < len(questions):
        try:
            questions[at]()
            at += 1
        except GoBack:
            if at == 0:
                terminal.say("This is the first question of the step.")
            at = max(at - 1, 0)
