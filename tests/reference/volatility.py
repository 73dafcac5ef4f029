# SPDX-License-Identifier: MIT
"""Prices of a pair, their variances and sigmas (M-1 to M-3)."""
from documents import named
from integers import W, ceil, mul, power, root_up, sat

STATUSES = ("confirmed", "below_quorum", "jump_unconfirmed", "missing")
SPEEDS = ("fast", "mid", "slow")
PRICE_MAX = 10**16


def status_of(seen):
    absent = seen["price_status"] == "confirmed" and seen["price_1e8"] == 0
    return "missing" if absent else seen["price_status"]


def pair(asset, snapshot):
    """The asset's observation with price, status and time of the pair; None where one is absent."""
    own = named(snapshot["markets"], "asset", asset["asset"])
    if own is None or asset["debt_asset"] == "":
        return own
    debt = named(snapshot["markets"], "asset", asset["debt_asset"])
    if debt is None:
        return None
    status = max(status_of(own), status_of(debt), key=STATUSES.index)
    price = 0
    if status == "confirmed":
        price = min(PRICE_MAX, own["price_1e8"] * 10**8 // debt["price_1e8"])
    return dict(
        own,
        price_1e8=price,
        price_status=status,
        observed_at=min(own["observed_at"], debt["observed_at"]),
    )


def doubt_unit_slip(seen, last):
    """A price ten times away from the last one is no price of the same unit."""
    price = seen["price_1e8"]
    if status_of(seen) == "confirmed" and last > 0 and (price > 10 * last or 10 * price < last):
        return dict(seen, price_status="jump_unconfirmed")
    return seen


def is_fresh(seen, held, at):
    age = at - seen["observed_at"]
    return status_of(seen) == "confirmed" and age <= held["limits"]["max_age_seconds"]


def fold_price(policy, two_sided, market, seen, at):
    if status_of(seen) != "confirmed":
        return
    price, old = seen["price_1e8"], market["last_price_1e8"]
    if old > 0:
        hours = (at - market["last_price_at"]) // 3600
        if hours < 1:
            return
        size = min(ceil(abs(price - old) * W, old), 3 * W)
        g = policy["asymmetry_wad"]
        q = ceil(mul(mul(size, size), W + g if two_sided or price < old else W - g) * 24, hours)
        variances = {}
        for speed in SPEEDS:
            kept = power(policy["decay_%s_wad" % speed], hours)
            v = market["variances"]["%s_wad" % speed]
            variances["%s_wad" % speed] = sat(mul(kept, v) + mul(W - kept, q))
        market["variances"] = variances
    market["last_price_1e8"] = price
    market["last_price_at"] = at


def har(policy, variances):
    """M-2b."""
    weighted = [mul(policy["har_%s_wad" % s], variances["%s_wad" % s]) for s in SPEEDS]
    return sat(policy["har_constant_wad"] + sum(weighted))


def mixed(asset, variance):
    """s2 of M-3."""
    stress, floor = asset["stress_volatility_wad"], asset["floor_volatility_wad"]
    return sat(max(ceil(3 * variance + mul(stress, stress), 4), mul(floor, floor)))


def fast_variance(policy, asset, variances):
    return mixed(asset, max(*variances.values(), har(policy, variances)))


def sigma(s2):
    return root_up(s2 * W)
