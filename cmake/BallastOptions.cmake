# One INTERFACE target carries the language, the warnings and the sanitizers for every target of ours.
add_library(ballast_options INTERFACE)
target_compile_features(ballast_options INTERFACE cxx_std_20)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

target_include_directories(ballast_options INTERFACE ${PROJECT_SOURCE_DIR})

target_compile_options(ballast_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wdouble-promotion
  -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual -Wformat=2 -Wimplicit-fallthrough
  -Wswitch-enum -Wundef -Wextra-semi
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wuseless-cast>
  # Members left out of a designated initializer take their defaults: that is what they are for.
  -Wno-missing-field-initializers
  # g++ 12 sees an overlap in "literal" + std::string at -O3 that is not there (GCC bug 105651).
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
  # Nor is a moved variant or optional read before it has a value, at -O3 (GCC bug 80635): g++ at -O0
  # and clang look at the same lines.
  $<$<AND:$<CONFIG:Release>,$<CXX_COMPILER_ID:GNU>>:-Wno-maybe-uninitialized>
  # The calibrator may use double; contraction would give other bits on another CPU.
  -ffp-contract=off
  # Two checkouts in two places give the same binary.
  -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)

if(BALLAST_SANITIZE)
  target_compile_options(ballast_options INTERFACE -fsanitize=${BALLAST_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(ballast_options INTERFACE -fsanitize=${BALLAST_SANITIZE})
endif()
