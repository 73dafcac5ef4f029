// SPDX-License-Identifier: MIT
// A year of hourly decisions verified from a bundle and the chain's events, beside what no verifier
// can do without: one recovery of libsecp256k1 a signature.
#include <secp256k1_recovery.h>

#include <cstdio>
#include <cstdlib>

#include "audit/check_bundle.hpp"
#include "audit/compare_chain.hpp"
#include "base/check.hpp"
#include "bench/audit_input.hpp"
#include "bench/timing.hpp"

namespace ballast::bench {
namespace {

constexpr std::size_t kHoursOfAYear = 365 * 24;

/// Recovers each signature's key, and no more.
void recover_all(const std::vector<SignedDigest>& signatures) {
    secp256k1_context* context = secp256k1_context_create(SECP256K1_CONTEXT_VERIFY);
    for (const SignedDigest& each : signatures) {
        Bytes compact = each.compact;
        const int parity = compact[32] >> 7U;
        compact[32] &= 0x7fU;
        secp256k1_ecdsa_recoverable_signature signature;
        secp256k1_pubkey key;
        BALLAST_CHECK(secp256k1_ecdsa_recoverable_signature_parse_compact(
                          context, &signature, compact.data(), parity) == 1);
        BALLAST_CHECK(
            secp256k1_ecdsa_recover(context, &key, &signature, each.digest.bytes.data()) == 1);
    }
    secp256k1_context_destroy(context);
}

/// The bundle recomputed, and its reports compared with events as the chain would give them.
void verify(const audit::Bundle& bundle) {
    const audit::BundleCheck check = audit::check_bundle(bundle);
    BALLAST_CHECK(!check.first_difference && check.epochs == check.identical);
    audit::ChainComparison comparison({});
    for (const audit::Published& published : check.published)
        BALLAST_CHECK(!comparison.explain({published, "bundle"}));
    Hash32 previous;
    for (const audit::Published& published : check.published) {
        BALLAST_CHECK(!comparison.take({published.seq, published.digest, previous,
                                        published.block_number, published.block_hash}));
        previous = published.digest;
    }
    BALLAST_CHECK(!comparison.finish());
}

int run(std::size_t hours) {
    const auto input = make_audit_input(hours);
    if (!input) {
        std::fprintf(stderr, "audit_bench: %s\n", input.error().what.c_str());
        return exit_code(input.error().code);
    }
    const auto bundle = audit::make_bundle(input->records, 0, input->records.size() - 1);
    BALLAST_CHECK(bundle.has_value());
    constexpr int kRounds = 3;
    std::vector<double> ratios;
    std::vector<double> taken;
    for (int i = 0; i < kRounds; ++i) {
        const double peer = seconds([&] { recover_all(input->signatures); });
        const double ours = seconds([&] { verify(*bundle); });
        ratios.push_back(ours / peer);
        taken.push_back(ours);
    }
    std::printf("epochs=%zu\nsignatures=%zu\nverify_seconds=%.2f\nverify_vs_recover=%.2f\n",
                input->records.size() - 1, input->signatures.size(), median(taken), median(ratios));
    return 0;
}

}  // namespace
}  // namespace ballast::bench

int main(int argc, char** argv) {
    return ballast::bench::run(argc > 1 ? std::strtoul(argv[1], nullptr, 10)
                                        : ballast::bench::kHoursOfAYear);
}
