// SPDX-License-Identifier: MIT
// rpc_vs_viem=: round trips of eth_getBlockByNumber and eth_call, from the request to the typed
// value, on one kept connection each to the same server on the loopback device; viem's time over
// ours, in turns. What both read is compared before anything is timed.
#include <cstdio>
#include <string>
#include <vector>

#include "bench/python_worker.hpp"
#include "bench/rpc_server.hpp"
#include "bench/timing.hpp"
#include "rpc/http.hpp"
#include "rpc/node.hpp"

namespace ballast::bench {
namespace {

constexpr int kRounds = 9;
constexpr int kOurPairs = 1'000;
constexpr int kPeerPairs = 250;

int report(const Error& error) {
    std::fprintf(stderr, "rpc_bench: %s\n", error.what.c_str());
    return exit_code(error.code);
}

const chain::Address& target() {
    static const chain::Address kTarget =
        *chain::parse_address("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
    return kTarget;
}

/// Reads a block and makes a call; returns what was read as the peer shows it.
Result<std::string> pair(rpc::Node& node) {
    const auto block = node.block_by_tag(rpc::BlockTag::latest());
    if (!block) return fail(block.error());
    const auto outcome = node.eth_call(target(), Bytes{1}, rpc::BlockTag::latest());
    if (!outcome) return fail(outcome.error());
    return std::to_string(block->number) + " " + to_hex(block->hash) + " " +
           block->base_fee.value_or(U256()).to_decimal() + " " +
           std::to_string(2 + 2 * outcome->output.size());
}

Status ours(rpc::Node& node, int pairs) {
    for (int i = 0; i < pairs; ++i)
        if (const auto read = pair(node); !read) return fail(read.error());
    return {};
}

int run() {
    auto server = RpcServer::start();
    if (!server) return report(server.error());
    auto transport = rpc::HttpTransport::open(server->url());
    if (!transport) return report(transport.error());
    rpc::Node node(*transport);
    auto peer = PythonWorker::start_program({"node", "bench/rpc_viem.mjs", server->url()});
    if (!peer) return report(peer.error());

    const auto mine = pair(node);
    const auto theirs = peer->ask("show");
    if (!mine) return report(mine.error());
    if (!theirs) return report(theirs.error());
    if (*mine != *theirs)
        return report({Errc::mismatch, "we read " + *mine + ", viem reads " + *theirs});
    // Its compiler is to have seen everything before it is timed.
    if (const auto warm = peer->ask("run 1000"); !warm) return report(warm.error());
    if (const auto warm = ours(node, kOurPairs); !warm) return report(warm.error());

    std::vector<double> our_us, peer_us, ratios;
    for (int round = 0; round < kRounds; ++round) {
        Status done;
        const double us = seconds([&] { done = ours(node, kOurPairs); }) * 1e6 / (2 * kOurPairs);
        if (!done) return report(done.error());
        const auto answer = peer->ask("run " + std::to_string(kPeerPairs));
        if (!answer) return report(answer.error());
        const double viem_us = std::stod(*answer) * 1e6 / (2 * kPeerPairs);
        our_us.push_back(us);
        peer_us.push_back(viem_us);
        ratios.push_back(viem_us / us);
    }
    std::printf("rpc_round_trip_us=%.1f\nviem_round_trip_us=%.1f\n", median(our_us),
                median(peer_us));
    std::printf("rpc_vs_viem_lowest=%.2f\nrpc_vs_viem_highest=%.2f\n",
                *std::min_element(ratios.begin(), ratios.end()),
                *std::max_element(ratios.begin(), ratios.end()));
    std::printf("rpc_vs_viem=%.2f\n", median(ratios));
    return 0;
}

}  // namespace
}  // namespace ballast::bench

int main() {
    return ballast::bench::run();
}
