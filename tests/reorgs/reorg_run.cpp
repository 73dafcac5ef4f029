// SPDX-License-Identifier: MIT
#include "tests/reorgs/reorg_run.hpp"

#include <algorithm>
#include <cstdio>
#include <map>

#include "audit/journal.hpp"
#include "base/check.hpp"
#include "tests/rpc/liar.hpp"
#include "tests/support/crash_vfs.hpp"
#include "tests/support/sim_keeper.hpp"
#include "tests/support/sim_sender.hpp"
#include "tests/support/sim_stack.hpp"
#include "tests/support/temporary_folder.hpp"

namespace ballast::test {
namespace {

constexpr std::uint64_t kDepthMax = 32;
constexpr std::uint64_t kFinalityDepth = 40;
constexpr std::uint64_t kOtherChain = 1;
constexpr Milliseconds kRound{9'000};
/// In the end blocks are to become final: few looks, far apart.
constexpr Milliseconds kLastRound{60'000};
constexpr int kLastRounds = 120;

/// Counts what must not be signed.
class WatchedSigner final : public keys::Signer {
  public:
    WatchedSigner(SimProcess& process, SimStack& stack) : inner_(process), stack_(stack) {}

    const chain::Address& address() const override { return inner_.address(); }
    Result<Bytes> sign_transaction(const chain::Transaction& transaction) override {
        std::size_t elsewhere = 0;
        for (std::size_t i = 0; i < stack_.nodes.size(); ++i)
            elsewhere += stack_.nodes.node(i).behaviour.other_chain_id ? 1U : 0U;
        if (transaction.chain_id != kSimChain || elsewhere > 1) ++wrong;
        return inner_.sign_transaction(transaction);
    }
    Result<chain::Signature> sign_typed_data(const chain::Eip712Document& document) override {
        return inner_.sign_typed_data(document);
    }

    std::uint64_t wrong = 0;

  private:
    SimSigner inner_;
    SimStack& stack_;
};

class ReorgRun {
  public:
    ReorgRun(std::uint64_t seed, bool with_liar)
        : random_(seed * 2 + (with_liar ? 1 : 0)), liar_(stack_.chain, seed) {
        stack_.pass({kSimBlockTime.count * static_cast<std::int64_t>(kFinalityDepth)});
        job_.requests = 10;
        if (!with_liar) return;
        stack_.nodes.node(random_.below(3)).behaviour.lie =
            [this](const std::string& method, const JsonArray& params, Json result) {
                return liar_(method, params, std::move(result));
            };
    }

    ReorgFigures go() {
        const CrashVfs mounted(disk_);
        auto journal =
            audit::Journal::open(folder_.path() / "journal", audit::Journal::Mode::write);
        const auto pool = rpc::Pool::make(network_, clock_, {.chain_id = kSimChain});
        BALLAST_CHECK(journal && pool);
        journal_ = &*journal;
        store_ = &journal->transactions();
        const auto outbox = make_sender({**pool, *store_, signer_, clock_});
        for (std::uint64_t i = 0; i < kReorgsOfRun; ++i)
            stir(*outbox);
        bool done = false;
        for (int i = 0; i < kLastRounds && !done; ++i) {
            round(*outbox, kLastRound);
            done = is_done(job_, *store_);
        }
        figures_.stuck = done ? 0 : 1;
        conclude();
        return figures_;
    }

  private:
    void round(Outbox& outbox, Milliseconds pause) {
        submit_rest(job_, outbox);
        // An error is the pool's silence or disagreement; the next round asks again.
        [[maybe_unused]] const auto open = outbox.step();
        learn_blocks();
        check_store();
        clock_.wait(pause);
    }

    /// A few rounds, perhaps on the wrong chain, and a reorganisation.
    void stir(Outbox& outbox) {
        stack_.chain.base_fee = U256(2'000'000'000 * (1 + random_.below(5)));
        const bool elsewhere = random_.once_in(4);
        const std::uint64_t how_many = 1 + random_.below(3);
        for (std::size_t i = 0; elsewhere && i < how_many; ++i) {
            stack_.nodes.node(i).behaviour.other_chain_id = kOtherChain;
            ++figures_.switches;
        }
        for (std::uint64_t i = random_.below(3); i < 3; ++i)
            round(outbox, kRound);
        for (std::size_t i = 0; i < stack_.nodes.size(); ++i)
            stack_.nodes.node(i).behaviour.other_chain_id.reset();
        for (std::uint64_t i = random_.below(3); i < 2; ++i)
            round(outbox, kRound);
        const std::uint64_t depth = 1 + random_.below(kDepthMax);
        const auto hit = stack_.reorganise(depth, static_cast<Dropped>(random_.below(4)));
        ++figures_.reorgs;
        figures_.hits += hit > 0 ? 1U : 0U;
        figures_.depth_max = std::max(figures_.depth_max, depth);
    }

    /// Remembers every block that was ever on the honest chain.
    void learn_blocks() {
        for (BlockId at = stack_.chain.head();; at = stack_.chain.block(at).parent) {
            const MockBlock& block = stack_.chain.block(at);
            if (!blocks_.emplace(block.header.hash, at).second || block.header.number == 0) return;
        }
    }

    /// A block of the honest chain held it; for a final record it holds it for good.
    [[nodiscard]] bool is_true(const sender::TxRecord& record) const {
        const bool tells = is_final(record.state) || record.state == sender::TxState::included;
        if (!tells) return true;
        if (!record.inclusion) return false;
        const Hash32& hash = record.inclusion->tx_hash;
        const auto block = blocks_.find(record.inclusion->block_hash);
        if (block == blocks_.end()) return false;
        const auto& held = stack_.chain.block(block->second).transactions;
        const bool was_there = std::any_of(held.begin(), held.end(),
                                           [&](const auto& each) { return each.hash == hash; });
        if (!is_final(record.state)) return was_there;
        const auto place = stack_.chain.find(stack_.chain.head(), hash);
        return was_there && place == block->second &&
               stack_.chain.block(*place).header.number <=
                   stack_.chain.finalized_number(stack_.chain.head());
    }

    void check_store() {
        const auto records = journal_->all_transactions();
        BALLAST_CHECK(records.has_value());
        for (const sender::TxRecord& record : *records)
            figures_.wrong_confirmed += is_true(record) ? 0U : 1U;
    }

    void conclude() {
        for (std::size_t i = 0; i < stack_.nodes.size(); ++i)
            for (const Bytes& raw : stack_.nodes.node(i).sent())
                note_arrival(job_, *read_transaction(raw));
        const SimVerdict verdict = judge(stack_.chain, job_);
        figures_.doubles = verdict.doubles;
        figures_.lost = verdict.lost;
        figures_.wrong_confirmed += verdict.wrong;
        figures_.wrong_chain_signatures = signer_.wrong;
        for (const auto& [method, times] : liar_.told())
            figures_.lies += times;
    }

    SimRandom random_;
    SimStack stack_{kFinalityDepth};
    Liar liar_;
    SimProcess process_;
    StackClock clock_{stack_};
    StackNetwork network_{stack_, process_};
    WatchedSigner signer_{process_, stack_};
    SimDisk disk_;
    SimJob job_;
    TemporaryFolder folder_;
    const audit::Journal* journal_ = nullptr;
    sender::TxStore* store_ = nullptr;
    std::map<Hash32, BlockId> blocks_;
    ReorgFigures figures_;
};

}  // namespace

ReorgFigures run_reorgs(std::uint64_t seed, bool with_liar) {
    return ReorgRun(seed, with_liar).go();
}

void add(ReorgFigures& sum, const ReorgFigures& part) {
    for (const auto field :
         {&ReorgFigures::reorgs, &ReorgFigures::hits, &ReorgFigures::doubles, &ReorgFigures::lost,
          &ReorgFigures::wrong_confirmed, &ReorgFigures::wrong_chain_signatures,
          &ReorgFigures::switches, &ReorgFigures::lies, &ReorgFigures::stuck})
        sum.*field += part.*field;
    sum.depth_max = std::max(sum.depth_max, part.depth_max);
}

void print(const ReorgFigures& figures) {
    const auto show = [](const char* name, std::uint64_t value) {
        std::printf("%s=%llu ", name, static_cast<unsigned long long>(value));
    };
    show("hits", figures.hits);
    show("depth_max", figures.depth_max);
    show("endpoint_switches", figures.switches);
    show("lies", figures.lies);
    show("stuck", figures.stuck);
    show("reorgs", figures.reorgs);
    show("double", figures.doubles);
    show("lost", figures.lost);
    show("wrong_confirmed", figures.wrong_confirmed);
    show("signatures_wrong_chain", figures.wrong_chain_signatures);
    std::printf("\n");
}

}  // namespace ballast::test
