// SPDX-License-Identifier: MIT
#include "apps/backtest_command.hpp"

#include "apps/say.hpp"
#include "history/sources.hpp"
#include "policies/policy_document.hpp"
#include "validation/backtest_report.hpp"

namespace ballast::apps {
namespace {

Result<validation::Backtest> measure(const BacktestOptions& options) {
    if (!history::is_data_folder(options.data))
        return fail(Errc::input_missing, options.data.string() +
                                             " holds no market history (no vix_daily.csv): name "
                                             "its folder with --data");
    const auto policy = policies::load_policy(options.policy);
    if (!policy) return fail(policy.error());
    const auto until = parse_date(options.calibrated_until);
    if (!until) return fail(Errc::usage, "--calibrated-until: " + until.error().what);
    std::vector<std::string> without;
    const auto assets = validation::read_assets(options.data, *policy, without);
    if (!assets) return fail(assets.error());
    auto without_prints = validation::indicators_without_prints(options.data, *policy);
    if (!without_prints) return fail(without_prints.error());
    auto result = validation::backtest(
        *policy, *assets, *until + kDay, [](std::size_t done, std::size_t all) {
            say("backtest: " + std::to_string(100 * done / all) + " %");
        });
    if (!result) return result;
    result->without_history = std::move(without);
    result->without_prints = std::move(*without_prints);
    return result;
}

}  // namespace

int run_backtest(const BacktestOptions& options) {
    const auto result = measure(options);
    if (!result) return complain(result.error());
    print(options.json ? write_json(validation::backtest_json(*result)) + "\n"
                       : validation::backtest_text(*result));
    return 0;
}

}  // namespace ballast::apps
