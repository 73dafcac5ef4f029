// SPDX-License-Identifier: MIT
#include "apps/journal_mark.hpp"

#include "audit/location.hpp"
#include "base/file.hpp"

namespace ballast::apps {

audit::Journal::Mode JournalMark::mode_for(const std::string& location) const {
    const auto begun = read_file(file_);
    // What cannot be read may say anything: nothing is begun over it.
    std::error_code code;
    const bool is_absent = !begun && !std::filesystem::exists(file_, code) && !code;
    const bool is_it = begun ? *begun == audit::shown(location) + "\n" : !is_absent;
    return is_it ? audit::Journal::Mode::existing : audit::Journal::Mode::write;
}

Error JournalMark::explain(const Error& error) const {
    if (error.code != Errc::input_missing) return error;
    return {error.code, error.what +
                            "; it was begun here and is gone. Restore it (ballast journal "
                            "restore): a new one knows neither what is on its way nor the day's "
                            "budget. To begin one all the same, remove " +
                            file_.string()};
}

Status JournalMark::note(const std::string& location) const {
    const std::string line = audit::shown(location) + "\n";
    const auto begun = read_file(file_);
    if (begun && *begun == line) return {};
    return write_file(file_, line);
}

}  // namespace ballast::apps
