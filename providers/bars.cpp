// SPDX-License-Identifier: MIT
#include "providers/bars.hpp"

#include "providers/guard.hpp"
#include "providers/times.hpp"

namespace ballast::providers {

Status Bars::add(UnixSeconds start, const BarFields& fields) {
    const auto sound = check(start, fields);
    if (!sound) return fail_in("bar of " + format_utc(start), sound.error());
    const UnixSeconds end = start + length_;
    if (end > answer_->fetched_at) return {};
    if (fields.trades != nullptr) {
        const auto trades = text_of(fields.trades, "trades");
        if (!trades) return fail(trades.error());
        if (*trades == "0") return {};
    }
    const auto text = text_of(fields.close, "close");
    if (!text) return fail(text.error());
    const auto close = read_reading(*text, *source_, Sign::positive);
    if (!close) return fail(close.error());
    seen_.push_back({*close, end, end});
    return {};
}

Status Bars::check(UnixSeconds start, const BarFields& fields) const {
    if (start.count % length_.count != 0)
        return fail(Errc::bad_data, "it begins off the grid of its length");
    if (start > answer_->fetched_at + kAheadMax)
        return fail(Errc::bad_data, "it lies ahead of the answer");
    Source plain;  // without the inverse, which would turn low and high round
    plain.scale = source_->scale;
    Reading prices[4];
    const Json* const values[] = {fields.open, fields.high, fields.low, fields.close};
    for (std::size_t i = 0; i < 4; ++i) {
        const auto text = text_of(values[i], "a price");
        if (!text) return fail(text.error());
        const auto price = read_reading(*text, plain, Sign::positive);
        if (!price) return fail(price.error());
        prices[i] = *price;
    }
    const auto [open, high, low, close] = prices;
    if (low <= open && low <= close && open <= high && close <= high) return {};
    return fail(Errc::bad_data, "low, high, open and close contradict each other");
}

Result<const JsonArray*> bar_row(const Json& row, std::size_t size) {
    const JsonArray* fields = row.as_array();
    if (fields == nullptr || fields->size() < size)
        return fail(Errc::bad_data,
                    "a bar is no array of at least " + std::to_string(size) + " fields");
    return fields;
}

Result<std::vector<Observation>> read_bars(Bars bars, const JsonArray& rows,
                                           const BarLayout& layout) {
    for (const Json& row : rows) {
        const auto fields = bar_row(row, layout.fields);
        if (!fields) return fail(fields.error());
        const JsonArray& field = **fields;
        const auto time = text_of(&field[0], "time");
        if (!time) return fail(time.error());
        const auto start = layout.read_start(*time);
        if (!start) return fail(start.error());
        const Json* trades = layout.trades == 0 ? nullptr : &field[layout.trades];
        const auto added = bars.add(*start, {&field[layout.open], &field[layout.high],
                                             &field[layout.low], &field[layout.close], trades});
        if (!added) return fail(added.error());
    }
    return bars.take();
}

}  // namespace ballast::providers
