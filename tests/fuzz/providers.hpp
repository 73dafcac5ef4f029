// SPDX-License-Identifier: MIT
// What an input of the target `providers` means; shared with the test that its seeds are read.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "providers/provider.hpp"

namespace ballast::providers {

constexpr UnixSeconds kFuzzedAt{1'722'906'015};

/// A declaration under which that provider has something to read.
[[nodiscard]] inline Source fuzzed_source(std::string_view provider) {
    Source source;
    source.provider = provider;
    source.value_at = provider == "json_pointer" ? "/data/0/v" : "v";
    source.time_at = provider == "json_pointer" ? "/data/0/t" : "t";
    source.time_format = "rfc3339";
    if (provider == "mof_jgb") source.series = "10Y";
    if (provider == "pyth_hermes") source.series = std::string(64, 'e');
    return source;
}

/// The first byte chooses the provider, the rest is the body. Letters, so that seeds are text: 'a'
/// is the first provider. Requires an input that is not empty.
[[nodiscard]] inline std::pair<Source, Answer> fuzzed_answer(std::string_view input) {
    const auto names = provider_names();
    const auto place =
        static_cast<std::size_t>(static_cast<unsigned char>(input.front()) + 256 - 'a');
    return {fuzzed_source(names[place % 256 % names.size()]),
            Answer{200, "", std::string(input.substr(1)), kFuzzedAt}};
}

}  // namespace ballast::providers
