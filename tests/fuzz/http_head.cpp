// SPDX-License-Identifier: MIT
#include "net/answer_head.hpp"
#include "net/header_line.hpp"
#include "net/http_date.hpp"
#include "tests/fuzz/property.hpp"

namespace {

bool is_lower_case(const std::string& text) {
    return text.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n") == std::string::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ballast;
    const std::string_view text = fuzz::as_text(ByteView(data, size));
    net::AnswerHead head;
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size() - 1);
        head.take(rest.substr(0, end + 1));
        rest.remove_prefix(end + 1);
    }
    net::HttpResponse response;
    head.tell(response);
    BALLAST_HOLDS(is_lower_case(response.content_type));
    BALLAST_HOLDS(response.content_type.find(';') == std::string::npos);
    BALLAST_HOLDS(is_lower_case(response.content_encoding));
    BALLAST_HOLDS(!response.retry_after || response.retry_after->count > 0);
    // A date that was read names its own moment: it is no other date of the calendar.
    if (const auto at = net::parse_http_date(text))
        BALLAST_HOLDS(parse_utc(format_utc(*at)) == *at);
    if (net::is_header_line(text)) BALLAST_HOLDS(text.find('\n') == std::string_view::npos);
    for (const std::string& secret : net::secrets_of_header(text))
        BALLAST_HOLDS(text.find(secret) != std::string_view::npos);
    return 0;
}
