// SPDX-License-Identifier: MIT
#include "tests/mirror/expected.hpp"

#include "base/u256.hpp"
#include "chain/abi.hpp"

namespace ballast::oracle::test {
namespace {

using engine::Bps;

constexpr std::uint8_t kClosedBit = 0x80;

class Words {
  public:
    Words& add(std::uint64_t value) {
        out_.insert(out_.end(), 24, 0);
        for (unsigned shift = 64; shift > 0; shift -= 8)
            out_.push_back(static_cast<std::uint8_t>(value >> (shift - 8)));
        return *this;
    }
    Words& add(Bps value) { return add(static_cast<std::uint64_t>(value.count())); }
    Words& add(Seconds value) { return add(static_cast<std::uint64_t>(value.count)); }
    Words& add(UnixSeconds value) { return add(static_cast<std::uint64_t>(value.count)); }
    Words& add(const Hash32& value) {
        append(out_, value.view());
        return *this;
    }
    Words& add(bool value) { return add(std::uint64_t{value ? 1U : 0U}); }
    template <class First, class... Rest>
    Words& all(const First& first, const Rest&... rest) {
        add(first);
        (add(rest), ...);
        return *this;
    }
    Bytes take() { return std::move(out_); }

  private:
    Bytes out_;
};

void add_history(Words& words, const MarketRecord& record) {
    const engine::Limiter& done = record.market.limiter;
    words.all(done.ltv_raised_at, done.ltv_cut_at, done.lt_raised_at, done.lt_cut_at,
              done.ltv_rise_day_used, done.ltv_rise_week_used, done.lt_rise_day_used,
              done.lt_rise_week_used, done.lt_cut_week_used, record.supply_cap.raised_at,
              record.supply_cap.rise_day_used);
}

void add_pending(Words& words, const MarketRecord& record) {
    const engine::Pending pending = record.market.pending.value_or(engine::Pending{});
    const Queued& queued = record.queued;
    words.all(pending.ltv, pending.lt, queued.bonus, queued.supply_cap,
              std::uint64_t{queued.config_count}, pending.executable_at, queued.seq);
}

Bps lt_at(const MarketRecord& record, const Switches& switches, UnixSeconds at) {
    return engine::lt_now(record.market, at - held_seconds(switches, at));
}

std::uint64_t status_bits(const MarketRecord& record, const Switches& switches, UnixSeconds at) {
    const engine::PublishedMarket& market = record.market;
    std::uint64_t bits = 0;
    if (lt_at(record, switches, at) != market.lt) bits |= 1;
    if (at > market.as_of + market.limits.max_age) bits |= 2;
    if (market.pending) bits |= 4;
    if (switches.loosening_paused) bits |= 8;
    if (switches.frozen) bits |= 16;
    if ((record.regime & kClosedBit) != 0) bits |= 32;
    if (record.own_limits.shadow) bits |= 64;
    return bits;
}

Bytes selector_of(std::string_view signature) {
    const chain::Selector selector = chain::function_selector(signature);
    return {selector.bytes.begin(), selector.bytes.end()};
}

}  // namespace

Bytes market_state(const MarketRecord& record) {
    const engine::PublishedMarket& market = record.market;
    Words words;
    words.all(market.ltv, market.lt, market.lt_start, market.bonus, market.ramp_start, market.ramp,
              market.as_of, std::uint64_t{record.regime}, std::uint64_t{market.pending ? 2U : 1U},
              record.supply_cap.tokens);
    add_history(words, record);
    add_pending(words, record);
    return words.take();
}

Bytes params(const MarketRecord& record, const Switches& switches, UnixSeconds at) {
    const engine::PublishedMarket& market = record.market;
    return Words()
        .all(ltv_now(record, at), lt_at(record, switches, at), market.ltv, market.lt, market.bonus,
             market.as_of, market.ramp_start + market.ramp + held_seconds(switches, at),
             record.supply_cap.tokens, status_bits(record, switches, at))
        .take();
}

Bytes limits(const MarketRecord& record) {
    const engine::OracleLimits& l = record.market.limits;
    const OwnLimits& own = record.own_limits;
    return Words()
        .all(l.ltv_min, l.ltv_max, l.lt_min, l.lt_max, own.bonus_min, own.bonus_max, l.gap_min,
             l.ltv_rise_step, l.lt_rise_step, l.ltv_rise_day, l.ltv_rise_week, l.lt_rise_day,
             l.lt_rise_week, l.lt_cut_week, l.max_age, l.ltv_rise_delay, l.lt_rise_delay,
             l.lt_cut_delay, l.ltv_rise_after_cut, l.lt_rise_after_cut, l.ramp_min,
             l.ramp_per_100_bps, l.ltv_veto, l.lt_veto, own.baseline_ltv, own.stale_decay_per_hour,
             own.shadow, own.supply_cap_min, own.supply_cap_max, own.supply_cap_rise_day)
        .take();
}

Bytes head(const OracleRecord& oracle) {
    const Head& at = oracle.head;
    return Words().all(at.seq, at.last_report, at.observed_at, at.config_digest).take();
}

Bytes status(const OracleRecord& oracle, UnixSeconds at) {
    const Switches& s = oracle.switches;
    return Words()
        .all(std::uint64_t{s.threshold}, std::uint64_t{s.signers}, s.loosening_paused, s.frozen,
             std::uint64_t{s.config_count}, held_seconds(s, at))
        .take();
}

Bytes reasons(const std::vector<Verdict>& verdicts) {
    Words words;
    words.all(std::uint64_t{32}, std::uint64_t{verdicts.size()});
    for (const Verdict verdict : verdicts)
        words.add(static_cast<std::uint64_t>(verdict));
    return words.take();
}

Bytes one_word(std::uint64_t value) {
    return Words().add(value).take();
}

Bytes revert_with(std::string_view signature) {
    return selector_of(signature);
}

Bytes revert_with(std::string_view signature, std::uint64_t word) {
    Bytes data = selector_of(signature);
    append(data, one_word(word));
    return data;
}

Bytes revert_with(std::string_view signature, const Hash32& word) {
    Bytes data = selector_of(signature);
    append(data, word.view());
    return data;
}

}  // namespace ballast::oracle::test
