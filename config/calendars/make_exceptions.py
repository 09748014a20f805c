#!/usr/bin/env python3
# Writes exceptions.csv: the days from 2022 to 2027 on which a market is closed or closes early.
"""Usage: make_exceptions.py [--check] FILE

With --check nothing is written: the exit code says whether FILE is what would be written.

Days follow from the rules of the exchanges. What no rule tells stands in the tables below. A day
that is announced (a day of mourning) goes into SINGLE_DAYS, or as a row into the CSV file itself.
"""
import csv
import io
import sys
from datetime import date, timedelta

YEARS = range(2022, 2028)
HEADER = ("market", "date", "weekday", "kind", "local_close", "note")
MONDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = 0, 3, 4, 5, 6
DAY = timedelta(days=1)

US, CME, EURONEXT, TOKYO = "US equities", "CME equity index", "Euronext Amsterdam", "Tokyo"

# What CME did on Good Friday; without an entry the day has to be checked. It opens for a morning
# when the report on employment comes out on that day.
GOOD_FRIDAY_AT_CME = {
    2022: ("closed", "", "Good Friday"),
    2023: ("early close", "08:15", "Good Friday with the employment report"),
    2024: ("closed", "", "Good Friday"),
}
NOT_DECIDED = ("check", "08:15?", "Good Friday: closed or 08:15 CT, decided yearly")

# Days in March and September, as the Cabinet Office announces them in the February before.
EQUINOXES = {2022: (21, 23), 2023: (21, 23), 2024: (20, 22),
             2025: (20, 23), 2026: (20, 23), 2027: (21, 23)}
EQUINOXES_COMPUTED = {2027}

SINGLE_DAYS = [
    (US, date(2025, 1, 9), "closed", "",
     "National Day of Mourning (unscheduled, announced 2024-12-30)"),
    (CME, date(2025, 1, 9), "early close", "08:30", "National Day of Mourning"),
]


def nth(count, weekday, month, year):
    """The first (1), second ... such weekday of a month."""
    first = date(year, month, 1)
    return first + DAY * ((weekday - first.weekday()) % 7 + 7 * (count - 1))


def last_monday_of_may(year):
    end = date(year, 5, 31)
    return end - DAY * end.weekday()


def easter(year):
    """Easter Sunday by Carter's rule, for 1900 to 2099."""
    moon = (204 - 11 * (year % 19)) % 30 + 21  # the full moon, as a day counted from March 1
    if moon > 48:
        moon -= 1
    to_sunday = 7 - (year + year // 4 + moon + 1) % 7
    return date(year, 3, 1) + DAY * (moon + to_sunday - 1)


def moved_off_weekend(day):
    """A fixed American holiday: of a Saturday on Friday, of a Sunday on Monday."""
    return day + {SATURDAY: -DAY, SUNDAY: DAY}.get(day.weekday(), timedelta())


def american_holidays(year):
    new_year = date(year, 1, 1)
    if new_year.weekday() == SUNDAY:  # of a Saturday: not at all, for books close on Dec 31
        new_year += DAY
    return {
        "New Year": new_year,
        "MLK": nth(3, MONDAY, 1, year),
        "Presidents": nth(3, MONDAY, 2, year),
        "Good Friday": easter(year) - 2 * DAY,
        "Memorial": last_monday_of_may(year),
        "Juneteenth": moved_off_weekend(date(year, 6, 19)),
        "Independence": moved_off_weekend(date(year, 7, 4)),
        "Labor": nth(1, MONDAY, 9, year),
        "Thanksgiving": nth(4, THURSDAY, 11, year),
        "Christmas": moved_off_weekend(date(year, 12, 25)),
    }


def american_half_days(year):
    """Days before and after holidays, where that is no holiday itself."""
    days = {"day after Thanksgiving": nth(4, THURSDAY, 11, year) + DAY}
    if date(year, 7, 3).weekday() < FRIDAY:
        days["before Independence Day"] = date(year, 7, 3)
    if date(year, 12, 24).weekday() < FRIDAY:
        days["Christmas Eve"] = date(year, 12, 24)
    return days


def us_equities(year):
    for name, day in american_holidays(year).items():
        yield day, "closed", "", name
    for name, day in american_half_days(year).items():
        yield day, "early close", "13:00", name


def cme_equity_index(year):
    for name, day in american_holidays(year).items():
        if name == "Christmas":
            yield day, "closed", "", name
        elif name == "New Year":
            yield (day, "closed", "",
                   "New Year; evening session opens 17:00 CT for the next trade date")
        elif name == "Good Friday":
            yield (day, *GOOD_FRIDAY_AT_CME.get(year, NOT_DECIDED))
        else:
            yield day, "halt", "12:00", "session belongs to the NEXT trade date; no settlement"
    for name, day in american_half_days(year).items():
        unsure = " (check)" if name == "before Independence Day" else ""
        yield day, "early close", "12:15", name + unsure


def euronext_amsterdam(year):
    closed = {
        "New Year": date(year, 1, 1),
        "Good Friday": easter(year) - 2 * DAY,
        "Easter Monday": easter(year) + DAY,
        "Labour Day": date(year, 5, 1),
        "Christmas": date(year, 12, 25),
        "Boxing Day": date(year, 12, 26),
    }
    for name, day in closed.items():
        yield day, "closed", "", name
    for day in (date(year, 12, 24), date(year, 12, 31)):
        yield day, "early close", "14:05", "half day"


def japanese_holidays(year):
    """National holidays: by law, the substitutes of Sundays, and days between two of them."""
    march, september = EQUINOXES[year]
    fixed = [(1, 1), (2, 11), (2, 23), (3, march), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11),
             (9, september), (11, 3), (11, 23)]
    by_law = {date(year, month, day) for month, day in fixed}
    by_law |= {nth(2, MONDAY, 1, year), nth(3, MONDAY, 7, year), nth(3, MONDAY, 9, year),
               nth(2, MONDAY, 10, year)}
    days = set(by_law)
    for substitute in (day + DAY for day in by_law if day.weekday() == SUNDAY):
        while substitute in by_law:
            substitute += DAY
        days.add(substitute)
    between = {day + DAY for day in by_law if day + 2 * DAY in by_law and day + DAY not in by_law}
    return days | {day for day in between if day.weekday() != SUNDAY}


def tokyo(year):
    note = "computed" if year in EQUINOXES_COMPUTED else ""
    exchange_days = {date(year, 1, 2), date(year, 1, 3), date(year, 12, 31)}
    for day in japanese_holidays(year) | exchange_days:
        yield day, "closed", "", note


MARKETS = {US: us_equities, CME: cme_equity_index, EURONEXT: euronext_amsterdam, TOKYO: tokyo}


def exceptions():
    """The rows of the file, by market and date. Weekends need none."""
    rows = list(SINGLE_DAYS)
    for market, days_of in MARKETS.items():
        for year in YEARS:
            rows += [(market, *row) for row in days_of(year)]
    return [(market, day.isoformat(), day.strftime("%a"), kind, local_close, note)
            for market, day, kind, local_close, note in sorted(rows) if day.weekday() < SATURDAY]


def text():
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(exceptions())
    return out.getvalue()


def main(arguments):
    check = arguments[:1] == ["--check"]
    files = arguments[1:] if check else arguments
    if len(files) != 1 or files[0].startswith("-"):
        sys.exit(__doc__.strip())
    if not check:
        with open(files[0], "w", encoding="ascii", newline="") as file:
            file.write(text())
        return
    with open(files[0], encoding="ascii", newline="") as file:
        if file.read() != text():
            sys.exit(f"{files[0]} is not what make_exceptions.py writes")


if __name__ == "__main__":
    main(sys.argv[1:])
