// SPDX-License-Identifier: MIT
// A tick's signatures beside one of libsecp256k1, beside viem and ethers, and beside the disk.
#include <fcntl.h>
#include <secp256k1_recovery.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include "audit/journal.hpp"
#include "base/check.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "bench/python_worker.hpp"
#include "bench/sign_input.hpp"
#include "bench/timing.hpp"

namespace ballast::bench {
namespace {

namespace fs = std::filesystem;

constexpr int kRounds = 61;
constexpr int kTicks = 100;
constexpr int kPeerRounds = 15;
constexpr int kPeerTicks = 40;
constexpr int kDurableRounds = 101;
/// Below it the disk only says that it has the bytes, or there is none.
constexpr double kFdatasyncMicrosecondsMin = 20;

int report_fault(const Error& error) {
    std::fprintf(stderr, "sign_bench: %s\n", error.what.c_str());
    return exit_code(error.code);
}

/// One plain recoverable signature, again and again over its own result.
class PlainSigner {
  public:
    PlainSigner() : context_(secp256k1_context_create(SECP256K1_CONTEXT_SIGN)) {
        const std::array<std::uint8_t, 32> seed{7};
        BALLAST_CHECK(secp256k1_context_randomize(context_, seed.data()) == 1);
    }
    PlainSigner(const PlainSigner&) = delete;
    PlainSigner& operator=(const PlainSigner&) = delete;
    ~PlainSigner() { secp256k1_context_destroy(context_); }

    void sign() {
        secp256k1_ecdsa_recoverable_signature made;
        BALLAST_CHECK(secp256k1_ecdsa_sign_recoverable(context_, &made, digest_.bytes.data(),
                                                       key_.data(), nullptr, nullptr) == 1);
        std::copy_n(made.data, 32, digest_.bytes.begin());
    }

  private:
    secp256k1_context* context_;
    std::array<std::uint8_t, 32> key_{1, 2, 3};
    Hash32 digest_;
};

/// Seconds of a core that one call takes, from `count` of them. Nothing here waits, and what else
/// runs on the machine is not ours.
template <class Call>
double each(int count, Call call) {
    const std::clock_t start = std::clock();
    for (int i = 0; i < count; ++i)
        call();
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC / count;
}

Bytes checked_tick(const SignInput& input) {
    auto raw = sign_tick(input).check();
    BALLAST_CHECK(raw.has_value());
    return std::move(*raw);
}

void compare_with_one_signature(const SignInput& input) {
    PlainSigner plain;
    std::vector<double> one;
    std::vector<double> to_tx;
    std::vector<double> to_checked;
    for (int round = 0; round < kRounds; ++round) {
        one.push_back(each(kTicks, [&] { plain.sign(); }));
        to_tx.push_back(each(kTicks, [&] { (void)sign_tick(input); }) / one.back());
        to_checked.push_back(each(kTicks, [&] { (void)checked_tick(input); }) / one.back());
    }
    std::printf("secp256k1_signature_us=%.2f\n", median(one) * 1e6);
    std::printf("tick_to_tx_us=%.2f\n", median(one) * median(to_tx) * 1e6);
    std::printf("tick_to_checked_us=%.2f\n", median(one) * median(to_checked) * 1e6);
    std::printf("tick_to_tx_ratio=%.3f\ntick_to_checked_ratio=%.3f\n", median(to_tx),
                median(to_checked));
}

Status compare_with_peers(const SignInput& input, const fs::path& folder) {
    const fs::path file = folder / "input.json";
    if (auto written = write_file(file, input.json); !written) return written;
    auto node = PythonWorker::start_program({"node", "bench/sign_peers.mjs", file.string()});
    if (!node) return fail(node.error());
    const std::string ours = to_hex(keccak256(checked_tick(input)));
    for (const std::string peer : {"viem", "ethers"}) {
        const auto theirs = node->ask("hash " + peer);
        if (!theirs) return fail(theirs.error());
        if (*theirs != ours) return fail(Errc::mismatch, peer + " makes another transaction");
        if (auto warm = node->ask(peer + " 300"); !warm) return fail(warm.error());
        std::vector<double> unchecked;
        std::vector<double> checked;
        std::vector<double> times;
        for (int round = 0; round < kPeerRounds; ++round) {
            const auto answer = node->ask(peer + " " + std::to_string(kPeerTicks));
            if (!answer) return fail(answer.error());
            times.push_back(std::strtod(answer->c_str(), nullptr) / kPeerTicks);
            unchecked.push_back(times.back() / each(kTicks, [&] { (void)sign_tick(input); }));
            checked.push_back(times.back() / each(kTicks, [&] { (void)checked_tick(input); }));
        }
        std::printf("%s_us=%.0f\nsign_vs_%s=%.2f\nsign_checked_vs_%s=%.2f\n", peer.c_str(),
                    median(times) * 1e6, peer.c_str(), median(unchecked), peer.c_str(),
                    median(checked));
    }
    return {};
}

/// Appends one page and waits until the disk has it.
class Disk {
  public:
    explicit Disk(const fs::path& path)
        : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {
        BALLAST_CHECK(file_ >= 0);
    }
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;
    ~Disk() { ::close(file_); }
    [[nodiscard]] double sync() const {
        const std::array<char, 4096> page{};
        BALLAST_CHECK(::write(file_, page.data(), page.size()) == 4096);
        return seconds([&] { BALLAST_CHECK(::fdatasync(file_) == 0); });
    }

  private:
    int file_;
};

/// Signs the tick and puts it as the sender stores it.
sender::TxRecord record_of(const SignInput& input) {
    const Bytes raw = checked_tick(input);
    sender::TxRecord record;
    record.key = keccak256(raw);
    record.chain_id = input.chain_id;
    record.account = input.gas_signer->address();
    record.nonce = input.transaction.nonce;
    record.fee_cap = input.transaction.max_fee_per_gas;
    record.attempts = {{sender::AttemptKind::call, raw, record.key, {1'722'859'200}}};
    return record;
}

/// A disk's times come in lumps, and the rounds' own ratios with them: hence medians first.
Status compare_with_disk(SignInput& input, const fs::path& folder) {
    auto journal = audit::Journal::open(folder / "journal.db", audit::Journal::Mode::write);
    if (!journal) return fail(journal.error());
    const Disk disk(folder / "disk");
    PlainSigner plain;
    std::vector<double> syncs;
    std::vector<double> twos;
    std::vector<double> checked;
    std::vector<double> durable;
    for (int round = 0; round < kDurableRounds; ++round) {
        input.transaction.nonce = static_cast<std::uint64_t>(round);
        syncs.push_back(disk.sync());
        twos.push_back(seconds([&] {
            plain.sign();
            plain.sign();
        }));
        sender::TxRecord record;
        checked.push_back(seconds([&] { record = record_of(input); }));
        Status stored;
        const double inserted = seconds([&] { stored = journal->transactions().insert(record); });
        durable.push_back(checked.back() + inserted);
        if (!stored) return stored;
    }
    std::printf("fdatasync_us=%.1f\nsigned_and_checked_us=%.1f\nsigned_and_durable_us=%.1f\n",
                median(syncs) * 1e6, median(checked) * 1e6, median(durable) * 1e6);
    if (median(syncs) * 1e6 < kFdatasyncMicrosecondsMin)
        std::printf("durable_vs_floor=cannot_be_measured_here\n");
    else
        std::printf("durable_vs_floor=%.3f\n",
                    median(durable) / std::max(median(twos), median(syncs)));
    return {};
}

int run() {
    SignInput input = make_sign_input();
    const fs::path folder = "build/bench/sign";
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    fs::create_directories(folder);
    compare_with_one_signature(input);
    if (auto compared = compare_with_peers(input, folder); !compared)
        return report_fault(compared.error());
    if (auto compared = compare_with_disk(input, folder); !compared)
        return report_fault(compared.error());
    return 0;
}

}  // namespace
}  // namespace ballast::bench

int main() {
    return ballast::bench::run();
}
