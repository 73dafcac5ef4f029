// SPDX-License-Identifier: MIT
#include "apps/feeds_document.hpp"

#include "apps/keeper_secrets.hpp"
#include "keys/private_file.hpp"
#include "providers/provider.hpp"

namespace ballast::apps {
namespace {

constexpr std::size_t kKeyBytesMax = 4'096;

Result<std::string> variable(const std::string& name) {
    const auto value = environment(name);
    if (value) return *value;
    return fail(Errc::configuration, "the variable " + name + " is not set");
}

Result<std::string> private_text(const std::filesystem::path& file) {
    const auto content = keys::read_private_file(file, kKeyBytesMax);
    if (!content) return fail(content.error());
    return std::string(content->text());
}

}  // namespace

Result<feeds::FeedsDocument> read_feeds_document(const std::filesystem::path& path) {
    auto document = feeds::load_feeds_document(path, providers::provider_names());
    if (!document) return fail(document.error());
    if (auto resolved = feeds::resolve_keys(document->feeds, {variable, private_text}); !resolved)
        return fail_in(path.string(), resolved.error());
    return document;
}

Result<std::vector<feeds::FeedDeclaration>> read_feeds(const std::filesystem::path& path) {
    auto document = read_feeds_document(path);
    if (!document) return fail(document.error());
    return std::move(document->feeds);
}

}  // namespace ballast::apps
