// SPDX-License-Identifier: MIT
// Unlocks a key as the commands do, and says how often given bytes stand in its own memory.
//
//     key_holder KEYSTORE PASSWORD_FILE scan | plant | crash | crash-soft
//
// scan reads needles from stdin, one a line, in hex and each byte xor 0xa5, so that reading them
// plants none; it prints name=count before, while a key is held, and after. plant does so with a
// copy of the key on the heap. crash ends by a signal with the key held; crash-soft does so without
// harden_process().
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "apps/harden.hpp"
#include "apps/keys_folder.hpp"
#include "apps/password.hpp"
#include "base/check.hpp"
#include "base/hash.hpp"

namespace ballast {
namespace {

constexpr std::uint8_t kMask = 0xa5;
constexpr std::size_t kWindow = std::size_t{1} << 20U;

/// Reads this process's memory through the kernel, into one page range that it leaves out.
class MemoryScanner {
  public:
    MemoryScanner()
        : memory_(::open("/proc/self/mem", O_RDONLY | O_CLOEXEC)),
          maps_(std::fopen("/proc/self/maps", "re")) {
        BALLAST_CHECK(memory_ >= 0 && maps_ != nullptr);
        void* made =
            ::mmap(nullptr, kWindow, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        BALLAST_CHECK(made != MAP_FAILED);
        window_ = static_cast<std::uint8_t*>(made);
    }

    /// Counts the masked needle in everything that is readable.
    std::size_t count(const Bytes& masked) {
        std::size_t found = 0;
        std::rewind(maps_);
        std::vector<char> line(4096);
        while (std::fgets(line.data(), static_cast<int>(line.size()), maps_) != nullptr) {
            unsigned long from = 0;
            unsigned long to = 0;
            char readable = 0;
            if (std::sscanf(line.data(), "%lx-%lx %c", &from, &to, &readable) != 3) continue;
            const auto own = reinterpret_cast<unsigned long>(window_);
            if (readable == 'r' && !(from <= own && own < to)) found += count_in(from, to, masked);
            // The kernel may have joined the window with its neighbours.
            if (from <= own && own < to)
                found += count_in(from, own, masked) + count_in(own + kWindow, to, masked);
        }
        std::fill_n(window_, kWindow, std::uint8_t{0});
        return found;
    }

  private:
    std::size_t count_in(unsigned long from, unsigned long to, const Bytes& masked) {
        std::size_t found = 0;
        const std::size_t step = kWindow - masked.size() + 1;
        for (unsigned long at = from; at < to; at += step) {
            const ssize_t got = ::pread(memory_, window_, std::min<std::size_t>(kWindow, to - at),
                                        static_cast<off_t>(at));
            if (got <= 0) return found;  // the kernel's own pages
            scanned_ += static_cast<std::size_t>(got);
            found += matches(static_cast<std::size_t>(got), masked);
        }
        return found;
    }

    [[nodiscard]] std::size_t matches(std::size_t size, const Bytes& masked) const {
        const auto same = [](std::uint8_t plain, std::uint8_t hidden) {
            return static_cast<std::uint8_t>(plain ^ kMask) == hidden;
        };
        std::size_t found = 0;
        const std::uint8_t* const end = window_ + size;
        const std::uint8_t* at = window_;
        while ((at = std::search(at, end, masked.begin(), masked.end(), same)) != end) {
            ++found;
            ++at;
        }
        return found;
    }

    int memory_;
    std::FILE* maps_;
    std::uint8_t* window_ = nullptr;

  public:
    std::size_t scanned_ = 0;
};

std::vector<Bytes> read_needles() {
    std::vector<Bytes> needles;
    for (std::string line; std::getline(std::cin, line);)
        needles.push_back(*from_hex(line));
    return needles;
}

void tell(MemoryScanner& scanner, const std::vector<Bytes>& needles, const char* when) {
    for (std::size_t i = 0; i < needles.size(); ++i)
        std::printf("%s_%zu=%zu\n", when, i, scanner.count(needles[i]));
}

chain::SecretKey open_key(const char* file, const char* password_file, MemoryScanner& scanner,
                          const std::vector<Bytes>& needles) {
    const auto password = apps::read_password(password_file, apps::PasswordUse::unlock, file);
    BALLAST_CHECK(password.has_value());
    const auto keystore = apps::read_keystore(file);
    BALLAST_CHECK(keystore.has_value());
    tell(scanner, needles, "typed");
    auto key = keys::unlock(*keystore, password->view());
    BALLAST_CHECK(key.has_value());
    return std::move(*key);
}

void scan(const char* file, const char* password_file, bool plant) {
    MemoryScanner scanner;  // its files are opened while that is still allowed
    const std::vector<Bytes> needles = read_needles();
    BALLAST_CHECK(apps::harden_process().has_value());
    tell(scanner, needles, "before");
    {
        const chain::SecretKey key = open_key(file, password_file, scanner, needles);
        const Bytes copy(plant ? key.secret().begin() : key.secret().end(), key.secret().end());
        BALLAST_CHECK(chain::recover(keccak256(as_bytes("x")),
                                     key.sign(keccak256(as_bytes("x")))) == key.address());
        tell(scanner, needles, "held");
        std::printf("locked=%d copied=%zu\n", key.is_locked() ? 1 : 0, copy.size());
    }
    tell(scanner, needles, "after");
    rlimit limit{};
    BALLAST_CHECK(::getrlimit(RLIMIT_CORE, &limit) == 0);
    std::printf("scanned=%zu\ndumpable=%d\ncore_limit=%llu\n", scanner.scanned_,
                ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0),
                static_cast<unsigned long long>(limit.rlim_max));
}

int run(char** words) {
    const std::string how = words[3];
    if (how == "scan" || how == "plant") {
        scan(words[1], words[2], how == "plant");
        return 0;
    }
    if (how == "crash") BALLAST_CHECK(apps::harden_process().has_value());
    MemoryScanner scanner;
    const chain::SecretKey key = open_key(words[1], words[2], scanner, {});
    const chain::Signature made = key.sign(Hash32{});
    std::printf("signed=%s\n", to_hex(made.r).c_str());
    std::fflush(stdout);
    std::abort();
}

}  // namespace
}  // namespace ballast

int main(int argc, char** argv) {
    BALLAST_CHECK(argc == 4);
    return ballast::run(argv);
}
