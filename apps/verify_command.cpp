// SPDX-License-Identifier: MIT
#include "apps/verify_command.hpp"

#include <algorithm>
#include <map>

#include "apps/recount_command.hpp"
#include "apps/replay_command.hpp"
#include "apps/say.hpp"
#include "apps/system_clock.hpp"
#include "apps/verify_chain.hpp"
#include "apps/verify_signers.hpp"
#include "audit/check_bundle.hpp"
#include "audit/tie_bundles.hpp"
#include "base/file.hpp"
#include "rpc/http.hpp"

namespace ballast::apps {
namespace {

Json verify_number(std::uint64_t value) {
    return Json::number(static_cast<std::int64_t>(value));
}

/// What is known from elsewhere, with which of the bundles it was found.
struct Verification {
    audit::Expected expected;
    std::optional<audit::Checkpoint> checkpoint;
    bool checkpoint_met = false;
    std::optional<audit::Setup> setup;  ///< of the one genesis
    audit::BundleTies ties;
    std::vector<audit::Explained> explained;
    std::vector<audit::Explained> lasts;  ///< the last report of each bundle that has any
    /// For captured bytes: what the bundles explain, once, the genesis first.
    std::map<std::uint64_t, audit::StoredRecord> records;
    JsonArray rows;
};

Result<std::optional<Hash32>> known_hash(const char* option, const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto hash = hash_from_hex(text);
    if (!hash) return fail(Errc::usage, std::string(option) + ": " + hash.error().what);
    return *hash;
}

Status read_expected(const VerifyOptions& options, Verification& run) {
    for (const auto& [name, text, target] :
         {std::tuple{"--policy-hash", &options.policy_hash, &run.expected.policy_hash},
          {"--code-hash", &options.code_hash, &run.expected.code_hash},
          {"--binary", &options.binary, &run.expected.binary_sha256}}) {
        const auto hash = known_hash(name, *text);
        if (!hash) return fail(hash.error());
        *target = *hash;
    }
    if (!options.rpc.empty() && (options.oracle.empty() || options.chain_id == 0))
        return fail(Errc::usage,
                    "--rpc needs --oracle and --chain-id, from a source that you trust: a bundle "
                    "may name an oracle of its maker's own");
    if (!options.oracle.empty()) {
        const auto oracle = chain::parse_address(options.oracle);
        if (!oracle) return fail(Errc::usage, "--oracle: " + oracle.error().what);
        run.expected.oracle = *oracle;
    }
    if (options.chain_id != 0) run.expected.chain_id = options.chain_id;
    if (options.checkpoint.empty()) return {};
    const auto text = read_file(options.checkpoint);
    if (!text) return fail(text.error());
    auto checkpoint = audit::read_checkpoint(*text);
    if (!checkpoint) return fail_in(options.checkpoint.string(), checkpoint.error());
    run.checkpoint = std::move(*checkpoint);
    return {};
}

/// Prints the end of a run that found something. Returns exit code 2.
int tell_difference(const VerifyOptions& options, Verification& run, Json difference,
                    const std::string& text) {
    if (options.json)
        print(write_json(JsonObject{{"bundles", std::move(run.rows)},
                                    {"first_difference", std::move(difference)}}) +
              "\n");
    else
        print(text);
    return exit_code(Errc::mismatch);
}

int tell(const VerifyOptions& options, Verification& run, const std::string& bundle,
         const audit::Difference& found) {
    JsonObject json = *difference_json(found).as_object();
    json.emplace("bundle", printable(bundle));
    json.emplace("path", printable(found.path));
    return tell_difference(
        options, run, Json(std::move(json)),
        "first difference: " + printable(bundle) + ", record " + std::to_string(found.record) +
            " (" + format_utc({found.at}) + "), field " + printable(found.field) +
            (found.path.empty() ? "" : ", at " + printable(found.path)) + "\n  expected " +
            printable(found.expected) + "\n  found    " + printable(found.found) + "\n");
}

int tell(const VerifyOptions& options, Verification& run, const audit::ChainDifference& found) {
    JsonObject json{{"bundle", found.bundle.empty() ? Json() : Json(printable(found.bundle))},
                    {"expected", printable(found.expected)},
                    {"field", found.field},
                    {"found", printable(found.found)},
                    {"record", verify_number(found.record)},
                    {"seq", verify_number(found.seq)}};
    const std::string place = found.bundle.empty() ? ""
                                                   : ", " + printable(found.bundle) + ", record " +
                                                         std::to_string(found.record);
    return tell_difference(options, run, Json(std::move(json)),
                           "first difference with the chain: report " + std::to_string(found.seq) +
                               place + ", field " + found.field + "\n  expected " +
                               printable(found.expected) + "\n  found    " +
                               printable(found.found) + "\n");
}

/// Checks one bundle and notes what it explains. Returns its exit code.
int verify_one(const VerifyOptions& options, const std::filesystem::path& path, Verification& run) {
    auto bundle = audit::read_bundle(path);
    if (!bundle) return complain({bundle.error().code, printable(bundle.error().what)});
    audit::Expected expected = run.expected;
    if (run.checkpoint && run.checkpoint->tree.size == bundle->checkpoint.tree.size) {
        expected.checkpoint = run.checkpoint;
        run.checkpoint_met = true;
    }
    const audit::BundleCheck check = audit::check_bundle(*bundle, expected);
    const std::string file = path.string();
    if (check.first_difference) return tell(options, run, file, *check.first_difference);
    if (run.setup &&
        (run.setup->oracle != check.setup.oracle || run.setup->chain_id != check.setup.chain_id))
        return complain({Errc::usage, file +
                                          ": it is of another oracle than the bundles before it; "
                                          "verify one oracle at a time"});
    if (const auto fault = run.ties.add(*bundle, printable(file)))
        return tell(options, run, file, *fault);
    run.setup = check.setup;
    if (!options.captured.folder.empty()) take_explained(*bundle, run.records);
    for (const audit::Published& published : check.published)
        run.explained.push_back({published, file});
    if (!check.published.empty()) run.lasts.push_back({check.published.back(), file});
    run.rows.push_back(JsonObject{{"bundle", printable(file)},
                                  {"epochs", Json::number(check.epochs)},
                                  {"from", verify_number(bundle->from)},
                                  {"identical", Json::number(check.identical)},
                                  {"policy_hash", to_hex(check.policy_hash)},
                                  {"reports", verify_number(check.published.size())},
                                  {"to", verify_number(bundle->to)}});
    if (!options.json)
        print(printable(file) + ": records " + std::to_string(bundle->from) + " to " +
              std::to_string(bundle->to) + ", " + std::to_string(check.identical) + " of " +
              std::to_string(check.epochs) + " epochs recomputed to the same bytes, " +
              std::to_string(check.published.size()) + " reports\n");
    return 0;
}

Result<ChainCheck> ask_chain(const VerifyOptions& options, const Verification& run) {
    const SystemClock clock;
    auto network = rpc::HttpNetwork::open(options.rpc);
    if (!network) return fail(network.error());
    auto reader = books::ChainReader::make(
        **network, clock,
        {.chain_id = run.setup->chain_id, .quorum = options.rpc.size() > 1 ? 2U : 1U});
    if (!reader) return fail(reader.error());
    return verify_chain(*reader,
                        {.chain_id = run.setup->chain_id,
                         .oracle = run.setup->oracle,
                         .from_block = options.from_block,
                         .state = options.state},
                        run.explained,
                        [&] { return compare_signers(*reader, *run.setup, run.lasts); });
}

/// What was compared and, as plainly, what was not.
std::string chain_text(const ChainCheck& check) {
    std::string text = "the chain up to block " + std::to_string(check.to_block) + ": ";
    if (check.reports == 0)
        text += "no report of this oracle: nothing was compared\n";
    else
        text += std::to_string(check.reports) + " reports, each explained by a bundle\n";
    if (check.skipped > 0)
        text += "not compared: the oracle's first " + std::to_string(check.skipped) +
                " reports, which lie before --from-block\n";
    if (check.not_compared > 0)
        text += "not compared: " + std::to_string(check.not_compared) +
                " reports of these bundles, which an earlier run of --state has passed; without "
                "--state they are\n";
    return text;
}

/// Reads captured bytes again. Returns the exit code.
int verify_captured(const VerifyOptions& options, Verification& run, JsonObject& result) {
    std::vector<audit::StoredRecord> records;
    records.reserve(run.records.size());
    for (auto& [index, record] : run.records)
        records.push_back(std::move(record));
    run.records.clear();
    const auto recounted = recount_captured(records, options.captured);
    if (!recounted) return complain(recounted.error());
    result.emplace("captured", recounted->json);
    if (!options.json) print(recounted->text);
    return recounted->whole ? 0 : exit_code(Errc::mismatch);
}

}  // namespace

int run_verify(const VerifyOptions& options) {
    Verification run;
    if (auto known = read_expected(options, run); !known) return complain(known.error());
    for (const std::filesystem::path& path : options.bundles)
        if (const int code = verify_one(options, path, run); code != 0) return code;
    if (const auto gap = run.ties.gap()) return tell(options, run, gap->first, gap->second);
    if (run.checkpoint && !run.checkpoint_met)
        return complain({Errc::usage, "no bundle ends where the checkpoint does, with " +
                                          std::to_string(run.checkpoint->tree.size) +
                                          " records: ask for the one that does"});
    JsonObject result{{"bundles", run.rows}, {"first_difference", Json()}};
    result.emplace("chain_id", Json::integer(static_cast<Int128>(run.setup->chain_id)));
    result.emplace("oracle", to_hex(run.setup->oracle));
    if (!options.json)
        print("oracle " + chain::checksum_text(run.setup->oracle) + " on chain " +
              std::to_string(run.setup->chain_id) +
              (options.oracle.empty() ? ", as the bundles say; --oracle compares it\n" : "\n"));
    if (!options.rpc.empty()) {
        const auto check = ask_chain(options, run);
        if (!check) return complain(check.error());
        if (check->first_difference) return tell(options, run, *check->first_difference);
        result.emplace("chain", JsonObject{{"skipped", verify_number(check->skipped)},
                                           {"not_compared", verify_number(check->not_compared)},
                                           {"reports", verify_number(check->reports)},
                                           {"to_block", verify_number(check->to_block)}});
        if (!options.json) print(chain_text(*check));
    }
    const int code = options.captured.folder.empty() ? 0 : verify_captured(options, run, result);
    if (options.json && (code == 0 || code == exit_code(Errc::mismatch)))
        print(write_json(Json(std::move(result))) + "\n");
    return code;
}

}  // namespace ballast::apps
