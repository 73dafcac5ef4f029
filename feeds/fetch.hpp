// SPDX-License-Identifier: MIT
// Asks the sources: whom when, and what came of it. Judges no number.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "feeds/fetch_host.hpp"
#include "feeds/fetch_rules.hpp"
#include "feeds/fetch_schedule.hpp"
#include "net/http_client.hpp"
#include "providers/provider.hpp"

namespace ballast::feeds {

/// A source that is asked at its interval.
struct FetchSource {
    providers::Source source;
    const providers::Provider* provider = nullptr;
    Seconds interval{300};
    FetchKind kind = FetchKind::price;
};

/// Why there is no answer. Closed list.
enum class FetchMiss {
    no_answer,      ///< connection, name, certificate, deadline, size
    asked_to_wait,  ///< 429, or Retry-After; or its host said so to another source
    server_fault,   ///< 5xx
    refused,        ///< any other status that is neither 2xx nor 3xx
    redirected,     ///< 3xx: no redirect is followed
    compressed,     ///< a content encoding, which nobody had asked for
    over_budget,  ///< its host's requests of this minute are spent; it is asked when there is room
    bad_request,  ///< the provider made no request that may be sent
};
constexpr std::size_t kFetchMisses = 8;

/// Returns the name as written above.
[[nodiscard]] std::string_view name(FetchMiss miss) noexcept;

/// An answer with a 2xx status, as it came.
struct Captured {
    providers::Answer answer;
    Hash32 digest;  ///< SHA-256 of the body
};

struct Missed {
    FetchMiss reason = FetchMiss::no_answer;
    std::string words;  ///< for people; without secrets
};

/// What came of one source.
struct Fetched {
    std::size_t source = 0;  ///< as they were given
    std::variant<Captured, Missed> what;
};

/// Of one source since the start.
struct FetchFigures {
    std::uint64_t requests = 0;
    std::uint64_t captured = 0;
    std::array<std::uint64_t, kFetchMisses> missed{};  ///< by FetchMiss
};

/// The servers' clocks less ours: the median of the hosts that tell their time without a cache.
struct ClockSkew {
    Seconds median;
    std::size_t hosts = 0;
};

/// Asks sources over HTTP. Has no thread and no wait of its own: who runs it calls step() at
/// next(). What is lost is lost: hours without a step() are not made up for.
class FeedFetcher {
  public:
    /// Keeps the references. Errors: configuration where a source has no provider or an interval
    /// under a second, where its provider makes no request that may be sent, or where the sources
    /// of one host would spend more than its budget.
    [[nodiscard]] static Result<std::unique_ptr<FeedFetcher>> make(std::vector<FetchSource> sources,
                                                                   net::HttpClient& client,
                                                                   const Clock& clock,
                                                                   const FetchRules& rules = {});

    /// Asks all that is due, at once, and returns what came of each; returns at once where nothing
    /// is due, and else at the deadline of the rules at the latest.
    [[nodiscard]] std::vector<Fetched> step();
    /// The monotonic moment at which step() has something to do.
    [[nodiscard]] Milliseconds next() const;

    [[nodiscard]] const FetchFigures& figures(std::size_t source) const;
    /// Nothing where no host has told its time yet.
    [[nodiscard]] std::optional<ClockSkew> skew() const;
    /// What a source's own words must pass before they are logged: servers repeat keys. Of its last
    /// request.
    [[nodiscard]] const net::Redactor& redactor(std::size_t source) const;

  private:
    struct Line {
        FetchSource source;
        FetchSchedule schedule;
        FetchFigures figures;
        net::Redactor redactor;
        Milliseconds asked;
    };
    /// A request that is due, with its source and host.
    struct Due {
        std::size_t source = 0;
        net::HttpRequest request;
        std::string host;
    };

    FeedFetcher(net::HttpClient& client, const Clock& clock, const FetchRules& rules)
        : client_(client), clock_(clock), rules_(rules) {}

    [[nodiscard]] Status add(FetchSource source, std::map<std::string, std::uint64_t>& spent);
    [[nodiscard]] std::vector<std::size_t> due_by_age(Milliseconds now) const;
    [[nodiscard]] Result<Due> prepare(std::size_t source) const;
    [[nodiscard]] std::optional<Missed> held_back(const Due& due, Milliseconds now);
    [[nodiscard]] std::vector<Due> admitted(Milliseconds now, std::vector<Fetched>& outcomes);
    [[nodiscard]] std::variant<Captured, Missed> judge(const Due& due,
                                                       Result<net::HttpResponse> response,
                                                       UnixSeconds asked);
    [[nodiscard]] Missed missed(const Due& due, const net::HttpResponse& response);
    void count(const Fetched& outcome);
    FetchHost& host(const std::string& name);

    net::HttpClient& client_;
    const Clock& clock_;
    FetchRules rules_;
    std::vector<Line> lines_;
    std::map<std::string, FetchHost> hosts_;
};

}  // namespace ballast::feeds
