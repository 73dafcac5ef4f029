// SPDX-License-Identifier: MIT
#include <algorithm>

#include "keeper/read_configuration.hpp"

namespace ballast::keeper {
namespace {

using policies::Bounds;
using policies::TableReader;

constexpr Bounds kIndex{0, 31, "the signer's place in the oracle's list, from 0"};

SignerKind read_kind(TableReader& table) {
    if (!table.has("kind")) return SignerKind::keystore;
    const std::string text = table.text("kind");
    if (text == "web3signer") return SignerKind::web3signer;
    if (text == "clef") return SignerKind::clef;
    if (!text.empty() && text != "keystore")
        table.fault("kind", "expected keystore, web3signer or clef, found \"" + text + "\"");
    return SignerKind::keystore;
}

ReportSigner read_signer(TableReader& table, const ReadContext& context) {
    ReportSigner signer;
    signer.name = table.name();
    signer.index = static_cast<std::uint32_t>(table.integer("index", kIndex));
    signer.kind = read_kind(table);
    if (signer.kind == SignerKind::keystore) {
        signer.keystore = read_path(table, "keystore", context.folder);
        if (table.has("password_file"))
            signer.password_file = read_path(table, "password_file", context.folder);
    } else {
        signer.url = read_secret(table, "url", context.folder);
        signer.address = read_address(table, "address");
    }
    table.finish();
    return signer;
}

}  // namespace

std::vector<ReportSigner> read_signers(TableReader& chain, const ReadContext& context) {
    std::vector<ReportSigner> signers;
    if (!chain.has("signer")) return signers;
    for (TableReader& table : chain.named_tables("signer"))
        signers.push_back(read_signer(table, context));
    std::stable_sort(signers.begin(), signers.end(),
                     [](const auto& a, const auto& b) { return a.index < b.index; });
    const auto twin =
        std::adjacent_find(signers.begin(), signers.end(),
                           [](const auto& a, const auto& b) { return a.index == b.index; });
    if (chain.sound() && twin != signers.end())
        chain.fault("signer", twin->name + " and " + std::next(twin)->name +
                                  " have one index; each has its own in the oracle's list");
    return signers;
}

}  // namespace ballast::keeper
