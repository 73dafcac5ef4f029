// SPDX-License-Identifier: MIT
#include "keeper/direct_sources.hpp"

#include <map>

#include "base/hash.hpp"
#include "feeds/file_drop.hpp"
#include "keeper/aggregators.hpp"

namespace ballast::keeper {
namespace {

using feeds::Fetched;
using feeds::FetchMiss;
using feeds::Missed;

Fetched no_answer(std::size_t source, const Error& error) {
    const bool refused = error.code == Errc::permission || error.code == Errc::bad_data;
    return {source, Missed{refused ? FetchMiss::refused : FetchMiss::no_answer, error.what}};
}

}  // namespace

void DirectSources::add(DirectSource source) {
    lines_.push_back({std::move(source), {}});
}

std::vector<Fetched> DirectSources::step(Milliseconds until) {
    const Milliseconds now = clock_.monotonic();
    std::vector<Fetched> outcomes;
    std::map<books::ChainReader*, std::vector<std::size_t>> by_chain;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        Line& line = lines_[i];
        if (line.next > now) continue;
        line.next = {now.count + line.source.source.interval.count * 1'000};
        if (line.source.reader == nullptr)
            outcomes.push_back(read_file(i));
        else
            by_chain[line.source.reader].push_back(i);
    }
    // Each chain has its share of what is left, so that none starves for another's nodes.
    auto left = static_cast<std::int64_t>(by_chain.size());
    for (const auto& [reader, sources] : by_chain) {
        const Milliseconds begun = clock_.monotonic();
        reader->stop_at({begun.count + (until.count - begun.count) / left--});
        ask_chain(*reader, sources, outcomes);
    }
    return outcomes;
}

Fetched DirectSources::read_file(std::size_t source) const {
    auto answer = feeds::read_dropped(lines_[source].source.file, clock_.now());
    if (!answer) return no_answer(source, answer.error());
    return captured(source, std::move(*answer));
}

void DirectSources::ask_chain(books::ChainReader& reader, const std::vector<std::size_t>& sources,
                              std::vector<Fetched>& outcomes) const {
    std::vector<chain::Address> contracts;
    for (const std::size_t source : sources)
        contracts.push_back(lines_[source].source.contract);
    auto bodies = ask_aggregators(reader, contracts);
    for (std::size_t i = 0; i < sources.size(); ++i) {
        if (!bodies)
            outcomes.push_back(no_answer(sources[i], bodies.error()));
        else if (!(*bodies)[i])
            outcomes.push_back(no_answer(sources[i], (*bodies)[i].error()));
        else
            outcomes.push_back(
                captured(sources[i], {200, "", std::move(*(*bodies)[i]), clock_.now()}));
    }
}

Fetched DirectSources::captured(std::size_t source, providers::Answer answer) const {
    const Hash32 digest = sha256(as_bytes(answer.body));
    return {source, feeds::Captured{std::move(answer), digest}};
}

}  // namespace ballast::keeper
