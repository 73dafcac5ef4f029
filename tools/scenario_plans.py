# SPDX-License-Identifier: MIT
"""What tools/make_scenarios.py walks along: one plan for each invented scenario. Anchors are
(bar, value) of prices and depth, (day, value) of indicators, linear in between."""
from dataclasses import dataclass

Anchors = list[tuple[int, int]]  # ascending; constant outside

MONDAY = "2026-03-02"
# Leveraged: a third of the debt within 9 % of its liquidation, the largest borrower a tenth.
CROWDED = ([10_300, 10_900, 11_800, 14_000, 20_000], [1_000, 3_000, 5_500, 8_000, 9_800])


@dataclass
class Course:
    """Price: millionths of the eve's close; volatility: millionths a day; indicators: counts of
    their last decimal."""

    price: Anchors
    volatility: Anchors
    jgb10: Anchors
    jgb40: Anchors
    move: Anchors
    usdjpy: Anchors
    vix: Anchors
    usdjpy_daily: Anchors  # deviation a day in millionths


@dataclass
class Plan:
    event: str
    title: str
    after: str
    expected: str
    days: int
    epoch_hours: int
    course: Course
    # On the eve, as text: of BTC and ETH at half-lives of 1, 11 and 69 days, of USD/JPY a year.
    btc_volatility: tuple[str, str, str]
    eth_volatility: tuple[str, str, str]
    usdjpy_volatility: str
    falls: list[tuple[str, str]]
    figures: list[tuple[str, str]]
    depth: Anchors | None = None  # bps of the synthetic depth
    start: dict[str, tuple[int, int]] | None = None  # LTV and LT on the chain
    wall: tuple[list[int], list[int]] | None = None
    largest_bps: int = 400
    events: tuple[tuple[str, str], ...] = ()


CONTROLLED = Plan(
    "s0a-controlled-normalisation", "Invented: controlled normalisation",
    "seed 0, S0a: the JGB 40Y falls from 3.9 to 3.6 %, yen volatility 10 %, BTC 2.5 % a day",
    "no alarm: the score stays under .5, and LT is never cut",
    14, 4,
    Course(price=[(0, 1_000_000), (84, 1_010_000)], volatility=[(0, 25_000)],
           jgb10=[(0, 2_250), (11, 2_100)], jgb40=[(0, 3_900), (11, 3_600)],
           move=[(0, 6_200), (11, 5_600)], usdjpy=[(0, 15_500), (11, 15_200)],
           vix=[(0, 1_700), (11, 1_550)], usdjpy_daily=[(0, 6_300)]),
    ("0.025", "0.025", "0.025"), ("0.03", "0.03", "0.03"), "0.1", [],
    [("2026-03-13", "JGB 40Y from 3.9 to 3.6 % in ten trading days")],
    events=(("2026-03-11T12:30:00Z", "CPI"),))

DISORDERLY = Plan(
    "s0b-disorderly-exit", "Invented: disorderly exit",
    "seed 0, S0b: JGB 40Y +100 bp in 10 days, yen volatility 20 %, MOVE 140, VIX 45, BTC -35 % "
    "in 10 days, depth x0.3",
    "the score passes .5; LTV is cut at once, LT by ramps within the contract's budgets; nothing "
    "loosens",
    15, 4,
    Course(price=[(18, 1_000_000), (78, 650_000)],
           volatility=[(18, 25_000), (40, 45_000), (90, 45_000)],
           jgb10=[(3, 2_250), (14, 2_800)], jgb40=[(2, 3_700), (12, 4_700)],
           move=[(3, 6_500), (11, 14_000)], usdjpy=[(3, 15_500), (11, 14_000)],
           vix=[(3, 1_800), (11, 4_500)], usdjpy_daily=[(2, 6_300), (5, 12_600)]),
    ("0.025", "0.025", "0.025"), ("0.03", "0.03", "0.03"), "0.1",
    [("2026-03-05T00:00:00Z", "BTC began to fall, by 35 % within ten days.")],
    [("2026-03-14", "JGB 40Y +100 bp within ten days"), ("2026-03-13", "MOVE 140, VIX 45")],
    depth=[(18, 10_000), (30, 3_000)], wall=CROWDED, largest_bps=1_000)

REVERSAL = Plan(
    "s0c-policy-reversal", "Invented: policy reversal",
    "seed 0, S0c: volatility down by 40 %, BTC +30 %",
    "loosening is slow: no rise before two quiet days, at most 100 bp a day and 300 a week, and "
    "LT does not chase the price",
    15, 4,
    Course(price=[(6, 1_000_000), (84, 1_300_000)], volatility=[(0, 35_000), (60, 21_000)],
           jgb10=[(0, 2_500), (11, 2_250)], jgb40=[(0, 4_100), (11, 3_700)],
           move=[(0, 10_500), (11, 6_500)], usdjpy=[(0, 15_000), (11, 15_400)],
           vix=[(0, 2_800), (11, 1_700)], usdjpy_daily=[(0, 8_800), (10, 5_300)]),
    ("0.035", "0.035", "0.03"), ("0.042", "0.042", "0.036"), "0.14", [], [],
    start={"BTC": (6_300, 7_000), "ETH": (7_000, 7_600)})

SOVEREIGN = Plan(
    "s2a-sovereign-transition", "Invented: sovereign transition",
    "seed 2, S2a, at 72 %: sovereigns accumulate, BTC volatility falls from 60 to 25 % a year",
    "no alarm, and nothing is cut once the volatility falls: LT ends where the play band holds it",
    90, 24,
    Course(price=[(0, 1_000_000), (90, 1_350_000)], volatility=[(0, 31_400), (80, 13_100)],
           jgb10=[(0, 2_100)], jgb40=[(0, 3_600)], move=[(0, 6_200)], usdjpy=[(0, 15_500)],
           vix=[(0, 1_700)], usdjpy_daily=[(0, 5_000)]),
    ("0.0314", "0.0314", "0.0314"), ("0.0377", "0.0377", "0.0377"), "0.08", [], [])

SYSTEMIC = Plan(
    "s2b-systemic-failure", "Invented: systemic failure",
    "seed 2, S2b, at 23 %: BTC under 50,000, depth x0.1 for an hour, the cascade red",
    "LTV falls as far as its tail asks within the hour and LT by the budget, ramped; an hour's "
    "depth of a tenth counts for 30 days; nothing loosens",
    4, 1,
    Course(price=[(30, 1_000_000), (36, 930_000), (40, 800_000), (41, 690_000), (44, 730_000),
                  (60, 715_000)],
           volatility=[(0, 25_000), (30, 25_000), (36, 60_000), (96, 45_000)],
           jgb10=[(0, 2_100), (3, 2_250)], jgb40=[(0, 3_600), (3, 3_850)],
           move=[(0, 6_500), (1, 8_500), (2, 12_000), (3, 12_500)],
           usdjpy=[(0, 15_500), (3, 14_800)], vix=[(0, 1_800), (1, 2_400), (2, 4_200), (3, 3_900)],
           usdjpy_daily=[(0, 6_300), (2, 12_000)]),
    ("0.025", "0.025", "0.025"), ("0.03", "0.03", "0.03"), "0.1",
    [("2026-03-03T12:00:00Z",
      "BTC fell under 50,000 within five hours; for one hour a tenth of the depth was left.")], [],
    depth=[(36, 10_000), (40, 1_000), (41, 4_000), (60, 8_000), (72, 10_000)], wall=CROWDED,
    largest_bps=1_000)

BREAKTHROUGH = Plan(
    "s2c-breakthrough", "Invented: breakthrough",
    "seed 2, S2c, at 5 %: a breakthrough, taken here as a rise of BTC by 60 % in two weeks",
    "a rise is no reason to loosen: volatility rises with it, and LT does not chase the price",
    15, 4,
    Course(price=[(12, 1_000_000), (80, 1_600_000)],
           volatility=[(0, 22_000), (30, 40_000), (90, 35_000)], jgb10=[(0, 2_100)],
           jgb40=[(0, 3_600)], move=[(0, 6_200)], usdjpy=[(0, 15_500)],
           vix=[(0, 1_700), (11, 1_500)], usdjpy_daily=[(0, 5_000)]),
    ("0.022", "0.022", "0.022"), ("0.026", "0.026", "0.026"), "0.08", [], [])

CLAMP = Plan(
    "capo-clamp-drill", "Invented: drill of a clamp",
    "Aave's CAPO of 2026-03-10, a limiter that clipped one of two coupled values: the ratio was "
    "clamped, its timestamp was not",
    "LT is wanted far under what the contract's week admits. LTV, which hangs from the LT that is "
    "wanted, falls at once; LT as far as the budget holds. Then the budget clips: the engine names "
    "cut_budget and sends nothing but heartbeats until a deadband has come back; no report is "
    "refused, and nothing is loosened meanwhile",
    14, 4,
    Course(price=[(48, 1_000_000), (54, 780_000)],
           volatility=[(0, 18_000), (46, 18_000), (54, 70_000), (84, 60_000)],
           jgb10=[(0, 2_100)], jgb40=[(0, 3_600)], move=[(0, 6_200)], usdjpy=[(0, 15_500)],
           vix=[(0, 1_700)], usdjpy_daily=[(0, 5_000)]),
    ("0.018", "0.018", "0.018"), ("0.0216", "0.0216", "0.0216"), "0.08",
    [("2026-03-10T00:00:00Z", "A fall that nobody saw, on the day of the clamp.")],
    [("2026-03-10",
      "Aave CAPO: ratio clamped at 1.1919 (target 1.2282), timestamp not; wstETH 2.85 % low"),
     ("2026-03-10", "34 accounts, 10,938 wstETH, $26.6 M liquidated")],
    depth=[(48, 10_000), (54, 3_000)])

PLANS = [CONTROLLED, DISORDERLY, REVERSAL, SOVEREIGN, SYSTEMIC, BREAKTHROUGH, CLAMP]
