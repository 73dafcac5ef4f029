# SPDX-License-Identifier: MIT
"""The macro regime: prints, ranks, score, hold, flags (M-4 to M-8)."""
from bisect import bisect_right

from documents import named
from integers import DAY, W, ceil, level, mul, power, root_up


def is_plausible(channel, base, new):
    """Whether a print may follow `base`: no slip of a unit, no wild quote."""
    jump = channel["jump_limit_wad"]
    if channel["transform"] == "change_volatility":
        return abs(new - base) * 10**10 <= jump
    return min(new, base) > 0 and max(new, base) * W <= min(new, base) * (W + jump)


def is_believed(channel, memory, seen):
    new, when, last = seen["level_1e8"], seen["observed_at"], memory["last_observed_at"]
    doubted_at = memory["unconfirmed_at"]
    if channel["jump_limit_wad"] == 0:
        return True
    if last == 0:
        return new > 0 or channel["transform"] == "change_volatility"
    if is_plausible(channel, memory["last_level_1e8"], new):
        return True
    later = doubted_at > 0 and when // DAY > doubted_at // DAY
    return later and is_plausible(channel, memory["unconfirmed_level_1e8"], new)


def fold_print(channel, decay, memory, seen):
    if seen is None or seen["status"] not in ("live", "closed"):
        return
    when, last = seen["observed_at"], memory["last_observed_at"]
    if when <= last or (last > 0 and when // DAY == last // DAY):
        return
    new, old, kind = seen["level_1e8"], memory["last_level_1e8"], channel["transform"]
    if not is_believed(channel, memory, seen):
        doubted_at = memory["unconfirmed_at"]
        if doubted_at == 0 or when // DAY > doubted_at // DAY:
            memory["unconfirmed_level_1e8"], memory["unconfirmed_at"] = new, when
        return
    memory["unconfirmed_level_1e8"], memory["unconfirmed_at"] = 0, 0
    memory["last_level_1e8"], memory["last_observed_at"] = new, when
    if kind != "level":
        if last == 0 or (kind == "return_volatility" and old <= 0):
            return
        new = volatility_after(kind, decay, memory, abs(new - old), old)
    memory["history_1e8"] = (memory["history_1e8"] + [new])[-6:]


def volatility_after(kind, decay, memory, size, old):
    returns = kind == "return_volatility"
    m = min(ceil(size * W, old) if returns else size * 10**10, 3 * W)
    variance = mul(decay, memory["variance_wad"]) + mul(W - decay, mul(m, m))
    memory["variance_wad"] = min(variance, 9 * W)
    return level(ceil(root_up(memory["variance_wad"] * (252 if returns else 1)), 10))


def rank(quantiles, x):
    if x < quantiles[0]["value_1e8"]:
        return 0
    if x >= quantiles[-1]["value_1e8"]:
        return W
    i = bisect_right(quantiles, x, key=lambda q: q["value_1e8"]) - 1
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
        "status": seen["status"] if seen and len(history) > 1 else "missing",
        "implausible": memory["unconfirmed_at"] > 0,
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


def carry(policy, channel, reading, state, at):
    if channel["name"] == policy["carry_level_channel"] and channel["level"]:
        if rank(channel["level"], reading["value_1e8"]) >= policy["carry_rank_wad"]:
            state["carry_level_at"] = at
    if channel["name"] == policy["carry_change_channel"]:
        if max(reading["rank_one_wad"], reading["rank_five_wad"]) >= policy["carry_rank_wad"]:
            state["carry_change_at"] = at


def first_memory(name):
    return {
        "name": name,
        "last_level_1e8": 0,
        "last_observed_at": 0,
        "variance_wad": 0,
        "history_1e8": [],
        "unconfirmed_level_1e8": 0,
        "unconfirmed_at": 0,
    }


def regime(policy, before, snapshot):
    """The state after the snapshot's prints, and what the report says of the regime."""
    at = snapshot["at"]
    state = dict(before, channels=[])
    readings = []
    for channel in policy["channels"]:
        name = channel["name"]
        memory = dict(named(before["channels"], "name", name) or first_memory(name))
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
        "depth_multiplier_wad": W - mul(policy["depth_weight_wad"], score),
        "channels": readings,
    }
