// SPDX-License-Identifier: MIT
#include "bench/numpy_peer.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "base/file.hpp"

namespace ballast::bench {
namespace {

template <class T>
Status write_array(const std::filesystem::path& path, const std::vector<T>& values) {
    return write_file(path,
                      {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)});
}

template <class T>
Result<std::vector<T>> read_array(const std::filesystem::path& path, std::size_t count) {
    const auto bytes = read_file(path);
    if (!bytes) return fail(bytes.error());
    if (bytes->size() != count * sizeof(T))
        return fail(Errc::failed, path.string() + ": not " + std::to_string(count) + " numbers");
    std::vector<T> values(count);
    std::copy(bytes->begin(), bytes->end(), reinterpret_cast<char*>(values.data()));
    return values;
}

/// Legs of all positions, one list a member.
struct LegLists {
    std::vector<std::int64_t> position, asset, amount;

    void add(std::size_t number, std::span<const stress::Leg> legs) {
        for (const stress::Leg& leg : legs) {
            position.push_back(static_cast<std::int64_t>(number));
            asset.push_back(leg.asset);
            amount.push_back(leg.amount);
        }
    }
    [[nodiscard]] Status write(const std::filesystem::path& folder, const std::string& name) const {
        for (const auto& [part, values] :
             {std::pair{"position", &position}, {"asset", &asset}, {"amount", &amount}})
            if (const Status written = write_array(folder / (name + "_" + part), *values); !written)
                return written;
        return {};
    }
};

Status hand_over(const stress::Book& book, const stress::PriceTable& prices,
                 const std::filesystem::path& folder) {
    LegLists held;
    LegLists owed;
    for (std::size_t i = 0; i < book.size(); ++i) {
        held.add(i, book[i].collaterals);
        owed.add(i, book[i].debts);
    }
    if (const Status written = held.write(folder, "collateral"); !written) return written;
    if (const Status written = owed.write(folder, "debt"); !written) return written;
    std::vector<std::int64_t> terms;
    for (const stress::BookAsset& asset : book.assets())
        terms.insert(terms.end(), {asset.lt.count(), asset.bonus.count()});
    if (const Status written = write_array(folder / "terms", terms); !written) return written;
    std::vector<std::int64_t> all_prices;
    for (std::size_t s = 0; s < prices.size(); ++s)
        all_prices.insert(all_prices.end(), prices[s].begin(), prices[s].end());
    if (const Status written = write_array(folder / "prices", all_prices); !written) return written;
    return write_array(folder / "shape",
                       std::vector<std::int64_t>{static_cast<std::int64_t>(book.size()),
                                                 static_cast<std::int64_t>(prices.assets()),
                                                 static_cast<std::int64_t>(prices.size())});
}

}  // namespace

Result<NumpyPeer> NumpyPeer::start(const stress::Book& book, const stress::PriceTable& prices,
                                   const std::filesystem::path& folder) {
    if (const Status written = hand_over(book, prices, folder); !written)
        return fail(written.error());
    auto worker = PythonWorker::start({"-B", "bench/stress_numpy.py", folder.string()});
    if (!worker) return fail(worker.error());
    return NumpyPeer(std::move(*worker), folder);
}

Result<std::vector<NumpyRow>> NumpyPeer::rows() {
    const auto answer = worker_.ask("rows");
    if (!answer) return fail(answer.error());
    const auto count = static_cast<std::size_t>(std::strtoull(answer->c_str(), nullptr, 10));
    const auto counts = read_array<std::int64_t>(folder_ / "counts", count);
    const auto debts = read_array<double>(folder_ / "debts", count);
    const auto bad_debts = read_array<double>(folder_ / "bad_debts", count);
    if (!counts || !debts || !bad_debts) return fail(Errc::failed, "numpy's rows are missing");
    std::vector<NumpyRow> rows;
    for (std::size_t s = 0; s < count; ++s)
        rows.push_back({(*counts)[s], (*debts)[s], (*bad_debts)[s]});
    return rows;
}

Result<NumpyRound> NumpyPeer::round() {
    const auto answer = worker_.ask("round");
    if (!answer) return fail(answer.error());
    char* rest = nullptr;
    const double prepare = std::strtod(answer->c_str(), &rest);
    return NumpyRound{prepare, std::strtod(rest, nullptr)};
}

}  // namespace ballast::bench
