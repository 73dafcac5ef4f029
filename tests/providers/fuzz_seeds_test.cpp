// SPDX-License-Identifier: MIT
// The fuzz target starts from answers that are read: else it would look at refusals alone.
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "base/bytes.hpp"
#include "base/file.hpp"
#include "tests/fuzz/providers.hpp"

namespace ballast::providers {
namespace {

TEST(FuzzSeeds, AreReadByEveryProvider) {
    std::istringstream lines(read_file("tests/fuzz/seeds/providers.txt").value());
    std::set<std::string> seen;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("0x")) {
            const Bytes bytes = from_hex(line).value();
            line.assign(bytes.begin(), bytes.end());
        }
        const auto [source, answer] = fuzzed_answer(line);
        const auto read = find_provider(source.provider)->read(source, answer);
        EXPECT_TRUE(read.has_value()) << source.provider << ": " << read.error().what;
        seen.insert(source.provider);
    }
    EXPECT_EQ(seen.size(), provider_names().size());
}

}  // namespace
}  // namespace ballast::providers
