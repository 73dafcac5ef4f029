# SPDX-License-Identifier: MIT
"""The cap on debt, the limit on one position and the supply cap (M-26)."""
from documents import in_order
from integers import DAY, USD_MAX, W
from liquidity import depth_at
from targets import ratio, survival

TOKENS_MAX = 2**63 - 1


class Caps:
    """What the caps of one market depend on, and what was decided."""

    def __init__(self, policy, asset, market, mood, doubts, tightens, at):
        self.rules, self.asset, self.market = policy["publication"], asset, market
        self.carry = mood["carry_flag"]
        self.calm = mood["score_wad"] < policy["regime"]["quiet_below_wad"]
        self.multiplier = mood["depth_multiplier_wad"]
        self.doubts, self.tightens, self.at = doubts, tightens, at
        self.holds, self.binding = set(), "cap_depth"
        self.targets = (0, 0)

    def sized(self, depth, share):
        return min(USD_MAX, depth * share // W * self.multiplier // W)

    def threshold(self, most, volatility, lt_multiplier, seen, lt):
        """The largest debt at which the structural form still carries the published LT."""
        asset = self.asset
        depth = depth_at(seen["depth_low_usd"], asset["bonus_bps"])

        def carries(debt):
            left = survival(asset, volatility, lt_multiplier, ratio(depth, debt))
            return left - asset["bonus_bps"] - asset["fee_bps"] >= lt

        low, high = 0, most
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if carries(middle) else (low, middle - 1)
        return low

    def decide(self, ref, volatility, lt_multiplier, seen, lt):
        cap = most = self.sized(ref, self.asset["cap_depth_wad"])
        if self.asset["lt_form"] == "structural" and seen["depth_low_usd"][-1] > 0:
            cap = self.threshold(most, volatility, lt_multiplier, seen, lt)
        self.binding = "cap_threshold" if cap < most else "cap_depth"
        share = self.asset["position_depth_wad"]
        self.targets = (cap, min(self.sized(ref, share), cap) if share > 0 else cap)
        for key, wanted in zip(("debt_cap", "position_limit"), self.targets):
            self.market[key] = self.move(self.market[key], wanted)

    def move(self, before, wanted):
        quiet, raised, usd = before["quiet_since"], before["raised_at"], before["usd"]
        quiet = (quiet or self.at) if self.calm and wanted >= usd else 0
        if raised == 0 and usd == 0:
            usd, raised = wanted, self.at
        elif wanted <= usd:
            usd = wanted
        else:
            against = self.against(quiet, raised)
            if not against:
                rise = max(usd * self.rules["cap_rise_wad"] // W, wanted // 20)
                usd, raised = min(wanted, usd + rise), self.at
                against = {"cap_rise"} if usd < wanted else set()
            self.holds |= against
        return {"quiet_since": quiet, "raised_at": raised, "usd": usd}

    def against(self, quiet, raised):
        found = set(self.doubts)
        if self.carry:
            found.add("carry_flag")
        if self.tightens:
            found.add("tightening_elsewhere")
        if quiet == 0 or self.at - quiet < self.rules["quiet_seconds"]:
            found.add("not_quiet")
        if self.at - raised < DAY:
            found.add("rise_delay")
        return found

    def document(self, lt):
        debt_cap, price = self.market["debt_cap"]["usd"], self.market["last_usd_price_1e8"]
        tokens = 0
        if price > 0 and self.asset["cap_depth_wad"] > 0:
            tokens = min(TOKENS_MAX, debt_cap * 10**12 // (price * max(1, lt)))
        return {
            "binding": self.binding,
            "debt_cap_target_usd": self.targets[0],
            "debt_cap_usd": debt_cap,
            "holds": in_order(self.holds),
            "position_limit_target_usd": self.targets[1],
            "position_limit_usd": self.market["position_limit"]["usd"],
            "supply_cap_tokens": tokens,
        }
