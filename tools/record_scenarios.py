#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the recorded scenarios that market history allows, each the few days of one event.

    record_scenarios.py [--check] [--data FOLDER] [--out FOLDER]

Reads the folder of --data, of BALLAST_DATA, or ../shared/data; without one it says so and ends
with 77. With --check it compares with what stands in --out and writes nothing. The four events of
2024-08 to 2026-01 were written by hand from published figures and are not made here.
"""
import argparse
import math
import sys
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from calibrate_reference import (NOT_RUN, channel_values, data_folder, number, read_series,
                                 variances)
from scenario_text import (START, SUMMER, WINTER, Day, Document, Indicator, Market, wrapped,
                           write_or_check)

SPOT = "BTC", "ETH"
NOTICE = "Liquidity and book are synthetic: nobody recorded them."
HEAD = (
    "A recorded event. Prices, indicators and dates are published figures, from the sources named "
    "below; liquidity and book are synthetic. Written by tools/record_scenarios.py, with the eve's "
    "volatilities by the engine's own recursion over 4 h closes since 2017-08-17. USD/JPY is a "
    "daily rate whose prints match 08:00 UTC; it counts as known at noon New York, later than it "
    "was. The policies' reference quantiles cover 2019 to June 2024: events within them are in "
    "their sample. docs/scenario-format.md describes every key.")
SERIES = {
    "jgb10": ("jgb_curve_daily.csv", "y10", "change_volatility"),
    "jgb40": ("jgb_curve_daily.csv", "y40", "change_volatility"),
    "move": ("move_daily.csv", "value", "level"),
    "usdjpy": ("usdjpy_daily.csv", "value", "return_volatility"),
    "vix": ("vix_daily.csv", "CLOSE", "level"),
}


@dataclass
class Event:
    name: str
    title: str
    first: str
    last: str
    season: str
    falls: list[tuple[str, str]]
    figures: list[tuple[str, str]]
    events: list[tuple[str, str]]
    notes: list[str] = field(default_factory=list)


EVENTS = [
    Event("2020-03-12", "The March 2020 crash", "2020-03-08", "2020-03-20", WINTER,
          [("2020-03-12T08:00:00Z",
            "BTC fell from 7,392 to 6,067 within four hours and to 4,800 by the end of the day.")],
          [("2020-03-16", "VIX closed at 82.69, its highest close")],
          [("2020-03-11T12:30:00Z", "CPI of February"),
           ("2020-03-18T18:00:00Z", "FOMC, held early on 03-15")],
          ["New York changed to summer time on 03-08; the times are those of winter, an hour "
           "later than the prints."]),
    Event("2021-05-19", "The May 2021 deleveraging", "2021-05-12", "2021-05-26", SUMMER,
          [("2021-05-19T00:00:00Z", "BTC fell from 42,850 to a low of 30,000 within the day.")],
          [], [("2021-05-12T12:30:00Z", "CPI of April")]),
    Event("2022-06", "Celsius and Three Arrows, June 2022", "2022-06-10", "2022-06-24", SUMMER,
          [("2022-06-13T00:00:00Z",
            "Celsius halted withdrawals and BTC fell from 26,575 to 22,487 within the day."),
           ("2022-06-18T00:00:00Z", "BTC fell under 20,000, to a low of 17,622.")],
          [], [("2022-06-10T12:30:00Z", "CPI of May"), ("2022-06-15T18:00:00Z", "FOMC"),
               ("2022-06-17T03:00:00Z", "BOJ")]),
    Event("2022-11", "FTX, November 2022", "2022-11-06", "2022-11-18", WINTER,
          [("2022-11-08T16:00:00Z",
            "FTX had stopped paying out; BTC fell from 19,521 to 15,923 within 32 hours.")],
          [], [("2022-11-10T13:30:00Z", "CPI of October")]),
    Event("2025-02-03", "The tariffs of February 2025", "2025-01-28", "2025-02-10", WINTER,
          [("2025-02-03T00:00:00Z",
            "ETH fell from 2,870 to a low of about 2,125 within hours, a quarter of its price.")],
          [], [("2025-01-29T19:00:00Z", "FOMC")]),
]


def prints_of(data: Path, name: str, until: str) -> list[tuple[str, float]]:
    file, column, _ = SERIES[name]
    return read_series(data / file, column, until)


def closed_days(series: list[tuple[str, float]], last_print: str, event: Event) -> list[str]:
    """Returns the weekdays without a print after the last one before the event."""
    printed = {day for day, _ in series}
    at, closed = date.fromisoformat(last_print) + timedelta(days=1), []
    while at <= date.fromisoformat(event.last):
        if at.weekday() < 5 and str(at) not in printed:
            closed.append(str(at))
        at += timedelta(days=1)
    return closed


def indicator_of(data: Path, name: str, event: Event) -> Indicator:
    series = prints_of(data, name, event.last)
    before = [item for item in series if item[0] < event.first]
    transform = SERIES[name][2]
    values = channel_values(before, transform)[-5:]
    decimals = 2 if transform == "level" else 4
    return Indicator(before[-1][0], number(before[-1][1], 3),
                     [number(value, decimals) for _, value in values],
                     closed_days(series, before[-1][0], event))


def bars(data: Path, asset: str, event: Event) -> list[tuple[str, float, float]]:
    path = data / f"{asset.lower()}usd_4h_spot.csv"
    closes = read_series(path, "close", event.last)
    lows = dict(read_series(path, "low", event.last))
    return [(stamp, close, lows[stamp]) for stamp, close in closes]


def market_of(series: list[tuple[str, float, float]], asset: str, event: Event) -> Market:
    before = [(stamp, close) for stamp, close, _ in series if stamp < event.first]
    fast, mid, slow = (number(math.sqrt(v), 5) for v in variances(before)[-1])
    return Market(round(before[-1][1]), (fast, mid, slow),
                  f"{asset} spot in USDT: 4 h closes, bars opening at 00, 04, 08, 12, 16 and 20 "
                  "UTC; the day's low", START[asset])


def days_of(data: Path, event: Event, spot: dict[str, list]) -> list[Day]:
    prints = {name: dict(prints_of(data, name, event.last)) for name in SERIES}
    days, at = [], date.fromisoformat(event.first)
    while at <= date.fromisoformat(event.last):
        rows = {asset: [row for row in series if row[0].startswith(str(at))]
                for asset, series in spot.items()}
        days.append(Day(
            {asset: [round(close) for _, close, _ in of_day] for asset, of_day in rows.items()},
            {asset: math.floor(min(low for _, _, low in of_day)) for asset, of_day in rows.items()},
            {name: number(of_name[str(at)], 3) for name, of_name in prints.items()
             if str(at) in of_name and at.weekday() < 5}))
        at += timedelta(days=1)
    return days


def document_of(data: Path, event: Event) -> Document:
    spot = {asset: bars(data, asset, event) for asset in SPOT}
    return Document(
        head=[line for text in [HEAD, *event.notes] for line in wrapped(text)],
        event=event.name, title=event.title, notice=NOTICE, epoch_hours=4,
        first_day=event.first, season=event.season, falls=event.falls, figures=event.figures,
        events=event.events,
        indicators={name: indicator_of(data, name, event) for name in SERIES},
        markets={asset: market_of(series, asset, event) for asset, series in spot.items()},
        days=days_of(data, event, spot))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--data", help="the folder of market history")
    parser.add_argument("--out", default="policies/scenarios", help="the folder of scenarios")
    arguments = parser.parse_args()
    data = data_folder(arguments.data)
    if data is None:
        print("not run: no market history (set BALLAST_DATA or provide ../shared/data)")
        return NOT_RUN
    documents = [document_of(data, event) for event in EVENTS]
    return write_or_check(documents, Path(arguments.out), arguments.check)


if __name__ == "__main__":
    sys.exit(main())
