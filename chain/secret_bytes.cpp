// SPDX-License-Identifier: MIT
#include "chain/secret_bytes.hpp"

#include <string.h>  // NOLINT(modernize-deprecated-headers): explicit_bzero is not in <cstring>
#include <sys/mman.h>

#include <utility>

#include "base/check.hpp"

namespace ballast::chain {
namespace {

constexpr std::size_t kPageBytes = 4096;

}  // namespace

Result<SecretBytes> SecretBytes::zeros(std::size_t size) {
    SecretBytes made;
    if (size == 0) return made;
    made.mapped_ = (size + kPageBytes - 1) / kPageBytes * kPageBytes;
    void* page =
        ::mmap(nullptr, made.mapped_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return fail(Errc::failed, "no memory page for a secret");
    made.page_ = static_cast<std::uint8_t*>(page);
    made.size_ = size;
    made.is_locked_ = ::mlock(page, made.mapped_) == 0;
    static_cast<void>(::madvise(page, made.mapped_, MADV_DONTDUMP));
    return made;
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : page_(std::exchange(other.page_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      mapped_(std::exchange(other.mapped_, 0)),
      is_locked_(std::exchange(other.is_locked_, false)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
    if (this == &other) return *this;
    wipe();
    page_ = std::exchange(other.page_, nullptr);
    size_ = std::exchange(other.size_, 0);
    mapped_ = std::exchange(other.mapped_, 0);
    is_locked_ = std::exchange(other.is_locked_, false);
    return *this;
}

SecretBytes::~SecretBytes() {
    wipe();
}

std::string_view SecretBytes::text() const noexcept {
    return {reinterpret_cast<const char*>(page_), size_};
}

void SecretBytes::shrink(std::size_t size) noexcept {
    BALLAST_CHECK(size <= size_);
    if (size == size_) return;
    ::explicit_bzero(page_ + size, size_ - size);
    size_ = size;
}

void SecretBytes::wipe() noexcept {
    if (page_ == nullptr) return;
    ::explicit_bzero(page_, mapped_);
    ::munmap(page_, mapped_);  // unlocks it too
    page_ = nullptr;
}

bool equal_in_constant_time(ByteView a, ByteView b) noexcept {
    if (a.size() != b.size()) return false;
    std::uint8_t difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
    return difference == 0;
}

}  // namespace ballast::chain
