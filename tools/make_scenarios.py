#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes the invented scenarios: the seeds' six, and the drill of the clamp of 2026-03-10.

    make_scenarios.py [--check] [--out FOLDER]

Deterministic and in integers alone: the same bytes on any machine. With --check it compares with
what stands in --out and writes nothing. Nothing here happened; every document says so.
"""
import argparse
import sys
from datetime import date, timedelta
from math import isqrt
from pathlib import Path

from scenario_plans import MONDAY, PLANS, Anchors, Plan
from scenario_text import START, WINTER, Day, Document, Indicator, Market, wrapped, write_or_check

NOTICE = "Everything here is invented and synthetic: prices, indicators, liquidity and book."
HEAD = ("An invented event, written by tools/make_scenarios.py: nothing of it happened. The prices "
        "walk along given anchors with a fixed rhythm of the given volatility, ETH 1.2 times as "
        "far as BTC. Times are those of New York's winter. docs/scenario-format.md describes every "
        "key.")
ONE = 1_000_000
# Twelve moves in thousandths of a standard deviation: their sum is 0, their mean square 1.
RHYTHM = [342, -1270, 795, -254, 1811, -972, 99, 1336, -1689, 497, -673, -22]
# Four moves of USD/JPY, so even that its realised volatility all but stands still.
EVEN = [1180, -780, 780, -1180]
CLOSES = {"BTC": (68_000, 10), "ETH": (2_000, 12)}  # of the eve, and how far it moves, in tenths
# Holidays from March to May 2026.
TOKYO = ["2026-03-20", "2026-04-29", "2026-05-04", "2026-05-05", "2026-05-06"]
NEW_YORK = ["2026-04-03", "2026-05-25"]
CLOSED = {"jgb10": TOKYO, "jgb40": TOKYO, "move": NEW_YORK, "vix": NEW_YORK,
          "usdjpy": ["2026-05-25"]}
DECIMALS = {"jgb10": 3, "jgb40": 3, "move": 2, "usdjpy": 2, "vix": 2}
# The yields' realised volatilities on the eve.
YIELD_MEMORY = {"jgb10": ["0.021"] * 5, "jgb40": ["0.031"] * 5}


def along(anchors: Anchors, at: int) -> int:
    """Returns the value at `at`, linear between anchors and rounded down, constant outside."""
    before = anchors[0]
    for point in anchors:
        if at <= point[0]:
            rise, width, into = point[1] - before[1], point[0] - before[0], at - before[0]
            return before[1] + (rise * into // width if into > 0 else 0)
        before = point
    return before[1]


def decimal(count: int, decimals: int) -> str:
    """Returns a count of 10^-decimals as text."""
    text = f"{count // 10**decimals}.{count % 10**decimals:0{decimals}}"
    return text.rstrip("0").rstrip(".")


def close_of(plan: Plan, asset: str, bar: int) -> int:
    eve, tenths = CLOSES[asset]
    # A bar's part of a day's deviation. The rhythm is one of moves: where the price stands is their
    # sum, which comes back to 0.
    part = isqrt(plan.epoch_hours * ONE * ONE // 24)
    walked = sum(RHYTHM[: bar % len(RHYTHM) + 1])
    sway = along(plan.course.volatility, bar) * part // ONE * walked // 1_000
    level = along(plan.course.price, bar + 1) - ONE
    return eve * (ONE + (level + sway) * tenths // 10) // ONE


def prints_of(plan: Plan, number: int, at: date) -> dict[str, str]:
    prints = {}
    for name, decimals in DECIMALS.items():
        if at.weekday() >= 5 or str(at) in CLOSED[name]:
            continue
        level = along(getattr(plan.course, name), number)
        if name == "usdjpy":
            trading_day = number // 7 * 5 + number % 7
            walked = sum(EVEN[: trading_day % len(EVEN) + 1])
            level += level * along(plan.course.usdjpy_daily, number) // ONE * walked // 1_000
        prints[name] = decimal(level, decimals)
    return prints


def day_of(plan: Plan, number: int, at: date) -> Day:
    bars = range(number * 24 // plan.epoch_hours, (number + 1) * 24 // plan.epoch_hours)
    closes = {asset: [close_of(plan, asset, bar) for bar in bars] for asset in CLOSES}
    lows = {asset: min(of_day) * 995 // 1_000 for asset, of_day in closes.items()}
    depth = [along(plan.depth, bar) for bar in bars] if plan.depth else []
    whole = all(part == 10_000 for part in depth)
    return Day(closes, lows, prints_of(plan, number, at), [] if whole else depth)


def indicators_of(plan: Plan) -> dict[str, Indicator]:
    eve = date.fromisoformat(MONDAY) - timedelta(days=3)
    last = date.fromisoformat(MONDAY) + timedelta(days=plan.days - 1)
    memory = {**YIELD_MEMORY, "usdjpy": [plan.usdjpy_volatility] * 5}
    indicators = {}
    for name, decimals in DECIMALS.items():
        level = decimal(getattr(plan.course, name)[0][1], decimals)
        closed = [day for day in CLOSED[name] if day <= str(last)]
        indicators[name] = Indicator(str(eve), level, memory.get(name, [level] * 5), closed,
                                     "Invented: nobody published it")
    return indicators


def markets_of(plan: Plan) -> dict[str, Market]:
    volatility = {"BTC": plan.btc_volatility, "ETH": plan.eth_volatility}
    markets = {}
    for asset, (eve, _) in CLOSES.items():
        markets[asset] = Market(eve, volatility[asset], "Invented: nobody traded at it",
                                (plan.start or START)[asset], largest_bps=plan.largest_bps)
        if plan.wall:
            markets[asset].wall = plan.wall
    return markets


def document_of(plan: Plan) -> Document:
    first = date.fromisoformat(MONDAY)
    return Document(
        head=wrapped(HEAD), event=plan.event, title=plan.title, notice=NOTICE,
        epoch_hours=plan.epoch_hours, first_day=MONDAY, season=WINTER, falls=plan.falls,
        figures=plan.figures, events=list(plan.events), indicators=indicators_of(plan),
        markets=markets_of(plan), invented=(plan.after, plan.expected),
        days=[day_of(plan, n, first + timedelta(days=n)) for n in range(plan.days)])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    parser.add_argument("--out", default="policies/scenarios", help="the folder of scenarios")
    arguments = parser.parse_args()
    documents = [document_of(plan) for plan in PLANS]
    return write_or_check(documents, Path(arguments.out), arguments.check)


if __name__ == "__main__":
    sys.exit(main())
