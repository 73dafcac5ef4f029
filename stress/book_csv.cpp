// SPDX-License-Identifier: MIT
#include "stress/book_csv.hpp"

#include <array>
#include <optional>
#include <set>

#include "base/file.hpp"

namespace ballast::stress {
namespace {

constexpr std::string_view kHeader = "record,position,asset,value";
constexpr int kDecimals = 8;
constexpr std::size_t kLineMax = 256;  // longer lines are no book of ours

using Fields = std::array<std::string_view, 4>;

/// Text from a stranger in a message: nothing that could steer a terminal, and not too much.
std::string shown(std::string_view text) {
    std::string safe = "\"";
    for (const char c : text.substr(0, 40))
        safe += c >= 0x20 && c < 0x7f ? c : '?';
    return safe + "\"";
}

std::optional<Fields> split(std::string_view line) {
    Fields fields;
    for (std::size_t i = 0; i + 1 < fields.size(); ++i) {
        const std::size_t comma = line.find(',');
        if (comma == std::string_view::npos) return std::nullopt;
        fields[i] = line.substr(0, comma);
        line.remove_prefix(comma + 1);
    }
    if (line.find(',') != std::string_view::npos) return std::nullopt;
    fields.back() = line;
    return fields;
}

/// Reads line by line; prices first, then positions, each closed when the next one begins.
class Reader {
  public:
    [[nodiscard]] Status take(const Fields& fields);
    [[nodiscard]] Result<Book> finish();

  private:
    [[nodiscard]] Status take_price(const Fields& fields, std::int64_t value);
    [[nodiscard]] Status take_leg(const Fields& fields, std::int64_t amount);
    [[nodiscard]] Status begin_positions();
    [[nodiscard]] Status close_position();

    std::vector<BookAsset> assets_;
    std::optional<Book> book_;
    std::set<std::string, std::less<>> seen_;
    std::string position_;
    std::vector<Leg> collaterals_;
    std::vector<Leg> debts_;
};

Result<std::int64_t> read_value(std::string_view text) {
    const auto value = engine::parse_decimal(text, kDecimals);
    if (!value)
        return fail(Errc::bad_data,
                    "value: expected a decimal number with at most 8 decimals, "
                    "found " +
                        shown(text));
    if (*value < 1 || *value > kAmountMax)
        return fail(Errc::bad_data, "value: expected more than 0 and at most " +
                                        engine::format_decimal(kAmountMax, kDecimals) + ", found " +
                                        shown(text));
    return static_cast<std::int64_t>(*value);
}

Status Reader::take(const Fields& fields) {
    const bool leg = fields[0] == "collateral" || fields[0] == "debt";
    if (!leg && fields[0] != "price")
        return fail(Errc::bad_data,
                    "record: expected price, collateral or debt, found " + shown(fields[0]));
    const auto value = read_value(fields[3]);
    if (!value) return fail(value.error());
    return leg ? take_leg(fields, *value) : take_price(fields, *value);
}

Status Reader::take_price(const Fields& fields, std::int64_t value) {
    if (book_) return fail(Errc::bad_data, "a price after the first position: prices stand first");
    if (!fields[1].empty())
        return fail(Errc::bad_data, "position: a price has none, found " + shown(fields[1]));
    for (const char c : fields[2])
        if (c <= 0x20 || c >= 0x7f)
            return fail(Errc::bad_data, "asset: expected printable ASCII without spaces, found " +
                                            shown(fields[2]));
    const auto price = engine::Price::from(value);
    if (!price) return fail(price.error());
    assets_.push_back({std::string(fields[2]), *price, {}, {}});
    return {};
}

Status Reader::begin_positions() {
    if (book_) return {};
    auto book = Book::from(assets_);
    if (!book) return fail(book.error());
    book_ = std::move(*book);
    return {};
}

Status Reader::close_position() {
    if (position_.empty()) return {};
    const Status added = book_->add(collaterals_, debts_);
    if (!added) return fail_in("position " + shown(position_), added.error());
    collaterals_.clear();
    debts_.clear();
    return {};
}

Status Reader::take_leg(const Fields& fields, std::int64_t amount) {
    if (const Status begun = begin_positions(); !begun) return begun;
    if (fields[1].empty()) return fail(Errc::bad_data, "position: expected a name, found none");
    if (fields[1] != position_) {
        if (const Status closed = close_position(); !closed) return closed;
        if (!seen_.emplace(fields[1]).second)
            return fail(Errc::bad_data,
                        "position " + shown(fields[1]) + ": its lines do not stand together");
        position_ = fields[1];
    }
    for (std::uint32_t a = 0; a < assets_.size(); ++a) {
        if (assets_[a].name != fields[2]) continue;
        (fields[0] == "debt" ? debts_ : collaterals_).push_back({a, amount});
        if (collaterals_.size() <= kCollateralsMax && debts_.size() <= kDebtsMax) return {};
        return fail(Errc::bad_data,
                    "position " + shown(fields[1]) + ": at most 4 collaterals and 2 debts");
    }
    return fail(Errc::bad_data, "asset " + shown(fields[2]) + " has no price line above");
}

Result<Book> Reader::finish() {
    if (const Status begun = begin_positions(); !begun) return fail(begun.error());
    if (const Status closed = close_position(); !closed) return fail(closed.error());
    if (book_->size() == 0) return fail(Errc::bad_data, "there is no position");
    return std::move(*book_);
}

Status take_line(Reader& reader, std::string_view line, std::size_t number) {
    if (line.size() > kLineMax)
        return fail(Errc::bad_data, "a line of more than " + std::to_string(kLineMax) + " bytes");
    if (number == 1) {
        if (line == kHeader) return {};
        return fail(Errc::bad_data,
                    "expected the header " + std::string(kHeader) + ", found " + shown(line));
    }
    const auto fields = split(line);
    if (!fields) return fail(Errc::bad_data, "expected four fields, found " + shown(line));
    return reader.take(*fields);
}

std::string_view next_line(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

void write_leg(std::string& text, std::string_view record, std::size_t position,
               const std::string& asset, std::int64_t amount) {
    text += record;
    text += ',' + std::to_string(position) + ',' + asset + ',' +
            engine::format_decimal(amount, kDecimals) + '\n';
}

}  // namespace

Result<Book> parse_book(std::string_view text, const std::string& file_name) {
    if (text.empty()) return fail(Errc::bad_data, file_name + ": the file is empty");
    Reader reader;
    std::size_t number = 0;
    while (!text.empty()) {
        const std::string_view line = next_line(text);
        const Status taken = take_line(reader, line, ++number);
        if (!taken) return fail_in(file_name + ":" + std::to_string(number), taken.error());
    }
    auto book = reader.finish();
    if (!book) return fail_in(file_name + ":" + std::to_string(number), book.error());
    return book;
}

Result<Book> load_book(const std::filesystem::path& path) {
    const auto text = read_file(path);
    if (!text) return fail(text.error());
    return parse_book(*text, path.string());
}

std::string write_book(const Book& book) {
    std::string text(kHeader);
    text += '\n';
    for (const BookAsset& asset : book.assets())
        text += "price,," + asset.name + ',' +
                engine::format_decimal(asset.price.count(), kDecimals) + '\n';
    for (std::size_t i = 0; i < book.size(); ++i) {
        for (const Leg& leg : book[i].collaterals)
            write_leg(text, "collateral", i + 1, book.assets()[leg.asset].name, leg.amount);
        for (const Leg& leg : book[i].debts)
            write_leg(text, "debt", i + 1, book.assets()[leg.asset].name, leg.amount);
    }
    return text;
}

}  // namespace ballast::stress
