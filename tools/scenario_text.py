# SPDX-License-Identifier: MIT
"""Writes a scenario document as docs/scenario-format.md describes it. Imported by the two tools
that make scenarios; everything here is an integer or text that its caller rounded."""
import textwrap
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

# The synthetic liquidity and book of every recorded event, as the first four have them.
CALM_DEPTH = {"BTC": [20, 45, 90, 200, 350], "ETH": [15, 35, 70, 150, 260]}  # million USD
VOLUME = {"BTC": 8_000_000_000, "ETH": 5_000_000_000}
DEBT = {"BTC": 600_000_000, "ETH": 900_000_000}
LARGEST_BPS = 400
WALL = ([10_600, 12_300, 17_200, 25_100, 60_000], [500, 2_500, 5_000, 7_500, 9_500])
START = {"BTC": (7_300, 7_800), "ETH": (8_000, 8_300)}  # LTV and LT on the chain
BONUS_BPS = 500
# Of the 1-day half-life, 2020-10-23 to 2024-06-28: tools/calibrate_reference.py.
MEDIAN = {"BTC": "0.0264", "ETH": "0.032"}

SUMMER, WINTER = "summer", "winter"
SOURCE = {
    "jgb10": "Ministry of Finance, Tokyo: JGB constant-maturity par yield, 10 years, percent",
    "jgb40": "Ministry of Finance, Tokyo: JGB constant-maturity par yield, 40 years, percent",
    "move": "ICE BofA MOVE index, close",
    "usdjpy": "Yen per dollar, daily (Federal Reserve H.10), taken as known at noon New York",
    "vix": "Cboe VIX index, close",
}
MEMORY = {
    "jgb10": "# Half-life 5 prints, a day, in percentage points: 0.01 is 1 bp.",
    "jgb40": "# Half-life 5 prints, a day, in percentage points: 0.01 is 1 bp.",
    "usdjpy": "# Half-life 5 prints, a year (sqrt 252): 0.1 is 10 %.",
}


@dataclass
class Indicator:
    last_print: str
    last_level: str
    memory: list[str]  # last_levels, or last_volatilities of yields and USD/JPY
    closed: list[str] = field(default_factory=list)
    source: str = ""


@dataclass
class Market:
    last_close: int
    volatility: tuple[str, str, str]  # half-lives of 1, 11 and 69 days
    source: str
    start: tuple[int, int]
    wall: tuple[list[int], list[int]] = WALL
    debt: int = 0
    largest_bps: int = LARGEST_BPS


@dataclass
class Day:
    closes: dict[str, list[int]]
    lows: dict[str, int]
    prints: dict[str, str]
    depth_bps: list[int] = field(default_factory=list)


@dataclass
class Document:
    head: list[str]  # the comment under the licence line
    event: str
    title: str
    notice: str
    epoch_hours: int
    first_day: str
    season: str
    falls: list[tuple[str, str]]
    figures: list[tuple[str, str]]
    events: list[tuple[str, str]]  # time, what it was
    indicators: dict[str, Indicator]
    markets: dict[str, Market]
    days: list[Day]
    invented: tuple[str, str] | None = None  # after, expected


def grouped(number: int) -> str:
    return f"{number:_}"


def quoted(text: str) -> str:
    return f'"{text}"'


def knowledge(name: str, season: str) -> list[str]:
    """Returns the times of an indicator; New York's clock is an hour earlier in UTC in summer."""
    earlier = 3_600 if season == SUMMER else 0
    if name.startswith("jgb"):
        return ["observed_after_seconds = 21_600  # 06:00", 'known_on = "next_trading_day"',
                "known_after_seconds = 1_800  # 00:30"]
    observed, known = (61_200, 61_200) if name == "usdjpy" else (75_600, 76_500)
    return [f"{key} = {grouped(at - earlier)}  # {clock(at - earlier)}" if key != "known_on"
            else 'known_on = "same_day"'
            for key, at in (("observed_after_seconds", observed), ("known_on", 0),
                            ("known_after_seconds", known))]


def clock(seconds: int) -> str:
    return f"{seconds // 3_600:02}:{seconds % 3_600 // 60:02}"


def indicator_lines(name: str, indicator: Indicator, season: str) -> list[str]:
    lines = ["", f"[indicator.{name}]", f"source = {quoted(indicator.source or SOURCE[name])}",
             *knowledge(name, season)]
    if indicator.closed:
        lines.append(f"closed = [{', '.join(indicator.closed)}]")
    lines += [f"last_print = {indicator.last_print}",
              f"last_level = {quoted(indicator.last_level)}"]
    if name in MEMORY:
        lines.append(MEMORY[name])
    key = "last_volatilities" if name in MEMORY else "last_levels"
    return [*lines, f"{key} = [{', '.join(map(quoted, indicator.memory))}]"]


def market_lines(asset: str, market: Market) -> list[str]:
    fast, mid, slow = market.volatility
    factors, shares = market.wall
    depth = ", ".join(grouped(usd * 1_000_000) for usd in CALM_DEPTH[asset])
    return ["", f"[market.{asset}]", f'median_daily_volatility = "{MEDIAN[asset]}"',
            f"source = {quoted(market.source)}", f"last_close_usd = {grouped(market.last_close)}",
            f'volatility_fast_daily = "{fast}"', f'volatility_mid_daily = "{mid}"',
            f'volatility_slow_daily = "{slow}"', f"ltv_start_bps = {grouped(market.start[0])}",
            f"lt_start_bps = {grouped(market.start[1])}", f"bonus_bps = {BONUS_BPS}", "",
            f"[market.{asset}.synthetic]", f"calm_depth_usd = [{depth}]",
            f"daily_volume_usd = {grouped(VOLUME[asset])}",
            f"debt_usd = {grouped(market.debt or DEBT[asset])}",
            f"largest_position_bps = {market.largest_bps}",
            f"health_factors_bps = [{', '.join(map(grouped, factors))}]",
            f"debt_shares_bps = [{', '.join(map(grouped, shares))}]"]


def day_lines(day: Day, at: date) -> list[str]:
    lines = ["", "[[day]]", f"date = {at}"]
    for asset, closes in sorted(day.closes.items()):
        depth = f", depth_bps = {day.depth_bps}" if day.depth_bps else ""
        lines.append(f"{asset} = {{ closes_usd = {closes}, low_usd = {day.lows[asset]}{depth} }}")
    if day.prints:
        named = sorted(day.prints.items())
        prints = ", ".join(f"{name} = {quoted(level)}" for name, level in named)
        lines.append(f"indicators = {{ {prints} }}")
    return lines


def head_lines(document: Document) -> list[str]:
    lines = ["# SPDX-License-Identifier: MIT", *(f"# {line}" for line in document.head),
             f"event = {quoted(document.event)}", f"title = {quoted(document.title)}"]
    lines.append(f'kind = "{"invented" if document.invented else "recorded"}"')
    lines += [f"synthetic_notice = {quoted(document.notice)}",
              f"epoch_hours = {document.epoch_hours}"]
    if document.events:
        lines += ["", "# Announced beforehand: " + "; ".join(
            f"{what} {at[:10]}" for at, what in document.events) + ".",
            f"events = [{', '.join(at for at, _ in document.events)}]"]
    if document.invented:
        after, expected = document.invented
        lines += ["", "[invented]", f"after = {quoted(after)}", f"expected = {quoted(expected)}"]
    for at, sentence in document.falls:
        lines += ["", "[[fall]]", f"at = {at}", f"sentence = {quoted(sentence)}"]
    for at, text in document.figures:
        lines += ["", "[[figure]]", f"date = {at}", f"text = {quoted(text)}"]
    return lines


def text_of(document: Document) -> str:
    lines = head_lines(document)
    for name, indicator in sorted(document.indicators.items()):
        lines += indicator_lines(name, indicator, document.season)
    for asset, market in sorted(document.markets.items()):
        lines += market_lines(asset, market)
    first = date.fromisoformat(document.first_day)
    for i, day in enumerate(document.days):
        lines += day_lines(day, first + timedelta(days=i))
    return "\n".join(lines) + "\n"


def wrapped(text: str) -> list[str]:
    """Returns a comment's lines, without their #."""
    return textwrap.wrap(text, 96)


def write_or_check(documents: list[Document], folder: Path, check: bool) -> int:
    """Writes the documents, or counts those that differ from what stands in the folder."""
    different = 0
    for document in documents:
        path = folder / f"{document.event}.toml"
        text = text_of(document)
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            print(f"{path}: is not what the tool writes; run it without --check")
            different += 1
    print(f"scenarios={len(documents)} different={different}\nexecuted={len(documents)}")
    return 1 if different else 0
