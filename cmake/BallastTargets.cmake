include(BallastTogether)
include(BallastTwins)

ballast_precompile_for_libraries()

# ballast_library(NAME SOURCES a.cpp ... [APART a.cpp ...] PUBLIC ballast_base ... PRIVATE lib ...)
#
# PUBLIC links are the layer table; a PRIVATE third-party library belongs to one door file.
function(ballast_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;APART;PUBLIC;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  ballast_join(${name} libraries "${arg_APART}")
  target_link_libraries(${name} PUBLIC ${arg_PUBLIC} PRIVATE ballast_options ${arg_PRIVATE})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR})
  ballast_precompile(${name} ballast_library_headers)
  ballast_twins(${name} ${ARGN})
endfunction()

# ballast_test(NAME LABEL label ... SOURCES a_test.cpp ... [APART a_test.cpp ...] LINK lib ...)
#
# One program of GoogleTest cases, run as one CTest test under its label; it ends by printing
# executed=N, so that a label which ran nothing is seen (tests/support/executed.cpp).
function(ballast_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "LABEL;SOURCES;APART;LINK" ${ARGN})
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "ballast_test(${name}): what is ${arg_UNPARSED_ARGUMENTS}?")
  endif()
  add_executable(${name} ${arg_SOURCES})
  ballast_join(${name} tests "${arg_APART}")
  target_link_libraries(${name} PRIVATE ballast_options ballast_test_support ${arg_LINK})
  target_compile_options(${name} PRIVATE ${BALLAST_TEST_FLAGS})
  ballast_precompile(${name} ballast_test_headers)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT}
    SKIP_REGULAR_EXPRESSION "\\[  SKIPPED \\]")
endfunction()
