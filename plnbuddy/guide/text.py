"""The five steps as lines for a terminal."""

from collections.abc import Iterator

from plnbuddy.guide.progress import Progress, StepState
from plnbuddy.guide.steps import FIVE_STEPS
from plnbuddy.out.lines import BLANK, Line, Part, line


def progress_lines(progress: Progress) -> Iterator[Line]:
    """The five steps with done or not yet, and what is there so far."""
    yield line("Five steps to your personal learning network", "bold")
    for state in progress.steps:
        sign, word, style = ("✓", "done", "green") if state.done else ("·", "not yet", "yellow")
        title = f"{state.step.number}/{len(FIVE_STEPS)} {state.step.title}"
        yield Line((Part(f"{sign} {title}: "), Part(word, style)), 2)
        yield line(state.so_far, "dim", 8)


def step_lines(state: StepState) -> Iterator[Line]:
    """What a step is about, before it is done with the teacher."""
    step = state.step
    yield BLANK
    yield Line(
        (
            Part(f"Step {step.number}/{len(FIVE_STEPS)}  {step.title}", "bold"),
            Part(f"   ({step.practises})", "dim"),
        )
    )
    yield line(step.why)
    yield line(f"Done when: {step.evidence}. So far: {state.so_far}.", "dim")
