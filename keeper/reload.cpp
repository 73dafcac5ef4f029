// SPDX-License-Identifier: MIT
#include "keeper/reload.hpp"

#include <algorithm>

namespace ballast::keeper {
namespace {

/// Gathers what differs.
class Differences {
  public:
    template <class T>
    void compare(const std::string& path, const T& running, const T& wanted) {
        if (!(running == wanted)) add(path);
    }
    void add(const std::string& path) {
        text_ += (text_.empty() ? "" : "\n") + path +
                 ": it cannot change while the keeper runs; restart it for that";
    }
    [[nodiscard]] Status status() const {
        if (text_.empty()) return {};
        return fail(Errc::configuration, text_);
    }

  private:
    std::string text_;
};

bool same_identity(const oracle::MarketIdentity& a, const oracle::MarketIdentity& b) {
    return oracle::market_id(a) == oracle::market_id(b);
}

bool same_signer(const ReportSigner& a, const ReportSigner& b) {
    return a.index == b.index && a.kind == b.kind && a.keystore == b.keystore &&
           a.url.file == b.url.file && a.url.environment == b.url.environment &&
           a.address == b.address;
}

bool same_source(const SecretSource& a, const SecretSource& b) {
    return a.file == b.file && a.environment == b.environment;
}

template <class T, class Same>
bool same_list(const std::vector<T>& a, const std::vector<T>& b, const Same& same) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

void compare(const ChainConfiguration& running, const ChainConfiguration& wanted,
             Differences& differences) {
    const std::string path = "chain." + running.name + ".";
    differences.compare(path + "chain_id", running.chain_id, wanted.chain_id);
    differences.compare(path + "oracle", running.oracle, wanted.oracle);
    differences.compare(path + "journal", running.journal, wanted.journal);
    if (!same_source(running.journal_url, wanted.journal_url))
        differences.add(path + "journal_url");
    differences.compare(path + "gas_keystore", running.gas_keystore, wanted.gas_keystore);
    if (!same_list(running.signers, wanted.signers, same_signer)) differences.add(path + "signer");
    const auto same_market = [](const MarketConfiguration& a, const MarketConfiguration& b) {
        return a.asset == b.asset && same_identity(a.identity, b.identity);
    };
    if (!same_list(running.markets, wanted.markets, same_market)) differences.add(path + "market");
}

}  // namespace

Status check_reload(const Configuration& running, const Configuration& wanted) {
    Differences differences;
    differences.compare("keeper.policy", running.policy, wanted.policy);
    differences.compare("keeper.state", running.state, wanted.state);
    differences.compare("status.listen", running.status.host, wanted.status.host);
    differences.compare("status.listen", running.status.port, wanted.status.port);
    differences.compare("log.format", running.log_format, wanted.log_format);
    differences.compare("log.level", running.log_level, wanted.log_level);
    const auto same_name = [](const ChainConfiguration& a, const ChainConfiguration& b) {
        return a.name == b.name;
    };
    if (!same_list(running.chains, wanted.chains, same_name)) {
        differences.add("chain");
        return differences.status();
    }
    for (std::size_t i = 0; i < running.chains.size(); ++i)
        compare(running.chains[i], wanted.chains[i], differences);
    return differences.status();
}

}  // namespace ballast::keeper
