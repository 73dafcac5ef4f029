// SPDX-License-Identifier: MIT
#include "apps/log_secrets.hpp"

#include "apps/keeper_secrets.hpp"
#include "net/http_client.hpp"

namespace ballast::apps {
namespace {

/// Log::write cuts there, too.
constexpr std::size_t kCharactersMax = 4'096;

}  // namespace

void LogSecrets::learn(const keeper::SecretSource& source) {
    if (source.file.empty() && source.environment.empty()) return;
    const auto urls = read_words(source, "");
    if (!urls) return;
    for (const std::string& url : *urls)
        redactors_.push_back(net::redactor_of({.url = url}));
}

void LogSecrets::learn(const keeper::Configuration& configuration) {
    redactors_.clear();
    for (const keeper::ChainConfiguration& chain : configuration.chains) {
        learn(chain.rpc);
        learn(chain.journal_url);
        for (const keeper::ReportSigner& signer : chain.signers)
            learn(signer.url);
    }
}

std::string LogSecrets::shown(std::string_view text) const {
    std::string shown(text);
    for (const net::Redactor& redactor : redactors_)
        shown = redactor.shown(shown, kCharactersMax);
    return shown;
}

}  // namespace ballast::apps
