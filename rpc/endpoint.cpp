// SPDX-License-Identifier: MIT
#include "rpc/endpoint.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ballast::rpc {
namespace {

constexpr Milliseconds kMinute{60'000};

/// splitmix64: jitter is to be spread, not to be secret.
std::uint64_t next_random(std::uint64_t& state) {
    state += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
}

}  // namespace

std::string_view name(EndpointState state) noexcept {
    constexpr std::array<std::string_view, 7> kNames = {
        "fresh", "alive", "syncing", "out_of_sync", "wrong_chain", "unreachable", "throttled"};
    return kNames[static_cast<std::size_t>(state)];
}

std::string_view name(EndpointReason reason) noexcept {
    constexpr std::array<std::string_view, 11> kNames = {
        "none",      "caught_up",   "says_syncing", "behind",        "frozen",     "other_chain",
        "no_answer", "http_status", "bad_answer",   "asked_to_wait", "over_budget"};
    return kNames[static_cast<std::size_t>(reason)];
}

Endpoint::Endpoint(std::string name, const EndpointRules& rules, std::uint64_t seed,
                   EndpointObserver observer)
    : rules_(rules), observer_(std::move(observer)), random_(seed) {
    status_.name = std::move(name);
}

bool Endpoint::admit(Milliseconds now, std::uint64_t requests) {
    if (now < next_) return false;
    if (in_minute_ == 0 || now.count - minute_.count >= kMinute.count) {
        minute_ = now;
        in_minute_ = 0;
    }
    if (in_minute_ + requests > rules_.requests_per_minute_max) {
        next_ = {minute_.count + kMinute.count};
        enter(now, EndpointState::throttled, EndpointReason::over_budget);
        return false;
    }
    in_minute_ += requests;
    status_.requests += requests;
    return true;
}

void Endpoint::saw_head(Milliseconds now, std::uint64_t head, std::uint64_t reference,
                        bool lag_counts, bool syncing) {
    failures_in_row_ = 0;
    const bool moved = head > status_.head;
    status_.head = head;
    if (head >= reference || moved) behind_since_.reset();
    if (head < reference && !behind_since_) behind_since_ = now;
    const bool frozen =
        behind_since_ && now.count - behind_since_->count >= rules_.frozen_after.count;
    // Once out, it is back when it has caught up, not when it moves.
    const bool still_out = status_.state == EndpointState::out_of_sync && head < reference;
    if (syncing) {
        enter(now, EndpointState::syncing, EndpointReason::says_syncing);
    } else if (lag_counts && reference > head && reference - head > rules_.lag_blocks_max) {
        enter(now, EndpointState::out_of_sync, EndpointReason::behind);
    } else if (frozen) {
        enter(now, EndpointState::out_of_sync, EndpointReason::frozen);
    } else if (!still_out) {
        enter(now, EndpointState::alive, EndpointReason::caught_up);
    }
}

bool Endpoint::may_take_batches(Milliseconds now) const {
    return status_.takes_batches ||
           now.count - batch_tried_.count >= rules_.batches_again_after.count;
}

void Endpoint::failed(Milliseconds now, EndpointReason reason) {
    ++status_.failures;
    back_off(now, Milliseconds{});
    enter(now, EndpointState::unreachable, reason);
}

void Endpoint::asked_to_wait(Milliseconds now, std::optional<Seconds> retry_after) {
    ++status_.failures;
    const Seconds asked = std::min(retry_after.value_or(Seconds{}), rules_.retry_after_max);
    back_off(now, Milliseconds{asked.count * 1000});
    enter(now, EndpointState::throttled, EndpointReason::asked_to_wait);
}

void Endpoint::on_other_chain(Milliseconds now) {
    ++status_.failures;
    back_off(now, Milliseconds{});
    enter(now, EndpointState::wrong_chain, EndpointReason::other_chain);
}

void Endpoint::back_off(Milliseconds now, Milliseconds at_least) {
    const std::uint64_t doublings = std::min<std::uint64_t>(failures_in_row_, 20);
    ++failures_in_row_;
    const std::int64_t whole =
        std::min(rules_.backoff_max.count, rules_.backoff_min.count << doublings);
    const auto half = static_cast<std::uint64_t>(whole / 2);
    const auto chance = static_cast<std::int64_t>(next_random(random_) % (half + 1));
    next_ = {now.count + std::max(whole - chance, at_least.count)};
}

void Endpoint::enter(Milliseconds now, EndpointState state, EndpointReason reason) {
    if (status_.state == state && status_.reason == reason) return;
    const EndpointState before = status_.state;
    if (before != state) status_.since = now;
    status_.state = state;
    status_.reason = reason;
    if (observer_) observer_(status_, before);
}

}  // namespace ballast::rpc
