// SPDX-License-Identifier: MIT
// The engine against tests/reference/model.py, which was written from docs/model.md alone: equal
// canonical bytes of report and state on random arguments. BALLAST_CASES sets how many,
// BALLAST_SEED repeats a run.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>

#include "base/file.hpp"
#include "engine/canonical.hpp"
#include "tests/engine/mutation.hpp"

namespace ballast::engine::test {
namespace {

std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::string arguments(const Case& made) {
    return write_json(Json(JsonObject{{"policy", to_json(made.policy)},
                                      {"state", to_json(made.state)},
                                      {"snapshot", to_json(made.snapshot)},
                                      {"current", to_json(made.current)}}));
}

std::string answer(const Result<Step>& step) {
    if (!step) return R"({"refused":true})";
    return write_json(
        Json(JsonObject{{"report", to_json(step->report)}, {"state", to_json(step->state)}}));
}

/// Appends a case and two snapshots that follow it, as lines for the reference and as answers.
void append_fold(std::uint64_t seed, std::ostream& lines, std::vector<std::string>& answers) {
    Random random(seed);
    Case made = random_case(random);
    // Beside it, arguments that may be outside the domain: both must refuse the same ones.
    Case other = made;
    if (mutate(other, random)) {
        lines << arguments(other) << '\n';
        answers.push_back(answer(step(other.policy, other.state, other.snapshot, other.current)));
    }
    for (int i = 0; i < 3; ++i) {
        lines << arguments(made) << '\n';
        const auto stepped = step(made.policy, made.state, made.snapshot, made.current);
        answers.push_back(answer(stepped));
        if (!stepped) return;
        made.state = stepped->state;
        made.snapshot = random_next(random, made.policy, made.snapshot);
    }
}

/// A generator that never reaches a rule proves nothing about it.
void expect_every_reason(const std::vector<std::string>& answers) {
    std::string all;
    for (const std::string& one : answers)
        all += one;
    for (int reason = 0; reason <= static_cast<int>(Reason::tightening_elsewhere); ++reason) {
        const auto word = name(static_cast<Reason>(reason));
        EXPECT_NE(all.find('"' + std::string(word) + '"'), std::string::npos) << word;
    }
    for (const char* word : {"\"action\":\"none\"", "\"action\":\"heartbeat\"",
                             "\"action\":\"tighten\"", "\"action\":\"loosen\""})
        EXPECT_NE(all.find(word), std::string::npos) << word;
}

TEST(Exactness, EqualsTheReference) {
    const std::uint64_t cases = number_from_environment("BALLAST_CASES", 1000);
    const std::uint64_t seed = number_from_environment("BALLAST_SEED", std::random_device{}());
    const std::string path = ::testing::TempDir() + "ballast_exactness." + std::to_string(getpid());
    std::ofstream lines(path + ".in");
    std::vector<std::string> answers;
    std::vector<std::uint64_t> seeds;
    for (std::uint64_t i = 0; i < cases; ++i) {
        append_fold(seed + i, lines, answers);
        seeds.resize(answers.size(), seed + i);
    }
    lines.close();

    const std::string command =
        "python3 tests/reference/model.py < " + path + ".in > " + path + ".out";
    ASSERT_EQ(0, std::system(command.c_str())) << command << " (seed " << seed << ")";
    std::ifstream reference(path + ".out");
    std::size_t compared = 0;
    for (std::string line; std::getline(reference, line); ++compared) {
        ASSERT_LT(compared, answers.size());
        ASSERT_EQ(line, answers[compared]) << "repeat: BALLAST_SEED=" << seeds[compared]
                                           << " BALLAST_CASES=1 ctest --preset dev -L exactness";
    }
    EXPECT_EQ(compared, answers.size());
    if (cases >= 1000) expect_every_reason(answers);
    std::remove((path + ".in").c_str());
    std::remove((path + ".out").c_str());
    std::printf("seed=%llu compared=%zu\n", static_cast<unsigned long long>(seed), compared);
}

}  // namespace
}  // namespace ballast::engine::test
