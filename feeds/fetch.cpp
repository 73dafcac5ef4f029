// SPDX-License-Identifier: MIT
#include "feeds/fetch.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/check.hpp"
#include "base/hash.hpp"

namespace ballast::feeds {
namespace {

constexpr std::array<std::string_view, kFetchMisses> kNames{
    "no_answer",  "asked_to_wait", "server_fault", "refused",
    "redirected", "compressed",    "over_budget",  "bad_request"};

/// Requests of a source in a thousand minutes, those that failures cost included.
std::uint64_t per_thousand_minutes(Seconds interval) {
    return 60'000 * 6 / 5 / static_cast<std::uint64_t>(interval.count);
}

FetchMiss reason_of(const net::HttpResponse& response) {
    if (response.status == 429 || (response.status >= 400 && response.retry_after))
        return FetchMiss::asked_to_wait;
    if (response.status >= 500) return FetchMiss::server_fault;
    if (response.status >= 300 && response.status < 400) return FetchMiss::redirected;
    return FetchMiss::refused;
}

bool is_good(int status) {
    return status >= 200 && status < 300;
}

}  // namespace

std::string_view name(FetchMiss miss) noexcept {
    return kNames.at(static_cast<std::size_t>(miss));
}

Result<std::unique_ptr<FeedFetcher>> FeedFetcher::make(std::vector<FetchSource> sources,
                                                       net::HttpClient& client, const Clock& clock,
                                                       const FetchRules& rules) {
    std::unique_ptr<FeedFetcher> fetcher(new FeedFetcher(client, clock, rules));
    std::map<std::string, std::uint64_t> spent;
    for (FetchSource& source : sources) {
        const std::string whose = source.source.name;
        if (const Status added = fetcher->add(std::move(source), spent); !added)
            return fail_in(whose, added.error());
    }
    return fetcher;
}

/// Adds to `spent` what the source asks of its host in a thousand minutes.
Status FeedFetcher::add(FetchSource source, std::map<std::string, std::uint64_t>& spent) {
    if (source.provider == nullptr) return fail(Errc::configuration, "there is no such provider");
    if (source.interval.count < 1)
        return fail(Errc::configuration, "its interval is under a second");
    const FetchSchedule schedule(source.interval, rules_, rules_.seed + lines_.size());
    const std::uint64_t cost = per_thousand_minutes(source.interval);
    lines_.push_back({std::move(source), schedule, {}, {}, {}});
    const auto due = prepare(lines_.size() - 1);
    if (!due) return fail(due.error());
    spent[due->host] += cost;
    if (spent[due->host] > rules_.host_requests_per_minute_max * 1'000)
        return fail(Errc::configuration,
                    due->host + " would be asked more often than " +
                        std::to_string(rules_.host_requests_per_minute_max) +
                        " times a minute: make the intervals of its sources longer");
    return {};
}

Milliseconds FeedFetcher::next() const {
    Milliseconds next{std::numeric_limits<std::int64_t>::max()};
    for (const Line& line : lines_)
        next = std::min(next, line.schedule.next());
    return next;
}

std::vector<Fetched> FeedFetcher::step() {
    const Milliseconds now = clock_.monotonic();
    const UnixSeconds asked = clock_.now();
    std::vector<Fetched> outcomes;
    std::vector<net::HttpRequest> requests;
    const std::vector<Due> all = admitted(now, outcomes);
    for (const Due& due : all)
        requests.push_back(due.request);
    auto responses = requests.empty() ? std::vector<Result<net::HttpResponse>>()
                                      : client_.fetch(requests, rules_.deadline);
    BALLAST_CHECK(responses.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i)
        outcomes.push_back({all[i].source, judge(all[i], std::move(responses[i]), asked)});
    for (const Fetched& outcome : outcomes)
        count(outcome);
    return outcomes;
}

/// Returns those that are due, whoever was asked longest ago first: else a host's budget would
/// always be spent by the same.
std::vector<std::size_t> FeedFetcher::due_by_age(Milliseconds now) const {
    std::vector<std::size_t> due;
    for (std::size_t i = 0; i < lines_.size(); ++i)
        if (lines_[i].schedule.next() <= now) due.push_back(i);
    std::stable_sort(due.begin(), due.end(), [&](std::size_t one, std::size_t other) {
        return lines_[one].asked < lines_[other].asked;
    });
    return due;
}

Result<FeedFetcher::Due> FeedFetcher::prepare(std::size_t source) const {
    const FetchSource& asked = lines_.at(source).source;
    auto request = asked.provider->request(asked.source, clock_.now());
    if (!request) return fail(request.error());
    if (const Status allowed = net::check_request(*request); !allowed) return fail(allowed.error());
    std::string host = net::redacted_url(request->url);
    return Due{source, std::move(*request), std::move(host)};
}

/// Puts the source off where its host must be left in peace.
std::optional<Missed> FeedFetcher::held_back(const Due& due, Milliseconds now) {
    FetchHost& there = host(due.host);
    FetchSchedule& schedule = lines_.at(due.source).schedule;
    const FetchKind kind = lines_.at(due.source).source.kind;
    if (there.is_closed(kind, now)) {
        schedule.put_off(there.closed_until(kind));
        return Missed{FetchMiss::asked_to_wait, due.host + " asked another source to wait"};
    }
    if (there.admit(now)) return std::nullopt;
    schedule.put_off(there.next_room());
    return Missed{FetchMiss::over_budget, due.host + ": the requests of this minute are spent"};
}

std::vector<FeedFetcher::Due> FeedFetcher::admitted(Milliseconds now,
                                                    std::vector<Fetched>& outcomes) {
    std::vector<Due> all;
    for (const std::size_t source : due_by_age(now)) {
        Line& line = lines_.at(source);
        auto due = prepare(source);
        auto missed = due ? held_back(*due, now)
                          : Missed{FetchMiss::bad_request, std::move(due.error().what)};
        if (missed) {
            if (!due) line.schedule.put_off({now.count + line.source.interval.count * 1'000});
            outcomes.push_back({source, std::move(*missed)});
            continue;
        }
        line.asked = now;
        line.schedule.asked(now);
        line.redactor = net::redactor_of(due->request);
        ++line.figures.requests;
        all.push_back(std::move(*due));
    }
    return all;
}

std::variant<Captured, Missed> FeedFetcher::judge(const Due& due,
                                                  Result<net::HttpResponse> response,
                                                  UnixSeconds asked) {
    FetchSchedule& schedule = lines_.at(due.source).schedule;
    if (!response) {
        schedule.failed(clock_.monotonic());
        return Missed{response.error().code == Errc::configuration ? FetchMiss::bad_request
                                                                   : FetchMiss::no_answer,
                      std::move(response.error().what)};
    }
    const UnixSeconds now = clock_.now();
    if (response->date) host(due.host).saw_time(*response->date, asked, now);
    if (!is_good(response->status)) return missed(due, *response);
    schedule.answered();
    if (!response->content_encoding.empty())
        return Missed{FetchMiss::compressed, due.host + ": the body is compressed, unasked"};
    const Hash32 digest = sha256(as_bytes(response->body));
    return Captured{
        {response->status, std::move(response->content_type), std::move(response->body), now},
        digest};
}

/// Of an answer whose status is no success.
Missed FeedFetcher::missed(const Due& due, const net::HttpResponse& response) {
    FetchSchedule& schedule = lines_.at(due.source).schedule;
    const Milliseconds now = clock_.monotonic();
    const FetchMiss reason = reason_of(response);
    if (reason == FetchMiss::asked_to_wait)
        schedule.told_to_wait(now, response.retry_after);
    else if (reason == FetchMiss::server_fault)
        schedule.failed(now);
    else
        schedule.refused();
    if (reason == FetchMiss::asked_to_wait && response.retry_after) {
        const Seconds wait = std::min(*response.retry_after, rules_.wait_max);
        host(due.host).close(lines_.at(due.source).source.kind, {now.count + wait.count * 1'000});
    }
    return {reason, due.host + ": HTTP status " + std::to_string(response.status)};
}

void FeedFetcher::count(const Fetched& outcome) {
    FetchFigures& figures = lines_.at(outcome.source).figures;
    if (const auto* missed = std::get_if<Missed>(&outcome.what))
        ++figures.missed.at(static_cast<std::size_t>(missed->reason));
    else
        ++figures.captured;
}

FetchHost& FeedFetcher::host(const std::string& name) {
    return hosts_.try_emplace(name, rules_.host_requests_per_minute_max).first->second;
}

const FetchFigures& FeedFetcher::figures(std::size_t source) const {
    return lines_.at(source).figures;
}

const net::Redactor& FeedFetcher::redactor(std::size_t source) const {
    return lines_.at(source).redactor;
}

std::optional<ClockSkew> FeedFetcher::skew() const {
    std::vector<Seconds> seen;
    for (const auto& [name, host] : hosts_)
        if (host.skew()) seen.push_back(*host.skew());
    if (seen.empty()) return std::nullopt;
    const auto middle = seen.begin() + static_cast<std::ptrdiff_t>((seen.size() - 1) / 2);
    std::nth_element(seen.begin(), middle, seen.end());
    return ClockSkew{*middle, seen.size()};
}

}  // namespace ballast::feeds
