// SPDX-License-Identifier: MIT
#include "apps/calibrate_command.hpp"

#include "apps/say.hpp"
#include "base/file.hpp"
#include "history/sources.hpp"
#include "policies/policy_document.hpp"
#include "validation/calibrate.hpp"
#include "validation/calibrate_document.hpp"

namespace ballast::apps {
namespace {

Result<validation::Calibration> measure(const CalibrateOptions& options) {
    if (!history::is_data_folder(options.data))
        return fail(Errc::input_missing, options.data.string() +
                                             " holds no market history (no vix_daily.csv): name "
                                             "its folder with --data");
    const auto policy = policies::load_policy(options.policy);
    if (!policy) return fail(policy.error());
    const auto until = parse_date(options.until);
    if (!until) return fail(Errc::usage, "--until: " + until.error().what);
    std::size_t told = 0;
    return validation::calibrate(options.data, *policy, *until,
                                 [&told](std::size_t done, std::size_t all) {
                                     const std::size_t tenths = 10 * done / all;
                                     if (tenths == told) return;
                                     told = tenths;
                                     say("calibrate: " + std::to_string(10 * tenths) + " %");
                                 });
}

}  // namespace

int run_calibrate(const CalibrateOptions& options) {
    const auto result = measure(options);
    if (!result) return complain(result.error());
    const std::string document =
        validation::calibration_toml(*result, options.policy.filename().string());
    if (!options.out.empty())
        if (const Status written = write_file(options.out, document); !written)
            return complain(written.error());
    if (options.json)
        print(write_json(validation::calibration_json(*result)) + "\n");
    else if (options.out.empty())
        print(document);
    return 0;
}

}  // namespace ballast::apps
