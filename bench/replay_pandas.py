#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The other side of the replay benchmark: the same model in vectorised pandas on float64.

    replay_pandas.py FOLDER

Loads what bench/replay_input.cpp wrote, then answers each line "float64" or "exact" of its input
with the seconds of a core that the targets of all hours took, and leaves them as little-endian
int32 in FOLDER/float64.i32 or FOLDER/exact.i32. "exact" is replay_pandas_exact.py.

Left out here: the rule for implausible prints, which no print of the input meets (the exact form
has it), and the missing prices, of which the input has none.
"""
import json
import sys
import time

import numpy as np
import pandas as pd

W = 10**18
DAY = 86400
SLIPPAGES = (50, 100, 200, 500, 1000)


def load(folder):
    """Policy, hours and prints, as both forms of the model read them."""
    with open(folder + "/policy.json", encoding="utf-8") as file:
        policy = json.load(file)
    hours = pd.read_csv(folder + "/hours.csv")
    prints = pd.read_csv(folder + "/prints.csv")
    return policy, hours, prints


def wad(record, key):
    return int(record[key + "_wad"]) / W


def first_of_day(prints):
    """A channel takes the first print of each UTC day and none of an earlier one."""
    day = prints["observed_at"] // DAY
    return prints[day > day.cummax().shift(fill_value=-1)]


def channel_values(channel, decay, levels):
    """What the channel's history holds after each print, NaN where it holds nothing yet."""
    kind = channel["transform"]
    if kind == "level":
        return levels
    change = levels.diff().abs()
    if kind == "return_volatility":
        change = change / levels.shift()
    square = change.clip(upper=3.0).fillna(0.0) ** 2
    variance = square.ewm(alpha=1.0 - decay, adjust=False).mean()
    variance.iloc[0] = np.nan
    return np.sqrt(variance * (252 if kind == "return_volatility" else 1))


def rank(quantiles, changes):
    ranks = [wad(q, "rank") for q in quantiles]
    values = [int(q["value_1e8"]) / 1e8 for q in quantiles]
    return np.interp(changes, values, ranks, left=0.0, right=1.0)


def channel_scores(policy, channel, prints):
    prints = first_of_day(prints)
    values = channel_values(channel, wad(policy, "indicator_decay"), prints["level"] / 1e8)
    values = values.dropna()
    ranks = []
    for count, name in ((1, "one_day_change"), (5, "five_day_change")):
        base = values.shift(count)
        change = (values - base) / base
        placed = pd.Series(rank(channel[name], change), index=values.index)
        ranks.append(placed.where(base > 0, 0.0))
    threshold = wad(policy, "rank_threshold")
    score = ((np.maximum(*ranks) - threshold) / (1.0 - threshold)).clip(0.0, 1.0)
    return pd.Series(score.to_numpy(), index=prints.loc[values.index, "hour"])


def regime_score(policy, hours, prints):
    weighted = {}
    for k, channel in enumerate(policy["channels"]):
        scores = channel_scores(policy, channel, prints[prints["channel"] == k])
        scores = scores[~scores.index.duplicated(keep="last")]
        weighted[k] = wad(channel, "weight") * scores.reindex(hours.index).ffill().fillna(0.0)
    table = pd.DataFrame(weighted)
    top = table.max(axis=1)
    raw = (0.7 * top + 0.3 * (table.sum(axis=1) - top) / (len(table.columns) - 1)).clip(upper=1.0)
    # S_t = max(raw_t, hold^n S_{t-1}) over n business days is a running maximum in hold^-n units.
    day = hours["at"] // DAY
    ended = np.busday_count("1970-01-01", day.to_numpy().astype("datetime64[D]"))
    scale = wad(policy, "hold") ** (ended - ended[0])
    return (raw / scale).cummax() * scale


def variances(policy, price):
    move = price.pct_change().clip(-3.0, 3.0).fillna(0.0)
    asymmetry = wad(policy, "asymmetry")
    square = move**2 * np.where(move < 0, 1.0 + asymmetry, 1.0 - asymmetry) * 24
    speeds = ("fast", "mid", "slow")
    return [
        square.ewm(alpha=1.0 - wad(policy, "decay_" + s), adjust=False).mean() for s in speeds
    ]


def sigma(asset, variance):
    stress, floor = wad(asset, "stress_volatility"), wad(asset, "floor_volatility")
    return np.sqrt(np.maximum((3.0 * variance + stress**2) / 4.0, floor**2))


def depth_at(hours, name, slippage):
    low = 0
    for high in SLIPPAGES:
        if slippage <= high:
            break
        low = high
    upper = hours["depth_%d_%s" % (high, name)]
    if slippage >= high:
        return upper
    lower = hours["depth_%d_%s" % (low, name)] if low else 0
    return lower + (upper - lower) * (slippage - low) // (high - low)


def targets_of(asset, policy, hours, score):
    """LT and LTV targets of one asset, bps."""
    name, bps = asset["asset"], {k: int(v) for k, v in asset.items() if k.endswith("_bps")}
    fast, mid, slow = variances(policy["volatility"], hours["price_" + name])
    sigma_fast = sigma(asset, np.maximum(np.maximum(fast, mid), slow))
    ratio = depth_at(hours, name, bps["bonus_bps"]) / hours["debt_" + name].clip(lower=1)
    risk = wad(asset, "liquidity_aversion") * (1.0 + wad(policy["regime"], "lt_weight") * score)
    survival = np.exp(-risk * sigma(asset, slow) / np.sqrt(ratio.clip(upper=100.0)))
    lt = np.floor(10000.0 * survival) - bps["bonus_bps"] - bps["fee_bps"]
    lt = np.minimum(lt, min(10**8 // (10**4 + bps["bonus_bps"]), bps["lt_max_bps"]))
    halted = lt < bps["lt_min_bps"]
    lt = np.maximum(lt, bps["lt_min_bps"])
    macro = 1.0 + wad(policy["regime"], "ltv_weight") * score
    tail = np.minimum(wad(asset, "tail_multiplier") * macro * sigma_fast, 0.95)
    ltv = np.minimum(lt - bps["gap_bps"], np.floor(lt * (1.0 - tail / 2.0)))
    ltv = ltv.clip(bps["ltv_min_bps"], bps["ltv_max_bps"])
    return lt, ltv.where(~halted, bps["ltv_min_bps"])


def targets(policy, hours, prints):
    score = regime_score(policy["regime"], hours, prints)
    columns = []
    for asset in policy["assets"]:
        columns.extend(targets_of(asset, policy, hours, score))
    return np.column_stack(columns).astype("<i4")


def main():
    from replay_pandas_exact import exact_targets

    folder = sys.argv[1]
    inputs = load(folder)
    forms = {"float64": targets, "exact": exact_targets}
    for line in sys.stdin:
        form = line.strip()
        start = time.process_time()
        result = forms[form](*inputs)
        seconds = time.process_time() - start
        result.tofile("%s/%s.i32" % (folder, form))
        print(seconds, flush=True)


if __name__ == "__main__":
    main()
