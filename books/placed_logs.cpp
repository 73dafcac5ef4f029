// SPDX-License-Identifier: MIT
#include "books/placed_logs.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace ballast::books {
namespace {

bool in_chain_order(const rpc::PlacedLog& a, const rpc::PlacedLog& b) {
    return std::tie(a.block_number, a.log.index, a.log.topics) <
           std::tie(b.block_number, b.log.index, b.log.topics);
}

}  // namespace

void put_in_order(std::vector<rpc::PlacedLog>& logs) {
    std::stable_sort(logs.begin(), logs.end(), in_chain_order);
}

std::vector<rpc::PlacedLog> given_by(std::vector<rpc::PlacedLog> all, std::size_t least) {
    put_in_order(all);
    std::vector<rpc::PlacedLog> kept;
    for (const rpc::PlacedLog& log : all) {
        if (std::find(kept.rbegin(), kept.rend(), log) != kept.rend()) continue;
        if (static_cast<std::size_t>(std::count(all.begin(), all.end(), log)) >= least)
            kept.push_back(log);
    }
    return kept;
}

Status check_logs(const std::vector<rpc::PlacedLog>& logs, const rpc::LogFilter& filter) {
    for (const rpc::PlacedLog& placed : logs) {
        const rpc::Log& log = placed.log;
        const bool fits = log.address == filter.contract && !log.topics.empty() &&
                          log.topics.front() == filter.topic &&
                          placed.block_number >= filter.first && placed.block_number <= filter.last;
        if (!fits) return fail(Errc::bad_data, "eth_getLogs gave a log that was not asked for");
    }
    return {};
}

}  // namespace ballast::books
