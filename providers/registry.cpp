// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "providers/formats.hpp"

namespace ballast::providers {
namespace {

/// Ascending by name.
const auto& all() {
    static const std::array kAll = {
        &binance(),      &cboe_vix(),      &chainlink(), &coinbase(),  &csv_column(),
        &deribit_dvol(), &deribit_index(), &ecb(),       &file_drop(), &frb_h10(),
        &fred(),         &json_pointer(),  &kraken(),    &mof_jgb(),   &pyth_hermes()};
    return kAll;
}

}  // namespace

const Provider* find_provider(std::string_view name) {
    const auto found = std::find_if(all().begin(), all().end(), [&](const Provider* provider) {
        return provider->name() == name;
    });
    return found == all().end() ? nullptr : *found;
}

std::vector<std::string_view> provider_names() {
    std::vector<std::string_view> names;
    for (const Provider* provider : all())
        names.push_back(provider->name());
    return names;
}

}  // namespace ballast::providers
