"""A report as Markdown."""

import re
from collections.abc import Iterator, Sequence

from plnbuddy.core.clean import clean_line
from plnbuddy.out.markdown import escape_markdown, markdown_link
from plnbuddy.report.build import Report
from plnbuddy.report.period import spoken_span
from plnbuddy.report.text import (
    change_phrase,
    goal_phrase,
    minutes_sentence,
    people_sentence,
    streak_sentence,
    tags_sentence,
)
from plnbuddy.store.reflections import Reflection

_LINE_START = re.compile(r"^(\d*)(?=[-+=.)])")  # what would begin a list or underline a heading


def report_markdown(report: Report) -> str:
    """The whole report; texts from the journal are escaped."""
    return "\n".join(_blocks(report)) + "\n"


def _blocks(report: Report) -> Iterator[str]:
    yield f"# My learning network: {spoken_span(report.period.first, report.period.last)}\n"
    yield "| | activities | minutes | before |"
    yield "|---|---|---|---|"
    for kind in report.kinds:
        yield f"| {kind.kind} | {goal_phrase(kind)} | {kind.minutes} | {change_phrase(kind)} |"
    yield ""
    if not report.total:
        yield "Nothing is written down for these days.\n"
    for sentence in (
        report.balance,
        minutes_sentence(report),
        people_sentence(report),
        tags_sentence(report),
        streak_sentence(report),
        *report.network,
    ):
        if sentence:
            yield escape_markdown(sentence) + "\n"
    if report.highlights:
        yield "## Worth remembering\n"
        for activity in report.highlights:
            text = escape_markdown(clean_line(activity.text))
            links = "".join(f" {markdown_link(url)}" for url in activity.links[:1])
            yield f"- {activity.day.isoformat()}: {text}{links}"
        yield ""
    yield from reflection_blocks(report.reflections)
    if report.earlier_years:
        yield "## This day in earlier years\n"
        for activity in report.earlier_years:
            yield f"- {activity.day.isoformat()}: {escape_markdown(clean_line(activity.text))}"
        yield ""
    yield "## Week by week\n"
    yield "| week of | connect | collaborate | contribute | minutes |"
    yield "|---|---|---|---|---|"
    for week in report.weeks:
        yield (
            f"| {week.first_day.isoformat()} | {week.connect} | {week.collaborate} "
            f"| {week.contribute} | {week.minutes} |"
        )
    yield "\n## What next\n"
    for step in report.next_steps:
        yield f"- {escape_markdown(step.sentence)}"


def reflection_blocks(reflections: Sequence[Reflection]) -> Iterator[str]:
    """The answers of the weeks as quotations, each under its question."""
    if reflections:
        yield "## In my own words\n"
    for reflection in reflections:
        yield f"**Week of {reflection.week.isoformat()}: {reflection.question}**\n"
        for part in reflection.answer.split("\n"):
            marked = _LINE_START.sub(r"\1\\", escape_markdown(part.strip()))
            yield f"> {marked}  " if marked else ">"
        yield ""
