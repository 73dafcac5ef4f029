// SPDX-License-Identifier: MIT
#include "apps/verify_chain.hpp"

#include <algorithm>

#include "base/file.hpp"

namespace ballast::apps {
namespace {

constexpr std::uint64_t kRangeFirst = 10'000;

/// The progress of an earlier run, with the block that it ended at.
struct Kept {
    audit::ChainProgress progress;
    Hash32 last_block;
};

Json kept_json(const ChainToVerify& what, const Kept& kept) {
    const auto number = [](std::uint64_t value) {
        return Json::integer(static_cast<Int128>(value));
    };
    return JsonObject{{"chain_id", number(what.chain_id)},
                      {"digest", to_hex(kept.progress.digest)},
                      {"from_block", number(what.from_block)},
                      {"last_block", to_hex(kept.last_block)},
                      {"next_block", number(kept.progress.next_block)},
                      {"oracle", to_hex(what.oracle)},
                      {"reports", number(kept.progress.reports)},
                      {"seq", number(kept.progress.seq)}};
}

Result<Kept> kept_from(const Json& json) {
    Kept kept;
    for (const auto& [name, target] : {std::pair{"next_block", &kept.progress.next_block},
                                       {"reports", &kept.progress.reports},
                                       {"seq", &kept.progress.seq}}) {
        const auto value = integer_member(json, name);
        if (!value) return fail(value.error());
        if (*value < 0) return fail(Errc::bad_data, std::string(name) + " is negative");
        *target = static_cast<std::uint64_t>(*value);
    }
    for (const auto& [name, target] :
         {std::pair{"digest", &kept.progress.digest}, {"last_block", &kept.last_block}}) {
        const auto text = string_member(json, name);
        if (!text) return fail(text.error());
        const auto hash = hash_from_hex(*text);
        if (!hash) return fail_in(name, hash.error());
        *target = *hash;
    }
    return kept;
}

/// Returns nothing where there is no state yet.
Result<std::optional<Kept>> read_kept(const ChainToVerify& what) {
    if (what.state.empty() || !std::filesystem::exists(what.state)) return std::nullopt;
    const std::string place = what.state.string();
    const auto text = read_file(what.state);
    if (!text) return fail(text.error());
    const auto json = parse_json(*text);
    if (!json) return fail_in(place, json.error());
    const auto kept = kept_from(*json);
    if (!kept) return fail_in(place, kept.error());
    // Written again, it must be the same: of this oracle, chain and first block.
    if (write_json(kept_json(what, *kept)) + "\n" != *text)
        return fail(Errc::bad_data, place +
                                        ": it is of another oracle, chain or --from-block, or was "
                                        "edited; remove it to begin anew");
    return *kept;
}

Status keep(const ChainToVerify& what, const audit::ChainProgress& progress, const Hash32& block) {
    if (what.state.empty()) return {};
    return write_file(what.state, write_json(kept_json(what, {progress, block})) + "\n");
}

/// Where to go on: behind the last run, if its last block is still the chain's.
Result<audit::ChainProgress> begin(books::ChainReader& reader, const ChainToVerify& what) {
    const audit::ChainProgress anew{.next_block = what.from_block};
    const auto kept = read_kept(what);
    if (!kept) return fail(kept.error());
    if (!*kept || (*kept)->progress.next_block <= what.from_block) return anew;
    const auto block = reader.block((*kept)->progress.next_block - 1);
    if (!block) return fail(block.error());
    return block->hash == (*kept)->last_block ? (*kept)->progress : anew;
}

/// Takes one page of events. Returns the first difference.
Result<std::optional<audit::ChainDifference>> take_page(audit::ChainComparison& comparison,
                                                        const books::LogPage& page) {
    for (const rpc::PlacedLog& placed : page.logs) {
        const auto report = oracle::read_accepted_report(placed);
        if (!report) return fail(report.error());
        if (auto found = comparison.take(*report)) return found;
    }
    return std::nullopt;
}

/// How a walk ended: at the head, at a difference, or where the chain below it became another.
struct Walked {
    std::optional<audit::ChainDifference> difference;
    bool reorganised = false;
    std::optional<Hash32> last_block;  ///< where any was read
};

/// Walks up to `head` in ranges that the nodes take.
Result<Walked> walk(books::ChainReader& reader, const ChainToVerify& what, std::uint64_t head,
                    audit::ChainComparison& comparison) {
    std::uint64_t range = kRangeFirst;
    std::optional<Hash32> last_hash;
    audit::ChainProgress& progress = comparison.progress();
    while (progress.next_block <= head) {
        const std::uint64_t first = progress.next_block;
        const std::uint64_t last = std::min(head, first + range - 1);
        const auto page = reader.logs({what.oracle, oracle::report_accepted_topic(), first, last});
        if (!page) return fail(page.error());
        if (page->too_much) {
            if (last == first)
                return fail(Errc::failed,
                            "a node refuses the logs of the single block " + std::to_string(first));
            range = (last - first + 1) / 2;
            continue;
        }
        if (last_hash && page->before && page->before->hash != *last_hash)
            return Walked{.difference = std::nullopt, .reorganised = true};
        auto found = take_page(comparison, *page);
        if (!found) return fail(found.error());
        if (*found) return Walked{.difference = std::move(*found)};
        last_hash = page->last.hash;
        progress.next_block = last + 1;
    }
    return Walked{.last_block = last_hash};
}

/// Compares from `progress` on, and keeps how far that went where nothing differs. Returns nothing
/// where the chain was reorganised meanwhile.
Result<std::optional<ChainCheck>> compare_from(books::ChainReader& reader,
                                               const ChainToVerify& what,
                                               const audit::ChainProgress& progress,
                                               const std::vector<audit::Explained>& explained,
                                               const ChainQuestion& also) {
    const auto head = reader.head();
    if (!head) return fail(head.error());
    audit::ChainComparison comparison(progress);
    ChainCheck check{.to_block = *head};
    for (const audit::Explained& each : explained)
        if (auto found = comparison.explain(each)) {
            check.first_difference = std::move(found);
            return check;
        }
    auto walked = walk(reader, what, *head, comparison);
    if (!walked) return fail(walked.error());
    if (walked->reorganised) return std::nullopt;
    check.first_difference =
        walked->difference ? std::move(walked->difference) : comparison.finish();
    check.reports = comparison.progress().reports;
    check.skipped = comparison.skipped();
    check.not_compared = comparison.not_compared();
    if (!check.first_difference && also) {
        auto found = also();
        if (!found) return fail(found.error());
        check.first_difference = std::move(*found);
    }
    if (check.first_difference || !walked->last_block) return check;
    const auto kept = keep(what, comparison.progress(), *walked->last_block);
    if (!kept) return fail(kept.error());
    return check;
}

}  // namespace

Result<ChainCheck> verify_chain(books::ChainReader& reader, const ChainToVerify& what,
                                const std::vector<audit::Explained>& explained,
                                const ChainQuestion& also) {
    constexpr int kTries = 3;
    auto progress = begin(reader, what);
    if (!progress) return fail(progress.error());
    for (int i = 0; i < kTries; ++i) {
        auto check = compare_from(reader, what, *progress, explained, also);
        if (!check) return fail(check.error());
        if (*check) return std::move(**check);
        *progress = {.next_block = what.from_block};
    }
    return fail(Errc::upstream_unavailable,
                "the chain was reorganised again and again while it was read; ask again later");
}

}  // namespace ballast::apps
