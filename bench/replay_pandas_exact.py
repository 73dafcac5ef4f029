# SPDX-License-Identifier: MIT
"""The same model in pandas on exact integers: columns of Python integers (dtype object).

Column by column where the model allows it; what depends on the hour before (the variances, the
held score) is one loop over a column. Ranks and scores are those of tests/reference.
"""
import os
import sys
from itertools import accumulate
from math import isqrt

import numpy as np
import pandas as pd

from replay_pandas import DAY, SLIPPAGES, W

sys.path.insert(
    0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tests", "reference")
)
import regime as reference  # noqa: E402
from integers import power, root_up  # noqa: E402

LN2 = 693147180559945309


def ceil(a, b):
    return -((-a) // b)


def mul(a, b):
    return ceil(a * b, W)


def mapped(function, column):
    """Series.map would make int64 of the results, which overflows."""
    return pd.Series([function(x) for x in column], index=column.index, dtype=object)


def objects(column):
    return mapped(int, column)


def numbers(record):
    units = ("wad", "bps", "1e8")
    return {k: int(v) if k.rpartition("_")[2] in units else v for k, v in record.items()}


def channel_scores(policy, channel, prints):
    """The score after each print, by the hour that brought it."""
    quantiles = {
        k: [numbers(q) for q in channel[k]] for k in ("one_day_change", "five_day_change")
    }
    channel = dict(numbers(channel), **quantiles)
    memory, scores = reference.first_memory(channel["name"]), {}
    for row in prints.itertuples():
        seen = {"status": "live", "observed_at": row.observed_at, "level_1e8": row.level}
        reference.fold_print(channel, policy["indicator_decay_wad"], memory, seen)
        read = reference.read_channel(channel, policy["rank_threshold_wad"], memory, seen)
        scores[row.hour] = read["score_wad"]
    return pd.Series(scores, dtype=object)


def regime_score(policy, hours, prints):
    regime = numbers(policy)
    table = pd.DataFrame(index=hours.index, dtype=object)
    for k, channel in enumerate(policy["channels"]):
        scores = channel_scores(regime, channel, prints[prints["channel"] == k])
        column = scores.reindex(hours.index).ffill().fillna(0).astype(object)
        table[k] = mul(column, int(channel["weight_wad"]))
    top, total = table.max(axis=1), table.sum(axis=1)
    rest = ceil(3 * 10**17 * (total - top), W * (len(table.columns) - 1))
    raw = np.minimum(W, mul(7 * 10**17, top) + rest)
    day = (hours["at"] // DAY).tolist()
    held, score = [], 0
    for today, before, now in zip(day, [day[0]] + day, raw):
        days = reference.business_days(before, today)
        score = max(now, mul(score, power(regime["hold_wad"], days)))
        held.append(score)
    return pd.Series(held, index=hours.index, dtype=object)


def variances(policy, price):
    before = price.shift()
    before.iloc[0] = price.iloc[0]
    move = np.minimum(ceil(abs(price - before) * W, before), 3 * W)
    asymmetry = int(policy["asymmetry_wad"])
    response = pd.Series(W - asymmetry, index=price.index, dtype=object)
    response[price < before] = W + asymmetry
    square = mul(mul(move, move), response) * 24
    for speed in ("fast", "mid", "slow"):
        decay = int(policy["decay_%s_wad" % speed])
        added = mul(W - decay, square)
        folded = accumulate(
            added, lambda v, more, decay=decay: min(9 * W, -(-decay * v // W) + more), initial=0
        )
        next(folded)
        yield pd.Series(list(folded), index=price.index, dtype=object)


def sigma(asset, variance):
    stress, floor = int(asset["stress_volatility_wad"]), int(asset["floor_volatility_wad"])
    mixed = np.maximum(ceil(3 * variance + mul(stress, stress), 4), mul(floor, floor))
    return mapped(root_up, np.minimum(mixed, 9 * W) * W)


def expm(x):
    """A lower bound of exp(-x) (docs/model.md, M-10), column by column."""
    stepped = 10**9 * ceil(x, 10**9)
    halvings, rest = stepped // LN2, stepped % LN2
    a = rest * 2**62 // W
    total = pd.Series(2**62, index=x.index, dtype=object)
    for n in range(20, 0, -1):
        total = 2**62 - a * total // (n * 2**62)
    value = np.maximum(0, total * W // 2 ** (62 + halvings) - 32)
    return value.where(x < 16 * W, 0)


def depth_at(hours, name, slippage):
    low, high = 0, SLIPPAGES[-1]
    for high in SLIPPAGES:
        if slippage <= high:
            break
        low = high
    upper = objects(hours["depth_%d_%s" % (high, name)])
    if slippage >= high:
        return upper
    lower = objects(hours["depth_%d_%s" % (low, name)]) if low else 0
    return lower + (upper - lower) * (slippage - low) // (high - low)


def targets_of(asset, policy, hours, score):
    name, a = asset["asset"], numbers(asset)
    fast, mid, slow = variances(policy["volatility"], objects(hours["price_" + name]))
    sigma_fast = sigma(a, np.maximum(np.maximum(fast, mid), slow))
    debt = np.maximum(1, objects(hours["debt_" + name]))
    ratio = np.minimum(depth_at(hours, name, a["bonus_bps"]) * W // debt, 100 * W)
    root = mapped(isqrt, ratio * W)
    macro = W + mul(int(policy["regime"]["lt_weight_wad"]), score)
    risk = mul(mul(a["liquidity_aversion_wad"], macro), sigma(a, slow))
    lt = expm(ceil(risk * W, root)) // 10**14 - a["bonus_bps"] - a["fee_bps"]
    lt = np.minimum(lt, min(10**8 // (10**4 + a["bonus_bps"]), a["lt_max_bps"]))
    halted = lt < a["lt_min_bps"]
    lt = np.maximum(lt, a["lt_min_bps"])
    macro = W + mul(int(policy["regime"]["ltv_weight_wad"]), score)
    tail = np.minimum(mul(mul(a["tail_multiplier_wad"], macro), sigma_fast), 95 * W // 100)
    ltv = np.minimum(lt - a["gap_bps"], lt * (W - ceil(tail, 2)) // W)
    ltv = np.minimum(np.maximum(ltv, a["ltv_min_bps"]), a["ltv_max_bps"])
    return lt, ltv.where(~halted, a["ltv_min_bps"])


def exact_targets(policy, hours, prints):
    score = regime_score(policy["regime"], hours, prints)
    columns = []
    for asset in policy["assets"]:
        columns.extend(targets_of(asset, policy, hours, score))
    return np.column_stack(columns).astype("<i4")
