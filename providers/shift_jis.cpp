// SPDX-License-Identifier: MIT
#include "providers/shift_jis.hpp"

#include <iconv.h>

#include <cstdint>

namespace ballast::providers {
namespace {

/// Closes what iconv_open gave.
class Converter {
  public:
    Converter() : handle_(iconv_open("UTF-8", "CP932")) {}
    ~Converter() {
        if (is_open()) iconv_close(handle_);
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    [[nodiscard]] bool is_open() const {
        return reinterpret_cast<std::intptr_t>(handle_) != -1;  // (iconv_t)-1, says POSIX
    }
    [[nodiscard]] iconv_t get() const { return handle_; }

  private:
    iconv_t handle_;
};

}  // namespace

Result<std::string> utf8_from_shift_jis(std::string_view bytes) {
    const Converter converter;
    if (!converter.is_open())
        return fail(Errc::configuration, "this machine's C library does not read Shift-JIS");
    std::string from(bytes);
    // Two bytes become three at most, and so does one of half-width kana.
    std::string to(3 * bytes.size(), '\0');
    char* in = from.data();
    char* out = to.data();
    std::size_t left = from.size();
    std::size_t room = to.size();
    const std::size_t code = iconv(converter.get(), &in, &left, &out, &room);
    if (code == static_cast<std::size_t>(-1))
        return fail(Errc::bad_data, "not Shift-JIS at byte " + std::to_string(bytes.size() - left));
    to.resize(to.size() - room);
    return to;
}

}  // namespace ballast::providers
