// SPDX-License-Identifier: MIT
// What an operator declares of a feed: docs/feeds-example.toml is the annotated document.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "feeds/depth_declaration.hpp"
#include "providers/provider.hpp"

namespace ballast::feeds {

/// What a feed's number is for.
enum class FeedTarget {
    indicator,  ///< an indicator of the policy
    price,      ///< the price of an asset of the policy
    fallback,   ///< an indicator, where its own feed has nothing fresh
};

/// Where a source's API key is: never in the document. Both empty: it needs none.
struct KeyReference {
    std::string environment;     ///< the name of a variable
    std::filesystem::path file;  ///< absolute, or below the document's folder
    bool operator==(const KeyReference&) const = default;
};

struct SourceDeclaration {
    providers::Source source;  ///< its api_key is empty until `resolve_keys`
    std::string group;         ///< sources of one group share an upstream and count once
    KeyReference key;
    /// Of what is read over RPC: a chain of the keeper's document.
    std::string chain = {};
    /// Of what somebody drops into a folder: the file; absolute, or below the document's folder.
    std::filesystem::path file = {};
};

/// When an old print may no longer be used: in sessions of the feed's calendar, or, for a market
/// that never closes, in seconds. Counted from the source's own time.
struct StaleLimits {
    bool in_sessions = true;
    std::int64_t hold = 0;    ///< beyond it the value is kept but nothing loosens on it
    std::int64_t preset = 0;  ///< beyond it there is no value
};

/// How far a print may be from the last accepted one before it needs a second word.
struct JumpLimit {
    bool relative = true;  ///< a part of the last value, at 1e-18; else the unit itself, at 1e-8
    std::int64_t most = 0;
};

struct FeedDeclaration {
    std::string name;
    FeedTarget target = FeedTarget::indicator;
    std::string of;  ///< the indicator or the asset, as the policy names it
    std::string calendar;
    std::string unit;  ///< for people: "index points"
    StaleLimits stale;
    providers::Reading band_min;
    providers::Reading band_max;
    JumpLimit jump;
    std::optional<JumpLimit> agree;  ///< how far groups may be apart; nothing: as the jump limit
    std::size_t quorum = 1;          ///< groups
    Seconds interval;                ///< how often its sources are asked
    std::vector<SourceDeclaration> sources;  ///< ascending by name
};

/// Returns how far from one another two groups say the same.
[[nodiscard]] inline const JumpLimit& agree_limit(const FeedDeclaration& feed) {
    return feed.agree ? *feed.agree : feed.jump;
}

/// What a document declares.
struct FeedsDocument {
    std::vector<FeedDeclaration> feeds;   ///< ascending by name
    std::vector<DepthDeclaration> depth;  ///< ascending by asset
};

/// Reads a document of feeds. `providers` are the names of those that exist; empty: not checked.
/// Errors: bad_data with every fault, one a line, as "file:line:column: key: what".
[[nodiscard]] Result<FeedsDocument> parse_feeds_document(
    std::string_view text, const std::string& file_name,
    const std::vector<std::string_view>& providers = {});
/// The same, without what it declares of depth.
[[nodiscard]] Result<std::vector<FeedDeclaration>> parse_feeds(
    std::string_view text, const std::string& file_name,
    const std::vector<std::string_view>& providers = {});

/// Reads the document in `path`; a key_file or file that is not absolute is taken from its folder.
/// Errors: also input_missing.
[[nodiscard]] Result<FeedsDocument> load_feeds_document(
    const std::filesystem::path& path, const std::vector<std::string_view>& providers = {});
/// The same, without what it declares of depth.
[[nodiscard]] Result<std::vector<FeedDeclaration>> load_feeds(
    const std::filesystem::path& path, const std::vector<std::string_view>& providers = {});

/// How secrets are read. Handed in: feeds knows neither the environment nor the rules for a private
/// file, which are keys/private_file's.
struct SecretReaders {
    std::function<Result<std::string>(const std::string& variable)> environment;
    std::function<Result<std::string>(const std::filesystem::path& file)> private_file;
};

/// Puts the API key of each source that declares one in its place, without surrounding white space.
/// Errors: those of the readers, with the source's name and never the key; configuration where the
/// key is empty.
[[nodiscard]] Status resolve_keys(std::vector<FeedDeclaration>& feeds,
                                  const SecretReaders& readers);

}  // namespace ballast::feeds
