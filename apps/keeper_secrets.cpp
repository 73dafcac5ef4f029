// SPDX-License-Identifier: MIT
#include "apps/keeper_secrets.hpp"

#include <cstdlib>
#include <sstream>

#include "apps/keys_folder.hpp"
#include "keys/local_signer.hpp"
#include "keys/private_file.hpp"
#include "keys/remote_signer.hpp"

namespace ballast::apps {
namespace {

constexpr std::size_t kWordsBytesMax = 65'536;
/// Other programs sign at once; a person at clef does not sit beside a keeper.
constexpr std::chrono::milliseconds kSignTotal{4'000};

/// Of a watcher without a key: its account is nobody's.
class NoSigner final : public keys::Signer {
  public:
    [[nodiscard]] const chain::Address& address() const override { return address_; }
    [[nodiscard]] Result<Bytes> sign_transaction(const chain::Transaction&) override {
        return fail(Errc::permission, "this keeper has no gas key");
    }
    [[nodiscard]] Result<chain::Signature> sign_typed_data(const chain::Eip712Document&) override {
        return fail(Errc::permission, "this keeper has no gas key");
    }

  private:
    chain::Address address_;
};

Result<std::string> read_text(const keeper::SecretSource& source, const std::string& what) {
    if (source.file.empty()) {
        const auto value = environment(source.environment);
        if (value) return *value;
        return fail(Errc::configuration,
                    what + ": the variable " + source.environment + " is not set");
    }
    const auto content = keys::read_private_file(source.file, kWordsBytesMax);
    if (!content) return fail_in(what, content.error());
    return std::string(content->text());
}

}  // namespace

std::optional<std::string> environment(const std::string& variable) {
    const char* value = std::getenv(variable.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

Result<std::vector<std::string>> read_words(const keeper::SecretSource& source,
                                            const std::string& what) {
    const auto text = read_text(source, what);
    if (!text) return fail(text.error());
    std::vector<std::string> words;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) continue;
        std::istringstream parts(line);
        for (std::string word; parts >> word;)
            words.push_back(word);
    }
    if (!words.empty()) return words;
    return fail(Errc::configuration,
                what + ": " + (source.file.empty() ? source.environment : source.file.string()) +
                    " holds nothing");
}

Result<std::unique_ptr<ChainKeys>> ChainKeys::open(const keeper::ChainConfiguration& chain) {
    auto keys = std::make_unique<ChainKeys>();
    keys->gas_ = std::make_unique<NoSigner>();
    if (!chain.gas_keystore.empty()) {
        auto gas = unlock_file(chain.gas_keystore, chain.gas_password_file);
        if (!gas) return fail_in("chain " + chain.name + ", gas key", gas.error());
        keys->gas_ = std::make_unique<keys::LocalSigner>(std::move(*gas), chain.chain_id);
    }
    for (const keeper::ReportSigner& signer : chain.signers)
        if (auto added = keys->add(signer, chain.chain_id); !added)
            return fail_in("chain " + chain.name + ", signer " + signer.name, added.error());
    return keys;
}

Status ChainKeys::add(const keeper::ReportSigner& signer, std::uint64_t chain_id) {
    if (signer.kind == keeper::SignerKind::keystore) {
        auto key = unlock_file(signer.keystore, signer.password_file);
        if (!key) return fail(key.error());
        signers_.emplace_back(signer.index,
                              std::make_unique<keys::LocalSigner>(std::move(*key), chain_id));
        return {};
    }
    const auto url = read_words(signer.url, "url");
    if (!url) return fail(url.error());
    auto transport = rpc::HttpTransport::open(url->front(), {.total = kSignTotal});
    if (!transport) return fail(transport.error());
    transports_.push_back(std::make_unique<rpc::HttpTransport>(std::move(*transport)));
    const auto kind = signer.kind == keeper::SignerKind::clef ? keys::RemoteKind::clef
                                                              : keys::RemoteKind::web3signer;
    signers_.emplace_back(signer.index, std::make_unique<keys::RemoteSigner>(
                                            *transports_.back(), kind, signer.address, chain_id));
    return {};
}

std::vector<keeper::IndexedReportSigner> ChainKeys::report_signers() const {
    std::vector<keeper::IndexedReportSigner> signers;
    for (const auto& [index, signer] : signers_)
        signers.push_back({index, signer.get()});
    return signers;
}

}  // namespace ballast::apps
