// SPDX-License-Identifier: MIT
#include "apps/dry_run/inputs.hpp"

#include <algorithm>

#include "apps/dry_run/impact.hpp"
#include "apps/dry_run/market_history.hpp"
#include "apps/play_event.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "policies/policy_document.hpp"
#include "policies/policy_selection.hpp"
#include "stress/book_csv.hpp"
#include "stress/terms.hpp"

namespace ballast::apps {
namespace {

std::filesystem::path against_path(const DryRunOptions& options) {
    return options.against.empty() ? options.policies / "carry_aware.toml" : options.against;
}

std::vector<std::string> collaterals_of(const engine::Policy& policy) {
    std::vector<std::string> names;
    for (const engine::AssetPolicy& asset : policy.assets)
        names.push_back(asset.asset);
    return names;
}

Status select_both(DryRunInputs& inputs) {
    const auto assets = assets_of(inputs.event.scenario);
    auto current = policies::select_assets(inputs.current_whole, assets);
    if (!current) return fail_in("the current policy", current.error());
    auto proposed = policies::select_assets(inputs.proposed_whole, assets);
    if (!proposed) return fail_in("the proposed policy", proposed.error());
    if (collaterals_of(*current) != collaterals_of(*proposed))
        return fail(Errc::configuration,
                    "the policies do not decide the same collaterals of " +
                        inputs.event.scenario.event +
                        "; give --policy and --against that have the same of them");
    inputs.current = std::move(*current);
    inputs.proposed = std::move(*proposed);
    return {};
}

Result<stress::Book> invent_book(const DryRunOptions& options, const DryRunInputs& inputs,
                                 const std::vector<engine::Price>& prices,
                                 const std::vector<engine::Bps>& lt_now) {
    auto recipe =
        stress::recipe_of(inputs.proposed, &inputs.event.scenario, options.book_size, options.seed);
    if (!recipe) return fail(recipe.error());
    for (stress::GeneratedAsset& made : recipe->assets)
        for (std::size_t k = 0; k < prices.size(); ++k)
            if (made.asset.name == inputs.proposed.assets[k].asset) {
                made.asset.price = prices[k];
                made.asset.lt = lt_now[k];
            }
    return stress::generate_book(*recipe);
}

Status set_book_terms(stress::Book& book, const engine::Policy& policy,
                      const std::vector<engine::Bps>& lt_now) {
    for (std::size_t a = 0; a < book.assets().size(); ++a)
        for (std::size_t k = 0; k < policy.assets.size(); ++k)
            if (book.assets()[a].name == policy.assets[k].asset)
                if (auto set = book.set_terms(a, lt_now[k], policy.assets[k].bonus); !set)
                    return set;
    const Status known = book.check_terms();
    if (known) return {};
    return fail(known.error().code,
                known.error().what +
                    "; collaterals of a book must be the event's: leave out the others, or "
                    "choose an --event that has them, or --assets of --data");
}

Status take_policies(const DryRunOptions& options, DryRunInputs& inputs) {
    auto proposed = policies::load_policy(options.policy);
    if (!proposed) return fail(proposed.error());
    inputs.proposed_whole = std::move(*proposed);
    inputs.current_known = options.rpc.empty() || !options.against.empty();
    if (!inputs.current_known) {
        inputs.current_whole = inputs.proposed_whole;
        return {};
    }
    auto current = policies::load_policy(against_path(options));
    if (!current) return fail(current.error());
    inputs.current_whole = std::move(*current);
    return {};
}

Status take_event(const DryRunOptions& options, DryRunInputs& inputs) {
    auto event = load_event(options.policies, options.event);
    if (!event) return fail(event.error());
    inputs.event = std::move(*event);
    return {};
}

Status take_history(const DryRunOptions& options, std::optional<UnixSeconds> at,
                    DryRunInputs& inputs) {
    auto history = read_market_history(options, inputs.current_whole, inputs.proposed_whole, at);
    if (!history) return fail(history.error());
    inputs.event = std::move(history->event);
    inputs.data = options.data;
    inputs.history = std::move(history->note);
    inputs.until = history->judged;
    return {};
}

}  // namespace

Result<DryRunInputs> read_inputs(const DryRunOptions& options) {
    DryRunInputs inputs;
    if (auto read = take_policies(options, inputs); !read) return fail(read.error());
    inputs.until = kToTheEnd;
    std::optional<UnixSeconds> wanted;
    if (!options.at.empty()) {
        const auto at = parse_utc(options.at);
        if (!at) return fail(Errc::usage, "--at: " + at.error().what);
        inputs.until = *at;
        wanted = *at;
    }
    auto read =
        options.data.empty() ? take_event(options, inputs) : take_history(options, wanted, inputs);
    if (!read) return fail(read.error());
    if (auto selected = select_both(inputs); !selected) return fail(selected.error());
    return inputs;
}

Result<NotedBook> read_noted_book(const DryRunOptions& options, const DryRunInputs& inputs,
                                  const std::vector<engine::Price>& prices,
                                  const std::vector<engine::Bps>& lt_now) {
    const bool invented = options.book.empty();
    const auto text = invented ? Result<std::string>("") : read_file(options.book);
    if (!text) return fail(text.error());
    auto book = invented ? invent_book(options, inputs, prices, lt_now)
                         : stress::parse_book(*text, options.book.string());
    if (!book) return fail(book.error());
    const Hash32 hash = sha256(as_bytes(invented ? stress::write_book(*book) : *text));
    if (auto set = set_book_terms(*book, inputs.proposed, lt_now); !set)
        return fail_in(invented ? "the invented book" : options.book.string(), set.error());
    BookNote note{.name = invented ? "invented, " + std::to_string(options.book_size) +
                                         " positions, seed " + std::to_string(options.seed)
                                   : options.book.filename().string(),
                  .invented = invented,
                  .positions = static_cast<std::int64_t>(book->size()),
                  .debt = debt_of(*book),
                  .hash = hash};
    return NotedBook{std::move(*book), std::move(note)};
}

}  // namespace ballast::apps
