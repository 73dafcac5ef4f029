// SPDX-License-Identifier: MIT
#include <variant>

#include "apps/backtest_command.hpp"
#include "apps/bundle_command.hpp"
#include "apps/calibrate_command.hpp"
#include "apps/command_line.hpp"
#include "apps/config_command.hpp"
#include "apps/cosign_command.hpp"
#include "apps/demo.hpp"
#include "apps/doctor_command.hpp"
#include "apps/dry_run/dry_run_command.hpp"
#include "apps/feeds_command.hpp"
#include "apps/frontier_command.hpp"
#include "apps/init_command.hpp"
#include "apps/journal_command.hpp"
#include "apps/keys_command.hpp"
#include "apps/oracle_command.hpp"
#include "apps/params_command.hpp"
#include "apps/replay_command.hpp"
#include "apps/run_command.hpp"
#include "apps/stress_command.hpp"
#include "apps/tx_command.hpp"
#include "apps/verify_command.hpp"
#include "apps/version.hpp"

namespace {

using namespace ballast::apps;

int run(const Exit& exit) {
    return exit.code;
}
int run(const DemoOptions& options) {
    return run_demo(options);
}
int run(const FrontierOptions& options) {
    return run_frontier_command(options);
}
int run(const ReplayOptions& options) {
    return run_replay(options);
}
int run(const BacktestOptions& options) {
    return run_backtest(options);
}
int run(const CalibrateOptions& options) {
    return run_calibrate(options);
}
int run(const ParamsOptions& options) {
    return run_params(options);
}
int run(const DryRunOptions& options) {
    return run_dry_run(options);
}
int run(const StressOptions& options) {
    return run_stress_command(options);
}
int run(const KeysOptions& options) {
    return run_keys(options);
}
int run(const TxOptions& options) {
    return run_tx(options);
}
int run(const OracleOptions& options) {
    return run_oracle(options);
}
int run(const RunOptions& options) {
    return run_keeper(options);
}
int run(const OnceOptions& options) {
    return run_once(options);
}
int run(const ConfigOptions& options) {
    return run_config(options);
}
int run(const DoctorOptions& options) {
    return run_doctor(options);
}
int run(const InitOptions& options) {
    return run_init(options);
}
int run(const FeedsOptions& options) {
    return run_feeds(options);
}
int run(const JournalOptions& options) {
    return run_journal(options);
}
int run(const BundleOptions& options) {
    return run_bundle(options);
}
int run(const VerifyOptions& options) {
    return run_verify(options);
}
int run(const CosignOptions& options) {
    return run_cosign(options);
}
int run(const VersionOptions& options) {
    return run_version(options);
}

}  // namespace

int main(int argc, char** argv) {
    const Action action = parse_command_line(argc, argv);
    return std::visit([](const auto& chosen) { return run(chosen); }, action);
}
