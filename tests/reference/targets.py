# SPDX-License-Identifier: MIT
"""The targets of LT and LTV before the limits of publication (M-10 to M-13, M-22 to M-25)."""
from math import isqrt

from integers import BPS, W, ceil, expm, limit, mul, root_up
from liquidity import depth_at, spiral_lambda
from smart_ltv import smart_ltv


def target(value, binding, start=10000, **parts):
    kinds = ("buffer", "volatility", "liquidity", "macro", "cascade")
    attribution = {"start_bps": start}
    attribution.update({k + "_bps": parts.get(k, 0) for k in kinds})
    attribution["bounds_bps"] = value - sum(attribution.values())
    return {"value_bps": value, "binding": binding, "attribution": attribution}


def bonus_rule(bonus):
    return 10**8 // (10**4 + bonus)


def survival(asset, volatility, multiplier, ratio):
    """E of M-10, bps."""
    root = isqrt(ratio * W)
    if root == 0:
        return 0
    risk = mul(mul(asset["liquidity_aversion_wad"], multiplier), volatility)
    return expm(ceil(risk * W, root)) // BPS


def ratio(depth, debt):
    return min(depth * W // max(1, debt), 100 * W)


def spiral_lt(seen, bonus, margin):
    """M-22: above this, liquidations of the largest position leave it less healthy."""
    return max(0, 10**12 // ((10**4 + bonus) * spiral_lambda(seen)) - margin)


def structural(asset, volatility, multiplier, seen):
    """M-10: the value and its parts; None where it is not known, here and below."""
    depth = depth_at(seen["depth_low_usd"], asset["bonus_bps"])
    rho = ratio(depth, seen["book"]["debt_usd"])
    if seen["depth_low_usd"][-1] == 0:
        return None, {}
    parts = lone_parts(asset, volatility)
    own = 10000 + parts["volatility"]
    liquid = survival(asset, volatility, W, rho)
    macro = survival(asset, volatility, multiplier, rho)
    parts.update(liquidity=liquid - own, macro=macro - liquid)
    return macro + parts["buffer"], parts


def lone_parts(asset, volatility):
    """What volatility and buffer take whatever the market's liquidity."""
    own = survival(asset, volatility, W, W)
    return {"buffer": -asset["bonus_bps"] - asset["fee_bps"], "volatility": own - 10000}


def tail_form(liquidity):
    """M-23."""
    if not liquidity.known:
        return None, {}
    a1, a2, a3, a4, a5 = liquidity.steps
    parts = {"volatility": a1 - 10000, "macro": a2 - a1, "cascade": a3 - a2}
    return a5, dict(parts, liquidity=a4 - a3, buffer=a5 - a4)


def smart_form(asset, variance_mid, seen):
    """M-24."""
    bonus, debt = asset["bonus_bps"], max(1, seen["book"]["debt_usd"])
    vol = root_up(variance_mid * W)

    def smart(depth):
        return smart_ltv(depth, debt, vol, bonus * BPS, asset["liquidity_aversion_wad"]) // BPS

    if seen["depth_usd"][-1] == 0:
        return None, {}
    own, value = smart(debt), smart(depth_at(seen["depth_usd"], bonus))
    parts = {"volatility": own + bonus - 10000, "liquidity": value - own, "buffer": -bonus}
    return value, parts


def lt_target(policy, asset, volatility, variance_mid, multiplier, seen, held, liquidity):
    """The target of LT after the bounds of M-11."""
    form = asset["lt_form"]
    if form == "structural":
        value, parts = structural(asset, volatility, multiplier, seen)
    elif form == "tail":
        value, parts = tail_form(liquidity)
    elif form == "smart_ltv":
        value, parts = smart_form(asset, variance_mid, seen)
    else:
        value, parts = asset["lt_max_bps"], {}
    if value is None:
        return target(held["lt_bps"], "depth_missing", **lone_parts(asset, volatility))
    bonus = max(asset["bonus_bps"], held["bonus_bps"])
    bounds = [(bonus_rule(bonus), "bonus_rule")]
    if form in ("structural", "tail") and seen["depth_low_usd"][-1] > 0:
        margin = policy["liquidity"]["spiral_margin_bps"]
        bounds.append((spiral_lt(seen, bonus, margin), "spiral"))
    bounds.append((asset["lt_max_bps"], "lt_maximum"))
    binding = form
    for most, reason in bounds:
        if value > most:
            value, binding = most, reason
    if form != "fixed" and value < asset["lt_min_bps"]:
        value, binding = asset["lt_min_bps"], "lt_minimum"
    return target(value, binding, **parts)


def ltv_target(asset, lt, gap, volatility, multiplier, halted):
    """M-12; the gap form of M-25 has no tail."""
    most = lt - gap

    def survives(m):
        if asset["ltv_form"] == "gap":
            return most
        tail = min(mul(mul(asset["tail_multiplier_wad"], m), volatility), 95 * 10**16)
        return min(most, lt * (W - ceil(tail, 2)) // W)

    own, macro = survives(W), survives(multiplier)
    value, binding = macro, "ltv_tail" if macro < most else "ltv_gap"
    if value > asset["ltv_max_bps"]:
        value, binding = asset["ltv_max_bps"], "ltv_maximum"
    if value < asset["ltv_min_bps"]:
        value, binding = asset["ltv_min_bps"], "ltv_minimum"
    if halted:
        value, binding = asset["ltv_min_bps"], "borrowing_halted"
    return target(value, binding, lt, buffer=-gap, volatility=own - most, macro=macro - own)


def band(published, wanted, play):
    least = 10000 - wanted
    return 10000 - limit(10000 - published, least, max(least, ceil(least * play, W)))
