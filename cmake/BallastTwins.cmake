# ballast_twins(NAME SOURCES a.cpp ... PUBLIC ballast_base ... PRIVATE lib ...)
#
# The same library compiled again with instruments, for the programs that need them; nothing else
# pays for it, because a twin is built only where something links it.
#   NAME_fuzzed   coverage for libFuzzer with the address and undefined-behaviour sanitizers (clang)
#   NAME_counted  a call at every basic block, so that work is counted and not timed
set(BALLAST_FUZZED_FLAGS -fsanitize=address,undefined -fno-sanitize-recover=all
  -fno-omit-frame-pointer -O1 -gline-tables-only -D_GLIBCXX_ASSERTIONS)
set(BALLAST_COUNTED_FLAGS -fsanitize-coverage=trace-pc)

# A build that is sanitized as a whole has its own run of every test: fuzzing it again says no more.
set(BALLAST_FUZZ OFF)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND NOT BALLAST_SANITIZE)
  set(BALLAST_FUZZ ON)
endif()

# Sets OUT to LIBRARIES with our own replaced by their twins.
function(ballast_twin_names out suffix libraries)
  list(TRANSFORM libraries APPEND ${suffix} REGEX "^ballast_")
  set(${out} ${libraries} PARENT_SCOPE)
endfunction()

function(ballast_twin name suffix flags)
  cmake_parse_arguments(arg "" "" "SOURCES;APART;PUBLIC;PRIVATE" ${ARGN})
  ballast_twin_names(public ${suffix} "${arg_PUBLIC}")
  ballast_twin_names(private ${suffix} "${arg_PRIVATE}")
  add_library(${name}${suffix} STATIC EXCLUDE_FROM_ALL ${arg_SOURCES})
  ballast_join(${name}${suffix} twins "${arg_APART}")
  target_link_libraries(${name}${suffix} PUBLIC ${public} PRIVATE ballast_options ${private})
  target_include_directories(${name}${suffix} PUBLIC ${PROJECT_SOURCE_DIR})
  target_compile_options(${name}${suffix} PRIVATE ${flags})
endfunction()

function(ballast_twins name)
  ballast_twin(${name} _counted "${BALLAST_COUNTED_FLAGS}" ${ARGN})
  if(BALLAST_FUZZ)
    ballast_twin(${name} _fuzzed "${BALLAST_FUZZED_FLAGS};-fsanitize=fuzzer-no-link" ${ARGN})
  endif()
endfunction()
