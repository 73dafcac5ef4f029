// SPDX-License-Identifier: MIT
#include "tests/apps/dry_run/invented_folder.hpp"

#include <string>

#include "base/check.hpp"
#include "base/file.hpp"
#include "base/time.hpp"

namespace ballast::apps {
namespace {

constexpr UnixSeconds kBegin{1'704'067'200};  // 2024-01-01
constexpr std::int64_t kDays = 140;
// The fifteenth and the eighteenth of May.
constexpr std::int64_t kGapHour = 135 * std::int64_t{24} + 10;
constexpr std::int64_t kFallHour = 138 * std::int64_t{24};

/// Between -1 and 1 in hundredths: the same walk everywhere.
std::int64_t noise(std::uint64_t& state) {
    state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
    return static_cast<std::int64_t>((state >> 33U) % 201) - 100;
}

std::string bars(std::int64_t price, std::uint64_t seed, bool with_gap) {
    std::string text = "ts,open,high,low,close\n";
    for (std::int64_t hour = 0; hour < kDays * 24; ++hour) {
        const std::int64_t open = price;
        price += price * noise(seed) / 20'000;
        if (hour == kFallHour) price -= price / 10;
        if (with_gap && hour == kGapHour) continue;
        const auto cell = [](std::int64_t value) { return "," + std::to_string(value); };
        text += format_utc(kBegin + Seconds{hour * kHour.count}) + cell(open) +
                cell(std::max(open, price)) + cell(std::min(open, price)) + cell(price) + "\n";
    }
    return text;
}

/// Around `level`, with two decimals; a second column is the first.
std::string prints(const std::string& header, std::int64_t level, std::uint64_t seed) {
    std::string text = header + "\n";
    const bool two = header.find(",y40") != std::string::npos;
    for (std::int64_t day = 0; day < kDays; ++day) {
        const UnixSeconds date = kBegin + Seconds{day * kDay.count};
        if (weekday(date) >= 5) continue;
        const std::int64_t value = level * 100 + noise(seed) * level / 20;
        const std::string cents = std::to_string(100 + value % 100).substr(1);
        const std::string cell = "," + std::to_string(value / 100) + "." + cents;
        text += format_date(date) + cell + (two ? cell : "") + "\n";
    }
    return text;
}

void put(const std::filesystem::path& file, const std::string& text) {
    BALLAST_CHECK(write_file(file, text).has_value());
}

}  // namespace

void write_invented_folder(const std::filesystem::path& folder) {
    put(folder / "btcusd_1h_perp.csv", bars(60'000, 1, true));
    put(folder / "ethusd_1h_perp.csv", bars(3'000, 2, false));
    put(folder / "vix_daily.csv", prints("date,CLOSE", 15, 3));
    put(folder / "move_daily.csv", prints("date,value", 100, 4));
    put(folder / "usdjpy_daily.csv", prints("date,value", 150, 5));
    put(folder / "jgb_curve_daily.csv", prints("date,y10,y40", 2, 6));
}

}  // namespace ballast::apps
