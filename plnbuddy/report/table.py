"""A report as CSV: one row for each of the three C's and week, for a spreadsheet."""

import csv
import io

from plnbuddy.clean import guard_cell
from plnbuddy.report.build import Report


def report_csv(report: Report) -> str:
    """Rows of section, name, count, goal and minutes: the three C's, weeks, people, hashtags."""
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
    return output.getvalue()
