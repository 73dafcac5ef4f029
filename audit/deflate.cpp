// SPDX-License-Identifier: MIT
#include "audit/deflate.hpp"

#include <zlib.h>

#include <array>

#include "base/check.hpp"

namespace ballast::audit {
namespace {

constexpr int kLevel = 6;
constexpr std::size_t kBlock = 64 * 1024;

/// Ends the stream on every way out.
struct Inflater {
    z_stream stream = {};
    Inflater() { BALLAST_CHECK(inflateInit(&stream) == Z_OK); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ~Inflater() { inflateEnd(&stream); }
};

}  // namespace

Bytes deflate_text(std::string_view text) {
    const ByteView from = as_bytes(text);
    uLongf size = compressBound(from.size());
    Bytes stream(size);
    BALLAST_CHECK(compress2(stream.data(), &size, from.data(), from.size(), kLevel) == Z_OK);
    stream.resize(size);
    return stream;
}

Result<std::string> inflate_text(ByteView bytes, std::size_t most) {
    constexpr std::size_t kIntMax = 1U << 31U;
    if (bytes.size() >= kIntMax) return fail(Errc::bad_data, "a packed stream of 2 GiB or more");
    Inflater inflater;
    z_stream& stream = inflater.stream;
    // zlib reads through a pointer that is not const unless it is built with ZLIB_CONST.
    Bytes input(bytes.begin(), bytes.end());
    stream.next_in = input.data();
    stream.avail_in = static_cast<uInt>(input.size());
    std::string text;
    std::array<Bytef, kBlock> block{};
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = block.data();
        stream.avail_out = static_cast<uInt>(block.size());
        state = inflate(&stream, Z_NO_FLUSH);
        const std::size_t made = block.size() - stream.avail_out;
        if (text.size() + made > most)
            return fail(Errc::bad_data,
                        "it unpacks to more than " + std::to_string(most) + " bytes");
        text.append(block.begin(), block.begin() + static_cast<std::ptrdiff_t>(made));
    }
    if (state != Z_STREAM_END) return fail(Errc::bad_data, "the packed stream is damaged or cut");
    if (stream.avail_in != 0) return fail(Errc::bad_data, "bytes after the packed stream");
    return text;
}

}  // namespace ballast::audit
