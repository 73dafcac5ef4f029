// SPDX-License-Identifier: MIT
#include "keeper/schedule.hpp"

#include <algorithm>

namespace ballast::keeper {
namespace {

constexpr std::int64_t kWaitFirst = 5'000;
constexpr std::int64_t kWaitLast = 300'000;

/// The last moment of an epoch at or before `at`. Times before 1970 are none of ours.
UnixSeconds boundary_before(const SchedulePlan& plan, UnixSeconds at) {
    const std::int64_t since = std::max<std::int64_t>(0, at.count - plan.offset.count);
    return {since / plan.epoch.count * plan.epoch.count + plan.offset.count};
}

UnixSeconds boundary_from(const SchedulePlan& plan, UnixSeconds at) {
    const UnixSeconds before = boundary_before(plan, at);
    return before < at ? before + plan.epoch : before;
}

/// After an epoch at an odd moment the next boundary may be nearly two epochs away. Nobody waits
/// longer than an epoch and a sixth: a late hour is made good by some looks 70 minutes apart.
UnixSeconds first_after(const SchedulePlan& plan, UnixSeconds last) {
    return std::min(boundary_from(plan, last + kEpochLeast),
                    last + plan.epoch + Seconds{plan.epoch.count / 6});
}

}  // namespace

UnixSeconds next_due(const SchedulePlan& plan, std::optional<UnixSeconds> last, UnixSeconds now) {
    if (!last) return now;
    return std::max(now, first_after(plan, *last));
}

std::optional<DueEpoch> due_epoch(const SchedulePlan& plan, std::optional<UnixSeconds> last,
                                  UnixSeconds now) {
    if (!last) return DueEpoch{.at = now};
    if (now < first_after(plan, *last)) return std::nullopt;
    const UnixSeconds first = boundary_from(plan, *last + kEpochLeast);
    const UnixSeconds newest = boundary_before(plan, now);
    if (newest < first) return DueEpoch{.at = now};
    const bool is_late = now - newest > kLateness;
    const std::int64_t missed = (newest - first).count / plan.epoch.count + (is_late ? 1 : 0);
    return DueEpoch{.at = is_late ? now : newest, .catch_up = missed > 0, .missed = missed};
}

bool may_trigger(std::optional<UnixSeconds> last, UnixSeconds now, Seconds min_distance) {
    return last && now - *last >= min_distance;
}

void Backoff::failed(Milliseconds now) {
    const std::uint64_t doublings = std::min<std::uint64_t>(failures_++, 10);
    const std::int64_t whole = std::min(kWaitLast, kWaitFirst << doublings);
    // xorshift64* (Vigna 2016); 0 would stay 0.
    random_ |= random_ == 0 ? 1U : 0U;
    random_ ^= random_ >> 12U;
    random_ ^= random_ << 25U;
    random_ ^= random_ >> 27U;
    const auto part = static_cast<std::int64_t>((random_ * 0x2545f4914f6cdd1dU) >> 33U);
    next_ = {now.count + whole / 2 + part % (whole / 2 + 1)};
}

bool Backoff::is_over(Milliseconds now) const {
    return failures_ == 0 || now >= next_;
}

}  // namespace ballast::keeper
