// SPDX-License-Identifier: MIT
#include "feeds/captured_board.hpp"

#include "base/check.hpp"

namespace ballast::feeds {

std::string_view name(CaptureFault fault) noexcept {
    switch (fault) {
        case CaptureFault::withheld:
            return "withheld";
        case CaptureFault::damaged:
            return "damaged";
        case CaptureFault::unreadable:
            break;
    }
    return "unreadable";
}

CapturedBoard::CapturedBoard(std::vector<FeedDeclaration> feeds,
                             const std::filesystem::path& captures)
    : board_(std::move(feeds)), store_(captures), days_(store_.days()) {}

Result<std::vector<Verdict>> CapturedBoard::verdicts(UnixSeconds at) {
    if (at < told_at_)
        return fail(Errc::bad_data, "the moment " + format_utc(at) + " is before " +
                                        format_utc(told_at_) + ", which was told already");
    if (auto advanced = advance(at); !advanced) return fail(advanced.error());
    told_at_ = at;
    forget(at);
    return board_.verdicts(at);
}

/// As the keeper does: a season of prints is neither kept nor judged anew at each moment.
void CapturedBoard::forget(UnixSeconds now) {
    if (now < forgotten_at_ + kHour) return;
    board_.forget(now);
    forgotten_at_ = now;
}

Result<std::optional<UnixSeconds>> CapturedBoard::begins() {
    while (!begins_ && next_day_ < days_.size())
        if (auto read = next_day(); !read) return fail(read.error());
    return begins_;
}

Status CapturedBoard::next_day() {
    auto day = CaptureStore::day(days_[next_day_++]);
    if (!day) return fail(day.error());
    fetches_ = std::move(day->fetches);
    next_fetch_ = 0;
    damaged_lines_ += day->damaged;
    torn_lines_ += day->torn;
    if (day->damaged + day->torn > 0)
        spoilt_.push_back({days_[next_day_ - 1], day->damaged, day->torn});
    if (!begins_ && !fetches_.empty()) begins_ = fetches_.front().at;
    return {};
}

Status CapturedBoard::advance(UnixSeconds at) {
    for (;;) {
        // Between two moments may lie a season, as where all epochs stand behind the captures.
        for (; next_fetch_ < fetches_.size() && fetches_[next_fetch_].at <= at; ++next_fetch_) {
            forget(fetches_[next_fetch_].at);
            take(fetches_[next_fetch_]);
        }
        if (next_fetch_ < fetches_.size() || next_day_ == days_.size()) return {};
        if (auto read = next_day(); !read) return read;
    }
}

void CapturedBoard::take(const CapturedFetch& fetch) {
    bool declared = false;
    for (const FeedDeclaration& feed : board_.feeds()) {
        for (const SourceDeclaration& source : feed.sources) {
            if (source.source.name != fetch.source) continue;
            declared = true;
            auto body = store_.body(fetch.body);
            if (!body) {
                const bool there = body.error().code != Errc::input_missing;
                lose(there ? CaptureFault::damaged : CaptureFault::withheld, feed.name, fetch,
                     body.error().what);
                continue;
            }
            const auto* provider = providers::find_provider(source.source.provider);
            const auto seen =
                provider == nullptr
                    ? fail(Errc::configuration, "there is no provider " + source.source.provider)
                    : provider->read(source.source,
                                     {fetch.status, fetch.content_type, *body, fetch.at});
            if (seen)
                add(feed.name, fetch, *seen);
            else
                lose(CaptureFault::unreadable, feed.name, fetch, seen.error().what);
        }
    }
    if (!declared) ++undeclared_;
}

void CapturedBoard::lose(CaptureFault fault, const std::string& feed, const CapturedFetch& fetch,
                         const std::string& what) {
    ++lost_count_;
    if (lost_.size() < kLostNamedMax)
        lost_.push_back({fault, feed, fetch.source, fetch.at, fetch.body, what});
}

/// What the keeper does with an answer, in its order: news against the board as it was, then all of
/// it that can be true.
void CapturedBoard::add(const std::string& feed, const CapturedFetch& fetch,
                        const std::vector<providers::Observation>& seen) {
    ++answers_;
    std::vector<Sighting> news;
    for (const providers::Observation& observation : seen) {
        const Sighting sighting{observation, fetch.at, fetch.body};
        if (board_.is_news(feed, fetch.source, sighting) && check_times(sighting))
            news.push_back(sighting);
    }
    for (const Sighting& sighting : news) {
        const Status added = board_.add(feed, fetch.source, sighting);
        BALLAST_CHECK(added.has_value());
    }
}

}  // namespace ballast::feeds
