// SPDX-License-Identifier: MIT
#include "bench/numpy_peer.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <utility>

#include "base/file.hpp"

namespace ballast::bench {
namespace {

constexpr const char* kScript = "bench/stress_numpy.py";

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

    void add(std::size_t number, std::span<const simulation::Leg> legs) {
        for (const simulation::Leg& leg : legs) {
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

Status hand_over(const simulation::Book& book, const simulation::PriceTable& prices,
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
    for (const simulation::BookAsset& asset : book.assets())
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

/// Becomes Python. Only calls that are safe between fork and exec.
[[noreturn]] void become_python(const char* python, const char* folder, int in, int out) {
    ::dup2(in, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::execl(python, python, "-B", kScript, folder, nullptr);
    ::_exit(127);
}

}  // namespace

NumpyPeer::NumpyPeer(NumpyPeer&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      to_(std::exchange(other.to_, nullptr)),
      from_(std::exchange(other.from_, nullptr)),
      folder_(std::move(other.folder_)) {}

NumpyPeer::~NumpyPeer() {
    // It ends at the end of its input.
    if (to_ != nullptr) std::fclose(to_);
    if (from_ != nullptr) std::fclose(from_);
    if (process_ >= 0) ::waitpid(process_, nullptr, 0);
}

Result<NumpyPeer> NumpyPeer::start(const simulation::Book& book,
                                   const simulation::PriceTable& prices,
                                   const std::filesystem::path& folder) {
    if (const Status written = hand_over(book, prices, folder); !written)
        return fail(written.error());
    const char* chosen = std::getenv("BALLAST_PYTHON");
    const char* python = chosen != nullptr ? chosen : "/usr/bin/python3";
    std::array<int, 2> to{};
    std::array<int, 2> from{};
    if (::pipe2(to.data(), O_CLOEXEC) != 0 || ::pipe2(from.data(), O_CLOEXEC) != 0)
        return fail(Errc::failed, "no pipe to Python");
    NumpyPeer peer;
    peer.folder_ = folder;
    peer.process_ = ::fork();
    if (peer.process_ == 0) become_python(python, folder.c_str(), to[0], from[1]);
    ::close(to[0]);
    ::close(from[1]);
    peer.to_ = ::fdopen(to[1], "w");
    peer.from_ = ::fdopen(from[0], "r");
    return peer;
}

Result<std::string> NumpyPeer::ask(const char* what) {
    std::array<char, 256> line{};
    const bool asked = std::fprintf(to_, "%s\n", what) > 0 && std::fflush(to_) == 0;
    if (!asked || std::fgets(line.data(), line.size(), from_) == nullptr)
        return fail(Errc::failed, std::string(kScript) +
                                      " has ended; run from the project's root, with "
                                      "python3-numpy and libopenblas0-pthread installed");
    return std::string(line.data());
}

Result<std::vector<NumpyRow>> NumpyPeer::rows() {
    const auto answer = ask("rows");
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
    const auto answer = ask("round");
    if (!answer) return fail(answer.error());
    char* rest = nullptr;
    const double prepare = std::strtod(answer->c_str(), &rest);
    return NumpyRound{prepare, std::strtod(rest, nullptr)};
}

}  // namespace ballast::bench
