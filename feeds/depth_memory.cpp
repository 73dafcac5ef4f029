// SPDX-License-Identifier: MIT
#include "feeds/depth_memory.hpp"

#include <algorithm>

#include "feeds/synthetic_market.hpp"

namespace ballast::feeds {
namespace {

using engine::DepthCurve;
using engine::Usd;

/// A median of more says no more, and memory stays bounded whatever the interval.
constexpr std::size_t kSamplesMax = 240;

/// Twice the window and a little: what a restart reads stays small.
constexpr std::size_t kHoursMax = 1'500;

std::int64_t hour_of(UnixSeconds at) {
    const std::int64_t hours = at.count / kHour.count;
    return at.count % kHour.count < 0 ? hours - 1 : hours;
}

/// Point by point; of an even number the lower of the two in the middle. It ascends where all
/// samples do.
DepthCurve median(const std::vector<DepthCurve>& samples) {
    DepthCurve result{};
    for (std::size_t i = 0; i < result.size(); ++i) {
        std::vector<Usd> column;
        for (const DepthCurve& sample : samples)
            column.push_back(sample[i]);
        const auto middle = column.begin() + static_cast<std::ptrdiff_t>((column.size() - 1) / 2);
        std::nth_element(column.begin(), middle, column.end());
        result[i] = *middle;
    }
    return result;
}

Status check(const DepthCurve& curve) {
    if (!std::is_sorted(curve.begin(), curve.end()))
        return fail(Errc::bad_data, "a depth curve that falls with the slippage");
    return {};
}

Json curve_json(const DepthCurve& curve) {
    JsonArray points;
    for (const Usd usd : curve)
        points.push_back(Json::integer(usd.count()));
    return points;
}

Result<DepthCurve> curve_from_json(const Json& document) {
    const auto points = array_member(document, "depth_usd");
    if (!points) return fail(points.error());
    DepthCurve curve{};
    if ((*points)->size() != curve.size())
        return fail(Errc::bad_data, "depth_usd: expected five numbers");
    for (std::size_t i = 0; i < curve.size(); ++i) {
        const std::string* text = (**points)[i].as_string();
        const auto number = text ? parse_integer(*text) : Result<std::int64_t>(-1);
        const auto usd = number ? Usd::from(*number) : Result<Usd>(fail(number.error()));
        if (!usd) return fail_in("depth_usd", usd.error());
        curve[i] = *usd;
    }
    if (auto sound = check(curve); !sound) return fail(sound.error());
    return curve;
}

}  // namespace

/// An answer is late by minutes; hours ahead of it were written by a clock that ran ahead.
void DepthMemory::forgive_clock(std::int64_t hour) {
    constexpr std::int64_t kLateHours = 2;
    if (medians_.empty() || medians_.rbegin()->first <= hour + kLateHours) return;
    medians_.erase(medians_.upper_bound(hour), medians_.end());
    start_hour();
}

void DepthMemory::start_hour() {
    running_.clear();
    seen_ = 0;
    stride_ = 1;
}

/// Every `stride_`th sample is kept, from the first minute of the hour to the last.
void DepthMemory::put_sample(const DepthCurve& curve) {
    if (seen_++ % stride_ != 0) return;
    running_.push_back(curve);
    if (running_.size() < kSamplesMax) return;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < running_.size(); i += 2)
        running_[kept++] = running_[i];
    running_.resize(kept);
    stride_ *= 2;
}

Status DepthMemory::note(UnixSeconds at, const DepthCurve& curve) {
    if (auto sound = check(curve); !sound) return sound;
    const std::int64_t hour = hour_of(at);
    forgive_clock(hour);
    const bool first = medians_.empty() || medians_.rbegin()->first < hour;
    if (!first && medians_.rbegin()->first > hour)
        return fail(Errc::bad_data, "a depth curve of an hour that is over");
    if (first) start_hour();
    put_sample(curve);
    medians_[hour] = median(running_);
    // By number, not by time: a clock that runs ahead for a moment must not cost the month.
    while (medians_.size() > kHoursMax)
        medians_.erase(medians_.begin());
    return {};
}

std::optional<DepthCurve> DepthMemory::low(UnixSeconds at) const {
    std::optional<DepthCurve> lowest;
    const auto first = medians_.upper_bound(hour_of(at - kDepthWindow));
    for (auto it = first; it != medians_.end() && it->first <= hour_of(at); ++it)
        lowest = lowest ? shallower(*lowest, it->second) : it->second;
    return lowest;
}

std::int64_t DepthMemory::hours_watched(UnixSeconds at) const {
    const auto first = medians_.upper_bound(hour_of(at - kDepthWindow));
    return std::distance(first, medians_.upper_bound(hour_of(at)));
}

Json DepthMemory::to_json() const {
    JsonArray hours;
    for (const auto& [hour, curve] : medians_)
        hours.push_back(
            JsonObject{{"depth_usd", curve_json(curve)}, {"hour", Json::integer(hour)}});
    JsonArray running;
    for (const DepthCurve& curve : running_)
        running.push_back(JsonObject{{"depth_usd", curve_json(curve)}});
    return JsonObject{{"hours", std::move(hours)},
                      {"running", std::move(running)},
                      {"seen", Json::integer(seen_)},
                      {"stride", Json::integer(stride_)}};
}

Result<DepthMemory> DepthMemory::from_json(const Json& document) {
    const auto hours = array_member(document, "hours");
    if (!hours) return fail(hours.error());
    DepthMemory memory;
    for (const Json& item : **hours) {
        const auto hour = integer_member(item, "hour");
        const auto curve = curve_from_json(item);
        if (!hour) return fail(hour.error());
        if (!curve) return fail(curve.error());
        if (*hour < 0 || *hour > engine::UsdTag::kMax / kHour.count)
            return fail(Errc::bad_data, "hour: not within the hours that a time can name");
        if (auto noted = memory.note({*hour * kHour.count}, *curve); !noted)
            return fail(noted.error());
    }
    if (auto resumed = memory.resume_hour(document); !resumed) return fail(resumed.error());
    return memory;
}

/// The running hour goes on from its samples, not from their median as one.
Status DepthMemory::resume_hour(const Json& document) {
    const auto running = array_member(document, "running");
    const auto seen = integer_member(document, "seen");
    const auto stride = integer_member(document, "stride");
    if (!running) return fail(running.error());
    if (!seen) return fail(seen.error());
    if (!stride) return fail(stride.error());
    if (*seen < 0 || *stride < 1 || *seen > engine::UsdTag::kMax || *stride > *seen + 1 ||
        (*running)->size() >= kSamplesMax)
        return fail(Errc::bad_data, "running: no such hour");
    running_.clear();
    for (const Json& item : **running) {
        const auto curve = curve_from_json(item);
        if (!curve) return fail(curve.error());
        running_.push_back(*curve);
    }
    seen_ = *seen;
    stride_ = *stride;
    return {};
}

}  // namespace ballast::feeds
