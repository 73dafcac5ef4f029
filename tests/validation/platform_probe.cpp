// SPDX-License-Identifier: MIT
#include "tests/validation/platform_probe.hpp"

#include <bit>
#include <clocale>
#include <cmath>
#include <ctime>
#include <locale>
#include <stdexcept>

#include "base/hash.hpp"

namespace ballast::validation::test {
namespace {

void append(Bytes& data, double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (unsigned shift = 0; shift < 64; shift += 8)
        data.push_back(static_cast<std::uint8_t>(bits >> shift));
}

/// Volatile, so that no compiler computes them beforehand.
Hash32 libm_digest() {
    Bytes data;
    for (int i = 1; i <= 20'000; ++i) {
        volatile double x = i / 997.0;
        append(data, std::exp(x / 3));
        append(data, std::log(x));
        append(data, std::pow(x, 1.7));
        append(data, std::sin(x));
    }
    return keccak256(data);
}

}  // namespace

void adopt_environment() {
    // An unknown locale leaves "C", which platform_text then shows.
    if (std::setlocale(LC_ALL, "") != nullptr) try {
            std::locale::global(std::locale(""));
        } catch (const std::runtime_error&) {
            std::setlocale(LC_ALL, "C");
        }
    tzset();
}

std::string platform_text() {
    const std::time_t winter = 1'700'000'000;
    std::tm local{};
    localtime_r(&winter, &local);
    return std::string("decimal_point=") + std::localeconv()->decimal_point +
           " utc_offset=" + std::to_string(local.tm_gmtoff) + " libm=" + to_hex(libm_digest());
}

}  // namespace ballast::validation::test
