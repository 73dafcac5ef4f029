#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The model of docs/model.md in integers, written from that page alone.

Reads one canonical JSON object {policy, state, snapshot, current} a line and prints one canonical
object {report, state} a line. A step that the page refuses prints {"refused":true}.
"""
import json
import sys
from math import isqrt

W = 10**18
DAY = 86400
WEEK = 7 * DAY
REASONS = (
    "structural bonus_rule lt_maximum lt_minimum ltv_gap ltv_tail ltv_maximum ltv_minimum "
    "borrowing_halted play_band deadband not_quiet regime_elevated event_window "
    "indicator_stale indicator_missing price_below_quorum price_jump_unconfirmed "
    "price_missing price_stale depth_missing volatility_missing pending_veto pending_withdrawn "
    "loosening_paused oracle_frozen rise_delay rise_budget cut_delay cut_budget "
    "induced_budget tightening_elsewhere"
).split()
PRICE_DOUBTS = {
    "below_quorum": "price_below_quorum",
    "jump_unconfirmed": "price_jump_unconfirmed",
    "missing": "price_missing",
}

# ---- documents


def numbers(value):
    """Turns integer strings into integers, leaving names alone."""
    if isinstance(value, dict):
        return {k: v if k in NAMES else numbers(v) for k, v in value.items()}
    if isinstance(value, list):
        return [numbers(v) for v in value]
    return int(value) if isinstance(value, str) else value


NAMES = {
    "asset", "name", "indicator", "transform", "status", "price_status", "action", "binding",
    "carry_change_channel", "carry_level_channel", "holds",
}


def canonical(value):
    def text(v):
        if isinstance(v, dict):
            return {k: text(x) for k, x in v.items()}
        if isinstance(v, list):
            return [text(x) for x in v]
        return str(v) if isinstance(v, int) and not isinstance(v, bool) else v

    return json.dumps(text(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def named(items, key, name):
    return next((item for item in items if item[key] == name), None)


# ---- numbers (section 1)


def ceil(a, b):
    assert b > 0
    return -((-a) // b)


def root_up(x):
    r = isqrt(x)
    return r if r * r == x else r + 1


def mul(a, b):
    return ceil(a * b, W)


def limit(x, least, most):
    return max(least, min(most, x))


def sat(x):
    return limit(x, -9 * W, 9 * W)


def level(x):
    return limit(x, -(10**13), 10**13)


def power(base, n):
    p, s = W, base
    while n > 0:
        if n % 2 == 1:
            p = mul(p, s)
        s = mul(s, s)
        n //= 2
    return p


def expm(x):
    if x >= 16 * W:
        return 0
    k, z = divmod(10**9 * ceil(x, 10**9), 693147180559945309)
    a = z * 2**62 // W
    s = 2**62
    for n in range(20, 0, -1):
        s = 2**62 - a * s // (n * 2**62)
    return max(0, s * W // 2 ** (62 + k) - 32)


# ---- volatility (M-1 to M-3)


def price_status(seen):
    absent = seen["price_status"] == "confirmed" and seen["price_1e8"] == 0
    return "missing" if absent else seen["price_status"]


def is_fresh(seen, held, at):
    age = at - seen["observed_at"]
    return price_status(seen) == "confirmed" and age <= held["limits"]["max_age_seconds"]


def fold_price(policy, market, seen, at):
    if price_status(seen) != "confirmed":
        return
    price, old = seen["price_1e8"], market["last_price_1e8"]
    if old > 0:
        hours = (at - market["last_price_at"]) // 3600
        if hours < 1:
            return
        size = min(ceil(abs(price - old) * W, old), 3 * W)
        g = policy["asymmetry_wad"]
        q = ceil(mul(mul(size, size), W + g if price < old else W - g) * 24, hours)
        for speed in ("fast", "mid", "slow"):
            kept = power(policy["decay_%s_wad" % speed], hours)
            v = market["variances"]["%s_wad" % speed]
            market["variances"]["%s_wad" % speed] = sat(mul(kept, v) + mul(W - kept, q))
    market["last_price_1e8"] = price
    market["last_price_at"] = at


def sigma(asset, variance):
    stress, floor = asset["stress_volatility_wad"], asset["floor_volatility_wad"]
    mixed = ceil(3 * variance + mul(stress, stress), 4)
    return root_up(sat(max(mixed, mul(floor, floor))) * W)


# ---- regime (M-4 to M-8)


def fold_print(channel, decay, memory, seen):
    if seen is None or seen["status"] not in ("live", "closed"):
        return
    when, last = seen["observed_at"], memory["last_observed_at"]
    if when <= last or (last > 0 and when // DAY == last // DAY):
        return
    first, old = memory["last_observed_at"] == 0, memory["last_level_1e8"]
    new, kind = seen["level_1e8"], channel["transform"]
    memory["last_level_1e8"], memory["last_observed_at"] = new, seen["observed_at"]
    if kind != "level":
        if first or (kind == "return_volatility" and old <= 0):
            return
        size = abs(new - old)
        returns = kind == "return_volatility"
        m = min(ceil(size * W, old) if returns else size * 10**10, 3 * W)
        variance = sat(mul(decay, memory["variance_wad"]) + mul(W - decay, mul(m, m)))
        memory["variance_wad"] = variance
        new = level(ceil(root_up(variance * (252 if returns else 1)), 10))
    memory["history_1e8"] = (memory["history_1e8"] + [new])[-6:]


def rank(quantiles, x):
    if x < quantiles[0]["value_1e8"]:
        return 0
    if x >= quantiles[-1]["value_1e8"]:
        return W
    i = max(j for j, q in enumerate(quantiles) if q["value_1e8"] <= x)
    low, high = quantiles[i], quantiles[i + 1]
    rise = high["rank_wad"] - low["rank_wad"]
    into, width = x - low["value_1e8"], high["value_1e8"] - low["value_1e8"]
    return low["rank_wad"] + ceil(rise * into, width)


def change_rank(quantiles, history, prints):
    if not quantiles or len(history) <= prints or history[-1 - prints] <= 0:
        return 0
    base = history[-1 - prints]
    return rank(quantiles, level(ceil((history[-1] - base) * 10**8, base)))


def read_channel(channel, threshold, memory, seen):
    history = memory["history_1e8"]
    one = change_rank(channel["one_day_change"], history, 1)
    five = change_rank(channel["five_day_change"], history, 5)
    over = max(one, five) - threshold
    return {
        "name": channel["name"],
        "status": seen["status"] if seen else "missing",
        "value_1e8": history[-1] if history else 0,
        "rank_one_wad": one,
        "rank_five_wad": five,
        "score_wad": ceil(over * W, W - threshold) if over > 0 else 0,
    }


def raw_score(channels, readings):
    weighted = [mul(c["weight_wad"], r["score_wad"]) for c, r in zip(channels, readings)]
    if not weighted:
        return 0
    top = max(weighted)
    score = mul(7 * 10**17, top)
    if len(weighted) > 1:
        score += ceil(3 * 10**17 * (sum(weighted) - top), W * (len(weighted) - 1))
    return min(W, score)


def business_days(first, last):
    # Day 0, 1970-01-01, was a Thursday: Monday has (day + 3) % 7 == 0.
    whole, rest = divmod(max(0, last - first), 7)
    return 5 * whole + sum((first + i + 3) % 7 < 5 for i in range(rest))


def regime(policy, before, snapshot):
    at = snapshot["at"]
    state = dict(before, channels=[])
    readings = []
    for channel in policy["channels"]:
        memory = named(before["channels"], "name", channel["name"]) or {
            "name": channel["name"],
            "last_level_1e8": 0,
            "last_observed_at": 0,
            "variance_wad": 0,
            "history_1e8": [],
        }
        memory = dict(memory)
        seen = named(snapshot["indicators"], "name", channel["indicator"])
        fold_print(channel, policy["indicator_decay_wad"], memory, seen)
        reading = read_channel(channel, policy["rank_threshold_wad"], memory, seen)
        state["channels"].append(memory)
        readings.append(reading)
        carry(policy, channel, reading, state, at)

    raw = raw_score(policy["channels"], readings)
    days = business_days(before["held_on_day"], at // DAY)
    held = max(raw, mul(before["score_held_wad"], power(policy["hold_wad"], days)))
    state["score_held_wad"], state["held_on_day"] = held, at // DAY
    score = max(held, min(snapshot["guardian_score_wad"], W))
    marks = (state["carry_level_at"], state["carry_change_at"])
    return state, {
        "score_wad": score,
        "score_raw_wad": raw,
        "carry_flag": all(m > 0 and at - m <= 5 * DAY for m in marks),
        "ltv_multiplier_wad": W + mul(policy["ltv_weight_wad"], score),
        "lt_multiplier_wad": W + mul(policy["lt_weight_wad"], score),
        "channels": readings,
    }


def carry(policy, channel, reading, state, at):
    if channel["name"] == policy["carry_level_channel"] and channel["level"]:
        if rank(channel["level"], reading["value_1e8"]) >= policy["carry_rank_wad"]:
            state["carry_level_at"] = at
    if channel["name"] == policy["carry_change_channel"]:
        if max(reading["rank_one_wad"], reading["rank_five_wad"]) >= policy["carry_rank_wad"]:
            state["carry_change_at"] = at


# ---- targets (M-9 to M-13)


def depth_at(curve, slippage):
    s0, y0 = 0, 0
    for s1, y1 in zip((50, 100, 200, 500, 1000), curve):
        if slippage <= s1:
            return y0 + (y1 - y0) * (slippage - s0) // (s1 - s0)
        s0, y0 = s1, y1
    return curve[-1]


def debt_under(wall, threshold, divide):
    if threshold <= wall[0]["health_factor_bps"]:
        return 0
    for low, high in zip(wall, wall[1:]):
        h0, h1 = low["health_factor_bps"], high["health_factor_bps"]
        if threshold <= h1:
            rise = high["debt_usd"] - low["debt_usd"]
            return low["debt_usd"] + divide(rise * (threshold - h0), h1 - h0)
    return wall[-1]["debt_usd"]


def induced(book, now, after, fall):
    if after >= now:
        return 0
    wall = book["wall"]
    if not wall:
        return book["debt_usd"]
    left = 10000 - fall
    above = debt_under(wall, ceil(10**8 * now, left * after), ceil)
    return max(0, above - debt_under(wall, 10**8 // left, lambda a, b: a // b))


def target(value, binding, start, buffer, volatility, liquidity, macro):
    parts = {
        "start_bps": start,
        "buffer_bps": buffer,
        "volatility_bps": volatility,
        "liquidity_bps": liquidity,
        "macro_bps": macro,
    }
    parts["bounds_bps"] = value - sum(parts.values())
    return {"value_bps": value, "binding": binding, "attribution": parts}


def bonus_rule(bonus):
    return 10**8 // (10**4 + bonus)


def structural(asset, volatility, multiplier, seen, held):
    depth = depth_at(seen["depth_low_usd"], asset["bonus_bps"])
    ratio = min(depth * W // max(1, seen["book"]["debt_usd"]), 100 * W)

    def survival(m, p):
        r = isqrt(p * W)
        if r == 0:
            return 0
        risk = mul(mul(asset["liquidity_aversion_wad"], m), volatility)
        return expm(ceil(risk * W, r)) // 10**14

    own, liquid, macro = survival(W, W), survival(W, ratio), survival(multiplier, ratio)
    buffer = asset["bonus_bps"] + asset["fee_bps"]
    if seen["depth_low_usd"][-1] == 0:
        return target(held["lt_bps"], "depth_missing", 10000, -buffer, own - 10000, 0, 0)
    value, binding = macro - buffer, "structural"
    for most, reason in (
        (bonus_rule(max(asset["bonus_bps"], held["bonus_bps"])), "bonus_rule"),
        (asset["lt_max_bps"], "lt_maximum"),
    ):
        if value > most:
            value, binding = most, reason
    if value < asset["lt_min_bps"]:
        value, binding = asset["lt_min_bps"], "lt_minimum"
    return target(value, binding, 10000, -buffer, own - 10000, liquid - own, macro - liquid)


def tactical(asset, lt, gap, volatility, multiplier, halted):
    most = lt - gap

    def survives(m):
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
    return target(value, binding, lt, -gap, own - most, 0, macro - own)


def band(published, wanted, play):
    least = 10000 - wanted
    return 10000 - limit(10000 - published, least, max(least, ceil(least * play, W)))


# ---- publication (M-14 to M-17)


def lt_now(held, at):
    left = held["ramp_start"] + held["ramp_seconds"] - at
    if left <= 0 or held["ramp_seconds"] == 0 or held["lt_start_bps"] <= held["lt_bps"]:
        return held["lt_bps"]
    within = min(left, held["ramp_seconds"])
    return held["lt_bps"] + (held["lt_start_bps"] - held["lt_bps"]) * within // held["ramp_seconds"]


def room(used, since, cap, window, at):
    return max(0, cap - max(0, used - cap * max(0, at - since) // window))


def waits(last, delay, at):
    return last > 0 and at < last + delay


def cut_lt(rules, asset, seen, held, desired, at):
    """The cut in bps, and the reasons that shortened it."""
    limits, done = held["limits"], held["limiter"]
    wanted = held["lt_bps"] - max(desired, limits["lt_min_bps"])
    if wanted < rules["deadband_bps"]:
        return 0, ["deadband"]
    if waits(done["lt_cut_at"], limits["lt_cut_delay_seconds"], at):
        return 0, ["cut_delay"]
    used, cap = done["lt_cut_week_used_bps"], limits["lt_cut_week_bps"]
    affordable = min(wanted, room(used, done["lt_cut_at"], cap, WEEK, at))
    reasons = ["cut_budget"] if affordable < wanted else []
    depth = depth_at(seen["depth_low_usd"], asset["bonus_bps"] // 2)
    budget = depth * rules["induced_budget_wad"] // W
    now, book = lt_now(held, at), seen["book"]
    cut = affordable
    while cut > 0 and induced(book, now, held["lt_bps"] - cut, 0) > budget:
        cut -= 1
    if cut < affordable:
        reasons.append("induced_budget")
    return (cut if cut >= rules["deadband_bps"] else 0), reasons


def rise(which, rules, held, desired, doubts, quiet_since, at):
    """The rise in bps of "ltv" or "lt", and the reasons that shortened it."""
    limits, done = held["limits"], held["limiter"]
    if doubts:
        return 0, doubts
    if quiet_since == 0 or at - quiet_since < rules["quiet_seconds"]:
        return 0, ["not_quiet"]
    if "pending" in held and at <= held["pending"]["executable_at"] + WEEK:
        return 0, ["pending_veto"]
    raised, cut = done[which + "_raised_at"], done[which + "_cut_at"]
    if waits(raised, max(DAY, limits[which + "_rise_delay_seconds"]), at) or waits(
        cut, limits[which + "_rise_after_cut_seconds"], at
    ):
        return 0, ["rise_delay"]
    most = limits[which + "_max_bps"]
    if which == "lt":
        most = min(most, bonus_rule(held["bonus_bps"]))
    wanted = min(desired, most) - held[which + "_bps"]
    amount = min(wanted, limits[which + "_rise_step_bps"], rules["rise_a_day_bps"])
    for span, window in (("day", DAY), ("week", WEEK)):
        used = done["%s_rise_%s_used_bps" % (which, span)]
        cap = limits["%s_rise_%s_bps" % (which, span)]
        amount = min(amount, room(used, raised, cap, window, at))
    if amount < rules["deadband_bps"]:
        return 0, ["deadband" if wanted < rules["deadband_bps"] else "rise_budget"]
    return amount, ["rise_budget"] if amount < wanted else []


def find_doubts(policy, snapshot, seen, mood, current, held, market):
    found = set()
    if mood["score_wad"] >= policy["regime"]["quiet_below_wad"]:
        found.add("regime_elevated")
    if snapshot["event_window"]:
        found.add("event_window")
    for reading in mood["channels"]:
        if reading["status"] in ("stale", "missing"):
            found.add("indicator_" + reading["status"])
    if price_status(seen) != "confirmed":
        found.add(PRICE_DOUBTS[price_status(seen)])
    elif not is_fresh(seen, held, snapshot["at"]):
        found.add("price_stale")
    if market["variances"]["slow_wad"] == 0:
        found.add("volatility_missing")
    if seen["depth_low_usd"][-1] == 0:
        found.add("depth_missing")
    if current["loosening_paused"]:
        found.add("loosening_paused")
    return sorted(found)


# ---- the decision


def decide(policy, asset, snapshot, seen, mood, current, held, market):
    at, rules = snapshot["at"], policy["publication"]
    play, lt, ltv = rules["play_wad"], held["lt_bps"], held["ltv_bps"]
    variances = market["variances"]
    fast, slow = sigma(asset, max(variances.values())), sigma(asset, variances["slow_wad"])
    lt_target = structural(asset, slow, mood["lt_multiplier_wad"], seen, held)
    lt_desired = band(lt, lt_target["value_bps"], play)
    halted = lt_target["binding"] == "lt_minimum"
    gap = max(asset["gap_bps"], held["limits"]["gap_min_bps"])

    t = min(lt, lt_desired)
    ltv_target = tactical(asset, t, gap, fast, mood["ltv_multiplier_wad"], halted)
    ltv_desired = min(t - gap, band(ltv, ltv_target["value_bps"], play))
    ltv_desired = max(ltv_desired, min(held["limits"]["ltv_min_bps"], ltv))
    calm = mood["score_wad"] < policy["regime"]["quiet_below_wad"]
    for key, is_quiet in (
        ("lt_quiet_since", calm and lt_target["value_bps"] >= lt),
        ("ltv_quiet_since", calm and ltv_target["value_bps"] >= ltv),
    ):
        market[key] = (market[key] or at) if is_quiet else 0

    holds = set()
    cut = 0
    if lt_desired < lt:
        cut, why = cut_lt(rules, asset, seen, held, lt_desired, at)
        holds.update(why)
    new_lt = lt - cut
    new_ltv = min(ltv, ltv_desired)
    tightens = new_ltv < ltv or cut > 0
    doubts = find_doubts(policy, snapshot, seen, mood, current, held, market)
    raised = {}
    for which, now, wish in (("lt", lt, lt_desired), ("ltv", ltv, ltv_desired)):
        raised[which] = 0
        if wish > now and tightens:
            holds.add("tightening_elsewhere")
        elif wish > now:
            since = market[which + "_quiet_since"]
            raised[which], why = rise(which, rules, held, wish, doubts, since, at)
            holds.update(why)
    new_lt += raised["lt"]
    new_ltv += raised["ltv"]
    if (lt_target["value_bps"], ltv_target["value_bps"]) != (lt_desired, ltv_desired):
        holds.add("play_band")

    action, ramp, harm = "none", 0, [0, 0, 0]
    if current["frozen"]:
        new_lt, new_ltv = lt, ltv
        holds.add("oracle_frozen")
    else:
        moves = (new_lt, new_ltv) != (lt, ltv)
        if moves and new_lt - held["limits"]["gap_min_bps"] < new_ltv:
            new_lt, new_ltv = lt, ltv
            holds.add("ltv_gap")
    if current["frozen"]:
        pass
    elif new_lt < lt or new_ltv < ltv:
        action = "tighten"
    elif new_lt > lt or new_ltv > ltv:
        action = "loosen"
    elif is_fresh(seen, held, at) and at - held["as_of"] >= rules["heartbeat_seconds"]:
        action = "heartbeat"
    if new_lt < lt:
        now, limits = lt_now(held, at), held["limits"]
        slope = ceil((now - new_lt) * limits["ramp_per_100_bps_seconds"], 100)
        ramp = max(limits["ramp_min_seconds"], slope)
        harm = [induced(seen["book"], now, new_lt, fall) for fall in (0, 500, 1000)]
    waiting, execute = held.get("pending"), False
    alive = waiting is not None and at <= waiting["executable_at"] + 7 * DAY
    if alive and not current["frozen"] and action in ("none", "heartbeat"):
        wanted = max(ltv_desired, ltv) >= waiting["ltv_bps"]
        wanted = wanted and max(lt_desired, lt) >= waiting["lt_bps"]
        limits = held["limits"]
        if wanted and not doubts:
            execute = at >= waiting["executable_at"]
        elif ltv - 1 >= limits["ltv_min_bps"] and lt - limits["gap_min_bps"] >= ltv - 1:
            new_ltv, action = ltv - 1, "tighten"
            holds.add("pending_withdrawn")
    ltv_target["attribution"]["limiter_bps"] = new_ltv - ltv_target["value_bps"]
    lt_target["attribution"]["limiter_bps"] = new_lt - lt_target["value_bps"]
    return {
        "action": action,
        "asset": asset["asset"],
        "bonus_bps": held["bonus_bps"],
        "execute_pending": execute,
        "expected_lt_bps": lt,
        "expected_ltv_bps": ltv,
        "halt_borrowing": halted,
        "holds": sorted(holds, key=REASONS.index),
        "induced_now_usd": harm[0],
        "induced_5_percent_usd": harm[1],
        "induced_10_percent_usd": harm[2],
        "lt_bps": new_lt,
        "lt_desired_bps": lt_desired,
        "lt_target": lt_target,
        "ltv_bps": new_ltv,
        "ltv_desired_bps": ltv_desired,
        "ltv_target": ltv_target,
        "ramp_seconds": ramp,
        "volatility_fast_wad": fast,
        "volatility_slow_wad": slow,
    }


# ---- the domain (section 2)


def ascends(values):
    return all(a <= b for a, b in zip(values, values[1:]))


def good_quantiles(points):
    ranks = [p["rank_wad"] for p in points]
    values = [p["value_1e8"] for p in points]
    return not points or (
        ascends(ranks) and ascends(values) and ranks[0] == 0 and ranks[-1] == W
    )


def good_asset(a):
    bps = ("bonus_bps", "fee_bps", "gap_bps", "ltv_max_bps", "lt_max_bps")
    return (
        all(0 <= a[k + "_volatility_wad"] <= 3 * W for k in ("stress", "floor"))
        and a["tail_multiplier_wad"] >= 0
        and a["liquidity_aversion_wad"] >= 0
        and all(0 <= a[k] <= 10000 for k in bps)
        and 0 <= a["ltv_min_bps"] <= a["ltv_max_bps"]
        and 1 <= a["lt_min_bps"] <= a["lt_max_bps"]
        and a["ltv_min_bps"] + a["gap_bps"] <= a["lt_min_bps"]
        and a["lt_min_bps"] <= bonus_rule(a["bonus_bps"])
    )


def good_policy(policy):
    vol, mood, rules = policy["volatility"], policy["regime"], policy["publication"]
    lists = ("one_day_change", "five_day_change", "level")
    return (
        all(W // 2 <= vol["decay_%s_wad" % k] < W for k in ("fast", "mid", "slow"))
        and 0 <= vol["asymmetry_wad"] <= W // 2
        and 0 <= mood["rank_threshold_wad"] < W
        and all(0 <= mood[k] <= W for k in ("hold_wad", "indicator_decay_wad"))
        and all(0 <= mood[k] <= 5 * W for k in ("ltv_weight_wad", "lt_weight_wad"))
        and len(mood["channels"]) <= 100
        and all(0 <= c["weight_wad"] <= W for c in mood["channels"])
        and all(good_quantiles(c[k]) for c in mood["channels"] for k in lists)
        and W <= rules["play_wad"] <= 9 * W
        and 0 <= rules["induced_budget_wad"] <= W
        and all(0 <= rules[k] <= 10000 for k in ("deadband_bps", "rise_a_day_bps"))
        and len(policy["assets"]) == len({a["asset"] for a in policy["assets"]}) <= 32
        and all(good_asset(a) for a in policy["assets"])
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
    at = snapshot["at"]
    return all(good_market(m, at) for m in snapshot["markets"]) and all(
        i["known_at"] <= at for i in snapshot["indicators"]
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


def step(policy, state, snapshot, current):
    at = snapshot["at"]
    if not (good_policy(policy) and good_state(state) and good_snapshot(snapshot)):
        return None
    if not all(good_held(held) for held in current["markets"]):
        return None
    if at - state["at"] < 3600:
        return None
    memory, mood = regime(policy["regime"], state["regime"], snapshot)
    markets, decisions, entries, confirmed = [], [], [], []
    for asset in policy["assets"]:
        name = asset["asset"]
        seen = named(snapshot["markets"], "asset", name)
        held = named(current["markets"], "asset", name)
        if seen is None or held is None:
            return None
        market = named(state["markets"], "asset", name) or {
            "asset": name,
            "last_price_1e8": 0,
            "last_price_at": 0,
            "lt_quiet_since": 0,
            "ltv_quiet_since": 0,
            "variances": {"fast_wad": 0, "mid_wad": 0, "slow_wad": 0},
        }
        market = dict(market, variances=dict(market["variances"]))
        fold_price(policy["volatility"], market, seen, at)
        if at - state["at"] > DAY:
            market["lt_quiet_since"] = market["ltv_quiet_since"] = 0
        decisions.append(decide(policy, asset, snapshot, seen, mood, current, held, market))
        markets.append(market)
        when = market["last_price_at"]
        if price_status(seen) == "confirmed":
            when = seen["observed_at"]
            confirmed.append(when)
        if decisions[-1]["action"] != "none":
            entries.append(when)
    observed = min(entries or confirmed or [at])
    observed = min(at, max([observed] + [held["as_of"] for held in current["markets"]]))
    for decision in decisions:
        held = named(current["markets"], "asset", decision["asset"])
        if observed + held["limits"]["max_age_seconds"] >= at + 3600:
            continue
        decision["execute_pending"] = False
        if decision["action"] == "loosen":
            decision["action"] = "none"
            for key in ("lt", "ltv"):
                decision[key + "_bps"] = held[key + "_bps"]
                goal = decision[key + "_target"]
                goal["attribution"]["limiter_bps"] = held[key + "_bps"] - goal["value_bps"]
            kept = set(decision["holds"]) | {"price_stale"}
            decision["holds"] = sorted(kept, key=REASONS.index)
    return {
        "report": {"at": at, "markets": decisions, "observed_at": observed, "regime": mood},
        "state": {"at": at, "markets": markets, "regime": memory},
    }


def main():
    for line in sys.stdin:
        case = numbers(json.loads(line))
        answer = step(case["policy"], case["state"], case["snapshot"], case["current"])
        print(canonical(answer if answer is not None else {"refused": True}), flush=True)


if __name__ == "__main__":
    main()
