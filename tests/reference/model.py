#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The model of docs/model.md in integers, written from that page alone.

Reads one canonical JSON object {current, policy, snapshot, state} a line and prints one canonical
object {report, state} a line. A step that the page refuses prints {"refused":true}.
"""
import sys

from decision import Decision
from documents import Reader, canonical, named
from domain import good_held, good_policy, good_snapshot, good_state
from integers import DAY
from regime import regime
from volatility import doubt_unit_slip, fold_price, pair, status_of


def first_market(name):
    never = {"quiet_since": 0, "raised_at": 0, "usd": 0}
    return {
        "asset": name,
        "debt_cap": never,
        "last_price_1e8": 0,
        "last_price_at": 0,
        "last_usd_price_1e8": 0,
        "lt_quiet_since": 0,
        "ltv_quiet_since": 0,
        "position_limit": never,
        "variances": {"fast_wad": 0, "mid_wad": 0, "slow_wad": 0},
    }


def recall(policy, asset, state, snapshot, own, seen):
    """The market's memory after its price, with what nobody watched forgotten."""
    market = dict(
        named(state["markets"], "asset", asset["asset"]) or first_market(asset["asset"])
    )
    own = doubt_unit_slip(own, market["last_usd_price_1e8"])
    seen = doubt_unit_slip(seen, market["last_price_1e8"])
    fold_price(policy["volatility"], asset["two_sided"], market, seen, snapshot["at"])
    if status_of(own) == "confirmed":
        market["last_usd_price_1e8"] = own["price_1e8"]
    is_seen = status_of(seen) == "confirmed"
    last_seen = seen["observed_at"] if is_seen else market["last_price_at"]
    if snapshot["at"] - min(state["at"], last_seen) > DAY:
        market["lt_quiet_since"] = market["ltv_quiet_since"] = 0
        for key in ("debt_cap", "position_limit"):
            market[key] = dict(market[key], quiet_since=0)
    return market, seen


def data_time(decisions, current, at):
    """`report.observed_at` (section 3)."""
    entries, confirmed = [], []
    for decision in decisions:
        when = decision.market["last_price_at"]
        if status_of(decision.seen) == "confirmed":
            when = decision.seen["observed_at"]
            confirmed.append(when)
        if decision.action != "none":
            entries.append(when)
    oldest = min(entries or confirmed or [at])
    return min(at, max([oldest] + [held["as_of"] for held in current["markets"]]))


def refuses(policy, is_known, state, snapshot, current):
    if not (is_known or good_policy(policy)):
        return True
    if not (good_state(state) and good_snapshot(snapshot)):
        return True
    if not all(good_held(held) for held in current["markets"]):
        return True
    return snapshot["at"] - state["at"] < 3600


def step(policy, state, snapshot, current, is_known=False):
    """{report, state}, or None where the page refuses. `is_known`: the policy was good before."""
    if refuses(policy, is_known, state, snapshot, current):
        return None
    at = snapshot["at"]
    pairs = {a["asset"]: pair(a, snapshot) for a in policy["assets"]}
    helds = {a["asset"]: named(current["markets"], "asset", a["asset"]) for a in policy["assets"]}
    if None in pairs.values() or None in helds.values():
        return None
    memory, mood = regime(policy["regime"], state["regime"], snapshot)
    decisions = []
    for asset in policy["assets"]:
        name = asset["asset"]
        own = named(snapshot["markets"], "asset", name)
        market, seen = recall(policy, asset, state, snapshot, own, pairs[name])
        decisions.append(
            Decision(
                policy, asset, snapshot, seen, pairs, mood, current, helds[name], market
            )
        )
    observed = data_time(decisions, current, at)
    for decision in decisions:
        if observed + decision.held["limits"]["max_age_seconds"] < at + 3600:
            decision.hold_loosening()
    documents = [decision.document() for decision in decisions]
    markets = [decision.market for decision in decisions]
    return {
        "report": {"at": at, "markets": documents, "observed_at": observed, "regime": mood},
        "state": {"at": at, "markets": markets, "regime": memory},
    }


def main():
    reader, good = Reader(), False
    for line in sys.stdin:
        case, is_same = reader.read(line)
        good = good if is_same else good_policy(case["policy"])
        answer = None
        if good:
            answer = step(case["policy"], case["state"], case["snapshot"], case["current"], True)
        print(canonical(answer if answer is not None else {"refused": True}), flush=True)


if __name__ == "__main__":
    main()
