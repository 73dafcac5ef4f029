# SPDX-License-Identifier: MIT
"""From targets to moves: cuts, rises, doubts (M-14 to M-17)."""
from integers import DAY, W, WEEK, ceil
from liquidity import depth_at, induced
from targets import bonus_rule
from volatility import is_fresh, status_of

PRICE_DOUBTS = {
    "below_quorum": "price_below_quorum",
    "jump_unconfirmed": "price_jump_unconfirmed",
    "missing": "price_missing",
}


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
    # Down from what is affordable rather than by halving: slower, and plainly the largest.
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


def event_is_near(policy, snapshot):
    before, after = policy["event_before_seconds"], policy["event_after_seconds"]
    return any(e - before <= snapshot["at"] <= e + after for e in snapshot["events"])


def find_doubts(policy, snapshot, seen, mood, current, held, market, alarm):
    found = set()
    if mood["score_wad"] >= policy["regime"]["quiet_below_wad"]:
        found.add("regime_elevated")
    if event_is_near(policy["regime"], snapshot):
        found.add("event_window")
    for reading in mood["channels"]:
        if reading["status"] in ("stale", "missing"):
            found.add("indicator_" + reading["status"])
        if reading["implausible"]:
            found.add("indicator_implausible")
    if status_of(seen) != "confirmed":
        found.add(PRICE_DOUBTS[status_of(seen)])
    elif not is_fresh(seen, held, snapshot["at"]):
        found.add("price_stale")
    if market["variances"]["slow_wad"] == 0:
        found.add("volatility_missing")
    if 0 in (seen["depth_low_usd"][-1], seen["depth_usd"][-1], seen["daily_volume_usd"]):
        found.add("depth_missing")
    if alarm == "red":
        found.add("cascade_red")
    if current["loosening_paused"]:
        found.add("loosening_paused")
    return found


def ramp_of(held, new_lt, at):
    limits = held["limits"]
    slope = ceil((lt_now(held, at) - new_lt) * limits["ramp_per_100_bps_seconds"], 100)
    return max(limits["ramp_min_seconds"], slope)
