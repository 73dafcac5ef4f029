// SPDX-License-Identifier: MIT
// What one endpoint of a pool is good for at the moment: a state machine over what was heard of it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace ballast::rpc {

/// Closed list.
enum class EndpointState {
    fresh,        ///< nothing was heard of it yet
    alive,        ///< believed
    syncing,      ///< it says that it is catching up
    out_of_sync,  ///< its head is behind, or stands still while the others' goes on
    wrong_chain,  ///< it answered for another chain
    unreachable,  ///< no answer, or none that can be read
    throttled,    ///< it asked us to wait, or our own budget for it is spent
};

/// Why it entered its state. Closed list.
enum class EndpointReason {
    none,
    caught_up,  ///< alive: right chain, near the others' head
    says_syncing,
    behind,  ///< more blocks behind than allowed
    frozen,  ///< its head has not moved for too long
    other_chain,
    no_answer,    ///< connection, deadline, size
    http_status,  ///< neither 2xx nor a request to wait
    bad_answer,   ///< not JSON-RPC, or not what the method gives
    asked_to_wait,
    over_budget,
};

[[nodiscard]] std::string_view name(EndpointState state) noexcept;
[[nodiscard]] std::string_view name(EndpointReason reason) noexcept;

struct EndpointRules {
    /// Waits between probes of one that fails: doubled from the first to the last, each by chance
    /// between a half and the whole of it.
    Milliseconds backoff_min{1'000};
    Milliseconds backoff_max{60'000};
    /// Whatever Retry-After asks for, no longer than this.
    Seconds retry_after_max{300};
    std::uint64_t lag_blocks_max = 3;
    /// How long a head may stand still while the others' is higher.
    Milliseconds frozen_after{20'000};
    /// Of bodies sent, batches being one. Below what a reading takes one by one, an endpoint that
    /// takes no batches is never asked.
    std::uint64_t requests_per_minute_max = 1'200;
    /// How long whoever refused a batch is asked one by one: it may have been that one, or a whim.
    Milliseconds batches_again_after{600'000};
};

struct EndpointStatus {
    std::string name;
    EndpointState state = EndpointState::fresh;
    EndpointReason reason = EndpointReason::none;
    /// Of the pool's monotonic clock, when it entered the state.
    Milliseconds since;
    std::uint64_t head = 0;
    std::uint64_t requests = 0;
    std::uint64_t failures = 0;
    /// How often a quorum contradicted it.
    std::uint64_t disagreements = 0;
    /// False once it refused a batch and answered its chain id alone, until it takes one again.
    bool takes_batches = true;
};

/// Called after each transition, with the state before it.
using EndpointObserver = std::function<void(const EndpointStatus&, EndpointState before)>;

class Endpoint {
  public:
    Endpoint(std::string name, const EndpointRules& rules, std::uint64_t seed,
             EndpointObserver observer);

    /// Counts requests, or refuses all of them: the endpoint is to be left in peace until later.
    [[nodiscard]] bool admit(Milliseconds now, std::uint64_t requests = 1);
    [[nodiscard]] bool is_alive() const { return status_.state == EndpointState::alive; }
    [[nodiscard]] const EndpointStatus& status() const { return status_; }

    /// Its head, beside `reference`, the newest that counts. Decides between alive, syncing and
    /// out_of_sync, and ends the backing off: an answer without a head in it does not. Unless
    /// `lag_counts`, only a head that stands still puts it out of sync: the reference may be a lie.
    void saw_head(Milliseconds now, std::uint64_t head, std::uint64_t reference, bool lag_counts,
                  bool syncing);
    void failed(Milliseconds now, EndpointReason reason);
    void asked_to_wait(Milliseconds now, std::optional<Seconds> retry_after);
    void on_other_chain(Milliseconds now);
    void disagreed() { ++status_.disagreements; }
    /// A batch goes out to it. Whatever comes of it, who refused one before has no other until the
    /// rules say so: a try may fail in more ways than a refusal has words.
    void tries_batch(Milliseconds now) { batch_tried_ = now; }
    /// It refused a batch and answered its chain id alone.
    void refused_batch() { status_.takes_batches = false; }
    void took_batch() { status_.takes_batches = true; }
    /// True where a batch is worth a try: it refused none, or the last try was long ago.
    [[nodiscard]] bool may_take_batches(Milliseconds now) const;

  private:
    void enter(Milliseconds now, EndpointState state, EndpointReason reason);
    void back_off(Milliseconds now, Milliseconds at_least);

    EndpointRules rules_;
    EndpointObserver observer_;
    EndpointStatus status_;
    std::uint64_t random_;
    std::uint64_t failures_in_row_ = 0;
    Milliseconds next_;
    Milliseconds batch_tried_;
    std::optional<Milliseconds> behind_since_;
    Milliseconds minute_;
    std::uint64_t in_minute_ = 0;
};

}  // namespace ballast::rpc
