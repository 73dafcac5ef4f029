# cmake -DSOURCE_DIR=... -DTEMPLATE=... -DOUTPUT=... -DVERSION=... -DCOMPILER=... -P CodeHash.cmake
#
# The digest of the model's sources: SHA-256 over the lines "sha256  path\n" of every .cpp and .hpp
# in base/, engine/ and policies/, ascending by path. g++ and clang builds of one tree agree on it.
file(GLOB_RECURSE sources RELATIVE ${SOURCE_DIR}
  ${SOURCE_DIR}/base/*.?pp ${SOURCE_DIR}/engine/*.?pp ${SOURCE_DIR}/policies/*.?pp)
list(SORT sources COMPARE STRING)
set(lines "")
foreach(source IN LISTS sources)
  file(SHA256 ${SOURCE_DIR}/${source} digest)
  string(APPEND lines "${digest}  ${source}\n")
endforeach()
string(SHA256 BALLAST_CODE_HASH "${lines}")
set(BALLAST_VERSION ${VERSION})
set(BALLAST_COMPILER ${COMPILER})
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)
