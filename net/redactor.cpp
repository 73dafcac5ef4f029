// SPDX-License-Identifier: MIT
#include "net/redactor.hpp"

#include <algorithm>

namespace ballast::net {
namespace {

constexpr std::size_t kWholeMin = 3;
constexpr std::size_t kPartMin = 6;
constexpr std::string_view kSeparators = "/?&=;,";

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

void add(std::vector<std::string>& secrets, std::string_view text, std::size_t least) {
    if (text.size() < least) return;
    std::string secret(text);
    std::transform(secret.begin(), secret.end(), secret.begin(), lower);
    secrets.push_back(std::move(secret));
}

void add_parts(std::vector<std::string>& secrets, std::string_view text) {
    add(secrets, text, kPartMin);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(kSeparators), text.size());
        add(secrets, text.substr(0, end), kPartMin);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

bool begins_with(std::string_view text, std::string_view secret) {
    return text.size() >= secret.size() &&
           std::equal(secret.begin(), secret.end(), text.begin(),
                      [](char wanted, char found) { return wanted == lower(found); });
}

}  // namespace

Redactor::Redactor(const std::vector<std::string>& whole, const std::vector<std::string>& parted) {
    for (const std::string& text : whole)
        add(secrets_, text, kWholeMin);
    for (const std::string& text : parted)
        add_parts(secrets_, text);
    std::sort(secrets_.begin(), secrets_.end(), [](const std::string& a, const std::string& b) {
        return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    secrets_.erase(std::unique(secrets_.begin(), secrets_.end()), secrets_.end());
}

std::string Redactor::shown(std::string_view text, std::size_t characters_max) const {
    std::string clean;
    while (!text.empty() && clean.size() < characters_max) {
        const auto secret =
            std::find_if(secrets_.begin(), secrets_.end(),
                         [&](const std::string& one) { return begins_with(text, one); });
        if (secret != secrets_.end()) {
            clean += "***";
            text.remove_prefix(secret->size());
            continue;
        }
        clean += text.front() >= ' ' && text.front() <= '~' ? text.front() : '?';
        text.remove_prefix(1);
    }
    clean.resize(std::min(clean.size(), characters_max));
    return clean;
}

const Redactor& Redactor::without_secrets() {
    static const Redactor kNone;
    return kNone;
}

}  // namespace ballast::net
