// SPDX-License-Identifier: MIT
#include "feeds/fetch_host.hpp"

#include <algorithm>

namespace ballast::feeds {
namespace {

constexpr std::int64_t kMinute = 60'000;

}  // namespace

void FetchHost::close(FetchKind kind, Milliseconds until) {
    Milliseconds& closed = closed_until_.at(static_cast<std::size_t>(kind));
    closed = std::max(closed, until);
}

bool FetchHost::admit(Milliseconds now) {
    while (!sent_.empty() && now.count - sent_.front().count >= kMinute)
        sent_.pop_front();
    if (sent_.size() >= per_minute_max_) return false;
    sent_.push_back(now);
    return true;
}

Milliseconds FetchHost::next_room() const {
    return sent_.empty() ? Milliseconds{} : Milliseconds{sent_.front().count + kMinute};
}

void FetchHost::saw_time(UnixSeconds date, UnixSeconds asked, UnixSeconds answered) {
    const UnixSeconds nearest = std::max(asked, std::min(date, answered));
    skew_ = date - nearest;
}

}  // namespace ballast::feeds
