// SPDX-License-Identifier: MIT
#include "apps/dry_run/market_history.hpp"

#include <algorithm>

#include "apps/report/text.hpp"
#include "history/snapshots.hpp"
#include "history/sources.hpp"
#include "policies/policy_selection.hpp"
#include "validation/volatility_path.hpp"

namespace ballast::apps {
namespace {

using history::SnapshotHistory;

/// The longest gap that the judged moment may step back over.
constexpr std::size_t kGapHoursMax = 24;

std::string days_text(Seconds span) {
    return counted(span.count / kDay.count, "day");
}

/// "from 2021-06-01T01:00:00Z, where that of wstETH begins, to 2023-02-26T00:00:00Z, where that of
/// USDC ends": the last beginning and the first end.
std::string span_text(const SnapshotHistory& history, const engine::Policy& policy) {
    std::size_t begins = 0;
    std::size_t ends = 0;
    for (std::size_t k = 1; k < policy.assets.size(); ++k) {
        const auto& points = history.in_debt(k).points;
        if (points.front().at > history.in_debt(begins).points.front().at) begins = k;
        if (points.back().at < history.in_debt(ends).points.back().at) ends = k;
    }
    return "from " + format_utc(history.at(0)) + ", where that of " + policy.assets[begins].asset +
           " begins, to " + format_utc(history.at(history.size() - 1)) + ", where that of " +
           policy.assets[ends].asset + " ends";
}

Status check_folder(const std::filesystem::path& data) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(data, ignored))
        return fail(Errc::input_missing, "there is no folder " + data.string() +
                                             "; give that of the market history with --data");
    if (history::is_data_folder(data)) return {};
    return fail(Errc::input_missing,
                data.string() +
                    " holds no market history (no vix_daily.csv): name its folder with --data; "
                    "what `ballast feeds fetch` keeps is none");
}

/// The proposed policy with --assets alone.
Result<engine::Policy> chosen_collaterals(const DryRunOptions& options,
                                          const engine::Policy& policy) {
    if (options.assets.empty()) return policy;
    std::vector<std::string> names;
    for (const engine::AssetPolicy& asset : policy.assets)
        names.push_back(asset.asset);
    for (const std::string& name : options.assets)
        if (std::find(names.begin(), names.end(), name) == names.end())
            return fail(Errc::configuration, "--assets: the policy " + policy.name +
                                                 " does not decide " + name + ", but " +
                                                 joined(names));
    return policies::select_assets(policy, options.assets);
}

/// Adds the files of an asset. Errors: input_missing where one is not there.
Status add_asset_files(const std::filesystem::path& data, const std::string& asset,
                       std::set<std::string>& files) {
    const std::string remedy = "leave " + asset + " out with --assets";
    const auto wanted = history::hourly_files(asset);
    if (wanted.empty() || history::find_synthetic(asset) == nullptr)
        return fail(Errc::input_missing, "there is no market history of " + asset +
                                             ", which the policy decides or lends; " + remedy);
    const std::string whose = ", the history of " + asset + "; add it, or " + remedy;
    for (const std::string_view file : wanted) {
        std::error_code ignored;
        if (!std::filesystem::exists(data / file, ignored))
            return fail(Errc::input_missing,
                        data.string().append(" has no ").append(file).append(whose));
        files.emplace(file);
    }
    return {};
}

/// Indicators without a file are missing in every snapshot, and the report says so.
void add_indicator_files(const std::filesystem::path& data, const engine::Policy& policy,
                         std::set<std::string>& files) {
    for (const engine::Channel& channel : policy.regime.channels) {
        const std::string_view file = history::indicator_file(channel.indicator);
        std::error_code ignored;
        if (!file.empty() && std::filesystem::exists(data / file, ignored)) files.emplace(file);
    }
}

Result<history::FolderDigest> digest_of(const DryRunOptions& options, const engine::Policy& current,
                                        const engine::Policy& proposed) {
    std::set<std::string> files;
    for (const engine::AssetPolicy& asset : proposed.assets)
        for (const std::string& name : {asset.asset, asset.debt_asset})
            if (!name.empty())
                if (auto added = add_asset_files(options.data, name, files); !added)
                    return fail(added.error());
    add_indicator_files(options.data, current, files);
    add_indicator_files(options.data, proposed, files);
    auto digest = history::digest_files(options.data, files);
    if (!digest || options.data_sha256.empty()) return digest;
    const auto wanted = hash_from_hex(options.data_sha256);
    if (!wanted) return fail(Errc::usage, "--data-sha256: " + wanted.error().what);
    if (*wanted == digest->hash) return digest;
    std::vector<std::string> names;
    for (const history::FileDigest& file : digest->files)
        names.push_back(file.name);
    return fail(Errc::mismatch, options.data.string() + " has the digest " + to_hex(digest->hash) +
                                    ", not that of --data-sha256: one of " + joined(names) +
                                    " is another than was meant");
}

/// The last hour with every price that is not after `at`.
Result<std::size_t> judged_hour(const SnapshotHistory& history, const std::string& span,
                                std::optional<UnixSeconds> at) {
    const UnixSeconds last = history.at(history.size() - 1);
    const UnixSeconds wanted = at.value_or(last);
    if (wanted < history.at(0) || wanted > last)
        return fail(Errc::usage, "--at " + format_utc(wanted) +
                                     " is outside of the history that all collaterals have, " +
                                     span + "; choose a moment of it, or fewer with --assets");
    const auto place = static_cast<std::size_t>((wanted - history.at(0)).count / kHour.count);
    for (std::size_t back = 0; back <= std::min(place, kGapHoursMax); ++back)
        if (history.has_every_price(place - back)) return place - back;
    return fail(Errc::usage, "in the day before " + format_utc(wanted) +
                                 " no hour has a price of every collateral; choose another --at, "
                                 "or fewer with --assets");
}

Status choose_hours(const SnapshotHistory& history, const std::string& span,
                    const DryRunOptions& options, std::optional<UnixSeconds> at,
                    MarketHistory& chosen) {
    const auto judged = judged_hour(history, span, at);
    if (!judged) return fail(judged.error());
    const Seconds shown{options.days * kDay.count};
    chosen.judged = history.at(*judged);
    chosen.note.shown_after = chosen.judged - shown;
    chosen.note.warm_up_from = chosen.note.shown_after - validation::kWarmUp;
    if (chosen.note.warm_up_from >= history.at(0)) return {};
    return fail(Errc::usage, "the history that all collaterals have is " + span + "; of " +
                                 format_utc(chosen.judged) + " it lacks the " + days_text(shown) +
                                 " of --days or the " + days_text(validation::kWarmUp) +
                                 " of warm-up before them: the first moment to judge is " +
                                 format_utc(history.at(0) + shown + validation::kWarmUp) +
                                 "; choose a later --at, fewer --days or fewer --assets");
}

/// What recipes of books and pages ask of an event.
policies::Scenario labels_of(const SnapshotHistory& history, const engine::Policy& policy,
                             const MarketHistory& chosen) {
    policies::Scenario scenario;
    scenario.event = "market history to " + format_date(chosen.judged);
    scenario.title =
        "market history, the " + days_text(chosen.judged - chosen.note.shown_after) + " before it";
    scenario.synthetic_notice =
        "Liquidity and the size of each collateral's debt are synthetic: the folder has none. "
        "Prices and indicators are the folder's.";
    scenario.epoch = kHour;
    const std::vector<engine::Bps> any(policy.assets.size(), engine::Bps::of(engine::kBpsOne));
    const auto last = history.observe(history.find(chosen.judged), any);
    for (std::size_t k = 0; k < policy.assets.size(); ++k) {
        policies::ScenarioMarket market;
        market.asset = policy.assets[k].asset;
        market.source = history.in_debt(k).source;
        market.last_close = last.markets[k].price;
        market.synthetic.debt = engine::Usd::of(history::find_synthetic(market.asset)->debt_usd);
        scenario.markets.push_back(std::move(market));
    }
    return scenario;
}

}  // namespace

Result<MarketHistory> read_market_history(const DryRunOptions& options,
                                          const engine::Policy& current,
                                          const engine::Policy& proposed,
                                          std::optional<UnixSeconds> at) {
    if (auto there = check_folder(options.data); !there) return fail(there.error());
    const auto policy = chosen_collaterals(options, proposed);
    if (!policy) return fail(policy.error());
    auto digest = digest_of(options, current, *policy);
    if (!digest) return fail(digest.error());
    const auto history = SnapshotHistory::read(options.data, *policy);
    if (!history) return fail_in(options.data.string(), history.error());
    MarketHistory read;
    read.note.span = span_text(*history, *policy);
    if (auto done = choose_hours(*history, read.note.span, options, at, read); !done)
        return fail(done.error());
    read.event = {labels_of(*history, *policy, read), digest->hash};
    read.note.digest = std::move(*digest);
    return read;
}

Status check_unchanged(const std::filesystem::path& data, const history::FolderDigest& digest) {
    std::set<std::string> names;
    for (const history::FileDigest& file : digest.files)
        names.insert(file.name);
    const auto now = history::digest_files(data, names);
    if (!now) return fail(now.error());
    if (*now == digest) return {};
    return fail(Errc::mismatch,
                "a file of " + data.string() + " changed while it was read; run again");
}

}  // namespace ballast::apps
