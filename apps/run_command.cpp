// SPDX-License-Identifier: MIT
#include "apps/run_command.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "apps/code_hash.hpp"
#include "apps/harden.hpp"
#include "apps/interrupt.hpp"
#include "apps/keeper_house.hpp"
#include "apps/keeper_servers.hpp"
#include "apps/log_secrets.hpp"
#include "apps/say.hpp"
#include "apps/system_clock.hpp"
#include "apps/version.hpp"
#include "keeper/housekeeping.hpp"
#include "keeper/settings.hpp"
#include "keeper/status.hpp"
#include "telemetry/notify.hpp"
#include "telemetry/process.hpp"

namespace ballast::apps {
namespace {

using telemetry::LogLevel;

std::vector<keeper::Override> overrides_of(const KeeperFileOptions& options) {
    auto overrides = keeper::overrides_of_environment(
        [](const std::string& variable) { return environment(variable); });
    const auto flag = [&](const std::string& value, const char* path, const char* name) {
        if (!value.empty()) overrides.push_back({path, value, name});
    };
    flag(options.mode, "keeper.mode", "--mode");
    flag(options.log_format, "log.format", "--log-format");
    flag(options.log_level, "log.level", "--log-level");
    return overrides;
}

/// What every command of the keeper stands on.
struct Floor {
    explicit Floor(const keeper::Configuration& configuration)
        : log(
              configuration.log_format, configuration.log_level, clock,
              [](std::string_view line) { say(line); },
              [this](std::string_view text) { return secrets.shown(text); }),
          metrics(kVersion, to_hex(code_hash())) {
        secrets.learn(configuration);
    }

    SystemClock clock;
    LogSecrets secrets;
    telemetry::Log log;
    telemetry::Metrics metrics;
};

keeper::ProgramFacts facts_of(House& house, UnixSeconds since) {
    return {.version = std::string(kVersion),
            .code_hash = to_hex(code_hash()),
            .name = house.configuration().file.string(),
            .since = since,
            .epoch = house.keeper().epoch(),
            .chains = house.chains()};
}

/// A reload is taken as a whole or not at all, and says so.
void reload(House& house, Floor& floor, const KeeperFileOptions& options) {
    auto loaded = load_with(options);
    const Status taken = loaded ? house.reload(std::move(*loaded)) : fail(loaded.error());
    floor.secrets.learn(house.configuration());
    floor.metrics.config_reload(taken ? telemetry::ReloadOutcome::applied
                                      : telemetry::ReloadOutcome::refused);
    if (taken)
        return floor.log.write(LogLevel::info, "config_applied",
                               "the configuration was read anew and is in force");
    floor.log.write(
        LogLevel::error, "config_refused",
        "the configuration is refused, and the old one stays in force: " + taken.error().what);
}

/// Of the files, with what is not yet in them; nothing where no journal is a file.
std::optional<std::int64_t> journal_bytes(const keeper::Configuration& configuration) {
    std::optional<std::int64_t> bytes;
    for (const keeper::ChainConfiguration& chain : configuration.chains) {
        if (!chain.journal_url.file.empty() || !chain.journal_url.environment.empty()) continue;
        for (const char* part : {"", "-wal"}) {
            std::error_code code;
            const auto size = std::filesystem::file_size(chain.journal + part, code);
            if (!code) bytes = bytes.value_or(0) + static_cast<std::int64_t>(size);
        }
    }
    return bytes;
}

/// What the kernel says; what it does not say is left as it was.
void measure_machine(Floor& floor, const keeper::Configuration& configuration) {
    const auto resident = telemetry::resident_bytes();
    const auto files = telemetry::open_files();
    if (resident && files) floor.metrics.process(*resident, *files);
    const auto free = telemetry::free_bytes(configuration.state);
    if (free) floor.metrics.disk_free(*free);
    if (const auto bytes = journal_bytes(configuration)) floor.metrics.journal_bytes(*bytes);
}

/// The most that one turn may pulse. No lane waits for a block in it, but each may wait for its
/// nodes' answers: some thirty for an epoch and four for each market, a few seconds each at the
/// worst that is no failure. What takes longer hangs, even if it asks or waits.
Milliseconds turn_most(const keeper::Configuration& configuration) {
    std::int64_t seconds = 60;
    for (const keeper::ChainConfiguration& chain : configuration.chains)
        seconds += 4 * static_cast<std::int64_t>(30 + 4 * chain.markets.size());
    return {seconds * 1'000};
}

/// Turns until nothing is on its way, for as long as a chain is waited for.
Result<keeper::KeeperView> turn_once(House& house, Floor& floor) {
    Milliseconds most;
    for (const keeper::ChainConfiguration& chain : house.configuration().chains)
        most.count = std::max(most.count, chain.send_deadline.count * 1'000);
    const Milliseconds begun = floor.clock.monotonic();
    while (true) {
        const auto wait = house.keeper().turn();
        if (!wait) return fail(wait.error());
        const auto& lanes = house.keeper().lanes();
        const bool sends = std::any_of(lanes.begin(), lanes.end(),
                                       [](const auto& lane) { return lane->is_sending(); });
        const bool is_over = floor.clock.monotonic().count - begun.count >= most.count;
        if (!sends || is_over || Interrupt::requested()) return house.keeper().view();
        floor.clock.wait(*wait);
    }
}

/// Keeps up, through waits and slow answers, what others judge the process by: its watchdog and its
/// leases.
class Pulse {
  public:
    Pulse(SystemClock& clock, House& house, KeeperServers& servers,
          const telemetry::Notifier& systemd)
        : clock_(clock), house_(house), servers_(servers), systemd_(systemd) {
        clock_.while_waiting([this] { beat(); });
        turned();
    }
    ~Pulse() { clock_.while_waiting(nullptr); }
    Pulse(const Pulse&) = delete;
    Pulse& operator=(const Pulse&) = delete;

    /// A turn is over.
    void turned() { turned_ = clock_.monotonic(); }

  private:
    void beat() {
        const Milliseconds now = clock_.monotonic();
        if (now.count - turned_.count > turn_most(house_.configuration()).count) return;
        servers_.beat();
        if (interval_.count > 0 && now.count - told_.count >= interval_.count) {
            static_cast<void>(systemd_.alive());
            told_ = now;
        }
        if (now.count - leased_.count < kLeaseEvery.count) return;
        leased_ = now;
        // One that was lost is told by the lane's next settle; nothing is written under it.
        for (const auto& lane : house_.keeper().lanes())
            static_cast<void>(lane->journal().keep_lease());
    }

    static constexpr Milliseconds kLeaseEvery{15'000};

    SystemClock& clock_;
    House& house_;
    KeeperServers& servers_;
    const telemetry::Notifier& systemd_;
    Milliseconds interval_ =
        telemetry::watchdog_interval(environment("WATCHDOG_USEC").value_or(""),
                                     environment("WATCHDOG_PID").value_or(""), ::getpid());
    Milliseconds turned_;
    Milliseconds told_;
    Milliseconds leased_;
};

/// Turns until a signal comes. Errors: those of Keeper::turn.
Status keep_on(House& house, Floor& floor, KeeperServers& servers,
               const KeeperFileOptions& options) {
    keeper::ProgramFacts facts = facts_of(house, floor.clock.now());
    const telemetry::Notifier systemd(environment("NOTIFY_SOCKET").value_or(""));
    keeper::Housekeeping housekeeping;
    Pulse pulse(floor.clock, house, servers, systemd);
    static_cast<void>(systemd.ready());
    while (!Interrupt::requested()) {
        if (Interrupt::take_reload()) reload(house, floor, options);
        const auto wait = house.keeper().turn();
        if (!wait) return fail(wait.error());
        measure_machine(floor, house.configuration());
        facts.chains = house.chains();
        housekeeping.look(house.keeper().lanes(), floor.clock.monotonic(),
                          house.configuration().keep_transactions, floor.log);
        servers.show(house.keeper().view(), facts);
        pulse.turned();
        floor.clock.wait(*wait);
    }
    static_cast<void>(systemd.stopping());
    house.save();
    return {};
}

}  // namespace

Result<keeper::LoadedConfiguration> load_with(const KeeperFileOptions& options) {
    return keeper::load_configuration(options.configuration, overrides_of(options));
}

int run_keeper(const RunOptions& options) {
    const Interrupt interrupt(Patience::patient);
    if (auto hardened = harden_process(); !hardened) return complain(hardened.error());
    auto loaded = load_with(options.keeper);
    if (!loaded) return complain(loaded.error());
    Floor floor(loaded->configuration);
    const auto house = House::open(std::move(*loaded),
                                   {floor.clock, floor.log, floor.metrics, LeaseWait::until_stopped,
                                    [&floor] { floor.clock.pulse(); }});
    // Asked to stop while another keeper had the journal: nothing was begun.
    if (!house && Interrupt::requested() && house.error().code == Errc::lock_held) return 0;
    if (!house) return complain(house.error());
    const auto servers = KeeperServers::open((*house)->configuration(), floor.metrics, floor.clock);
    if (!servers) return complain(servers.error());
    floor.log.write(LogLevel::info, "started", "the keeper runs",
                    {{"version", std::string(kVersion)},
                     {"mode", std::string(name((*house)->configuration().mode))},
                     {"chains", static_cast<std::int64_t>((*house)->configuration().chains.size())},
                     {"status", (*servers)->address()}});
    const Status kept = keep_on(**house, floor, **servers, options.keeper);
    if (!kept) return complain(kept.error());
    floor.log.write(LogLevel::info, "stopped",
                    "the keeper was asked to stop; what is on its way is stored, and the next "
                    "start goes on with it");
    return 0;
}

int run_once(const OnceOptions& options) {
    const Interrupt interrupt(Patience::patient);
    if (auto hardened = harden_process(); !hardened) return complain(hardened.error());
    auto loaded = load_with(options.keeper);
    if (!loaded) return complain(loaded.error());
    Floor floor(loaded->configuration);
    const auto house = House::open(std::move(*loaded), {floor.clock, floor.log, floor.metrics});
    if (!house) return complain(house.error());
    const auto turned = turn_once(**house, floor);
    if (!turned) return complain(turned.error());
    const keeper::KeeperView& view = *turned;
    if (options.json)
        print(write_json(status_json(view, facts_of(**house, floor.clock.now()))) + "\n");
    // A lane's own error is of its epoch; nodes that are down, or a clock, stop it before that.
    for (const keeper::Alarm& alarm : view.alarms)
        if (alarm.name == "epoch_failed" || alarm.name.starts_with("clock_"))
            return complain(
                {Errc::failed, alarm.about + (alarm.about.empty() ? "" : ": ") + alarm.sentence});
    for (const keeper::LaneView& lane : view.lanes)
        if (lane.sending_since)
            return complain({Errc::failed, lane.chain +
                                               ": a transaction is on its way and in no block; "
                                               "run again"});
    for (const keeper::LaneView& lane : view.lanes)
        say(lane.chain + ": " +
            (lane.report ? "decided at " + format_utc(lane.report->at)
                         : "nothing is due before " + format_utc(*view.next_epoch)));
    return 0;
}

}  // namespace ballast::apps
