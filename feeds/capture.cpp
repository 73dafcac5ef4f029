// SPDX-License-Identifier: MIT
#include "feeds/capture.hpp"

#include <algorithm>
#include <map>

#include "base/file.hpp"
#include "base/hash.hpp"
#include "feeds/line_file.hpp"
#include "feeds/plain_file.hpp"
#include "feeds/redeclared.hpp"

namespace ballast::feeds {
namespace {

namespace fs = std::filesystem;

/// A hundred times what a keeper of many sources writes in a day.
constexpr std::uintmax_t kDayBytesMax = std::uintmax_t{256} << 20U;

std::string hex_of(const Hash32& digest) {
    return to_hex(digest).substr(2);
}

Json fetch_line(std::string_view source, const providers::Answer& answer, const Hash32& digest) {
    return JsonObject{{"at", Json::integer(answer.fetched_at.count)},
                      {"body", to_hex(digest)},
                      {"content_type", answer.content_type},
                      {"source", source},
                      {"status", Json::integer(answer.status)}};
}

/// The reverse, of a line of the day `date`. Errors: bad_data.
Result<CapturedFetch> fetch_from(const Json& line, const std::string& date) {
    auto source = string_member(line, "source");
    auto type = string_member(line, "content_type");
    const auto body = string_member(line, "body");
    const auto at = integer_member(line, "at");
    const auto status = integer_member(line, "status");
    const auto digest = body ? hash_from_hex(*body) : Result<Hash32>(fail(body.error()));
    const bool whole = source && type && digest && at && status;
    if (!whole || *status < 0 || *status > 999) return fail(Errc::bad_data, "it is no fetch");
    // The sign first: a date is not computed of just any number.
    if (*at < 0 || format_date({*at}) != date) return fail(Errc::bad_data, "it is of another day");
    return CapturedFetch{.source = std::move(*source),
                         .body = *digest,
                         .content_type = std::move(*type),
                         .status = static_cast<int>(*status),
                         .at = {*at}};
}

/// Tells whether a line that is no JSON is the beginning of a fetch's and no more: what a crash
/// leaves at the end of a file, and the next run ends there and writes on behind. Its answer was
/// not taken up, because put() had not returned.
bool is_torn(std::string_view text) {
    constexpr std::string_view kBegins = "{\"at\":\"";
    if (text.size() <= kBegins.size()) return !text.empty() && kBegins.starts_with(text);
    return text.starts_with(kBegins) && text.back() != '}';
}

/// The bodies that the lines of a folder of days name; a season has a million lines.
Status add_bodies(const fs::path& folder, std::vector<Hash32>& bodies) {
    for (const fs::path& file : day_files(folder)) {
        const auto read = for_each_line(file, [&](const Json& line) {
            const auto body = string_member(line, "body");
            const auto digest = body ? hash_from_hex(*body) : Result<Hash32>(fail(body.error()));
            if (digest) bodies.push_back(*digest);
        });
        if (!read) return fail(read.error());
    }
    return {};
}

/// What is in a folder, listed before any of it is taken away.
std::vector<fs::path> entries_of(const fs::path& folder) {
    std::error_code code;
    std::vector<fs::path> entries;
    fs::directory_iterator it(folder, code);
    for (const fs::directory_iterator end; !code && it != end; it.increment(code))
        entries.push_back(it->path());
    return entries;
}

/// Removes the bodies of one folder that are not among `named`, which ascends.
Result<std::size_t> drop_unnamed(const fs::path& folder, const std::vector<Hash32>& named) {
    std::size_t dropped = 0;
    for (const fs::path& file : entries_of(folder)) {
        std::error_code code;
        const auto digest = hash_from_hex("0x" + file.filename().string());
        if (digest && std::binary_search(named.begin(), named.end(), *digest)) continue;
        if (!fs::is_regular_file(file, code)) continue;
        if (!fs::remove(file, code))
            return fail(Errc::cannot_write, "cannot remove " + file.string() + code.message());
        ++dropped;
    }
    return dropped;
}

Json history_line(const HistoryLine& line) {
    const Json sighting = to_json(line.sighting);
    JsonObject members = *sighting.as_object();
    members.emplace("source", line.source);
    return members;
}

}  // namespace

fs::path CaptureStore::path_of(const Hash32& digest) const {
    const std::string hex = hex_of(digest);
    return folder_ / "bodies" / hex.substr(0, 2) / hex;
}

Result<Hash32> CaptureStore::put(std::string_view source, const providers::Answer& answer) {
    const Hash32 digest = sha256(as_bytes(answer.body));
    const fs::path path = path_of(digest);
    // The body first: a line never names one that is not there. One whose bytes were damaged is
    // written again.
    if (!body(digest))
        if (auto written = write_file(path, answer.body); !written) return fail(written.error());
    const auto noted = append_lines(day_file(folder_ / "fetches", answer.fetched_at),
                                    {fetch_line(source, answer, digest)});
    if (!noted) return fail(noted.error());
    return digest;
}

Result<std::string> CaptureStore::body(const Hash32& digest) const {
    auto file = PlainFile::open(path_of(digest));
    if (!file) return fail(file.error());
    auto text = file->read_all(providers::kAnswerBytesMax);
    if (text && sha256(as_bytes(*text)) != digest)
        return fail(Errc::bad_data,
                    "capture " + hex_of(digest) + ": the file holds other bytes than its name");
    return text;
}

std::vector<fs::path> CaptureStore::days() const {
    return day_files(folder_ / "fetches");
}

Result<CapturedDay> CaptureStore::day(const fs::path& file) {
    CapturedDay day;
    const std::string date = file.stem().string();
    std::error_code code;
    if (const auto size = fs::file_size(file, code); !code && size > kDayBytesMax)
        return fail(Errc::bad_data, file.string() + " is larger than a day of fetches may be");
    const auto take = [&](const Json& line) {
        auto fetch = fetch_from(line, date);
        if (fetch)
            day.fetches.push_back(std::move(*fetch));
        else
            ++day.damaged;
    };
    const auto damaged = for_each_line(
        file, take, [&](std::string_view text) { day.torn += is_torn(text) ? 1U : 0U; });
    if (!damaged) return fail(damaged.error());
    day.damaged += *damaged - day.torn;
    // Of one second the order of the file stays: a source that took a word back said it last.
    std::stable_sort(day.fetches.begin(), day.fetches.end(),
                     [](const auto& a, const auto& b) { return a.at < b.at; });
    return day;
}

bool CaptureStore::has_days_before(UnixSeconds oldest) const {
    const auto found = days();
    return !found.empty() && found.front() < day_file(folder_ / "fetches", oldest);
}

Result<std::size_t> CaptureStore::forget_before(UnixSeconds oldest,
                                                const std::vector<fs::path>& histories) {
    // The lines first: what is interrupted here leaves bodies without a line, for the next time.
    if (auto dropped = drop_days(folder_ / "fetches", oldest); !dropped)
        return fail(dropped.error());
    std::vector<Hash32> named;
    if (auto added = add_bodies(folder_ / "fetches", named); !added) return fail(added.error());
    for (const fs::path& history : histories)
        if (auto added = add_bodies(history, named); !added) return fail(added.error());
    std::sort(named.begin(), named.end());
    std::size_t dropped = 0;
    // A folder of the 256 at a time: the list of all is as long as the store.
    for (const fs::path& folder : entries_of(folder_ / "bodies")) {
        const auto here = drop_unnamed(folder, named);
        if (!here) return here;
        dropped += *here;
    }
    return dropped;
}

fs::path HistoryFiles::path_of(std::string_view feed) const {
    return folder_ / std::string(feed);
}

Status HistoryFiles::append(std::string_view feed, const std::vector<HistoryLine>& lines) {
    std::map<fs::path, std::vector<Json>> days;
    for (const HistoryLine& line : lines)
        days[day_file(path_of(feed), line.sighting.fetched_at)].push_back(history_line(line));
    for (const auto& [file, documents] : days)
        if (auto appended = append_lines(file, documents); !appended) return appended;
    return {};
}

Result<History> HistoryFiles::read(std::string_view feed) const {
    History history;
    for (const fs::path& file : day_files(path_of(feed))) {
        const auto damaged = for_each_line(file, [&](const Json& line) {
            const auto source = string_member(line, "source");
            const auto sighting = sighting_from_json(line);
            if (source && sighting)
                history.lines.push_back({*source, *sighting});
            else
                ++history.damaged;
        });
        if (!damaged) return fail(damaged.error());
        history.damaged += *damaged;
    }
    return history;
}

fs::path HistoryFiles::memory_path(std::string_view feed) const {
    return folder_ / (std::string(feed) + ".memory.json");
}

Status HistoryFiles::resume(Board& board, const FeedDeclaration& feed, UnixSeconds now) const {
    std::error_code code;
    const fs::path path = memory_path(feed.name);
    if (!fs::exists(path, code)) return {};
    const auto text = read_file(path);
    if (!text) return fail(text.error());
    const auto document = parse_json(*text);
    if (!document) return fail(document.error());
    auto memory = memory_from_json(feed, *document);
    if (!memory) return fail(memory.error());
    memory->until = std::min(memory->until, now);
    board.resume(feed.name, std::move(*memory));
    return {};
}

/// Numbers of another unit would make every right print a slip.
Status HistoryFiles::put_aside_if_redeclared(const FeedDeclaration& feed) const {
    const fs::path path = folder_ / (feed.name + ".sources.json");
    std::string wanted = write_json(meanings_of(feed)) + "\n";
    std::error_code code;
    const auto text = fs::exists(path, code) ? read_file(path) : Result<std::string>(wanted);
    if (!text) return fail(text.error());
    const auto noted = parse_json(*text);
    if (noted && means_another(feed, *noted)) {
        fs::path aside;
        for (int n = 1; aside.empty() || fs::exists(aside, code); ++n)
            aside = folder_ / (feed.name + ".old-" + std::to_string(n));
        fs::create_directories(aside, code);
        fs::rename(path_of(feed.name), aside / "days", code);
        fs::rename(memory_path(feed.name), aside / "memory.json", code);
        if (fs::exists(path_of(feed.name)) || fs::exists(memory_path(feed.name)))
            return fail(Errc::cannot_write, "cannot put aside " + path_of(feed.name).string());
    } else if (noted) {
        wanted = write_json(meanings_of(feed, *noted)) + "\n";
    }
    if (fs::exists(path, code) && *text == wanted) return {};
    return write_file(path, wanted);
}

Result<std::size_t> HistoryFiles::restore(Board& board, UnixSeconds now) const {
    std::size_t damaged = 0;
    for (const FeedDeclaration& feed : board.feeds()) {
        if (auto settled = put_aside_if_redeclared(feed); !settled)
            return fail_in("history of " + feed.name, settled.error());
        if (auto resumed = resume(board, feed, now); !resumed)
            return fail_in("memory of " + feed.name, resumed.error());
        const auto history = read(feed.name);
        if (!history) return fail_in("history of " + feed.name, history.error());
        damaged += history->damaged;
        for (const HistoryLine& line : history->lines) {
            const auto added = board.add(feed.name, line.source, line.sighting);
            // Sources come and go with the configuration; a time that cannot be is damage.
            if (!added && added.error().code == Errc::bad_data) ++damaged;
        }
    }
    return damaged;
}

Status HistoryFiles::forget_before(const Board& board, UnixSeconds oldest) {
    for (const FeedDeclaration& feed : board.feeds()) {
        const Memory& memory = board.memory(feed.name);
        // The memory first: lines that it replaces may stand twice, but not nowhere.
        const auto noted =
            write_file(memory_path(feed.name), write_json(to_json(feed, memory)) + "\n");
        if (!noted) return noted;
        // A line stands on the day of its fetch, which is minutes before what it tells at the most.
        const UnixSeconds first = std::min(oldest, memory.until) - kHour;
        if (auto dropped = drop_days(path_of(feed.name), first); !dropped) return dropped;
    }
    return {};
}

std::vector<fs::path> HistoryFiles::folders(const Board& board) const {
    std::vector<fs::path> folders;
    for (const FeedDeclaration& feed : board.feeds())
        folders.push_back(path_of(feed.name));
    return folders;
}

}  // namespace ballast::feeds
