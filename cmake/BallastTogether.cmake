# What makes a build from nothing shorter, and is never seen in its programs.
#
# The standard headers that most files read, and GoogleTest for the tests, are parsed once; and the
# files of a program or library are compiled as one, for what they share is the larger part of
# them. A file whose own names stand in another one too is compiled APART.
#
# Not every preset has this: the release and the sanitized builds see a file that forgot an include
# of its own.
# A compiler cache does better by itself, and keys on what a precompiled header hides.
set(BALLAST_TOGETHER "" CACHE STRING "What is compiled with what it shares: libraries;tests;twins")
if(CMAKE_CXX_COMPILER_LAUNCHER)
  set(BALLAST_TOGETHER "")
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
  if("libraries" IN_LIST BALLAST_TOGETHER)
    add_library(ballast_library_headers OBJECT EXCLUDE_FROM_ALL ${BALLAST_NOTHING})
    target_link_libraries(ballast_library_headers PRIVATE ballast_options)
    target_precompile_headers(ballast_library_headers PRIVATE ${BALLAST_COMMON_HEADERS})
  endif()
endfunction()

function(ballast_precompile_for_tests)
  if("tests" IN_LIST BALLAST_TOGETHER)
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

# Compiles the sources of TARGET as one, but for those of them named in APART, where KIND
# (libraries, tests, twins) is. One with options of its own stays apart by itself.
function(ballast_join target kind apart)
  if(NOT kind IN_LIST BALLAST_TOGETHER)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
  # A local name hides nothing of another file's, which it never sees.
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    target_compile_options(${target} PRIVATE -Wno-shadow)
  endif()
  if(apart)
    set_source_files_properties(${apart} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
endfunction()
