// SPDX-License-Identifier: MIT
#include "providers/era_date.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "providers/guard.hpp"
#include "providers/times.hpp"

namespace ballast::providers {
namespace {

struct Era {
    char letter;
    std::int64_t year_before_first;
    calendar::Civil first;
    calendar::Civil last;
};

constexpr std::array kEras = {
    Era{'S', 1925, {1926, 12, 25}, {1989, 1, 7}},
    Era{'H', 1988, {1989, 1, 8}, {2019, 4, 30}},
    Era{'R', 2018, {2019, 5, 1}, {9999, 12, 31}},
};

/// Takes digits and the point behind them, if one is there; 0 where there are none.
int take_number(std::string_view& rest) {
    int value = 0;
    std::size_t count = 0;
    while (count < rest.size() && count < 4 && rest[count] >= '0' && rest[count] <= '9')
        value = value * 10 + (rest[count++] - '0');
    rest.remove_prefix(count);
    if (rest.starts_with('.')) rest.remove_prefix(1);
    return value;
}

}  // namespace

Result<calendar::Day> read_era_date(std::string_view text) {
    const auto wrong =
        fail(Errc::bad_data, "expected an era date such as R6.8.5, found " + excerpt(text));
    if (text.empty() || std::count(text.begin(), text.end(), '.') != 2) return wrong;
    const auto era = std::find_if(kEras.begin(), kEras.end(), [&](const Era& candidate) {
        return candidate.letter == text[0];
    });
    if (era == kEras.end()) return wrong;
    std::string_view rest = text.substr(1);
    const int year = take_number(rest);
    const int month = take_number(rest);
    const int day = take_number(rest);
    if (!rest.empty() || text.back() == '.' || year < 1) return wrong;
    const calendar::Civil date{era->year_before_first + year, month, day};
    const auto found = day_if_real(date.year, month, day);
    if (!found) return wrong;
    if (date < era->first || date > era->last)
        return fail(Errc::bad_data, excerpt(text) + " lies outside its era");
    return *found;
}

}  // namespace ballast::providers
