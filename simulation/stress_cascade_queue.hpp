// SPDX-License-Identifier: MIT
// Who has to be looked at when an asset's impact reaches a basis point.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace ballast::simulation {

/// Buckets of entries, one an asset and basis point up to a reach; entries beyond it are dropped.
class CascadeQueue {
  public:
    /// An entry holds while its owner's stamp is still the same.
    struct Entry {
        std::int32_t next;
        std::uint32_t owner;
        std::uint32_t stamp;
    };
    static constexpr std::int32_t kNone = -1;

    explicit CascadeQueue(std::size_t assets) : assets_(assets) {}

    /// Empties all buckets, of impacts up to `reach` bps. Requires reach >= 0.
    void begin(std::int32_t reach) {
        reach_ = reach;
        entries_.clear();
        heads_.assign(assets_ * width(), kNone);
    }

    void push(std::size_t asset, std::int32_t bps, std::uint32_t owner, std::uint32_t stamp) {
        if (bps > reach_) return;
        std::int32_t& head = heads_[asset * width() + static_cast<std::size_t>(bps)];
        entries_.push_back({head, owner, stamp});
        head = static_cast<std::int32_t>(entries_.size()) - 1;
    }

    /// Returns the first entry of a bucket or kNone. Requires 0 <= bps <= reach().
    [[nodiscard]] std::int32_t first(std::size_t asset, std::int32_t bps) const {
        return heads_[asset * width() + static_cast<std::size_t>(bps)];
    }
    [[nodiscard]] Entry operator[](std::int32_t i) const {
        return entries_[static_cast<std::size_t>(i)];
    }
    [[nodiscard]] std::int32_t reach() const { return reach_; }

  private:
    [[nodiscard]] std::size_t width() const { return static_cast<std::size_t>(reach_) + 1; }

    std::size_t assets_;
    std::int32_t reach_ = 0;
    std::vector<std::int32_t> heads_;
    std::vector<Entry> entries_;
};

}  // namespace ballast::simulation
