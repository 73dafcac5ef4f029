# SPDX-License-Identifier: MIT
"""Depth, debt, slippage, the cascade and what is suggested (M-9, M-16, M-18 to M-23, M-27)."""
from integers import BPS, DAY, USD_MAX, W, ceil, limit, mul, root_up, sat

SLIPPAGES = (50, 100, 200, 500, 1000)
FALL_MAX = 9500
UNKNOWN = dict.fromkeys(
    "amplification_bps bonus_suggested_bps depth_use_bps fall_bps fall_start_bps gain_bps "
    "liquidation_seconds lot_usd slippage_bps".split(),
    0,
)


def depth_at(curve, slippage):
    s0, y0 = 0, 0
    for s1, y1 in zip(SLIPPAGES, curve):
        if slippage <= s1:
            return y0 + (y1 - y0) * (slippage - s0) // (s1 - s0)
        s0, y0 = s1, y1
    return curve[-1]


def inverse(curve, sale):
    """The least slippage at which `sale` can be sold (M-18)."""
    if sale == 0:
        return 0
    if curve[-1] == 0:
        return FALL_MAX
    s0, y0 = 0, 0
    for s1, y1 in zip(SLIPPAGES, curve):
        if sale <= y1:
            return s0 + ceil((sale - y0) * (s1 - s0), y1 - y0)
        s0, y0 = s1, y1
    return min(FALL_MAX, ceil(1000 * sale, curve[-1]))


def debt_under(wall, threshold, divide):
    if threshold <= wall[0]["health_factor_bps"]:
        return 0
    for low, high in zip(wall, wall[1:]):
        h0, h1 = low["health_factor_bps"], high["health_factor_bps"]
        if threshold <= h1:
            rise = high["debt_usd"] - low["debt_usd"]
            return low["debt_usd"] + divide(rise * (threshold - h0), h1 - h0)
    return wall[-1]["debt_usd"]


def debt_under_up(book, threshold):
    return debt_under(book["wall"], threshold, ceil) if book["wall"] else book["debt_usd"]


def induced(book, now, after, fall):
    if after >= now:
        return 0
    wall = book["wall"]
    if not wall:
        return book["debt_usd"]
    left = 10000 - fall
    above = debt_under(wall, ceil(10**8 * now, left * after), ceil)
    return max(0, above - debt_under(wall, 10**8 // left, lambda a, b: a // b))


def weaker(depth, depth_low):
    """The smaller of two curves or figures of them; a curve that ends in 0 is missing."""
    if depth_low[-1] == 0:
        return depth
    return depth_low if depth[-1] == 0 else [min(a, b) for a, b in zip(depth, depth_low)]


class Sales:
    """A place to sell collateral: one market's or its group's."""

    def __init__(self, depth, depth_low, volume, multiplier, impact, sigma_fast):
        self.thin = [y * multiplier // W for y in weaker(depth, depth_low)]
        self.volume = volume
        self.scale = sat(mul(impact, sigma_fast))

    def slippage(self, sale):
        return max(inverse(self.thin, sale), self.impact(sale))

    def impact(self, sale):
        if self.volume == 0 or sale == 0:
            return 0
        share = min(ceil(sale * W, self.volume), 100 * W)
        return min(FALL_MAX, ceil(mul(self.scale, root_up(share * W)), BPS))


def members(policy, asset, seen, markets):
    """What the asset's group consists of, in the policy's order."""
    group = asset["wall_group"]
    if group == "":
        return [seen]
    return [markets[a["asset"]] for a in policy["assets"] if a["wall_group"] == group]


def joint_sales(group, multiplier, impact, sigma_fast):
    def total(curves):
        return [min(USD_MAX, sum(points)) for points in zip(*curves)]

    depth = total(m["depth_usd"] for m in group)
    low = total(m["depth_low_usd"] for m in group)
    volume = min(USD_MAX, sum(m["daily_volume_usd"] for m in group))
    return Sales(depth, low, volume, multiplier, impact, sigma_fast)


def liquidation_seconds(rules, position, volume):
    """M-19."""
    needed = DAY
    if volume > 0:
        needed = min(30 * DAY, ceil(position * DAY * W, rules["participation_wad"] * volume))
    return max(rules["liquidation_min_seconds"], needed) + rules["delay_seconds"]


def sigma_over(s2, span):
    return root_up(min(ceil(s2 * span, DAY), 100 * W) * W)


class Cascade:
    """The fall that liquidations themselves deepen (M-21)."""

    def __init__(self, group, sales, start):
        self.group, self.sales, self.start = group, sales, start
        self.fall = start
        while True:
            deeper = min(FALL_MAX, start + self.forced(self.fall))
            if deeper == self.fall:
                break
            self.fall = deeper

    def forced(self, fall):
        """Slippage of all that a fall makes liquidatable."""
        threshold = ceil(10**8, 10000 - fall)
        return self.sales.slippage(sum(debt_under_up(m["book"], threshold) for m in self.group))

    def gain(self):
        if self.fall == FALL_MAX:
            return 10000
        rise = self.forced(min(FALL_MAX, self.fall + 50)) - self.forced(self.fall)
        return limit(ceil(rise * 10000, 50), 0, 10000)


def alarm_of(rules, gain):
    for word in ("red", "amber"):
        if gain * BPS >= rules[word + "_gain_wad"]:
            return word
    return "none"


def amplification(gain):
    return 100000 if gain == 10000 else min(100000, ceil(10**8, 10000 - gain))


def spiral_lambda(seen):
    return 10000 + 2 * inverse(seen["depth_low_usd"], seen["book"]["largest_position_usd"])


class Liquidity:
    """Everything of M-18 to M-23 and M-27 for one market."""

    def __init__(self, policy, asset, seen, markets, mood, s2_fast, sigma_fast):
        rules, multiplier = policy["liquidity"], mood["depth_multiplier_wad"]
        group = members(policy, asset, seen, markets)
        impact = rules["impact_wad"]
        joint = joint_sales(group, multiplier, impact, sigma_fast)
        self.own = joint_sales([seen], multiplier, impact, sigma_fast)
        self.asset, self.seen = asset, seen
        self.position = seen["book"]["largest_position_usd"]
        self.span = liquidation_seconds(rules, self.position, joint.volume)
        self.is_liquid = joint.thin[-1] > 0 and self.own.thin[-1] > 0
        tails = [
            t["shortfall_wad"] for t in asset["tails"] if t["level_bps"] == rules["tail_level_bps"]
        ]
        self.known = self.is_liquid and bool(tails)
        self.figures = dict(UNKNOWN, alarm="none", known=self.known)
        self.second_opinion = 0
        if self.known:
            self.sigma = sigma_over(s2_fast, self.span)
            self.tail = max(tails)
            self.find(rules, group, joint, mood["lt_multiplier_wad"])

    def fall_start(self, multiplier):
        """x0 of M-20, bps."""
        return ceil(min(mul(sat(mul(self.tail, multiplier)), self.sigma), 95 * W // 100), BPS)

    def find(self, rules, group, joint, lt_multiplier):
        asset = self.asset
        cascade = Cascade(group, joint, self.fall_start(lt_multiplier))
        gain, slippage = cascade.gain(), self.own.slippage(self.position)
        fall = cascade.fall if rules["cascade_in_lt"] else cascade.start
        after = 10000 - fall
        costs = 10000 + asset["bonus_bps"] + asset["fee_bps"]
        self.steps = (
            10000 - self.fall_start(W),
            10000 - cascade.start,
            after,
            after * (10000 - slippage) // 10000,
            after * (10000 - slippage) // costs,
        )
        self.second_opinion = self.steps[-1]
        self.figures.update(
            alarm=alarm_of(rules, gain),
            amplification_bps=amplification(gain),
            fall_bps=cascade.fall,
            fall_start_bps=cascade.start,
            gain_bps=gain,
            liquidation_seconds=self.span,
            slippage_bps=slippage,
        )

    def reference_depth(self):
        """ref of M-26."""
        bonus, seen = self.asset["bonus_bps"], self.seen
        depth, low = seen["depth_usd"], seen["depth_low_usd"]
        figures = [depth_at(c, bonus) for c in (depth, low) if c[-1] > 0]
        return min(figures, default=0)

    def suggest(self, lt):
        """M-27, once the LT that is published is known."""
        if not self.known:
            return
        asset, seen = self.asset, self.seen
        lot = depth_at(self.own.thin, asset["bonus_bps"] // 2)
        bonus = self.own.slippage(min(lot, self.position)) + asset["fee_bps"]
        bonus = limit(bonus + ceil(mul(165 * W // 100, self.sigma), BPS), 100, 1500)
        if seen["depth_low_usd"][-1] > 0:
            spiral = 10**12 // (max(1, lt) * spiral_lambda(seen)) - 10000
            bonus = min(bonus, max(100, spiral))
        use = ceil(seen["book"]["debt_usd"] * 10000, max(1, self.reference_depth()))
        self.figures.update(
            bonus_suggested_bps=bonus, depth_use_bps=min(1000000, use), lot_usd=lot
        )
