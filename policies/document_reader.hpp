// SPDX-License-Identifier: MIT
// Reads a document to its end and keeps every fault: whoever writes a policy repairs it in one go.
#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/int128.hpp"
#include "base/time.hpp"
#include "policies/toml_document.hpp"

namespace ballast::policies {

/// What is wrong with a document, in order of place.
class Faults {
  public:
    /// Notes "place: key: what".
    void add(const Place& place, std::string_view key, std::string_view what);

    [[nodiscard]] std::size_t count() const noexcept { return faults_.size(); }

    /// Returns bad_data whose sentence has one fault a line. Requires at least one fault.
    [[nodiscard]] Error error() const;

  private:
    struct Fault {
        Place place;
        std::string line;
    };
    std::vector<Fault> faults_;
};

/// The bounds of a number, in the units it is counted in, and the reason for them.
struct Bounds {
    Int128 min = 0;
    Int128 max = std::numeric_limits<std::int64_t>::max();
    std::string_view why;
};

/// How long an array may be.
struct Length {
    std::size_t min = 1;
    std::size_t max = 1000;
};

/// One table of a document. A reading function that finds a fault notes it and returns a zero, an
/// empty text or a reader of nothing, so that reading goes on; `finish` notes the keys that nobody
/// asked for.
class TableReader {
  public:
    /// Reads `table`, whose keys are shown as `path.key`. Both referents must outlive the reader.
    TableReader(const TomlNode& table, std::string path, Faults& faults);

    [[nodiscard]] bool has(std::string_view key) const;
    /// Returns the last part of the table's path: the name of a named table.
    [[nodiscard]] std::string name() const;

    /// Reads text of 1 to 2,000 bytes.
    [[nodiscard]] std::string text(std::string_view key);
    /// Reads a name: 1 to 32 of a-z, A-Z, 0-9, `_` and `-`.
    [[nodiscard]] std::string identifier(std::string_view key);
    [[nodiscard]] bool boolean(std::string_view key);
    [[nodiscard]] std::int64_t integer(std::string_view key, const Bounds& bounds);
    /// Reads a decimal in quotes, such as "0.0252", as a count of 10^-digits.
    [[nodiscard]] Int128 decimal(std::string_view key, int digits, const Bounds& bounds);
    /// Reads a TOML date as its midnight UTC, or a TOML time in Z.
    [[nodiscard]] UnixSeconds date(std::string_view key);
    [[nodiscard]] UnixSeconds time(std::string_view key);

    [[nodiscard]] std::vector<std::int64_t> integers(std::string_view key, Length length,
                                                     const Bounds& bounds);
    [[nodiscard]] std::vector<Int128> decimals(std::string_view key, int digits, Length length,
                                               const Bounds& bounds);
    [[nodiscard]] std::vector<UnixSeconds> dates(std::string_view key, Length length);
    [[nodiscard]] std::vector<UnixSeconds> times(std::string_view key, Length length);

    /// Reads a table within this one.
    [[nodiscard]] TableReader table(std::string_view key);
    /// Reads the tables within the table `key`, ascending by name: [asset.BTC], [asset.ETH].
    [[nodiscard]] std::vector<TableReader> named_tables(std::string_view key);
    /// Reads an array of tables: [[day]].
    [[nodiscard]] std::vector<TableReader> tables(std::string_view key, Length length);

    /// Notes a fault of the value `key`: at the value, or at the table where it is absent.
    void fault(std::string_view key, std::string_view what);
    /// Notes a fault of item `index` of the array `key`.
    void fault_at(std::string_view key, std::size_t index, std::string_view what);
    /// Returns true while nothing was found wrong since this reader was made: what must hold
    /// between two values is asked only of values that were read.
    [[nodiscard]] bool sound() const noexcept;
    /// Notes every key that was not read.
    void finish();

  private:
    TableReader(const TomlNode* table, std::string path, Faults* faults);
    const TomlNode* value(std::string_view key);
    const TomlNode* value(std::string_view key, TomlKind kind, std::string_view expected);
    const std::vector<TomlNode>* items(std::string_view key, Length length);
    void refuse(const TomlNode& node, std::string_view key, std::string_view expected);
    std::int64_t read_integer(const TomlNode& node, std::string_view key, const Bounds& bounds);
    Int128 read_decimal(const TomlNode& node, std::string_view key, int digits,
                        const Bounds& bounds);
    UnixSeconds read_date(const TomlNode& node, std::string_view key);
    UnixSeconds read_time(const TomlNode& node, std::string_view key);
    [[nodiscard]] std::string shown(std::string_view key) const;

    const TomlNode* table_;  ///< nullptr: a table that is missing, already noted
    std::string path_;
    Faults* faults_;
    std::size_t faults_before_;
    std::vector<std::string> asked_;
};

}  // namespace ballast::policies
