// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <vector>

#include "base/result.hpp"
#include "feeds/declaration.hpp"

namespace ballast::apps {

/// Reads a document of sources and puts their API keys in, from files that only their owner may
/// read or from the environment. Errors: those of load_feeds and resolve_keys.
[[nodiscard]] Result<feeds::FeedsDocument> read_feeds_document(const std::filesystem::path& path);
/// The same, without what it declares of depth.
[[nodiscard]] Result<std::vector<feeds::FeedDeclaration>> read_feeds(
    const std::filesystem::path& path);

}  // namespace ballast::apps
