// SPDX-License-Identifier: MIT
#include "apps/say.hpp"

#include <cstdio>
#include <string>

namespace ballast::apps {

void say(std::string_view line) {
    const std::string text = std::string(line) + "\n";
    std::fwrite(text.data(), 1, text.size(), stderr);
}

void print(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
}

int complain(const Error& error) {
    say("ballast: " + error.what);
    return exit_code(error.code);
}

}  // namespace ballast::apps
