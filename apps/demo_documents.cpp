// SPDX-License-Identifier: MIT
#include "apps/demo_documents.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <sstream>

#include "apps/say.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "policies/policy_document.hpp"
#include "policies/policy_selection.hpp"
#include "policies/scenario_document.hpp"

namespace ballast::apps {
namespace {

constexpr std::array kShadowPolicies = {"macro_blind", "sentinel"};

std::filesystem::path policy_path(const DemoOptions& options, const std::string& name) {
    return options.policies / (name + ".toml");
}

/// "2024-08-05, 2025-10-10"
std::string events_there_are(const std::filesystem::path& folder) {
    const auto paths = policies::list_scenarios(folder);
    std::string names;
    if (!paths) return names;
    for (const auto& path : *paths)
        names += (names.empty() ? "" : ", ") + path.stem().string();
    return names;
}

/// Gathers faults over several documents, so that one run tells them all.
class Faults {
  public:
    template <class T>
    void take(Result<T> read, T& target) {
        if (read)
            target = std::move(*read);
        else
            add(read.error());
    }
    [[nodiscard]] const Error& all() const { return all_; }

  private:
    /// Adds what is not told yet: policies that extend the same document share its faults.
    void add(const Error& error) {
        if (all_.what.empty()) all_.code = error.code;
        std::istringstream lines(error.what);
        for (std::string line; std::getline(lines, line);) {
            if (!told_.insert(line).second) continue;
            all_.what += (all_.what.empty() ? "" : "\n") + line;
        }
    }

    Error all_;
    std::set<std::string> told_;
};

/// Event and policy are names, not paths: what is read stays inside --policies.
Status check_name(std::string_view option, const std::string& name) {
    const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
    if (plain) return {};
    return fail(Errc::usage, std::string(option) +
                                 " takes a name of small letters, digits, - "
                                 "and _, found \"" +
                                 name + "\"");
}

}  // namespace

std::vector<std::string> assets_of(const policies::Scenario& scenario) {
    std::vector<std::string> assets;
    for (const policies::ScenarioMarket& market : scenario.markets)
        assets.push_back(market.asset);
    return assets;
}

Result<EventDocument> load_event(const std::filesystem::path& policies, const std::string& event) {
    if (auto plain = check_name("--event", event); !plain) return fail(plain.error());
    const auto folder = policies / "scenarios";
    const auto path = folder / (event + ".toml");
    const auto text = read_file(path);
    if (!text)
        return fail(text.error().code, "there is no event \"" + event + "\" (" + text.error().what +
                                           "); there are: " + events_there_are(folder));
    auto scenario = policies::parse_scenario(*text, path.string());
    if (!scenario) return fail(scenario.error());
    return EventDocument{std::move(*scenario), sha256(as_bytes(*text))};
}

Result<DemoDocuments> load_documents(const DemoOptions& options) {
    if (auto plain = check_name("--policy", options.policy); !plain) return fail(plain.error());
    auto event = load_event(options.policies, options.event);
    if (!event && event.error().code != Errc::bad_data) return fail(event.error());
    DemoDocuments documents;
    Faults faults;
    if (event) documents.scenario_hash = event->hash;
    faults.take(event.map([](EventDocument& read) { return std::move(read.scenario); }),
                documents.scenario);
    faults.take(policies::load_policy(policy_path(options, options.policy)), documents.policy);
    for (const char* name : kShadowPolicies) {
        if (name == options.policy) continue;
        faults.take(policies::load_policy(policy_path(options, name)),
                    documents.others.emplace_back());
    }
    if (!faults.all().what.empty()) return fail(faults.all());
    const auto assets = assets_of(documents.scenario);
    faults.take(policies::select_assets(documents.policy, assets), documents.policy);
    for (engine::Policy& other : documents.others)
        faults.take(policies::select_assets(other, assets), other);
    if (!faults.all().what.empty()) return fail(faults.all());
    return documents;
}

int list_events(const DemoOptions& options) {
    const auto paths = policies::list_scenarios(options.policies / "scenarios");
    if (!paths) return complain(paths.error());
    for (const auto& path : *paths) {
        const auto scenario = policies::load_scenario(path);
        if (!scenario) return complain(scenario.error());
        print(scenario->event + "  " + scenario->title + "\n");
    }
    return 0;
}

}  // namespace ballast::apps
