// SPDX-License-Identifier: MIT
// A stranger's bundle. The first byte chooses: its lines, its packed stream, or its whole file.
#include "audit/bundle.hpp"

#include "audit/check_bundle.hpp"
#include "audit/deflate.hpp"
#include "tests/fuzz/property.hpp"

namespace {

using namespace ballast;

/// What an input may unpack to here; a bomb is a kilobyte that wants more.
constexpr std::size_t kMost = std::size_t{1} << 16U;

void read_lines(std::string_view text) {
    const auto bundle = audit::read_bundle_content(text);
    if (!bundle) return;
    // One bundle has one spelling, and checking it ends whatever it says.
    const auto again = audit::bundle_content(*bundle);
    BALLAST_HOLDS(again.has_value() && *again == text);
    const audit::BundleCheck check = audit::check_bundle(*bundle);
    BALLAST_HOLDS(check.identical <= check.epochs);
    if (!check.first_difference) BALLAST_HOLDS(check.identical == check.epochs);
}

void read_stream(ByteView stream) {
    const auto text = audit::inflate_text(stream, kMost);
    if (!text) return;
    BALLAST_HOLDS(text->size() <= kMost);
    read_lines(*text);
    const std::string packed = audit::pack_bundle(*text);
    BALLAST_HOLDS(audit::unpack_bundle(packed, kMost) == *text);
    BALLAST_HOLDS(!audit::unpack_bundle(packed + "0", kMost).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const ByteView input(data + 1, size - 1);
    if (data[0] % 3 == 0) read_lines(fuzz::as_text(input));
    if (data[0] % 3 == 1) read_stream(input);
    if (data[0] % 3 == 2)
        if (const auto text = audit::unpack_bundle(fuzz::as_text(input), kMost)) read_lines(*text);
    return 0;
}
