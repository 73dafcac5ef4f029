// SPDX-License-Identifier: MIT
// A provider is a published format: how it is asked, and how its bytes are read. Pure: an auditor
// reads the captured bytes again and gets the same observations.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "net/http_client.hpp"
#include "providers/observation.hpp"

namespace ballast::providers {

/// One source, as the operator declares it. Which members count is the provider's to say.
struct Source {
    std::string name;         ///< "vix_cboe"
    std::string provider;     ///< "cboe_vix"
    std::string url;          ///< instead of the publisher's own; generic formats: the whole URL
    std::string series;       ///< the provider's own name: "DEXJPUS", "10Y", "BTC-USD", a price id
    std::string api_key;      ///< never shown
    std::string value_at;     ///< generic formats: RFC 6901 pointer, or CSV column, of the value
    std::string time_at;      ///< and of its time
    std::string time_format;  ///< "unix_s", "unix_ms", "rfc3339" or "date"
    std::string calendar;     ///< whose session a bare date means
    engine::Wad scale = engine::Wad::of(engine::kWadOne);  ///< the reading is the number times this
    bool inverse = false;                                  ///< and then one over it
};

/// What a source answered, as captured.
struct Answer {
    int status = 200;
    std::string content_type;
    std::string body;
    UnixSeconds fetched_at;
};

/// No answer that is read is longer: 13,000 days of forty-year curves are 1.3 MB. A client must let
/// this much through where it asks for `history`; what `request` asks for stays below 1 MiB.
constexpr std::size_t kAnswerBytesMax = std::size_t{4} << 20;

/// Over which way a provider's bytes come.
enum class Transport {
    http,  ///< `request` says what to ask
    file,  ///< somebody drops a file into a folder
    rpc,   ///< calls of a contract over the RPC pool; providers/chainlink.hpp
};

class Provider {
  public:
    Provider() = default;
    Provider(const Provider&) = delete;
    Provider& operator=(const Provider&) = delete;
    virtual ~Provider() = default;

    /// As a source's `provider` names it.
    [[nodiscard]] virtual std::string_view name() const = 0;

    [[nodiscard]] virtual Transport transport() const { return Transport::http; }

    /// Returns what to ask for the source's newest observations. Errors: configuration, also where
    /// the transport is not HTTP.
    [[nodiscard]] virtual Result<net::HttpRequest> request(const Source& source,
                                                           UnixSeconds now) const = 0;

    /// Returns what to ask for what was observed since `since`, as far back as the publisher lets
    /// one request reach: at least what `request` asks for. Errors: configuration.
    [[nodiscard]] virtual Result<net::HttpRequest> history(const Source& source,
                                                           UnixSeconds /*since*/,
                                                           UnixSeconds now) const {
        return request(source, now);
    }

    /// Returns the observations of an answer, ascending by event time and then by knowledge time (a
    /// revision follows what it revises); at least one, none over 120 s ahead of the answer.
    /// Errors: bad_data, naming the place and what was found there, for whatever is not the
    /// published format: an HTML page, an empty body, another schema, a body cut short.
    [[nodiscard]] virtual Result<std::vector<Observation>> read(const Source& source,
                                                                const Answer& answer) const = 0;
};

/// Returns the provider of that name, or nullptr. Lives for ever.
[[nodiscard]] const Provider* find_provider(std::string_view name);

/// Returns the names of all, ascending.
[[nodiscard]] std::vector<std::string_view> provider_names();

}  // namespace ballast::providers
