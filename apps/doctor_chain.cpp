// SPDX-License-Identifier: MIT
#include "apps/doctor_chain.hpp"

#include <algorithm>
#include <filesystem>

#include "apps/keeper_secrets.hpp"
#include "apps/keeper_setup.hpp"
#include "apps/version.hpp"
#include "audit/journal.hpp"
#include "engine/canonical.hpp"
#include "keeper/agreed_reads.hpp"
#include "keeper/clock_watch.hpp"
#include "keeper/restore.hpp"
#include "oracle/contract.hpp"
#include "oracle/deployed_code.hpp"
#include "rpc/http.hpp"
#include "rpc/node.hpp"
#include "rpc/pool.hpp"

namespace ballast::apps {
namespace {

using keeper::ChainConfiguration;

/// One chain's examination: what one check finds, the next ones use.
class ChainDoctor {
  public:
    ChainDoctor(const ChainConfiguration& chain, keeper::Mode mode, const engine::Policy& policy,
                const Clock& clock, const Tell& tell)
        : chain_(chain), mode_(mode), policy_(policy), clock_(clock), tell_(tell) {}

    void examine() {
        if (!markets()) return;
        journal();
        if (!nodes() || !quorum()) return skip("oracle, keys and gas");
        if (oracle()) approvals();
        keys();
    }

  private:
    void say(const std::string& what, Finding finding, const std::string& said,
             const std::string& remedy = "") const {
        tell_({"chain " + chain_.name + ": " + what, finding, said,
               finding == Finding::ok ? "" : remedy});
    }
    void skip(const std::string& what) const { say(what, Finding::skipped, "no quorum answers"); }
    bool markets();
    void journal();
    void go_on(audit::Journal& journal);
    bool nodes();
    bool quorum();
    bool node_answers(const std::string& url);
    bool oracle();
    void code() const;
    void switches(const oracle::OracleState& state) const;
    void approvals();
    void keys();
    void signers(const ChainKeys& keys);
    void gas(const chain::Address& account);

    const ChainConfiguration& chain_;
    keeper::Mode mode_;
    const engine::Policy& policy_;
    const Clock& clock_;
    const Tell& tell_;
    std::optional<rpc::HttpTransport> transport_;  ///< of the first node that answers
    std::optional<rpc::Node> node_;
    std::optional<engine::Policy> selected_;  ///< the policy of the chain's markets
    std::optional<audit::Setup> begun_;       ///< what the journal was begun with
    std::unique_ptr<rpc::HttpNetwork> network_;
    std::unique_ptr<rpc::Pool> pool_;
    std::optional<keeper::AgreedReads> agreed_;  ///< as the keeper reads
    std::uint8_t threshold_ = 0;
};

bool ChainDoctor::markets() {
    auto selected = policy_for(chain_, policy_);
    if (!selected)
        say("markets", Finding::fault, selected.error().what, "mend keeper.toml or the policy");
    else
        selected_ = std::move(*selected);
    return selected_.has_value();
}

/// Opened for reading: nothing is made, moved to a newer version or locked.
void ChainDoctor::journal() {
    const auto location = journal_location(chain_);
    if (!location) return say("journal", Finding::fault, location.error().what, "mend its URL");
    std::error_code code;
    const bool is_file = location->find("://") == std::string::npos;
    if (is_file && !std::filesystem::exists(*location, code))
        return say("journal", Finding::ok, "a new one will be made at " + *location);
    auto opened = audit::Journal::open(*location, audit::Journal::Mode::read);
    if (!opened)
        return say("journal", Finding::fault, opened.error().what,
                   "restore it from a copy, or look at it with ballast replay (docs/operating)");
    if (opened->size() == 0) return say("journal", Finding::ok, "it is empty, and will be begun");
    go_on(*opened);
}

/// What a run does with a journal that was begun, down to the last record's state.
void ChainDoctor::go_on(audit::Journal& journal) {
    auto begun = keeper::begun_with(journal);
    if (!begun) return say("journal", Finding::fault, begun.error().what, "restore it from a copy");
    begun_ = std::move(*begun);
    audit::Setup setup = live_setup(chain_, names_of(chain_, *selected_));
    setup.signers = begun_->signers;
    setup.threshold = begun_->threshold;
    const auto standing = keeper::begin_or_restore(journal, setup, *selected_, clock_.now());
    if (!standing)
        return say("journal", Finding::fault, standing.error().what,
                   standing.error().code == Errc::configuration
                       ? "name another file in chain." + chain_.name + ".journal"
                       : "ballast replay shows the place; restore it from a copy");
    say("journal", Finding::ok,
        std::to_string(standing->records) + " records" +
            (standing->last ? ", the last epoch of " + format_utc(*standing->last) : ""));
}

bool ChainDoctor::node_answers(const std::string& url) {
    auto transport = rpc::HttpTransport::open(url, {.total = std::chrono::milliseconds(4'000)});
    if (!transport) {
        say("node", Finding::fault, transport.error().what, "mend its URL in the rpc file");
        return false;
    }
    const std::string shown = transport->name();
    rpc::Node node(*transport);
    const auto chain_id = node.chain_id();
    if (!chain_id) {
        say("node " + shown, Finding::warning, chain_id.error().what,
            "look whether it runs and lets this machine in");
        return false;
    }
    if (*chain_id != chain_.chain_id) {
        say("node " + shown, Finding::fault, "it is on chain " + std::to_string(*chain_id),
            "name a node of chain " + std::to_string(chain_.chain_id));
        return false;
    }
    const auto head = node.block_by_tag(rpc::BlockTag::latest());
    if (!head) {
        say("node " + shown, Finding::warning, head.error().what, "look at it");
        return false;
    }
    const std::int64_t age = (clock_.now() - head->timestamp).count;
    const bool old = age > keeper::kHeadAgeMax.count;
    say("node " + shown, old ? Finding::warning : Finding::ok,
        "block " + std::to_string(head->number) + ", " + std::to_string(age) + " s old",
        "it may be catching up, or this machine's clock is wrong");
    if (!transport_) {
        transport_ = std::move(*transport);
        node_.emplace(*transport_);
    }
    return true;
}

bool ChainDoctor::nodes() {
    const auto urls = read_words(chain_.rpc, "chain." + chain_.name + ".rpc");
    if (!urls) {
        say("nodes", Finding::fault, urls.error().what, "write the nodes' URLs there, mode 0600");
        return false;
    }
    for (const std::string& url : *urls)
        static_cast<void>(node_answers(url));
    if (!node_) say("nodes", Finding::fault, "none answers", "look whether they run");
    return node_.has_value();
}

/// The very pool that a run asks, with its rules about how many and who.
bool ChainDoctor::quorum() {
    const auto urls = read_words(chain_.rpc, "chain." + chain_.name + ".rpc");
    if (!urls) return false;  // nodes() said so
    rpc::PoolOptions options;
    options.chain_id = chain_.chain_id;
    options.quorum = chain_.quorum;
    auto network = rpc::HttpNetwork::open(*urls);
    const Error* wrong = network ? nullptr : &network.error();
    if (network) network_ = std::move(*network);
    auto pool = network_ ? rpc::Pool::make(*network_, clock_, std::move(options))
                         : Result<std::unique_ptr<rpc::Pool>>(fail(*wrong));
    if (!pool) {
        say("quorum", Finding::fault, pool.error().what,
            "mend chain." + chain_.name + ".quorum or the nodes' list");
        return false;
    }
    pool_ = std::move(*pool);
    agreed_.emplace(*pool_);
    const auto head = agreed_->block_by_tag(rpc::BlockTag::latest());
    const std::string of = std::to_string(chain_.quorum) + " of " + std::to_string(urls->size());
    if (!head) {
        say("quorum", Finding::fault, head.error().what,
            "name more nodes, or mend those that do not answer or disagree");
        return false;
    }
    say("quorum", Finding::ok,
        of + " nodes must agree, and do on block " + std::to_string(head->number) +
            (urls->size() == 1 ? "; a single node is believed in all it says" : ""));
    return true;
}

void ChainDoctor::code() const {
    const auto code = rpc::Node(*node_).get_code(chain_.oracle, rpc::BlockTag::latest());
    if (!code) return say("oracle's code", Finding::warning, code.error().what, "try again");
    if (code->empty())
        return say("oracle's code", Finding::fault,
                   "there is no contract at " + chain::checksum_text(chain_.oracle),
                   "mend chain." + chain_.name + ".oracle");
    for (const bool holds : {false, true})
        if (oracle::check_code(*code, {chain_.chain_id, chain_.oracle, holds}))
            return say("oracle's code", Finding::ok, "as committed");
    say("oracle's code", Finding::warning, "it is not the contract of this version",
        "compare with ballast oracle verify");
}

bool ChainDoctor::oracle() {
    code();
    oracle::OracleContract contract(*agreed_, chain_.oracle, names_of(chain_, *selected_));
    const auto state = contract.read(rpc::BlockTag::latest());
    if (!state) {
        say("oracle", Finding::fault, state.error().what,
            "compare address and markets with ballast oracle show");
        return false;
    }
    threshold_ = state->switches.threshold;
    say("oracle", Finding::ok,
        chain::checksum_text(chain_.oracle) + ", report " + std::to_string(state->head.seq) + ", " +
            std::to_string(state->current.markets.size()) + " markets");
    switches(*state);
    return true;
}

void ChainDoctor::switches(const oracle::OracleState& state) const {
    say("frozen", state.switches.frozen ? Finding::fault : Finding::ok,
        state.switches.frozen ? "yes: every report is refused" : "no",
        "ask owner or guardian; ballast oracle unfreeze lifts it");
    say("loosening paused", state.switches.loosening_paused ? Finding::warning : Finding::ok,
        state.switches.loosening_paused ? "yes: values only fall" : "no",
        "ask owner or guardian; ballast oracle unpause lifts it");
}

void ChainDoctor::approvals() {
    oracle::OracleContract contract(*agreed_, chain_.oracle, {});
    const Hash32 policy = engine::hash(*selected_);
    const auto tag = rpc::BlockTag::latest();
    const auto knows_policy = contract.approves_policy(policy, tag);
    say("policy approved", knows_policy && *knows_policy ? Finding::ok : Finding::fault,
        to_hex(policy),
        "the owner must approve this policy hash: name it in the oracle's document and carry out "
        "ballast oracle rotate");
    const auto knows_code = contract.approves_code(code_hash(), tag);
    say("code approved", knows_code && *knows_code ? Finding::ok : Finding::fault,
        to_hex(code_hash()),
        "the owner must approve this build's code hash, or run the build that is approved");
}

void ChainDoctor::keys() {
    const auto keys = ChainKeys::open(chain_);
    if (!keys)
        return say("keys", Finding::fault, keys.error().what,
                   "keys and passwords are for their owner alone: chmod 600");
    signers(**keys);
    if (chain_.gas_keystore.empty())
        return say("gas key", mode_ == keeper::Mode::shadow ? Finding::ok : Finding::fault,
                   "none: this keeper only watches", "name gas_keystore");
    gas((*keys)->gas().address());
}

void ChainDoctor::signers(const ChainKeys& keys) {
    oracle::OracleContract contract(*agreed_, chain_.oracle, {});
    const auto known = contract.signers(rpc::BlockTag::latest());
    if (!known) return say("signers", Finding::warning, known.error().what, "try again");
    if (begun_ && (begun_->signers != *known || begun_->threshold != threshold_))
        say("journal's signers", Finding::fault,
            "the oracle has other signers or another threshold than when the journal was begun",
            "name another file in chain." + chain_.name + ".journal (docs/operating)");
    const auto ours = keys.report_signers();
    for (const keeper::IndexedReportSigner& each : ours) {
        const bool right =
            each.index < known->size() && (*known)[each.index] == each.signer->address();
        say("signer " + std::to_string(each.index), right ? Finding::ok : Finding::fault,
            chain::checksum_text(each.signer->address()),
            "the oracle has another signer in that place: compare with ballast oracle show");
    }
    if (mode_ == keeper::Mode::shadow && ours.empty()) return;
    const bool enough = ours.size() == threshold_;
    say("threshold", enough ? Finding::ok : Finding::fault,
        std::to_string(ours.size()) + " signers here, the oracle asks for " +
            std::to_string(threshold_),
        "name exactly as many [chain." + chain_.name + ".signer.NAME] as the threshold");
}

void ChainDoctor::gas(const chain::Address& account) {
    const auto balance = node_->balance(account, rpc::BlockTag::latest());
    const auto head = node_->block_by_tag(rpc::BlockTag::latest());
    if (!balance || !head)
        return say("gas", Finding::warning, "the balance cannot be read", "try again");
    const U256 floor = chain_.fees.base_floor + chain_.fees.tip_floor;
    const U256 price = head->base_fee ? *head->base_fee + *head->base_fee + floor : floor;
    const U256 left = mul_div_down(*balance, U256(1), price * U256(kGasOfUpdate));
    const bool enough = left >= U256(chain_.pushes_min);
    say("gas", enough ? Finding::ok : Finding::fault,
        chain::checksum_text(account) + " pays for " + left.to_decimal() + " updates",
        "fund it for at least " + std::to_string(chain_.pushes_min));
}

}  // namespace

void examine_chain(const ChainConfiguration& chain, keeper::Mode mode, const engine::Policy& policy,
                   const Clock& clock, const Tell& tell) {
    ChainDoctor(chain, mode, policy, clock, tell).examine();
}

}  // namespace ballast::apps
