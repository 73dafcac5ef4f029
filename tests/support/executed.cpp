// SPDX-License-Identifier: MIT
// main() of every test program. Its last line says how many cases ran: ctest calls a label that ran
// nothing a success, ./dev test does not.
#include <gmock/gmock.h>

#include <cstdio>

int main(int argc, char** argv) {
    ::testing::InitGoogleMock(&argc, argv);
    const int outcome = RUN_ALL_TESTS();
    const auto* unit = ::testing::UnitTest::GetInstance();
    const int executed = unit->successful_test_count() + unit->failed_test_count();
    std::printf("executed=%d\n", executed);
    return executed == 0 ? 1 : outcome;
}
