// SPDX-License-Identifier: MIT
// Published vectors, from tests/chain/vectors/, where each names its source.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/json.hpp"

namespace ballast::chain::test {

/// Returns a file of tests/chain/vectors; the test runs in the root.
inline Json vectors(const std::string& name) {
    std::ifstream file("tests/chain/vectors/" + name);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto json = parse_json(text);
    EXPECT_TRUE(json) << name << ": " << (json ? "" : json.error().what);
    return json.value_or(Json());
}

inline std::string text_of(const Json& entry, const char* key) {
    const auto text = string_member(entry, key);
    EXPECT_TRUE(text) << key;
    return text.value_or("");
}

/// Returns the text of a member, or nothing where the source publishes none.
inline std::optional<std::string> published(const Json& entry, const char* key) {
    return entry.find(key) == nullptr ? std::nullopt : std::optional(text_of(entry, key));
}

}  // namespace ballast::chain::test
