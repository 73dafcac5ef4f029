// SPDX-License-Identifier: MIT
#include "history/csv.hpp"

#include <algorithm>

#include "base/file.hpp"

namespace ballast::history {
namespace {

void split(std::string_view line, std::vector<std::string_view>& cells) {
    cells.clear();
    while (true) {
        const auto comma = line.find(',');
        cells.push_back(line.substr(0, comma));
        if (comma == std::string_view::npos) return;
        line.remove_prefix(comma + 1);
    }
}

std::string_view line_at(const std::string& text, std::size_t& at) {
    const auto end = std::min(text.find('\n', at), text.size());
    std::string_view line(text.data() + at, end - at);
    at = std::min(end + 1, text.size());
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

}  // namespace

Status Csv::open(const std::filesystem::path& file) {
    name = file.filename().string();
    auto read = read_file(file);
    if (!read) return fail(read.error());
    text = std::move(*read);
    split(line_at(text, at_), header);
    if (header.size() < 2) return fault("expected a header of at least two columns");
    return {};
}

Result<bool> Csv::next(std::vector<std::string_view>& cells) {
    if (at_ >= text.size()) return false;
    ++line_;
    split(line_at(text, at_), cells);
    if (cells.size() != header.size())
        return fault("expected " + std::to_string(header.size()) + " cells, found " +
                     std::to_string(cells.size()));
    return true;
}

Result<std::size_t> Csv::column(std::string_view wanted) const {
    const auto found = std::find(header.begin(), header.end(), wanted);
    if (found == header.end())
        return fail(Errc::bad_data, name + ":1: no column \"" + std::string(wanted) + "\"");
    return static_cast<std::size_t>(found - header.begin());
}

tl::unexpected<Error> Csv::fault(const std::string& what) const {
    return fail(Errc::bad_data, name + ":" + std::to_string(line_) + ": " + what);
}

Result<UnixSeconds> parse_stamp(std::string_view text) {
    if (text.size() == 10) return parse_date(text);
    std::string utc(text);
    if (utc.size() == 19 && utc[10] == ' ') {
        utc[10] = 'T';
        utc += 'Z';
    }
    return parse_utc(utc);
}

}  // namespace ballast::history
