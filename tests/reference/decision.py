# SPDX-License-Identifier: MIT
"""The decision for one market (docs/model.md, section 6)."""
from caps import Caps
from documents import in_order
from integers import WEEK
from liquidity import Liquidity, induced
from publication import cut_lt, find_doubts, lt_now, ramp_of, rise
from targets import band, lt_target, ltv_target
from volatility import fast_variance, is_fresh, mixed, sigma


class Decision:
    """One market's targets, moves and caps; `document` says them."""

    def __init__(self, policy, asset, snapshot, seen, markets, mood, current, held, market):
        self.policy, self.rules, self.asset = policy, policy["publication"], asset
        self.snapshot, self.at, self.seen, self.held = snapshot, snapshot["at"], seen, held
        self.current, self.market, self.mood = current, market, mood
        self.lt, self.ltv = held["lt_bps"], held["ltv_bps"]
        self.holds, self.action, self.execute = set(), "none", False

        s2_fast = fast_variance(policy["volatility"], asset, market["variances"])
        self.fast = sigma(s2_fast)
        self.slow = sigma(mixed(asset, market["variances"]["slow_wad"]))
        self.liquidity = Liquidity(policy, asset, seen, markets, mood, s2_fast, self.fast)
        self.doubts = find_doubts(
            policy, snapshot, seen, mood, current, held, market, self.liquidity.figures["alarm"]
        )
        self.find_targets()
        self.note_quiet()
        self.move()
        self.act()
        self.judge_pending()
        self.size_caps()
        self.liquidity.suggest(self.new_lt)
        self.cap_figures = self.caps.document(self.new_lt)

    def find_targets(self):
        asset, held, mood, play = self.asset, self.held, self.mood, self.rules["play_wad"]
        variance_mid = self.market["variances"]["mid_wad"]
        multiplier = mood["lt_multiplier_wad"]
        self.lt_target = lt_target(
            self.policy, asset, self.slow, variance_mid, multiplier, self.seen, held, self.liquidity
        )
        self.lt_desired = band(self.lt, self.lt_target["value_bps"], play)
        self.halted = self.lt_target["binding"] == "lt_minimum"
        gap = max(asset["gap_bps"], held["limits"]["gap_min_bps"])
        t = min(self.lt, self.lt_desired)
        multiplier = mood["ltv_multiplier_wad"]
        self.ltv_target = ltv_target(asset, t, gap, self.fast, multiplier, self.halted)
        wish = min(t - gap, band(self.ltv, self.ltv_target["value_bps"], play))
        self.ltv_desired = max(wish, min(held["limits"]["ltv_min_bps"], self.ltv))

    def note_quiet(self):
        calm = self.mood["score_wad"] < self.policy["regime"]["quiet_below_wad"]
        for key, is_quiet in (
            ("lt_quiet_since", calm and self.lt_target["value_bps"] >= self.lt),
            ("ltv_quiet_since", calm and self.ltv_target["value_bps"] >= self.ltv),
        ):
            self.market[key] = (self.market[key] or self.at) if is_quiet else 0

    def move(self):
        lt, ltv, held = self.lt, self.ltv, self.held
        cut = 0
        if self.lt_desired < lt:
            cut, why = cut_lt(self.rules, self.asset, self.seen, held, self.lt_desired, self.at)
            self.holds.update(why)
        self.new_lt, self.new_ltv = lt - cut, min(ltv, self.ltv_desired)
        # A cut that a delay or a budget holds back is still one: nothing rises beside it.
        below = lt - self.lt_desired
        self.tightens = self.new_ltv < ltv or cut > 0 or (
            below > 0 and below >= self.rules["deadband_bps"]
        )
        wishes = (("lt", lt, self.lt_desired), ("ltv", ltv, self.ltv_desired))
        for which, now, wish in wishes:
            if wish <= now:
                continue
            if self.tightens:
                self.holds.add("tightening_elsewhere")
                continue
            since = self.market[which + "_quiet_since"]
            up, why = rise(which, self.rules, held, wish, self.doubts, since, self.at)
            self.holds.update(why)
            if which == "lt":
                self.new_lt += up
            else:
                self.new_ltv += up
        targets = (self.lt_target["value_bps"], self.ltv_target["value_bps"])
        if targets != (self.lt_desired, self.ltv_desired):
            self.holds.add("play_band")

    def act(self):
        lt, ltv, held, at = self.lt, self.ltv, self.held, self.at
        self.ramp, self.harm = 0, [0, 0, 0]
        if self.current["frozen"]:
            self.new_lt, self.new_ltv = lt, ltv
            self.holds.add("oracle_frozen")
            return
        moves = (self.new_lt, self.new_ltv) != (lt, ltv)
        if moves and self.new_lt - held["limits"]["gap_min_bps"] < self.new_ltv:
            self.new_lt, self.new_ltv = lt, ltv
            self.holds.add("ltv_gap")
        if self.new_lt < lt or self.new_ltv < ltv:
            self.action = "tighten"
        elif self.new_lt > lt or self.new_ltv > ltv:
            self.action = "loosen"
        elif is_fresh(self.seen, held, at) and (
            at - held["as_of"] >= self.rules["heartbeat_seconds"]
        ):
            self.action = "heartbeat"
        if self.new_lt < lt:
            self.ramp, now = ramp_of(held, self.new_lt, at), lt_now(held, at)
            book = self.seen["book"]
            self.harm = [induced(book, now, self.new_lt, fall) for fall in (0, 500, 1000)]

    def judge_pending(self):
        waiting = self.held.get("pending")
        alive = waiting is not None and self.at <= waiting["executable_at"] + WEEK
        if not alive or self.current["frozen"] or self.action not in ("none", "heartbeat"):
            return
        wanted = max(self.ltv_desired, self.ltv) >= waiting["ltv_bps"]
        wanted = wanted and max(self.lt_desired, self.lt) >= waiting["lt_bps"]
        limits, lower = self.held["limits"], self.ltv - 1
        if wanted and not self.doubts:
            self.execute = self.at >= waiting["executable_at"]
        elif lower >= limits["ltv_min_bps"] and self.lt - limits["gap_min_bps"] >= lower:
            self.new_ltv, self.action = lower, "tighten"
            self.holds.add("pending_withdrawn")

    def size_caps(self):
        self.caps = Caps(
            self.policy, self.asset, self.market, self.mood, self.doubts, self.tightens, self.at
        )
        if self.asset["cap_depth_wad"] > 0 and self.liquidity.is_liquid:
            multiplier = self.mood["lt_multiplier_wad"]
            ref = self.liquidity.reference_depth()
            self.caps.decide(ref, self.slow, multiplier, self.seen, self.lt)

    def hold_loosening(self):
        """The contract would judge this loosening by a report that is too old (step 10)."""
        self.execute = False
        if self.action == "loosen":
            self.action = "none"
            self.new_lt, self.new_ltv = self.lt, self.ltv
            self.holds.add("price_stale")

    def document(self):
        for goal, new in ((self.ltv_target, self.new_ltv), (self.lt_target, self.new_lt)):
            goal["attribution"]["limiter_bps"] = new - goal["value_bps"]
        return {
            "action": self.action,
            "asset": self.asset["asset"],
            "bonus_bps": self.held["bonus_bps"],
            "caps": self.cap_figures,
            "execute_pending": self.execute,
            "expected_lt_bps": self.lt,
            "expected_ltv_bps": self.ltv,
            "halt_borrowing": self.halted,
            "holds": in_order(self.holds),
            "induced_now_usd": self.harm[0],
            "induced_5_percent_usd": self.harm[1],
            "induced_10_percent_usd": self.harm[2],
            "liquidity": self.liquidity.figures,
            "lt_bps": self.new_lt,
            "lt_desired_bps": self.lt_desired,
            "lt_second_opinion_bps": self.liquidity.second_opinion,
            "lt_target": self.lt_target,
            "ltv_bps": self.new_ltv,
            "ltv_desired_bps": self.ltv_desired,
            "ltv_target": self.ltv_target,
            "ramp_seconds": self.ramp,
            "volatility_fast_wad": self.fast,
            "volatility_slow_wad": self.slow,
        }
