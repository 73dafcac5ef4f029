// SPDX-License-Identifier: MIT
// Servers as a function of the request, in simulated time.
#pragma once

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "net/http_client.hpp"

namespace ballast::test {

/// What a server does to one request.
struct ScriptedAnswer {
    Result<net::HttpResponse> response = net::HttpResponse();
    Milliseconds took;
};

/// Calls the script for each request; then lets the time of the slowest pass, up to the deadline,
/// at which whoever is slower has not answered.
class ScriptedHttp final : public net::HttpClient {
  public:
    using Script = std::function<ScriptedAnswer(const net::HttpRequest& request)>;

    ScriptedHttp(Clock& clock, Script script) : clock_(clock), script_(std::move(script)) {}

    std::vector<Result<net::HttpResponse>> fetch(const std::vector<net::HttpRequest>& requests,
                                                 Milliseconds total) override {
        std::vector<Result<net::HttpResponse>> responses;
        Milliseconds slowest;
        for (const net::HttpRequest& request : requests) {
            ScriptedAnswer answer = script_(request);
            slowest = std::max(slowest, std::min(answer.took, total));
            if (answer.took >= total)
                responses.emplace_back(fail(Errc::upstream_unavailable, "Timeout was reached"));
            else
                responses.push_back(std::move(answer.response));
        }
        clock_.wait(slowest);
        return responses;
    }

  private:
    Clock& clock_;
    Script script_;
};

}  // namespace ballast::test
