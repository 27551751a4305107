"""The shape of a network as lines for a terminal."""

from collections.abc import Iterator

from plnbuddy.out.lines import BLANK, Line, Part, line, link_line
from plnbuddy.shape.shape import Shape


def shape_lines(shape: Shape, *, numbers: bool = False) -> Iterator[Line]:
    """What matters first, then circles, then what to do; `numbers` with their meaning if asked."""
    yield line("Your network", "bold")
    for sentence in (*shape.sentences, *shape.changes):
        yield line(sentence)
    if shape.unknown:
        yield line(shape.unknown, "dim")
    if shape.circles:
        yield BLANK
        yield line("Circles", "bold")
        for circle in shape.circles:
            yield Line((Part(f"{circle.size:>4}  ", "cyan"), Part(circle.name, "bold")), 0, 6)
            if circle.about:
                yield line(circle.about, indent=6)
    if numbers and shape.numbers:
        yield BLANK
        yield line("Numbers", "bold")
        for number in shape.numbers:
            yield Line((Part(f"{number.name}: ", "bold"), Part(number.value, "cyan")), 2, 2)
            yield line(number.meaning, "dim", 6)
    if shape.advice:
        yield BLANK
        yield line("Who would improve it", "bold")
        for advice in shape.advice:
            parts = (Part(advice.name, "bold"), Part(f"  {advice.handle}", "cyan", advice.link))
            yield Line(parts, 2, 2)
            yield line(advice.why, indent=6)
            if advice.link:
                yield link_line(advice.link, 6)
