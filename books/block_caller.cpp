// SPDX-License-Identifier: MIT
#include "books/block_caller.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace ballast::books {

Result<std::vector<rpc::CallOutcome>> BlockCaller::calls(
    const std::vector<rpc::CallMessage>& messages) {
    std::vector<rpc::CallOutcome> all;
    while (all.size() < messages.size()) {
        const std::size_t count = std::min(reader_.calls_max(), messages.size() - all.size());
        if (next_ == answers_.size()) {
            const auto begin = messages.begin() + static_cast<std::ptrdiff_t>(all.size());
            auto some = reader_.calls(at_, {begin, begin + static_cast<std::ptrdiff_t>(count)});
            if (!some) return fail(some.error());
            answers_.push_back(std::move(*some));
        }
        const std::vector<rpc::CallOutcome>& kept = answers_[next_++];
        BALLAST_CHECK(kept.size() == count);
        all.insert(all.end(), kept.begin(), kept.end());
    }
    return all;
}

void BlockCaller::finish() {
    answers_.clear();
    next_ = 0;
}

}  // namespace ballast::books
