// SPDX-License-Identifier: MIT
#include "apps/hidden_prompt.hpp"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

#include "apps/interrupt.hpp"

namespace ballast::apps {
namespace {

constexpr char kCtrlC = 3;
constexpr char kCtrlD = 4;
constexpr char kCtrlU = 21;
constexpr char kBackspace = 8;
constexpr char kDelete = 127;
constexpr int kLookEveryMs = 200;

/// The terminal without echo, which it has again in the end. Without signals and lines too: a
/// Ctrl-C that ended the process here would leave the terminal mute.
class MuteTerminal {
  public:
    MuteTerminal() : file_(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)) {
        if (file_ < 0 || ::tcgetattr(file_, &before_) != 0) return;
        termios mute = before_;
        mute.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON | ISIG);
        mute.c_cc[VMIN] = 1;
        mute.c_cc[VTIME] = 0;
        is_mute_ = ::tcsetattr(file_, TCSAFLUSH, &mute) == 0;
    }
    MuteTerminal(const MuteTerminal&) = delete;
    MuteTerminal& operator=(const MuteTerminal&) = delete;
    ~MuteTerminal() {
        if (is_mute_) ::tcsetattr(file_, TCSAFLUSH, &before_);
        if (file_ >= 0) ::close(file_);
    }

    [[nodiscard]] bool is_mute() const { return is_mute_; }
    void show(std::string_view text) const {
        static_cast<void>(::write(file_, text.data(), text.size()) < 0);
    }
    /// Returns the next byte, Ctrl-D at the end, or Ctrl-C once the program is asked to end: a
    /// handler that restarts the call would wait for a key that nobody is there to press.
    [[nodiscard]] char next() const {
        pollfd waits{.fd = file_, .events = POLLIN, .revents = 0};
        int ready = 0;
        while (ready <= 0) {
            ready = ::poll(&waits, 1, kLookEveryMs);
            if (Interrupt::requested()) return kCtrlC;
            if (ready < 0 && errno != EINTR) return kCtrlD;
        }
        char c = kCtrlD;
        while (::read(file_, &c, 1) < 0 && errno == EINTR) {
        }
        return c;
    }

  private:
    int file_;
    termios before_{};
    bool is_mute_ = false;
};

/// Removes the last character, which in UTF-8 may be several bytes.
std::size_t without_last(std::string_view line) {
    std::size_t size = line.size();
    while (size > 0 && (static_cast<unsigned char>(line[size - 1]) & 0xc0U) == 0x80)
        --size;
    return size > 0 ? size - 1 : 0;
}

Result<chain::SecretBytes> read_line(const MuteTerminal& terminal, chain::SecretBytes line) {
    std::size_t filled = 0;
    for (char c = terminal.next(); c != '\n' && c != '\r'; c = terminal.next()) {
        if (c == kCtrlC || c == kCtrlD) return fail(Errc::failed, "cancelled");
        if (c == kCtrlU) filled = 0;
        if (c == kBackspace || c == kDelete) filled = without_last(line.text().substr(0, filled));
        if (c == kCtrlU || c == kBackspace || c == kDelete) continue;
        if (filled == line.size()) return fail(Errc::bad_data, "what was typed is too long");
        line.writable()[filled++] = static_cast<std::uint8_t>(c);
    }
    line.shrink(filled);
    return line;
}

}  // namespace

Result<chain::SecretBytes> ask_hidden(std::string_view prompt, std::size_t bytes_max) {
    auto line = chain::SecretBytes::zeros(bytes_max);
    if (!line) return line;
    const MuteTerminal terminal;
    if (!terminal.is_mute()) return fail(Errc::configuration, "there is no terminal to ask on");
    terminal.show(prompt);
    auto read = read_line(terminal, std::move(*line));
    terminal.show("\n");
    return read;
}

}  // namespace ballast::apps
