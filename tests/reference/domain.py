# SPDX-License-Identifier: MIT
"""What a step accepts (docs/model.md, section 2), beyond the bounds of the units."""
from integers import W, WEEK, ascends
from targets import bonus_rule

FORMS = ("structural", "tail", "smart_ltv", "fixed")


def good_quantiles(points):
    ranks = [p["rank_wad"] for p in points]
    values = [p["value_1e8"] for p in points]
    return not points or (
        ascends(ranks) and ascends(values) and ranks[0] == 0 and ranks[-1] == W
    )


def good_tails(tails):
    places = [(t["horizon_seconds"], t["level_bps"]) for t in tails]
    return (
        len(tails) <= 32
        and all(a < b for a, b in zip(places, places[1:]))
        and all(1 <= span <= 30 * 86400 and 1 <= share <= 9999 for span, share in places)
        and all(0 <= t[k] <= 9 * W for t in tails for k in ("quantile_wad", "shortfall_wad"))
    )


def good_asset(a, tail_level):
    bps = ("bonus_bps", "fee_bps", "gap_bps", "ltv_max_bps", "lt_max_bps")
    not_negative = ("tail_multiplier", "liquidity_aversion", "cap_depth", "position_depth")
    return (
        all(0 <= a[k + "_volatility_wad"] <= 3 * W for k in ("stress", "floor"))
        and all(a[k + "_wad"] >= 0 for k in not_negative)
        and all(0 <= a[k] <= 10000 for k in bps)
        and 0 <= a["ltv_min_bps"] <= a["ltv_max_bps"]
        and 1 <= a["lt_min_bps"] <= a["lt_max_bps"]
        and a["ltv_min_bps"] + a["gap_bps"] <= a["lt_min_bps"]
        and a["lt_min_bps"] <= bonus_rule(a["bonus_bps"])
        and (a["debt_asset"] == "" or a["debt_asset"] != a["asset"])
        and a["lt_form"] in FORMS
        and a["ltv_form"] in ("tactical", "gap")
        and good_tails(a["tails"])
        and (a["lt_form"] != "tail" or tail_level in [t["level_bps"] for t in a["tails"]])
    )


def good_groups(assets):
    """Assets that share a wall share the asset that they are borrowed in."""
    joined = {a["wall_group"]: a["debt_asset"] for a in assets}
    return all(a["wall_group"] == "" or joined[a["wall_group"]] == a["debt_asset"] for a in assets)


def good_volatility(vol):
    return (
        all(W // 2 <= vol["decay_%s_wad" % k] < W for k in ("fast", "mid", "slow"))
        and 0 <= vol["asymmetry_wad"] <= W // 2
        and all(0 <= vol["har_%s_wad" % k] <= W for k in ("constant", "fast", "mid", "slow"))
    )


def good_mood(mood):
    lists = ("one_day_change", "five_day_change", "level")
    return (
        0 <= mood["rank_threshold_wad"] < W
        and all(0 <= mood[k] <= W for k in ("hold_wad", "indicator_decay_wad"))
        and all(0 <= mood[k] <= 5 * W for k in ("ltv_weight_wad", "lt_weight_wad"))
        and 0 <= mood["depth_weight_wad"] <= 95 * W // 100
        and all(0 <= mood["event_%s_seconds" % k] <= WEEK for k in ("before", "after"))
        and len(mood["channels"]) == len({c["name"] for c in mood["channels"]}) <= 100
        and all(0 <= c["weight_wad"] <= W for c in mood["channels"])
        and all(0 <= c["jump_limit_wad"] <= 9 * W for c in mood["channels"])
        and all(good_quantiles(c[k]) for c in mood["channels"] for k in lists)
    )


def good_liquidity(rules):
    return (
        0 <= rules["impact_wad"] <= 9 * W
        and W // 1000 <= rules["participation_wad"] <= W
        and all(0 <= rules[k + "_seconds"] <= WEEK for k in ("liquidation_min", "delay"))
        and 1 <= rules["tail_level_bps"] <= 9999
        and all(0 <= rules[k + "_gain_wad"] <= W for k in ("amber", "red"))
        and 0 <= rules["spiral_margin_bps"] <= 1000
    )


def good_policy(policy):
    rules, assets = policy["publication"], policy["assets"]
    level = policy["liquidity"]["tail_level_bps"]
    return (
        good_volatility(policy["volatility"])
        and good_mood(policy["regime"])
        and good_liquidity(policy["liquidity"])
        and W <= rules["play_wad"] <= 9 * W
        and all(0 <= rules[k] <= W for k in ("induced_budget_wad", "cap_rise_wad"))
        and all(0 <= rules[k] <= 10000 for k in ("deadband_bps", "rise_a_day_bps"))
        and len(assets) == len({a["asset"] for a in assets}) <= 32
        and all(good_asset(a, level) for a in assets)
        and good_groups(assets)
    )


def good_state(state):
    mood = state["regime"]
    return (
        all(v >= 0 for m in state["markets"] for v in m["variances"].values())
        and 0 <= mood["score_held_wad"] <= W
        and all(c["variance_wad"] >= 0 for c in mood["channels"])
        and all(len(c["history_1e8"]) <= 6 for c in mood["channels"])
    )


def good_market(market, at):
    wall = market["book"]["wall"]
    factors = [p["health_factor_bps"] for p in wall]
    return (
        market["observed_at"] <= at
        and ascends(market["depth_usd"])
        and ascends(market["depth_low_usd"])
        and ascends(factors)
        and ascends([p["debt_usd"] for p in wall])
        and all(f >= 0 for f in factors)
    )


def good_snapshot(snapshot):
    at, events = snapshot["at"], snapshot["events"]
    return (
        all(good_market(m, at) for m in snapshot["markets"])
        and all(i["known_at"] <= at for i in snapshot["indicators"])
        and all(i["observed_at"] <= at for i in snapshot["indicators"])
        and len(events) <= 64
        and ascends(events)
    )


def good_held(held):
    limits, waiting = held["limits"], held.get("pending", {"lt_bps": 0, "ltv_bps": 0})
    small = [held[k] for k in ("lt_bps", "lt_start_bps", "ltv_bps", "bonus_bps")]
    small += [limits["gap_min_bps"], limits["lt_min_bps"], waiting["lt_bps"], waiting["ltv_bps"]]
    return (
        held["lt_bps"] >= 1
        and all(0 <= v <= 10000 for v in small)
        and all(v >= 0 for part in (limits, held["limiter"]) for v in part.values())
        and limits["ltv_min_bps"] + limits["gap_min_bps"] <= limits["lt_min_bps"]
    )
