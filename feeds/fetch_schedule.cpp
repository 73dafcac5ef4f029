// SPDX-License-Identifier: MIT
#include "feeds/fetch_schedule.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace ballast::feeds {
namespace {

// A scheduled request earns one; a try ahead of the schedule costs ten, and two may be saved up.
constexpr std::int64_t kRetryCost = 10;
constexpr std::int64_t kCreditMax = 20;
constexpr std::int64_t kEarlyShare = 16;
constexpr std::uint64_t kDoublingsMax = 20;

}  // namespace

FetchSchedule::FetchSchedule(Seconds interval, const FetchRules& rules, std::uint64_t seed)
    : interval_{interval.count * 1000}, rules_(rules), random_(seed), credit_(kRetryCost) {
    BALLAST_CHECK(interval.count >= 1);
}

void FetchSchedule::asked(Milliseconds now) {
    asked_ = now;
    credit_ += ahead_ ? -kRetryCost : 1;
    credit_ = std::min(credit_, kCreditMax);
    ahead_ = false;
}

void FetchSchedule::answered() {
    failures_in_row_ = 0;
    next_ = {asked_.count + interval_.count};
}

void FetchSchedule::failed(Milliseconds now) {
    retry_at({now.count + backed_off()});
}

void FetchSchedule::told_to_wait(Milliseconds now, std::optional<Seconds> retry_after) {
    const std::int64_t wait_max = rules_.wait_max.count * 1000;
    if (!retry_after) {
        next_ = {now.count + std::max(std::min(backed_off(), wait_max), interval_.count)};
        return;
    }
    ++failures_in_row_;
    const std::int64_t wait = std::min(retry_after->count, rules_.wait_max.count) * 1000;
    // Nobody wants to meet all the others there.
    const Milliseconds over{now.count + wait +
                            chance(std::min(wait, interval_.count) / kEarlyShare)};
    if (over > latest())
        next_ = over;
    else
        retry_at(over);
}

/// The scheduled moment of the request after one that failed.
Milliseconds FetchSchedule::latest() const {
    const std::int64_t early = std::min(2 * rules_.deadline.count, interval_.count / kEarlyShare);
    return {asked_.count + interval_.count - early};
}

void FetchSchedule::retry_at(Milliseconds at) {
    ahead_ = at < latest() && credit_ >= kRetryCost;
    next_ = ahead_ ? at : latest();
}

/// Returns the next of the doubling waits, with its jitter, in milliseconds.
std::int64_t FetchSchedule::backed_off() {
    const std::uint64_t doublings = std::min(failures_in_row_, kDoublingsMax);
    ++failures_in_row_;
    const std::int64_t whole = rules_.retry_min.count << doublings;
    return whole - chance(whole / 2);
}

/// Returns a number from 0 to `bound`. splitmix64 (Steele, Lea and Flood, 2014).
std::int64_t FetchSchedule::chance(std::int64_t bound) {
    random_ += 0x9e3779b97f4a7c15;
    std::uint64_t z = random_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111eb;
    z ^= z >> 31U;
    return static_cast<std::int64_t>(z % (static_cast<std::uint64_t>(bound) + 1));
}

}  // namespace ballast::feeds
