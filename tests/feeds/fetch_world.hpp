// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "feeds/fetch.hpp"
#include "tests/support/scripted_http.hpp"
#include "tests/support/simulated_clock.hpp"

namespace ballast::feeds {

/// Asks "https://" + the source's `url` with its key; reads nothing.
class PlainProvider final : public providers::Provider {
  public:
    [[nodiscard]] std::string_view name() const override { return "plain"; }
    [[nodiscard]] Result<net::HttpRequest> request(const providers::Source& source,
                                                   UnixSeconds) const override {
        if (source.series == "none") return fail(Errc::configuration, "it has no series");
        return net::HttpRequest{"https://" + source.url + "?key=" + source.api_key};
    }
    [[nodiscard]] Result<std::vector<providers::Observation>> read(
        const providers::Source&, const providers::Answer&) const override {
        return fail(Errc::bad_data, "nobody reads here");
    }
};

inline const PlainProvider kPlain;

/// A source at "https://HOST/NAME".
inline FetchSource source_at(const std::string& host, const std::string& name, Seconds interval) {
    FetchSource made;
    made.source.name = name;
    made.source.url = host + "/" + name;
    made.source.api_key = "canary-url-query-90";
    made.provider = &kPlain;
    made.interval = interval;
    return made;
}

/// Servers, a clock and the fetcher between them.
class FetchWorld {
  public:
    FetchWorld(std::vector<FetchSource> sources, test::ScriptedHttp::Script script,
               const FetchRules& rules = {})
        : http(clock, std::move(script)),
          fetcher(FeedFetcher::make(std::move(sources), http, clock, rules).value()) {}

    /// Lets time pass to the next step and takes it.
    std::vector<Fetched> go() {
        const std::int64_t wait = fetcher->next().count - clock.monotonic().count;
        if (wait > 0) clock.wait({wait});
        return fetcher->step();
    }
    /// In milliseconds since the start.
    [[nodiscard]] std::int64_t passed() const { return clock.monotonic().count - 1'000'000; }

    test::SimulatedClock clock;
    test::ScriptedHttp http;
    std::unique_ptr<FeedFetcher> fetcher;
};

}  // namespace ballast::feeds
