// SPDX-License-Identifier: MIT
#include "apps/keeper_servers.hpp"

namespace ballast::apps {
Result<std::unique_ptr<KeeperServers>> KeeperServers::open(
    const keeper::Configuration& configuration, telemetry::Metrics& metrics, const Clock& clock) {
    auto servers = std::make_unique<KeeperServers>(metrics, clock);
    const keeper::Listen& listen = configuration.status;
    if (listen.host.empty()) return servers;
    auto server = net::HttpServer::start(
        listen.host + ":" + std::to_string(listen.port),
        [board = &servers->board_](std::string_view path) -> std::optional<net::HttpPage> {
            auto page = board->page(path);
            if (!page) return std::nullopt;
            return net::HttpPage{page->status, std::move(page->content_type), std::move(page->body),
                                 std::move(page->content_policy)};
        });
    if (!server) return fail_in("status.listen", server.error());
    servers->address_ = listen.host + ":" + std::to_string((*server)->port());
    servers->server_ = std::move(*server);
    return servers;
}

void KeeperServers::show(const keeper::KeeperView& view, const keeper::ProgramFacts& facts) {
    board_.beat();
    telemetry::Snapshot snapshot{.metrics = metrics_.text(),
                                 .status = write_json(keeper::status_json(view, facts)),
                                 .not_ready = {}};
    if (!view.ready) snapshot.not_ready.push_back(view.not_ready);
    board_.publish(std::move(snapshot));
}

}  // namespace ballast::apps
