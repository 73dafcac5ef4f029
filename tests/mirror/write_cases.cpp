// SPDX-License-Identifier: MIT
// write_cases FOLDER SEED FIRST SCRIPTS REPORTS: writes the scripts FIRST to FIRST + SCRIPTS - 1 of
// a seed, of REPORTS reports each, as FOLDER/0, FOLDER/1, ... for play.sh; prints how often what
// occurred, "count name" a line.
// write_cases SEED SCRIPT REPORTS ACT: says what the mirror expected of one act.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "tests/mirror/walk.hpp"

namespace {

using namespace ballast;
using oracle::test::Act;

std::uint64_t number(const char* text) {
    return std::strtoull(text, nullptr, 10);
}

int write_scripts(char** words) {
    const std::uint64_t first = number(words[3]);
    const std::uint64_t scripts = number(words[4]);
    oracle::test::Tally tally;
    for (std::uint64_t i = 0; i < scripts; ++i) {
        Bytes bytes;
        for (const Act& act : oracle::test::walk(number(words[2]), first + i,
                                                 static_cast<int>(number(words[5])), tally))
            append_act(bytes, act);
        std::ofstream file(std::string(words[1]) + "/" + std::to_string(i), std::ios::binary);
        file.write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
        if (!file.flush()) {
            std::fprintf(stderr, "write_cases: cannot write into %s\n", words[1]);
            return 73;
        }
    }
    for (const auto& [name, count] : tally)
        std::printf("%llu %s\n", static_cast<unsigned long long>(count), name.c_str());
    return 0;
}

int explain(char** words) {
    oracle::test::Tally tally;
    const std::vector<Act> acts = oracle::test::walk(number(words[1]), number(words[2]),
                                                     static_cast<int>(number(words[3])), tally);
    const std::size_t place = number(words[4]);
    if (place >= acts.size()) {
        std::fprintf(stderr, "write_cases: the script has %zu acts\n", acts.size());
        return 64;
    }
    const Act& act = acts[place];
    std::printf("act %zu: %s at %lld\nfrom %s\ndata %s\nexpected: %s, returned %s\n", place,
                act.about.c_str(), static_cast<long long>(act.at.count), to_hex(act.from).c_str(),
                to_hex(act.data).c_str(), act.succeeds ? "success" : "revert",
                to_hex(act.returned).c_str());
    return 0;
}

}  // namespace

int main(int count, char** words) {
    if (count == 6) return write_scripts(words);
    if (count == 5) return explain(words);
    std::fprintf(stderr,
                 "usage: write_cases FOLDER SEED FIRST SCRIPTS REPORTS\n"
                 "       write_cases SEED SCRIPT REPORTS ACT\n");
    return 64;
}
