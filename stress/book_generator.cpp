// SPDX-License-Identifier: MIT
#include "stress/book_generator.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "statistics/elementary.hpp"
#include "statistics/random.hpp"
#include "stress/book_shape.hpp"

namespace ballast::stress {
namespace {

using statistics::Random;

// Part k of a position is drawn from stream k of the position's own stream.
enum Part : std::uint64_t { part_debt, part_health, part_counts, part_collaterals, part_debts };

double weight_of(const GeneratedAsset& asset, bool collateral) {
    return collateral ? asset.collateral_weight : asset.debt_weight;
}

std::vector<double> weights_of(const BookRecipe& recipe, bool collateral) {
    std::vector<double> weights;
    for (const GeneratedAsset& asset : recipe.assets)
        weights.push_back(weight_of(asset, collateral));
    return weights;
}

/// An asset by weight; its weight is then 0, so that it is not drawn again.
std::uint32_t draw_asset(Random& random, std::vector<double>& weights) {
    double total = 0;
    for (const double weight : weights)
        total += weight;
    double left = random.uniform() * total;
    std::uint32_t last = 0;
    for (std::uint32_t a = 0; a < weights.size(); ++a) {
        if (weights[a] <= 0) continue;
        last = a;
        left -= weights[a];
        if (left < 0) break;
    }
    weights[last] = 0;
    return last;
}

struct Side {
    std::vector<std::uint32_t> assets;
    std::vector<double> shares;
};

Side draw_side(Random random, std::size_t count, std::vector<double> weights) {
    const auto possible =
        std::count_if(weights.begin(), weights.end(), [](double w) { return w > 0; });
    Side side;
    double total = 0;
    for (std::size_t i = 0; i < std::min(count, static_cast<std::size_t>(possible)); ++i) {
        side.assets.push_back(draw_asset(random, weights));
        side.shares.push_back(random.uniform());
        total += side.shares.back();
    }
    for (double& share : side.shares)
        share /= total;
    return side;
}

/// The debt of position i in USD, as drawn.
double drawn_debt(const Random& position) {
    const double rank = position.stream(part_debt).uniform();
    // kDebtShape is linear in the logarithm.
    const auto* upper =
        std::find_if(std::begin(kDebtShape) + 1, std::end(kDebtShape) - 1,
                     [rank](const ShapePoint& point) { return rank <= point.rank; });
    const ShapePoint& lower = *(upper - 1);
    const double into = (rank - lower.rank) / (upper->rank - lower.rank);
    return lower.value * statistics::portable_pow(upper->value / lower.value, into);
}

/// Tokens at 1e-8 that are worth `usd`, at least one unit.
std::int64_t amount_of(double usd, const BookAsset& asset) {
    const double amount = usd * 1e16 / static_cast<double>(asset.price.count());
    // What is too large is cut where Book::add refuses it.
    return static_cast<std::int64_t>(std::clamp(amount, 1.0, 2.0 * kAmountMax));
}

class Generator {
  public:
    explicit Generator(const BookRecipe& recipe)
        : recipe_(recipe),
          random_(recipe.seed),
          collateral_weights_(weights_of(recipe, true)),
          debt_weights_(weights_of(recipe, false)) {
        if (recipe.total_debt.count() == 0) return;
        double drawn = 0;
        for (std::size_t i = 0; i < recipe.positions; ++i)
            drawn += drawn_debt(random_.stream(i));
        scale_ = static_cast<double>(recipe.total_debt.count()) / drawn;
    }

    [[nodiscard]] Status add_to(Book& book, std::size_t i) const {
        const Random position = random_.stream(i);
        const double debt = drawn_debt(position) * scale_;
        const double health = shape_at(kHealthShape, position.stream(part_health).uniform());
        Random counts = position.stream(part_counts);
        const std::size_t collaterals = count_at(kCollateralCountShape, counts.uniform());
        const std::size_t debts = count_at(kDebtCountShape, counts.uniform());
        const Side held =
            draw_side(position.stream(part_collaterals), collaterals, collateral_weights_);
        const Side owed = draw_side(position.stream(part_debts), debts, debt_weights_);
        return book.add(legs_of(held, debt * health, true), legs_of(owed, debt, false));
    }

  private:
    [[nodiscard]] std::vector<Leg> legs_of(const Side& side, double usd, bool weighted) const {
        std::vector<Leg> legs;
        for (std::size_t k = 0; k < side.assets.size(); ++k) {
            const BookAsset& asset = recipe_.assets[side.assets[k]].asset;
            const double lt = weighted ? asset.lt.count() / 1e4 : 1;
            const std::int64_t amount = amount_of(usd * side.shares[k] / lt, asset);
            // A unit more of collateral than was cut off: no health factor falls to 1.
            legs.push_back({side.assets[k], amount + (weighted ? 1 : 0)});
        }
        return legs;
    }

    const BookRecipe& recipe_;
    Random random_;
    std::vector<double> collateral_weights_;
    std::vector<double> debt_weights_;
    double scale_ = 1;
};

Status check_recipe(const BookRecipe& recipe) {
    bool collateral = false;
    bool debt = false;
    for (const GeneratedAsset& asset : recipe.assets) {
        collateral = collateral || asset.collateral_weight > 0;
        debt = debt || asset.debt_weight > 0;
        if (asset.collateral_weight > 0 && asset.asset.lt.count() == 0)
            return fail(Errc::bad_data, asset.asset.name + ": a collateral without an LT");
    }
    if (!collateral || !debt)
        return fail(Errc::bad_data, "a book needs an asset for collateral and one for debt");
    if (recipe.positions == 0) return fail(Errc::bad_data, "a book needs a position");
    return {};
}

}  // namespace

double shape_at(std::span<const ShapePoint> shape, double rank) {
    const auto upper = std::find_if(shape.begin() + 1, shape.end() - 1,
                                    [rank](const ShapePoint& point) { return rank <= point.rank; });
    const auto lower = upper - 1;
    return lower->value +
           (rank - lower->rank) / (upper->rank - lower->rank) * (upper->value - lower->value);
}

std::size_t count_at(std::span<const double> shares, double rank) {
    const auto found = std::find_if(shares.begin(), shares.end() - 1,
                                    [rank](double share) { return rank <= share; });
    return static_cast<std::size_t>(found - shares.begin()) + 1;
}

Result<Book> generate_book(const BookRecipe& recipe) {
    if (const Status sound = check_recipe(recipe); !sound) return fail(sound.error());
    std::vector<BookAsset> assets;
    for (const GeneratedAsset& asset : recipe.assets)
        assets.push_back(asset.asset);
    auto book = Book::from(std::move(assets));
    if (!book) return book;
    const Generator generator(recipe);
    for (std::size_t i = 0; i < recipe.positions; ++i)
        if (const Status added = generator.add_to(*book, i); !added)
            return fail_in("position " + std::to_string(i + 1), added.error());
    return book;
}

}  // namespace ballast::stress
