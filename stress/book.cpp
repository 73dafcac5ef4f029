// SPDX-License-Identifier: MIT
#include "stress/book.hpp"

#include <algorithm>
#include <limits>

namespace ballast::stress {
namespace {

Status check_terms_of(const std::string& name, engine::Bps lt, engine::Bps bonus) {
    const auto within_one = [](engine::Bps x) {
        return x.count() >= 0 && x.count() <= engine::kBpsOne;
    };
    if (!within_one(lt) || !within_one(bonus))
        return fail(Errc::bad_data, name + ": LT and bonus must be within 0 and 10000 bps");
    return {};
}

Status check_asset(const std::vector<BookAsset>& assets, std::size_t i) {
    const BookAsset& asset = assets[i];
    if (asset.name.empty()) return fail(Errc::bad_data, "an asset has no name");
    for (std::size_t k = 0; k < i; ++k)
        if (assets[k].name == asset.name)
            return fail(Errc::bad_data, asset.name + ": this asset is there twice");
    if (asset.price.count() < 1 || asset.price.count() > kBookPriceMax)
        return fail(Errc::bad_data, asset.name + ": the price must be above 0 and at most " +
                                        engine::format_decimal(kBookPriceMax, 8) + " USD");
    return check_terms_of(asset.name, asset.lt, asset.bonus);
}

std::string count_text(std::size_t least, std::size_t most) {
    return std::to_string(least) + " to " + std::to_string(most);
}

}  // namespace

Result<Book> Book::from(std::vector<BookAsset> assets) {
    if (assets.empty() || assets.size() > kBookAssetsMax)
        return fail(Errc::bad_data, "a book has " + count_text(1, kBookAssetsMax) +
                                        " assets, not " + std::to_string(assets.size()));
    for (std::size_t i = 0; i < assets.size(); ++i)
        if (const Status sound = check_asset(assets, i); !sound) return fail(sound.error());
    Book book;
    book.collateral_.resize(assets.size());
    book.debt_.resize(assets.size());
    book.assets_ = std::move(assets);
    return book;
}

Status Book::check_side(std::span<const Leg> legs, std::size_t most,
                        const std::vector<std::int64_t>& sums) const {
    if (legs.empty() || legs.size() > most)
        return fail(Errc::bad_data, "a position has " + count_text(1, kCollateralsMax) +
                                        " collaterals and " + count_text(1, kDebtsMax) + " debts");
    for (std::size_t i = 0; i < legs.size(); ++i) {
        const Leg& leg = legs[i];
        if (leg.asset >= assets_.size()) return fail(Errc::bad_data, "unknown asset");
        const std::string& name = assets_[leg.asset].name;
        if (leg.amount < 1 || leg.amount > kAmountMax)
            return fail(Errc::bad_data, name + ": an amount must be above 0 and at most " +
                                            engine::format_decimal(kAmountMax, 8) + " tokens");
        if (leg.amount > kAmountSumMax - sums[leg.asset])
            return fail(Errc::bad_data, name + ": all positions together exceed " +
                                            engine::format_decimal(kAmountSumMax, 8) + " tokens");
        for (std::size_t k = 0; k < i; ++k)
            if (legs[k].asset == leg.asset)
                return fail(Errc::bad_data, name + ": twice on one side of a position");
    }
    return {};
}

void Book::append_side(std::span<const Leg> legs, std::vector<std::int64_t>& sums) {
    const auto first = static_cast<std::ptrdiff_t>(legs_.size());
    legs_.insert(legs_.end(), legs.begin(), legs.end());
    std::sort(legs_.begin() + first, legs_.end(),
              [](const Leg& a, const Leg& b) { return a.asset < b.asset; });
    for (const Leg& leg : legs)
        sums[leg.asset] += leg.amount;
}

Status Book::add(std::span<const Leg> collaterals, std::span<const Leg> debts) {
    if (const Status sound = check_side(collaterals, kCollateralsMax, collateral_); !sound)
        return sound;
    if (const Status sound = check_side(debts, kDebtsMax, debt_); !sound) return sound;
    if (legs_.size() > std::numeric_limits<std::uint32_t>::max() - kCollateralsMax - kDebtsMax)
        return fail(Errc::bad_data, "too many positions");
    starts_.push_back({static_cast<std::uint32_t>(legs_.size()),
                       static_cast<std::uint8_t>(collaterals.size()),
                       static_cast<std::uint8_t>(debts.size())});
    append_side(collaterals, collateral_);
    append_side(debts, debt_);
    return {};
}

Status Book::set_terms(std::size_t asset, engine::Bps lt, engine::Bps bonus) {
    BALLAST_CHECK(asset < assets_.size());
    if (const Status sound = check_terms_of(assets_[asset].name, lt, bonus); !sound) return sound;
    assets_[asset].lt = lt;
    assets_[asset].bonus = bonus;
    return {};
}

void Book::lower_debt(std::size_t position, std::size_t leg, std::int64_t amount) {
    const Start& start = starts_[position];
    BALLAST_CHECK(leg < start.debts);
    Leg& owed = legs_[start.first_leg + start.collaterals + leg];
    BALLAST_CHECK(amount >= 1 && amount <= owed.amount);
    debt_[owed.asset] -= owed.amount - amount;
    owed.amount = amount;
}

PositionView Book::operator[](std::size_t i) const {
    const Start& start = starts_[i];
    const std::span<const Leg> legs(legs_);
    return {legs.subspan(start.first_leg, start.collaterals),
            legs.subspan(start.first_leg + start.collaterals, start.debts)};
}

Status Book::check_terms() const {
    for (std::size_t a = 0; a < assets_.size(); ++a)
        if (collateral_[a] > 0 && assets_[a].lt.count() == 0)
            return fail(Errc::bad_data, assets_[a].name +
                                            ": stands as collateral, and the policy gives it no "
                                            "liquidation threshold; add it to the policy");
    return {};
}

engine::Usd to_usd(Int128 value) {
    return engine::Usd::of(div_down(value, kValueOne));
}

}  // namespace ballast::stress
