// SPDX-License-Identifier: MIT
// Whatever a source answers, its provider ends with observations that hold its promises, or an
// error. The first byte chooses the provider.
#include "tests/fuzz/providers.hpp"

#include "tests/fuzz/property.hpp"

namespace ballast::providers {
namespace {

constexpr Seconds kAhead{120};

void check(const std::vector<Observation>& seen) {
    BALLAST_HOLDS(!seen.empty());
    const Observation* before = nullptr;
    for (const Observation& one : seen) {
        BALLAST_HOLDS(one.observed_at <= one.known_at);
        BALLAST_HOLDS(one.observed_at <= kFuzzedAt + kAhead);
        if (before != nullptr)
            BALLAST_HOLDS(
                before->observed_at < one.observed_at ||
                (before->observed_at == one.observed_at && before->known_at < one.known_at));
        before = &one;
    }
}

}  // namespace
}  // namespace ballast::providers

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ballast::providers;
    if (size == 0) return 0;
    const auto [source, answer] = fuzzed_answer(ballast::fuzz::as_text({data, size}));
    const Provider& provider = *find_provider(source.provider);
    const auto seen = provider.read(source, answer);
    if (!seen) {
        BALLAST_HOLDS(!seen.error().what.empty());
        return 0;
    }
    check(*seen);
    BALLAST_HOLDS(provider.read(source, answer).value() == *seen);
    return 0;
}
