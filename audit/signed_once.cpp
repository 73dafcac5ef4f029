// SPDX-License-Identifier: MIT
#include "audit/signed_once.hpp"

#include "audit/durable_file.hpp"
#include "audit/lock.hpp"
#include "base/file.hpp"
#include "base/json.hpp"

namespace ballast::audit {
namespace {

constexpr const char* kSignedFormat = "ballast/signed/1";

std::string key_of(const SignedReport& report) {
    return std::to_string(report.chain_id) + "/" + to_hex(report.oracle) + "/" +
           std::to_string(report.seq);
}

/// The noted reports by oracle and number; none where there is no file yet.
Result<JsonObject> read_noted(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) return JsonObject{};
    const auto text = read_file(file);
    if (!text) return fail(text.error());
    const auto json = parse_json(*text);
    const auto format = json ? string_member(*json, "format") : Result<std::string>();
    const auto reports = json ? object_member(*json, "reports") : Result<const Json*>(nullptr);
    if (!json || !format || *format != kSignedFormat || !reports)
        return fail(Errc::bad_data,
                    file.string() +
                        " is damaged: nothing is signed before it is restored, or "
                        "every report that was signed has expired and it is removed");
    return *(*reports)->as_object();
}

/// Errors: mismatch where another report stands there and may still be accepted.
Status check_noted(const Json& noted, const SignedReport& report, UnixSeconds now) {
    const auto digest = string_member(noted, "digest");
    const auto until = integer_member(noted, "valid_until");
    if (!digest) return fail(digest.error());
    if (!until) return fail(until.error());
    if (*digest == to_hex(report.digest) || now.count > *until) return {};
    return fail(Errc::mismatch, "report " + std::to_string(report.seq) +
                                    " of this oracle was signed already as " + *digest +
                                    ", which is valid until " + format_utc({*until}) +
                                    ": not another one before");
}

}  // namespace

Status note_before_signing(const std::filesystem::path& file, const SignedReport& report,
                           UnixSeconds now) {
    const auto lock = FileLock::take(file);
    if (!lock) return fail(lock.error());
    auto noted = read_noted(file);
    if (!noted) return fail(noted.error());
    const std::string key = key_of(report);
    if (const auto found = noted->find(key); found != noted->end())
        if (auto free = check_noted(found->second, report, now); !free)
            return fail_in(file.string(), free.error());
    (*noted)[key] = JsonObject{{"digest", to_hex(report.digest)},
                               {"valid_until", Json::integer(report.valid_until.count)}};
    auto written = write_file(
        file,
        write_json(JsonObject{{"format", kSignedFormat}, {"reports", std::move(*noted)}}) + "\n");
    if (!written) return written;
    return sync_folder(file.has_parent_path() ? file.parent_path() : ".");
}

}  // namespace ballast::audit
