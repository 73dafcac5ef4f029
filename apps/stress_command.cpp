// SPDX-License-Identifier: MIT
#include "apps/stress_command.hpp"

#include "apps/say.hpp"
#include "apps/stress_text.hpp"
#include "policies/policy_document.hpp"
#include "policies/scenario_document.hpp"
#include "stress/book_csv.hpp"
#include "stress/report.hpp"

namespace ballast::apps {
namespace {

using stress::Book;
using stress::StressHeading;
using stress::StressPlan;

struct Job {
    StressPlan plan;
    StressHeading heading;
};

Result<std::optional<policies::Scenario>> read_scenario(const StressOptions& options) {
    if (options.scenario.empty()) return std::nullopt;
    auto scenario = policies::load_scenario(options.scenario);
    if (!scenario) return fail(scenario.error());
    return std::optional(std::move(*scenario));
}

Result<Book> read_book(const StressOptions& options, const engine::Policy& policy,
                       const policies::Scenario* scenario) {
    if (!options.book.empty()) return stress::load_book(options.book);
    const auto recipe = stress::recipe_of(policy, scenario, options.book_size, options.seed);
    if (!recipe) return fail(recipe.error());
    return stress::generate_book(*recipe);
}

StressHeading heading_of(const StressOptions& options, const engine::Policy& policy,
                         const policies::Scenario* scenario) {
    const std::string seed = ", seed " + std::to_string(options.seed);
    StressHeading heading;
    heading.policy = policy.name;
    heading.book = options.book.empty() ? "invented" + seed : options.book.filename().string();
    heading.scenarios = scenario != nullptr
                            ? "worst closes of " + scenario->event
                            : std::to_string(options.scenarios) + " invented scenarios" + seed;
    const std::string book = options.book.empty() ? "The book is invented. " : "";
    heading.synthetic = book + (scenario != nullptr ? scenario->synthetic_notice
                                                    : "Depth and scenarios are invented.");
    return heading;
}

Result<Job> prepare(const StressOptions& options) {
    const auto policy = policies::load_policy(options.policy);
    if (!policy) return fail(policy.error());
    const auto document = read_scenario(options);
    if (!document) return fail(document.error());
    const policies::Scenario* scenario = *document ? &**document : nullptr;
    const auto share = engine::parse_decimal(options.elasticity, 4);
    if (!share) return fail(Errc::usage, "--elasticity: " + share.error().what);
    auto book = read_book(options, *policy, scenario);
    if (!book) return fail(book.error());
    auto sources = stress::apply_policy(*book, *policy);
    if (!sources) return fail(sources.error());
    Job job{{.book = std::move(*book),
             .lt_source = std::move(*sources),
             .elasticity = engine::Bps::of(*share),
             .seed = options.seed,
             .threads = options.threads},
            heading_of(options, *policy, scenario)};
    StressPlan& plan = job.plan;
    if (options.cascade)
        plan.curves =
            stress::impact_curves(plan.book, *policy, scenario, engine::Bps::of(options.depth_bps));
    if (scenario != nullptr)
        plan.paths = {stress::path_of(plan.book, stress::worst_path(*scenario))};
    else
        plan.paths = stress::invented_paths(plan.book, *policy, options.scenarios, options.seed);
    return job;
}

}  // namespace

int run_stress_command(const StressOptions& options) {
    const auto job = prepare(options);
    if (!job) return complain(job.error());
    const std::size_t all = job->plan.paths.size();
    const auto rows = stress::run_stress(
        job->plan, [all](std::size_t done) { say(std::to_string(done * 100 / all) + " %"); });
    if (options.json)
        print(write_json(stress::stress_json(job->heading, job->plan, rows)) + "\n");
    else
        print(stress_text(job->heading, job->plan, rows));
    return 0;
}

}  // namespace ballast::apps
