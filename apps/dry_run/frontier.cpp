// SPDX-License-Identifier: MIT
#include "apps/dry_run/frontier.hpp"

#include <algorithm>
#include <tuple>

#include "base/file.hpp"
#include "simulation/evidence_text.hpp"
#include "simulation/frontier_cases.hpp"

namespace ballast::apps {
namespace {

using simulation::CellKey;
using simulation::FrontierPoint;
using simulation::LeverKind;
using simulation::Signal;

/// What a page can hold.
constexpr std::size_t kCasesMost = 12;
constexpr std::size_t kVariantsMost = 100;

/// Whole years, with an oracle that reads what liquidators do to the price.
bool is_judged(const CellKey& key) {
    const bool control = key.signal == name(Signal::random) || key.signal == name(Signal::foretold);
    return key.feedback && key.set == name(simulation::PathSet::history) && !control;
}

/// "carry_aware, macro": as a row of it would be called.
std::string form_text(const simulation::Variant& variant) {
    CellKey key;
    key.policy = name(variant.policy);
    key.lever = name(variant.lever);
    key.signal = name(variant.signal);
    return simulation::who_text(key);
}

bool has_spot(const FrontierCaseNote& note, const std::string& who) {
    return std::any_of(note.spots.begin(), note.spots.end(),
                       [&who](const FrontierSpot& spot) { return spot.who == who; });
}

/// The same form, or else the same without limits of the debt.
FrontierForm form_in(const FrontierCaseNote& note, const engine::Policy& policy) {
    auto variant = simulation::variant_of(policy, note.key.asset);
    if (!variant) return {};
    FrontierForm form{.form = form_text(*variant), .spot = {}};
    if (has_spot(note, form.form)) {
        form.spot = form.form;
        return form;
    }
    variant->lever = LeverKind::none;
    if (std::string plain = form_text(*variant); has_spot(note, plain))
        form.spot = std::move(plain);
    return form;
}

/// Whether `other` is as good in both and better in one.
bool betters(const FrontierSpot& other, const FrontierSpot& spot) {
    return other.ltv >= spot.ltv && other.es99 <= spot.es99 &&
           (other.ltv > spot.ltv || other.es99 < spot.es99);
}

void judge(FrontierCaseNote& note) {
    std::sort(note.spots.begin(), note.spots.end(),
              [](const FrontierSpot& a, const FrontierSpot& b) {
                  return std::tuple(a.es99, b.ltv, a.who) < std::tuple(b.es99, a.ltv, b.who);
              });
    int named = 0;
    for (FrontierSpot& spot : note.spots) {
        spot.edge = std::none_of(note.spots.begin(), note.spots.end(),
                                 [&](const FrontierSpot& other) { return betters(other, spot); });
        spot.proposed = spot.who == note.proposed.spot;
        spot.current = note.current && spot.who == note.current->spot;
        const bool baseline = spot.who == name(simulation::PolicyKind::uniform_static);
        if (spot.edge || spot.proposed || spot.current || baseline) spot.number = ++named;
    }
}

FrontierCaseNote& case_of(const FrontierPoint& point, std::vector<FrontierCaseNote>& cases) {
    for (FrontierCaseNote& known : cases)
        if (simulation::same_case(known.key, point.key)) return known;
    cases.push_back(
        {.title = simulation::case_text(point.key), .key = point.key, .paths = point.paths});
    return cases.back();
}

Status check_size(const FrontierNote& note) {
    if (note.cases.size() > kCasesMost)
        return fail(Errc::bad_data, "more than " + std::to_string(kCasesMost) + " cases");
    for (const FrontierCaseNote& a_case : note.cases)
        if (a_case.spots.size() > kVariantsMost)
            return fail(Errc::bad_data, a_case.title + ": more than " +
                                            std::to_string(kVariantsMost) + " variants");
    return {};
}

Result<FrontierNote> note_of(const simulation::FrontierDocument& document,
                             const engine::Policy& proposed, const engine::Policy* current) {
    FrontierNote note{
        .hash = {}, .calibration_paths = document.calibration_paths, .cases = {}, .without = {}};
    for (const FrontierPoint& point : document.points) {
        const auto decides = [&point](const engine::AssetPolicy& asset) {
            return asset.asset == point.key.asset;
        };
        if (!is_judged(point.key) ||
            std::none_of(proposed.assets.begin(), proposed.assets.end(), decides))
            continue;
        case_of(point, note.cases)
            .spots.push_back({.who = simulation::who_text(point.key),
                              .ltv = point.mean_ltv,
                              .lt = point.mean_lt,
                              .debt_share = point.debt_share,
                              .es99 = point.es99,
                              .to_static = point.to_static});
    }
    if (auto size = check_size(note); !size) return fail(size.error());
    for (FrontierCaseNote& a_case : note.cases) {
        a_case.proposed = form_in(a_case, proposed);
        if (current != nullptr) a_case.current = form_in(a_case, *current);
        judge(a_case);
    }
    for (const engine::AssetPolicy& asset : proposed.assets)
        if (std::none_of(note.cases.begin(), note.cases.end(),
                         [&asset](const auto& a_case) { return a_case.key.asset == asset.asset; }))
            note.without.push_back(asset.asset);
    return note;
}

}  // namespace

Result<FrontierNote> read_frontier(const std::filesystem::path& file,
                                   const engine::Policy& proposed, const engine::Policy* current) {
    const auto text = read_file(file);
    if (!text) return fail(text.error());
    const auto json = parse_json(*text);
    if (!json) return fail_in(file.string(), json.error());
    const auto document = simulation::frontier_from_json(*json);
    if (!document) return fail_in(file.string(), document.error());
    auto note = note_of(*document, proposed, current);
    if (!note) return fail_in(file.string(), note.error());
    if (note->cases.empty())
        return fail(Errc::bad_data,
                    file.string() +
                        ": no years from 2024 of any collateral of this report; run "
                        "`ballast frontier` over books of them");
    note->hash = sha256(as_bytes(*text));
    return note;
}

}  // namespace ballast::apps
