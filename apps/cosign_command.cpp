// SPDX-License-Identifier: MIT
#include "apps/cosign_command.hpp"

#include <algorithm>
#include <map>

#include "apps/keys_folder.hpp"
#include "apps/replay_command.hpp"
#include "apps/say.hpp"
#include "apps/system_clock.hpp"
#include "audit/check_bundle.hpp"
#include "audit/observations.hpp"
#include "audit/replayer.hpp"
#include "audit/signed_once.hpp"
#include "base/file.hpp"
#include "keeper/attestor.hpp"
#include "keys/local_signer.hpp"

namespace ballast::apps {
namespace {

/// A report that a bundle proposes, with nothing of it believed but recomputed.
struct Proposal {
    audit::Bundle bundle;
    audit::Setup setup;
    oracle::RiskReport report;
    Hash32 digest;
};

Error refusal(const std::string& who, const audit::Difference& found) {
    return {Errc::mismatch,
            who + ": record " + std::to_string(found.record) + ", field " + printable(found.field) +
                (found.path.empty() ? "" : ", at " + printable(found.path)) + "\n  expected " +
                printable(found.expected) + "\n  found    " + printable(found.found)};
}

/// What the contract's constructor requires; the mask of an attestation has 32 bits.
Status check_signers(const audit::Setup& setup) {
    auto sorted = setup.signers;
    std::sort(sorted.begin(), sorted.end());
    const bool twice = std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
    if (sorted.size() <= 32 && !twice && setup.threshold <= sorted.size()) return {};
    return fail(Errc::mismatch,
                "no oracle has such signers: at most 32, each once, and at least "
                "as many as the threshold of " +
                    std::to_string(setup.threshold));
}

Result<Proposal> read_proposal(const CosignOptions& options) {
    const auto config = hash_from_hex(options.config_digest);
    if (!config) return fail(Errc::usage, "--config-digest: " + config.error().what);
    auto bundle = audit::read_bundle(options.bundle);
    if (!bundle) return fail(bundle.error().code, printable(bundle.error().what));
    audit::BundleCheck check = audit::check_bundle(*bundle);
    if (check.first_difference)
        return fail(refusal(options.bundle.string(), *check.first_difference));
    if (auto fits = check_signers(check.setup); !fits)
        return fail_in(options.bundle.string(), fits.error());
    const bool proposes = check.due && !bundle->records.empty() &&
                          bundle->records.back().fields.contains(audit::kHeld);
    if (!proposes)
        return fail(Errc::mismatch, options.bundle.string() +
                                        ": its last record is no epoch that decided something and "
                                        "sent nothing: there is nothing to sign");
    Proposal proposal{.bundle = std::move(*bundle),
                      .setup = std::move(check.setup),
                      .report = std::move(*check.due)};
    proposal.report.config_digest = *config;
    proposal.digest =
        oracle::report_digest(proposal.report, proposal.setup.chain_id, proposal.setup.oracle);
    return proposal;
}

/// The report that our own journal had to publish with that record. Requires a whole journal.
std::optional<oracle::RiskReport> own_due(const std::vector<audit::StoredRecord>& records,
                                          std::uint64_t index) {
    audit::Replayer replayer;
    for (std::uint64_t i = 0; i <= index; ++i)
        if (replayer.take(records[i])) return std::nullopt;
    return replayer.due();
}

/// Our own epoch of that time, after our whole journal was replayed, and what differs in it.
Status compare_with_ours(const Proposal& proposal, const CosignOptions& options) {
    const auto journal = audit::Journal::open(options.journal, audit::Journal::Mode::read);
    if (!journal) return fail(journal.error());
    const auto records = journal->records();
    if (!records) return fail(records.error());
    const audit::ReplayOutcome own = audit::replay(*records);
    if (own.first_difference) return fail(refusal("our own journal", *own.first_difference));
    const auto draft = journal->draft();
    if (!draft) return fail(draft.error());
    if (*draft)
        return fail(Errc::mismatch,
                    "our own journal holds a draft: our keeper may have signed a report that is on "
                    "its way; let it finish first");
    const std::int64_t at = proposal.bundle.records.back().at;
    const auto epoch = std::find_if(records->rbegin(), records->rend(), [&](const auto& record) {
        return record.at == at && record.kind == name(audit::RecordKind::epoch);
    });
    if (epoch == records->rend())
        return fail(Errc::mismatch, "our own journal has no epoch of " + format_utc({at}) +
                                        ": what we have not seen we do not sign");
    const audit::Tolerances tolerances{.price_bps = options.price_bps,
                                       .level_bps = options.level_bps,
                                       .liquidity_bps = options.liquidity_bps,
                                       .age = {options.age_seconds},
                                       .decision_bps = options.decision_bps};
    if (const auto found =
            audit::compare_observations(proposal.bundle, records->front(), *epoch, tolerances))
        return fail(refusal("the proposal is not what we have seen", *found));
    if (const auto found = audit::own_report_was_held(*epoch))
        return fail(refusal("we co-sign only what our own keeper held back", *found));
    const auto ours = own_due(*records, epoch->index);
    if (!ours) return fail(Errc::our_bug, "our own epoch held a report that replay does not make");
    const auto found = audit::compare_decisions(proposal.bundle.records.back(), proposal.report,
                                                *ours, tolerances);
    return found ? fail(refusal("the proposal is not what we decided", *found)) : Status{};
}

Json signature_json(const Proposal& proposal, std::uint32_t index,
                    const chain::Signature& signature) {
    return JsonObject{{"chain_id", Json::integer(static_cast<Int128>(proposal.setup.chain_id))},
                      {"digest", to_hex(proposal.digest)},
                      {"oracle", to_hex(proposal.setup.oracle)},
                      {"seq", Json::integer(static_cast<Int128>(proposal.report.seq))},
                      {"signature", to_hex(chain::to_compact(signature).view())},
                      {"signer", Json::integer(index)}};
}

int run_sign(const CosignOptions& options) {
    const auto proposal = read_proposal(options);
    if (!proposal) return complain(proposal.error());
    if (auto same = compare_with_ours(*proposal, options); !same) return complain(same.error());
    auto key = unlock_file(options.keystore, options.password_file);
    if (!key) return complain(key.error());
    const auto& signers = proposal->setup.signers;
    const auto place = std::find(signers.begin(), signers.end(), key->address());
    if (place == signers.end())
        return complain({Errc::mismatch, chain::checksum_text(key->address()) +
                                             " is none of the oracle's signers in the proposal"});
    const SystemClock clock;
    // On the disk before there is a signature: a crash in between costs a report, never two.
    const auto noted = audit::note_before_signing(options.signed_file,
                                                  {.chain_id = proposal->setup.chain_id,
                                                   .oracle = proposal->setup.oracle,
                                                   .seq = proposal->report.seq,
                                                   .digest = proposal->digest,
                                                   .valid_until = proposal->report.valid_until},
                                                  clock.now());
    if (!noted) return complain(noted.error());
    keys::LocalSigner signer(std::move(*key), proposal->setup.chain_id);
    const auto signature = signer.sign_typed_data(keeper::report_document(
        proposal->report, proposal->setup.chain_id, proposal->setup.oracle));
    if (!signature) return complain(signature.error());
    const auto index = static_cast<std::uint32_t>(place - signers.begin());
    print(write_json(signature_json(*proposal, index, *signature)) + "\n");
    return 0;
}

/// Returns the signature's bytes and notes whose it is. Errors: mismatch where it is none of the
/// oracle's signers over this very report.
Status take_signature(const std::filesystem::path& file, const Proposal& proposal,
                      std::map<std::uint32_t, Bytes>& taken) {
    const auto text = read_file(file);
    if (!text) return fail(text.error());
    const auto json = parse_json(*text);
    if (!json) return fail_in(file.string(), json.error());
    const auto index = integer_member(*json, "signer");
    const auto hex = string_member(*json, "signature");
    if (!index || !hex)
        return fail(Errc::bad_data, file.string() + ": this is nothing that cosign sign printed");
    const auto bytes = from_hex(*hex);
    const auto signature = chain::from_compact(bytes ? *bytes : Bytes{});
    if (!signature) return fail_in(file.string(), signature.error());
    const auto address = chain::recover(proposal.digest, *signature);
    const auto& signers = proposal.setup.signers;
    const bool known = *index >= 0 && static_cast<std::size_t>(*index) < signers.size();
    if (!address || !known || *address != signers[static_cast<std::size_t>(*index)])
        return fail(Errc::mismatch, file.string() +
                                        ": it is not this signer's over this report; compare the "
                                        "bundle and the --config-digest");
    taken.emplace(static_cast<std::uint32_t>(*index), *bytes);
    return {};
}

int run_join(const CosignOptions& options) {
    const auto proposal = read_proposal(options);
    if (!proposal) return complain(proposal.error());
    std::map<std::uint32_t, Bytes> taken;
    for (const std::filesystem::path& file : options.signatures)
        if (auto done = take_signature(file, *proposal, taken); !done)
            return complain(done.error());
    const std::size_t threshold = proposal->setup.threshold;
    if (taken.size() < threshold)
        return complain({Errc::mismatch, std::to_string(taken.size()) + " of " +
                                             std::to_string(threshold) +
                                             " signatures: ask more operators"});
    // The contract takes exactly as many as it asks for.
    while (taken.size() > threshold)
        taken.erase(std::prev(taken.end()));
    std::uint32_t mask = 0;
    Bytes signatures;
    for (const auto& [index, bytes] : taken) {
        mask |= std::uint32_t{1} << index;
        append(signatures, bytes);
    }
    Bytes attestation;
    for (unsigned shift = 32; shift > 0; shift -= 8)
        attestation.push_back(static_cast<std::uint8_t>(mask >> (shift - 8)));
    append(attestation, signatures);
    print(to_hex(oracle::encode_submit(proposal->report, attestation)) + "\n");
    return 0;
}

}  // namespace

int run_cosign(const CosignOptions& options) {
    return options.verb == CosignVerb::sign ? run_sign(options) : run_join(options);
}

}  // namespace ballast::apps
