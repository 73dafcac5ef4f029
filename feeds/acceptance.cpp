// SPDX-License-Identifier: MIT
#include "feeds/acceptance.hpp"

#include <algorithm>

#include "feeds/plausibility.hpp"

namespace ballast::feeds {
namespace {

bool has_several_groups(const FeedDeclaration& feed) {
    return std::any_of(feed.sources.begin(), feed.sources.end(), [&](const SourceDeclaration& s) {
        return s.group != feed.sources.front().group;
    });
}

}  // namespace

std::optional<providers::Reading> Acceptance::reference(const FeedDeclaration& feed,
                                                        UnixSeconds at) const {
    if (!last_) return std::nullopt;
    // No more sessions end than days pass and one: the calendar is asked only behind a silence.
    const std::int64_t most =
        (at - heard_at_).count / (feed.stale.in_sessions ? kDay.count : 1) + 1;
    if (most > feed.stale.preset && age_of(feed, heard_at_, at) == Age::beyond_preset)
        return std::nullopt;
    return last_->value;
}

void Acceptance::accept(const Agreement& agreement) {
    last_ = agreement;
    waiting_.reset();
}

/// It is where the jump went, or a price that goes on falling: that is confirmed by its fall. One
/// that goes on rising can wait: nothing is lost by it but a rise of the parameters.
bool Acceptance::stays(const FeedDeclaration& feed, const Agreement& agreement) const {
    if (!waiting_) return false;
    if (size_of_move(feed.jump, waiting_->value, agreement.value) == MoveSize::usual) return true;
    return feed.target == FeedTarget::price && last_ && waiting_->value < last_->value &&
           agreement.value < waiting_->value;
}

/// The source that said it first says it again an interval later. Another endpoint of its upstream
/// is no second witness, nor are two copies of one print.
bool Acceptance::confirms(const FeedDeclaration& feed, const Agreement& agreement) const {
    if (!waiting_) return false;
    const bool again =
        std::any_of(agreement.prints.begin(), agreement.prints.end(), [&](const auto& print) {
            const auto first = waiting_->since.find(print.first);
            return first != waiting_->since.end() && print.second >= first->second + feed.interval;
        });
    return again && stays(feed, agreement);
}

/// A jump needs one where only one group says it. So does the first value of a feed that has other
/// groups to ask, and, however many say it, the first one behind a silence.
bool Acceptance::needs_second_word(const FeedDeclaration& feed, const Agreement& agreement,
                                   UnixSeconds at) const {
    const auto known = reference(feed, at);
    if (!known && last_) return true;
    if (agreement.groups >= 2) return false;
    if (!known) return has_several_groups(feed);
    return size_of_move(feed.jump, *known, agreement.value) != MoveSize::usual;
}

/// What stays where it was keeps the time at which each source said it first.
void Acceptance::wait(const FeedDeclaration& feed, const Agreement& agreement) {
    if (!stays(feed, agreement)) waiting_ = Waiting{agreement.value, {}};
    waiting_->since.insert(agreement.prints.begin(), agreement.prints.end());
}

std::optional<FeedReason> Acceptance::take(const FeedDeclaration& feed, const Agreement& agreement,
                                           UnixSeconds at) {
    const auto known = reference(feed, at);
    const bool silent = last_ && !known;
    // The silence lasts until something is accepted: the second print has no reference either.
    if (!silent) heard_at_ = std::max(heard_at_, agreement.newest);
    // What every source says at once may come from one mistake upstream of them all.
    if (known && size_of_move(feed.jump, *known, agreement.value) == MoveSize::unbelievable)
        return FeedReason::jump_refused;
    if (!needs_second_word(feed, agreement, at) || confirms(feed, agreement)) {
        accept(agreement);
        heard_at_ = agreement.newest;
        return std::nullopt;
    }
    wait(feed, agreement);
    return FeedReason::jump_unconfirmed;
}

Acceptance Acceptance::restored(std::optional<Agreement> last, std::optional<Waiting> waiting,
                                UnixSeconds heard_at) {
    Acceptance acceptance;
    acceptance.last_ = std::move(last);
    acceptance.waiting_ = std::move(waiting);
    acceptance.heard_at_ = heard_at;
    return acceptance;
}

}  // namespace ballast::feeds
