#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A second writing of `ballast calibrate`: channels, threshold, BTC, ETH, the scenarios' medians.

    calibrate_reference.py [--check FILE ...] [--data FOLDER]

Prints TOML lines with their provenance, or, with --check, finds each line in the documents that
ship: what another program in another language finds again is no slip of one of them. Reads the
folder of --data, of BALLAST_DATA, or ../shared/data; without one it says so and ends with 77.
Everything stops at END, before the first recorded event: no look-ahead, no tuning. The arithmetic
is floating point; the printed digits are few enough not to depend on it.
"""
import argparse
import csv
import math
import os
import re
import sys
import textwrap
from bisect import bisect_right
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import fmean, median

END = "2024-06-28"
WINDOW = 1260  # prints of a reference distribution: five years of trading days
RANKS = ["0", "0.05", "0.1", "0.25", "0.5", "0.75", "0.8", "0.85", "0.9", "0.925", "0.95",
         "0.975", "0.99", "0.995", "1"]
HOURLY_FROM = "2020-10-23"
ALARM_FROM = "2015-01-01"
ALARM_SHARE = 0.05
ASYMMETRY = 0.3
HOLD = 0.707
INDICATOR_DECAY = 0.5 ** (1 / 5)
DECAYS = [0.5 ** (1 / (24 * days)) for days in (1, 11, 69)]
NOT_RUN = 77

# Channel: the file, its column, the transform (engine::Transform), the weight.
CHANNELS = {
    "jgb10_volatility": ("jgb_curve_daily.csv", "y10", "change_volatility", 0.5),
    "jgb40_volatility": ("jgb_curve_daily.csv", "y40", "change_volatility", 0.5),
    "move": ("move_daily.csv", "value", "level", 1.0),
    "usdjpy_volatility": ("usdjpy_daily.csv", "value", "return_volatility", 1.0),
    "vix": ("vix_daily.csv", "CLOSE", "level", 1.0),
}

# Governance's static choice on the chain, and the synthetic calm book of the scenarios.
BONUS, FEE = 0.05, 0.005
ASSETS = {
    "BTC": {"lt": 0.78, "depth": 200e6, "debt": 600e6},
    "ETH": {"lt": 0.83, "depth": 150e6, "debt": 900e6},
}


def read_series(path: Path, column: str, until: str = END) -> list[tuple[str, float]]:
    """Returns (stamp, value), without blanks, up to and with the day `until`."""
    with path.open(newline="") as file:
        rows = csv.reader(file)
        head = next(rows)
        at = head.index(column)
        return [(row[0], float(row[at])) for row in rows if row[at] and row[0][:10] <= until]


def channel_values(series: list[tuple[str, float]], transform: str) -> list[tuple[str, float]]:
    """Returns the channel's values: prints, or realised volatilities as engine/channel.cpp has."""
    if transform == "level":
        return series
    values, variance = [], None
    for (_, before), (day, now) in zip(series, series[1:]):
        move = now / before - 1 if transform == "return_volatility" else now - before
        square = move * move
        variance = square if variance is None else (
            INDICATOR_DECAY * variance + (1 - INDICATOR_DECAY) * square)
        values.append((day, math.sqrt(variance * (252 if transform != "change_volatility" else 1))))
    return values[60:]  # twelve half-lives: the first variance is forgotten


def changes(values: list[tuple[str, float]], prints: int) -> list[tuple[str, float]]:
    """Returns the relative change over `prints` prints, at its day."""
    return [
        (day, now / before - 1)
        for (_, before), (day, now) in zip(values, values[prints:])
        if before > 0
    ]


def quantile(ordered: list[float], rank: float) -> float:
    """Returns the sample quantile, linear between order statistics (Hyndman and Fan's type 7)."""
    place = rank * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def reference(series: list[tuple[str, float]], until: str) -> list[float]:
    """Returns the quantiles at RANKS of the last WINDOW values up to and with the day `until`."""
    past = [value for day, value in series if day <= until][-WINDOW:]
    return [quantile(sorted(past), float(rank)) for rank in RANKS]


def place(quantiles: list[float], x: float) -> float:
    """Returns the rank of x, linear between quantiles: engine::rank_up without its rounding."""
    if x < quantiles[0]:
        return 0.0
    if x >= quantiles[-1]:
        return 1.0
    above = bisect_right(quantiles, x)
    low, high = float(RANKS[above - 1]), float(RANKS[above])
    width = quantiles[above] - quantiles[above - 1]
    return low + (high - low) * (x - quantiles[above - 1]) / width


def daily_ranks(values: list[tuple[str, float]]) -> dict[str, float]:
    """Returns max(1-day rank, 5-day rank) a day, in quantiles renewed each January."""
    ranks: dict[str, float] = {}
    for prints in (1, 5):
        series = changes(values, prints)
        year, quantiles = "", []
        for day, change in series:
            if day < ALARM_FROM:
                continue
            if day[:4] != year:
                year = day[:4]
                quantiles = reference(series, f"{int(year) - 1}-12-31")
            ranks[day] = max(ranks.get(day, 0.0), place(quantiles, change))
    return ranks


def known_late(ranks: dict[str, float]) -> dict[str, float]:
    """Returns Tokyo's ranks on the next session, when its fixings are published."""
    days = sorted(ranks)
    return {later: ranks[day] for day, later in zip(days, days[1:])}


def alarm_share(ranks: dict[str, dict[str, float]], threshold: float) -> float:
    """Returns the share of weekdays at whose end S is at least a half (engine/regime.cpp).

    Friday's changes still stand on Saturday and Sunday, which take nothing off the score: Monday
    begins with all of them.
    """
    held, raw, alarms = 0.0, 0.0, 0
    day, end = date.fromisoformat(ALARM_FROM), date.fromisoformat(END)
    weekdays = 0
    last = {name: 0.0 for name in ranks}
    while day <= end:
        if day.weekday() < 5:
            weekdays += 1
            held = max(raw, HOLD * held) if day.weekday() == 0 else HOLD * held
            for name, of_day in ranks.items():
                last[name] = of_day.get(day.isoformat(), last[name])
            scores = [CHANNELS[name][3] * max(0.0, (u - threshold) / (1 - threshold))
                      for name, u in last.items()]
            loudest = max(scores)
            raw = 0.7 * loudest + 0.3 * (sum(scores) - loudest) / (len(scores) - 1)
            held = max(raw, held)
            alarms += held >= 0.5
        day += timedelta(days=1)
    return alarms / weekdays


def rank_threshold(ranks: dict[str, dict[str, float]]) -> tuple[float, float]:
    """Returns the least threshold on a grid of .005 from which on all keep the alarm budget."""
    step = 199
    while step > 100 and alarm_share(ranks, (step - 1) / 200) <= ALARM_SHARE:
        step -= 1
    return step / 200, alarm_share(ranks, step / 200)


def variances(series: list[tuple[str, float]]) -> list[tuple[float, float, float]]:
    """Returns the daily variances at three speeds after each close (engine/volatility.cpp)."""
    squares = []
    for (start, before), (end, now) in zip(series, series[1:]):
        r = now / before - 1
        hours = (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() / 3600
        response = 1 + ASYMMETRY if r < 0 else 1 - ASYMMETRY
        squares.append((r * r * response * 24 / hours, hours))
    month = datetime.fromisoformat(series[0][0]) + timedelta(days=30)
    count = sum(datetime.fromisoformat(stamp) <= month for stamp, _ in series[1:])
    state = [fmean(square for square, _ in squares[:count])] * 3
    history = [tuple(state)]
    for square, hours in squares:
        state = [
            decay**hours * v + (1 - decay**hours) * square for decay, v in zip(DECAYS, state)
        ]
        history.append(tuple(state))
    return history


def worst_year(closes: list[float]) -> float:
    """Returns the largest root mean square of 250 consecutive daily returns."""
    squares = [(now / before - 1) ** 2 for before, now in zip(closes, closes[1:])]
    return math.sqrt(max(fmean(squares[i : i + 250]) for i in range(len(squares) - 249)))


def tail_multiplier(closes: list[float], history: list[tuple[float, float, float]]) -> float:
    """Returns the mean loss over 24 h in sigmas, beyond its 95 % quantile, on hourly blocks."""
    losses = []
    for i in range(69 * 24, len(closes) - 24):
        sigma = math.sqrt(max(history[i]))
        losses.append((1 - closes[i + 24] / closes[i]) / sigma)
    losses.sort()
    return fmean(losses[math.ceil(0.95 * len(losses)) :])


def number(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def array(key: str, values: list[str]) -> str:
    text = ", ".join(f'"{value}"' for value in values)
    return "\n".join([f"{key} = [", *textwrap.wrap(text, 96, initial_indent="  ",
                                                  subsequent_indent="  "), "]"])


def regime_lines(data: Path) -> list[str]:
    values = {
        name: channel_values(read_series(data / file, column), transform)
        for name, (file, column, transform, _) in CHANNELS.items()
    }
    ranks = {name: daily_ranks(channel) for name, channel in values.items()}
    ranks |= {name: known_late(of_name) for name, of_name in ranks.items() if name[:3] == "jgb"}
    threshold, share = rank_threshold(ranks)
    at_90 = alarm_share(ranks, 0.9)
    lines = [
        f"# S >= .5 on {share:.2%} of the weekdays from {ALARM_FROM} to {END}, quantiles renewed",
        f"# each January from the past alone; a threshold of .9 would alarm on {at_90:.1%}.",
        f'rank_threshold = "{number(threshold, 3)}"',
        array("reference_ranks", RANKS),
    ]
    for name, channel in values.items():
        window = [day for day, _ in changes(channel, 1)][-WINDOW:]
        lines.append(f"# {name}: {WINDOW} prints from {window[0]} to {window[-1]}")
        for key, prints in (("one_day_change", 1), ("five_day_change", 5)):
            quantiles = reference(changes(channel, prints), END)
            lines.append(array(key, [number(q, 4) for q in quantiles]))
        if name == "jgb40_volatility":
            lines.append(array("level", [number(q, 5) for q in reference(channel, END)]))
    return lines


def asset_lines(data: Path, asset: str) -> list[str]:
    spot = read_series(data / f"{asset.lower()}usd_4h_spot.csv", "close")
    daily = [close for stamp, close in spot if stamp[11:13] == "20"]
    perpetual = read_series(data / f"{asset.lower()}usd_1h_perp.csv", "close")
    hourly = [close for _, close in perpetual]
    history = variances(perpetual)
    calm = ASSETS[asset]
    stress = worst_year(daily)
    sampled = variances(spot)
    warm = datetime.fromisoformat(spot[0][0]) + timedelta(days=69)
    first = next(i for i, row in enumerate(spot) if datetime.fromisoformat(row[0]) >= warm)
    slow = [math.sqrt(v[2]) for v in sampled[first:]]
    floor = median(slow)
    mixed = math.sqrt((3 * floor**2 + stress**2) / 4)
    aversion = -math.log(calm["lt"] + BONUS + FEE) * math.sqrt(calm["depth"] / calm["debt"]) / mixed
    recent = [v for (stamp, _), v in zip(spot, sampled) if stamp >= HOURLY_FROM]
    fast = median(math.sqrt(v[0]) for v in recent)
    return [
        f"# {asset}: worst 250 days and median 69-day volatility of 4 h spot closes,",
        f"# {spot[0][0][:10]} to {END}; tail of hourly perpetual closes from {HOURLY_FROM}",
        f"[asset.{asset}]\n"
        f'stress_volatility_daily = "{number(stress, 4)}"\n'
        f'floor_volatility_daily = "{number(floor, 4)}"\n'
        f'tail_multiplier = "{number(tail_multiplier(hourly, history), 2)}"\n'
        f'liquidity_aversion = "{number(aversion, 3)}"',
        f"# scenarios: the median 1-day volatility of 4 h spot closes from {HOURLY_FROM}",
        f'[market.{asset}]\nmedian_daily_volatility = "{number(fast, 4)}"',
    ]


def data_folder(given: str | None) -> Path | None:
    root = Path(__file__).resolve().parent.parent
    folder = Path(given or os.environ.get("BALLAST_DATA") or root / "../shared/data")
    return folder if (folder / "vix_daily.csv").exists() else None


def stated_text(file: str) -> str:
    """Returns the document without comments, and every run of white space as one blank."""
    lines = Path(file).read_text().splitlines()
    return " ".join(" ".join(re.sub(r"#.*", "", line) for line in lines).split())


def missing_lines(lines: list[str], files: list[str]) -> list[str]:
    """Returns the settings that a document should state and does not.

    Those of an asset or a market follow its header at once, so that no two are exchanged. A market
    must be found in every document that has it, anything else in one.
    """
    texts = {file: stated_text(file) for file in files}
    missing = []
    for setting in (" ".join(line.split()) for line in lines if not line.startswith("#")):
        if setting.startswith("[market."):
            header = setting.split()[0]
            having = [file for file in files if header in texts[file]]
            missing += [f"{file}: {setting}" for file in having if setting not in texts[file]]
            missing += [] if having else [setting]
        elif not any(setting in text for text in texts.values()):
            missing.append(setting)
    return missing


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", nargs="+", metavar="FILE", help="documents that must agree")
    parser.add_argument("--data", help="the folder of market history")
    arguments = parser.parse_args()
    data = data_folder(arguments.data)
    if data is None:
        print("not run: no market history (set BALLAST_DATA or provide ../shared/data)")
        return NOT_RUN
    lines = regime_lines(data)
    for asset in ASSETS:
        lines += asset_lines(data, asset)
    if not arguments.check:
        print("\n".join(lines))
        return 0
    missing = missing_lines(lines, arguments.check)
    for line in missing:
        print(f"not stated: {line}")
    settings = sum(not line.startswith("#") for line in lines)
    print(f"recomputed={settings} missing={len(missing)}\nexecuted={settings}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
