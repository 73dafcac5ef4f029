// SPDX-License-Identifier: MIT
#include "apps/source_probe.hpp"

#include <algorithm>

#include "apps/keeper_secrets.hpp"
#include "base/hash.hpp"
#include "feeds/file_drop.hpp"
#include "keeper/aggregators.hpp"
#include "rpc/http.hpp"

namespace ballast::apps {
namespace {

constexpr Milliseconds kTotal{8'000};

struct Raw {
    providers::Answer answer;
    std::optional<UnixSeconds> server_date;
};

Result<Raw> ask_server(const providers::Provider& provider, const providers::Source& source,
                       const ProbeWays& ways, std::optional<UnixSeconds> since) {
    const UnixSeconds now = ways.clock.now();
    const auto request =
        since ? provider.history(source, *since, now) : provider.request(source, now);
    if (!request) return fail(request.error());
    const auto responses = ways.client.fetch({*request}, kTotal);
    if (!responses.front()) return fail(responses.front().error());
    const net::HttpResponse& response = *responses.front();
    if (response.status != 200)
        return fail(Errc::upstream_unavailable,
                    "the server answered with status " + std::to_string(response.status));
    return Raw{{response.status, response.content_type, response.body, ways.clock.now()},
               response.date};
}

const keeper::ChainConfiguration* find_chain(const ProbeWays& ways, const std::string& name) {
    if (ways.configuration == nullptr) return nullptr;
    const auto& chains = ways.configuration->chains;
    const auto found = std::find_if(chains.begin(), chains.end(),
                                    [&](const auto& chain) { return chain.name == name; });
    return found == chains.end() ? nullptr : &*found;
}

Result<Raw> ask_contract(const feeds::SourceDeclaration& declared, const ProbeWays& ways) {
    const keeper::ChainConfiguration* chain = find_chain(ways, declared.chain);
    if (chain == nullptr)
        return fail(Errc::configuration,
                    "it is a contract of the chain " + declared.chain +
                        ", and nodes stand in the keeper's document: --config FILE");
    const auto contract = chain::parse_address(declared.source.series);
    if (!contract) return fail(contract.error());
    const auto urls = read_words(chain->rpc, "chain." + chain->name + ".rpc");
    if (!urls) return fail(urls.error());
    auto network = rpc::HttpNetwork::open(*urls);
    if (!network) return fail(network.error());
    auto reader = books::ChainReader::make(
        **network, ways.clock,
        {.chain_id = chain->chain_id, .quorum = chain->quorum, .request_deadline = kTotal});
    if (!reader) return fail(reader.error());
    auto bodies = keeper::ask_aggregators(*reader, {*contract});
    if (!bodies) return fail(bodies.error());
    if (!bodies->front()) return fail(bodies->front().error());
    return Raw{{200, "", std::move(*bodies->front()), ways.clock.now()}, std::nullopt};
}

Result<Raw> ask(const providers::Provider& provider, const feeds::SourceDeclaration& declared,
                const ProbeWays& ways, std::optional<UnixSeconds> since) {
    if (provider.transport() == providers::Transport::rpc) return ask_contract(declared, ways);
    if (provider.transport() == providers::Transport::http)
        return ask_server(provider, declared.source, ways, since);
    auto answer = feeds::read_dropped(declared.file, ways.clock.now());
    if (!answer) return fail(answer.error());
    return Raw{std::move(*answer), std::nullopt};
}

}  // namespace

Result<Probed> probe_source(const feeds::SourceDeclaration& declared, const ProbeWays& ways,
                            std::optional<UnixSeconds> since) {
    const auto* provider = providers::find_provider(declared.source.provider);
    if (provider == nullptr)
        return fail(Errc::configuration, "there is no provider " + declared.source.provider);
    auto raw = ask(*provider, declared, ways, since);
    if (!raw) return fail(raw.error());
    auto read = provider->read(declared.source, raw->answer);
    if (!read) return fail(read.error());
    const Hash32 digest = sha256(as_bytes(raw->answer.body));
    return Probed{std::move(raw->answer), digest, std::move(*read), raw->server_date};
}

}  // namespace ballast::apps
