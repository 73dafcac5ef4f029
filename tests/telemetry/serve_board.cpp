// SPDX-License-Identifier: MIT
// Serves a StatusBoard with the status of a file until stdin ends, as the keeper does its own:
//     serve_board STATUS_JSON
// The first line of stdout is the port. A line of stdin names another file to publish; an empty one
// ends the answers with 500 until the next.
#include <atomic>
#include <cstdio>
#include <iostream>

#include "base/file.hpp"
#include "net/http_server.hpp"
#include "telemetry/metrics.hpp"
#include "telemetry/status_board.hpp"
#include "tests/support/simulated_clock.hpp"
#include "tests/telemetry/sample_metrics.hpp"

using namespace ballast;

int main(int count, char** arguments) {
    if (count != 2) return 64;
    telemetry::Metrics metrics("0.1.0", "0xabc");
    test::fill(metrics);
    const test::SimulatedClock clock;
    telemetry::StatusBoard board(clock, {1000});
    std::atomic<bool> broken = false;
    const auto publish = [&](const std::string& file) {
        broken = file.empty();
        if (!broken) board.publish({metrics.text(), read_file(file).value(), {}});
    };
    publish(arguments[1]);
    const auto server = net::HttpServer::start(
        "127.0.0.1:0", [&](std::string_view path) -> std::optional<net::HttpPage> {
            if (broken) return net::HttpPage{500, "text/plain", "broken\n"};
            auto page = board.page(path);
            if (!page) return std::nullopt;
            return net::HttpPage{page->status, page->content_type, page->body,
                                 page->content_policy};
        });
    if (!server) return 1;
    std::printf("%d\n", int{(*server)->port()});
    std::fflush(stdout);
    for (std::string line; std::getline(std::cin, line);)
        publish(line);
}
