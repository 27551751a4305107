"""A report as Markdown."""

import re
from collections.abc import Iterator

from plnbuddy.clean import clean_line
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

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


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
            yield _escaped(sentence) + "\n"
    if report.highlights:
        yield "## Worth remembering\n"
        for activity in report.highlights:
            text = _escaped(clean_line(activity.text))
            links = "".join(f" <{_address(url)}>" for url in activity.links[:1])
            yield f"- {activity.day.isoformat()}: {text}{links}"
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
        yield f"- {_escaped(step.sentence)}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _address(url: str) -> str:
    return url.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
