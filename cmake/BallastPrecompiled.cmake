# The standard headers that most files read, and GoogleTest for the tests, parsed once.
#
# Not every preset has them for libraries: the others see a file that forgot an include of its own.
# A compiler cache does better by itself, and keys on what a precompiled header hides.
set(BALLAST_PRECOMPILE "" CACHE STRING "For what common headers are parsed once: libraries;tests")
if(CMAKE_CXX_COMPILER_LAUNCHER)
  set(BALLAST_PRECOMPILE "")
endif()

# An optimised build optimises what is tested. Its tests are compiled once and run once, and their
# own code is the smaller part of what runs.
set(BALLAST_TEST_FLAGS $<$<CONFIG:Release>:-O0>)

set(BALLAST_COMMON_HEADERS <algorithm> <array> <cstdint> <filesystem> <functional> <map> <memory>
  <optional> <ostream> <span> <string> <string_view> <variant> <vector>)
set(BALLAST_NOTHING ${CMAKE_BINARY_DIR}/generated/nothing.cpp)
file(CONFIGURE OUTPUT ${BALLAST_NOTHING} CONTENT "int main() {}\n")

# Libraries and programs are compiled with other flags: each has its own.
function(ballast_precompile_for_libraries)
  if("libraries" IN_LIST BALLAST_PRECOMPILE)
    add_library(ballast_library_headers OBJECT EXCLUDE_FROM_ALL ${BALLAST_NOTHING})
    target_link_libraries(ballast_library_headers PRIVATE ballast_options)
    target_precompile_headers(ballast_library_headers PRIVATE ${BALLAST_COMMON_HEADERS})
  endif()
endfunction()

function(ballast_precompile_for_tests)
  if("tests" IN_LIST BALLAST_PRECOMPILE)
    add_executable(ballast_test_headers EXCLUDE_FROM_ALL ${BALLAST_NOTHING})
    target_link_libraries(ballast_test_headers PRIVATE ballast_options GTest::gmock)
    target_compile_options(ballast_test_headers PRIVATE ${BALLAST_TEST_FLAGS})
    target_precompile_headers(ballast_test_headers PRIVATE
      ${BALLAST_COMMON_HEADERS} <gtest/gtest.h>)
  endif()
endfunction()

# TARGET reads what OWNER has parsed, where it has.
function(ballast_precompile target owner)
  if(TARGET ${owner})
    target_precompile_headers(${target} REUSE_FROM ${owner})
  endif()
endfunction()
