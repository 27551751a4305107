"""A report as CSV: one row for each fact, for a spreadsheet."""

import csv
import io

from plnbuddy.core.clean import TEXT_LIMIT, clean_line, guard_cell
from plnbuddy.report.build import Report


def report_csv(report: Report) -> str:
    """Rows of section, name, count, goal and minutes.

    The three C's, weeks, people, hashtags; an answer stands in `name` after its week.
    """
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(("section", "name", "count", "goal", "minutes"))
    for kind in report.kinds:
        writer.writerow(("kind", kind.kind.value, kind.count, kind.goal, kind.minutes))
    for week in report.weeks:
        writer.writerow(("week", week.first_day.isoformat(), week.total, "", week.minutes))
    for person in report.people:
        writer.writerow(("person", guard_cell(person.handle), person.count, "", ""))
    for tag in report.tags:
        writer.writerow(("hashtag", guard_cell(tag.tag), tag.count, "", ""))
    for reflection in report.reflections:
        answer = f"{reflection.week.isoformat()}: {clean_line(reflection.answer, TEXT_LIMIT)}"
        writer.writerow(("reflection", answer, "", "", ""))
    return output.getvalue()
