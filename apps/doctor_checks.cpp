// SPDX-License-Identifier: MIT
#include "apps/doctor_checks.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <utility>

#include "apps/doctor_chain.hpp"
#include "apps/feeds_document.hpp"
#include "apps/keeper_secrets.hpp"
#include "apps/keeper_setup.hpp"
#include "apps/keys_folder.hpp"
#include "apps/source_probe.hpp"
#include "keeper/clock_watch.hpp"
#include "keeper/live_observatory.hpp"
#include "net/http_server.hpp"
#include "policies/policy_document.hpp"
#include "rpc/http.hpp"

namespace ballast::apps {
namespace {

namespace fs = std::filesystem;

/// A keeper of one market writes some 30 MB a month.
constexpr std::uintmax_t kSpaceMin = std::uintmax_t{1} << 30U;

/// A run makes it, where it may.
void examine_missing(const fs::path& state, const Tell& tell) {
    fs::path above = fs::absolute(state).parent_path();
    std::error_code code;
    while (!above.empty() && !fs::exists(above, code) && above != above.parent_path())
        above = above.parent_path();
    const bool may = fs::is_directory(above, code) && ::access(above.c_str(), W_OK) == 0;
    tell({"state folder", may ? Finding::ok : Finding::fault,
          state.string() + (may ? " will be made" : " is not there and cannot be made"),
          may ? "" : "make it, owned by the user who runs the keeper"});
}

void examine_state(const keeper::Configuration& configuration, const Tell& tell) {
    const fs::path& state = configuration.state;
    std::error_code code;
    struct stat facts {};
    if (::stat(state.c_str(), &facts) != 0) return examine_missing(state, tell);
    if (::access(state.c_str(), W_OK) != 0)
        return tell({"state folder", Finding::fault, state.string() + " cannot be written",
                     "chown it to the user who runs the keeper"});
    const bool open = (facts.st_mode & 077U) != 0;
    tell({"state folder", open ? Finding::warning : Finding::ok, state.string(),
          open ? "others may look into it: chmod 700 " + state.string() : ""});
    const auto space = fs::space(state, code);
    const bool low = !code && space.available < kSpaceMin;
    tell({"disk space", low ? Finding::warning : Finding::ok,
          code ? code.message() : std::to_string(space.available >> 20U) + " MiB free",
          low ? "keep at least 1 GiB free: without space nothing is journaled, and nothing sent"
              : ""});
    if (fs::exists(keeper::kill_switch(configuration), code))
        tell({"kill switch", Finding::warning, "it is on: nothing is sent",
              "remove " + keeper::kill_switch(configuration).string() + " to go on"});
}

/// What an observatory refuses before it asks anybody: a price that no feed gives, a source that
/// cannot be asked, a host that would be asked too often.
void examine_declared(const keeper::Configuration& configuration,
                      const feeds::FeedsDocument& document, const engine::Policy& policy,
                      net::HttpClient& client, const Clock& clock, const Tell& tell) {
    std::vector<engine::Policy> policies;
    policies.reserve(configuration.chains.size());
    keeper::ObservatoryParts parts;
    parts.feeds = document.feeds;
    parts.depth = document.depth;
    parts.client = &client;
    parts.clock = &clock;
    for (const keeper::ChainConfiguration& chain : configuration.chains) {
        auto selected = policy_for(chain, policy);
        if (!selected) continue;  // said where the chain was looked at
        policies.push_back(std::move(*selected));
        keeper::WatchedChain watched;
        watched.name = chain.name;
        watched.policy = &policies.back();
        // Its nodes are not asked here. Where they cannot be named, that was said with the chain.
        if (const auto urls = read_words(chain.rpc, "rpc"))
            if (auto network = rpc::HttpNetwork::open(*urls)) {
                watched.network = std::move(*network);
                auto reader = books::ChainReader::make(
                    *watched.network, clock, {.chain_id = chain.chain_id, .quorum = chain.quorum});
                if (reader)
                    watched.reader = std::make_unique<books::ChainReader>(std::move(*reader));
            }
        parts.chains.push_back(std::move(watched));
    }
    const auto made = keeper::LiveObservatory::make(std::move(parts));
    tell({"declared sources", made ? Finding::ok : Finding::fault,
          made ? configuration.feeds.string() : made.error().what,
          made ? "" : "mend " + configuration.feeds.string()});
}

/// Bound for a moment and let go. Where a keeper answers there, it is most likely this one.
void examine_port(const keeper::Configuration& configuration, net::HttpClient& client,
                  const Tell& tell) {
    const keeper::Listen& listen = configuration.status;
    if (listen.host.empty()) return;
    const std::string address = listen.host + ":" + std::to_string(listen.port);
    const auto server = net::HttpServer::start(
        address, [](std::string_view) { return std::optional<net::HttpPage>(); });
    if (server) return tell({"status page", Finding::ok, address + " is free", ""});
    const auto answers =
        client.fetch({{.url = "http://" + address + "/status"}}, Milliseconds{2'000});
    const auto status = answers.front() ? parse_json(answers.front()->body)
                                        : Result<Json>(fail(answers.front().error()));
    const Json* program = status ? status->find("keeper") : nullptr;
    const Json* name = program == nullptr ? nullptr : program->find("name");
    if (name != nullptr && *name == Json(configuration.file.string()))
        return tell({"status page", Finding::ok, "the keeper runs, and answers at " + address, ""});
    tell({"status page", Finding::fault, server.error().what,
          "end what listens there, or name another address in status.listen"});
}

/// Keystores tell their address without a password. One that does not is compared by `run`.
void examine_accounts(const keeper::Configuration& configuration, const Tell& tell) {
    std::map<std::pair<std::uint64_t, chain::Address>, std::string> owners;
    for (const keeper::ChainConfiguration& chain : configuration.chains) {
        if (chain.gas_keystore.empty()) continue;
        const auto keystore = read_keystore(chain.gas_keystore);
        if (!keystore || !keystore->address) continue;
        const auto [at, is_new] =
            owners.try_emplace({chain.chain_id, *keystore->address}, chain.name);
        if (!is_new)
            tell({"gas account", Finding::fault,
                  "chain." + at->second + " and chain." + chain.name +
                      " pay from one account on one chain",
                  "give each its own gas_keystore: they would use each other's nonces"});
    }
}

/// What the servers said of the time, for the clock.
void examine_feeds(const keeper::Configuration& configuration,
                   const std::optional<engine::Policy>& policy, net::HttpClient& client,
                   const Clock& clock, const Tell& tell) {
    const auto document = read_feeds_document(configuration.feeds);
    if (!document)
        return tell({"sources", Finding::fault, document.error().what,
                     "mend " + configuration.feeds.string()});
    if (policy) examine_declared(configuration, *document, *policy, client, clock, tell);
    std::vector<UnixSeconds> dates;
    for (const feeds::FeedDeclaration& feed : document->feeds) {
        for (const feeds::SourceDeclaration& source : feed.sources) {
            const std::string what = "source " + source.source.name + " of " + feed.name;
            const auto probed = probe_source(source, {client, clock, &configuration});
            if (!probed) {
                tell({what, Finding::warning, probed.error().what,
                      "look at it in " + configuration.feeds.string() + "; the feed needs " +
                          std::to_string(feed.quorum) + " group(s)"});
                continue;
            }
            if (probed->server_date) dates.push_back(*probed->server_date);
            tell({what, Finding::ok,
                  std::to_string(probed->observations.size()) + " observations, the newest of " +
                      format_utc(probed->observations.back().observed_at),
                  ""});
        }
    }
    const keeper::ClockVerdict verdict =
        keeper::judge_clock(clock.now(), {std::nullopt, dates}, configuration.clock_skew_max);
    if (dates.empty()) return tell({"clock", Finding::skipped, "no source told its time", ""});
    tell({"clock", verdict.fault ? Finding::fault : Finding::ok,
          std::to_string(verdict.ahead.count) + " seconds ahead of the sources' clocks",
          verdict.fault ? "set the machine's clock: start its time service (timedatectl)" : ""});
}

}  // namespace

std::string_view name(Finding finding) noexcept {
    switch (finding) {
        case Finding::ok:
            return "ok";
        case Finding::warning:
            return "warning";
        case Finding::fault:
            return "FAULT";
        case Finding::skipped:
            return "skipped";
    }
    return "";
}

void examine(const keeper::Configuration& configuration, const Clock& clock, const Tell& tell) {
    tell({"configuration", Finding::ok, configuration.file.string(), ""});
    examine_state(configuration, tell);
    const auto policy = policies::load_policy(configuration.policy);
    tell({"policy", policy ? Finding::ok : Finding::fault,
          policy ? policy->name : policy.error().what,
          policy ? "" : "mend the document, or name another in keeper.policy"});
    for (const keeper::ChainConfiguration& chain : configuration.chains) {
        if (policy)
            examine_chain(chain, configuration.mode, *policy, clock, tell);
        else
            tell({"chain " + chain.name, Finding::skipped, "there is no policy", ""});
    }
    examine_accounts(configuration, tell);
    const auto client = net::open_http_client();
    examine_port(configuration, *client, tell);
    examine_feeds(configuration, policy ? std::optional(*policy) : std::nullopt, *client, clock,
                  tell);
}

}  // namespace ballast::apps
