# SPDX-License-Identifier: MIT
"""Canonical documents (docs/model.md, section 7): integer strings in, integer strings out."""
import json

REASONS = (
    "structural tail smart_ltv fixed bonus_rule spiral lt_maximum lt_minimum ltv_gap ltv_tail "
    "ltv_maximum ltv_minimum borrowing_halted cap_depth cap_threshold play_band deadband "
    "not_quiet regime_elevated event_window indicator_stale indicator_missing "
    "indicator_implausible price_below_quorum price_jump_unconfirmed price_missing price_stale "
    "depth_missing volatility_missing cascade_red pending_veto pending_withdrawn "
    "loosening_paused oracle_frozen rise_delay rise_budget cap_rise carry_flag cut_delay "
    "cut_budget induced_budget tightening_elsewhere"
).split()
ORDER = {reason: place for place, reason in enumerate(REASONS)}

# Members that hold a word rather than an integer.
NAMES = {
    "asset", "name", "indicator", "transform", "status", "price_status", "action", "binding",
    "carry_change_channel", "carry_level_channel", "holds", "debt_asset", "wall_group", "lt_form",
    "ltv_form", "alarm",
}
MEMBERS = ("current", "policy", "snapshot", "state")
DECODER = json.JSONDecoder()


def in_order(reasons):
    return sorted(set(reasons), key=ORDER.__getitem__)


def named(items, key, name):
    for item in items:
        if item[key] == name:
            return item
    return None


def numbers(value):
    """Turns integer strings into integers, leaving names alone."""
    if isinstance(value, dict):
        return {k: v if k in NAMES else numbers(v) for k, v in value.items()}
    if isinstance(value, list):
        return [numbers(v) for v in value]
    return int(value) if isinstance(value, str) else value


def canonical(value):
    def text(v):
        if isinstance(v, dict):
            return {k: text(x) for k, x in v.items()}
        if isinstance(v, list):
            return [text(x) for x in v]
        return str(v) if isinstance(v, int) and not isinstance(v, bool) else v

    return json.dumps(text(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Reader:
    """Reads lines of one object {current, policy, snapshot, state}, in that order.

    A policy is long and mostly that of the line before, so it is read once for each text.
    """

    def __init__(self):
        self.text, self.policy = None, None

    def read(self, line):
        """Returns the four documents and whether the policy is the one of the line before."""
        case, end, known = {}, 0, False
        for key in MEMBERS:
            start = end + len('{"%s":' % key)
            assert line[end + 1 : start] == '"%s":' % key, "members of a line out of order"
            if key == "policy" and self.text and line.startswith(self.text, start):
                case[key], end, known = self.policy, start + len(self.text), True
                continue
            value, end = DECODER.raw_decode(line, start)
            case[key] = numbers(value)
            if key == "policy":
                self.text, self.policy = line[start:end], case[key]
        return case, known
