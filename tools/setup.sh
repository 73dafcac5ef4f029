# SPDX-License-Identifier: MIT
# Sourced by ./dev: what each command needs, and how to get it on a bare Debian 12.
# shellcheck shell=bash disable=SC2034

# A name after a colon is the program that makes the package unnecessary when it is already there:
# somebody's own Node.js is used as it is, never replaced.
build_packages=(
    g++ cmake ninja-build pkg-config ca-certificates
    libexpected-dev libcrypto++-dev libboost-dev libcurl4-openssl-dev
    libsecp256k1-dev libsimdjson-dev libtomlplusplus-dev libcli11-dev libsqlite3-dev
    libsqlitecpp-dev libpq-dev libhowardhinnant-date-dev prometheus-cpp-dev
    zlib1g-dev
)
run_packages=(nodejs:node npm:npm)
test_packages=(
    git:git python3:python3 openssl:openssl
    clang-14 clang-format-14 clang-tidy-14 libclang-rt-14-dev
    libgtest-dev libgmock-dev librapidcheck-dev nlohmann-json3-dev chromium:chromium
    r-cran-fextremes locales postgresql:pg_ctlcluster prometheus:promtool
    systemd:systemd-analyze
)
# Without OpenBLAS numpy would be a weaker peer: Debian's libblas3 is the reference.
bench_packages=(python3-numpy python3-pandas libopenblas0-pthread)

# To stderr, as everything that is not data.
step() { printf '%s\n' "$1" >&2; }

# logged NAME COMMAND...: runs quietly; on failure shows the end of build/logs/NAME.log.
logged() {
    local log=build/logs/$1.log code=0
    shift
    mkdir -p build/logs
    "$@" > "$log" 2>&1 || code=$?
    ((code == 0)) && return
    echo "./dev: failed: $* (exit $code); the last lines of $log:" >&2
    tail -n 40 "$log" >&2
    return "$code"
}

# Prints those of the named packages that are not installed.
missing_packages() {
    local entry status
    for entry in "$@"; do
        if [[ $entry == *:* ]] && command -v "${entry#*:}" > /dev/null; then continue; fi
        # The format is dpkg-query's own, not the shell's.
        # shellcheck disable=SC2016
        status=$(dpkg-query -W -f '${db:Status-Status}' "${entry%%:*}" 2> /dev/null) || true
        [[ $status == installed ]] || printf '%s\n' "${entry%%:*}"
    done
}

# --no-remove: installing what we need never takes away what somebody else needs.
apt_install() {
    logged apt-install "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y \
        --no-install-recommends --no-remove -o DPkg::Lock::Timeout=300 "$@"
}

install_packages() {
    if ! command -v dpkg-query > /dev/null; then
        step "no Debian packages here: taking it that these are installed: ${*%%:*}"
        return
    fi
    local missing as_root=()
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]})) || return 0
    local by_hand="apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    if ((EUID != 0)); then
        as_root=(sudo -n)
        [[ -t 0 ]] && as_root=(sudo)
        if ! command -v sudo > /dev/null || ! "${as_root[@]}" true; then
            printf '%s\n' "./dev: cannot install without root; run as root:" "  $by_hand" >&2
            exit 77
        fi
    fi
    step "installing: ${missing[*]}"
    # The lists of packages are missing or old on most machines, but asking costs nothing.
    apt_install "${missing[@]}" 2> /dev/null && return
    logged apt-update "${as_root[@]}" apt-get update && apt_install "${missing[@]}" && return
    printf '%s\n' "./dev: could not install; try:" "  $by_hand" >&2
    exit 69
}

# Installs package-lock.json into ./node_modules once for each version of that file. No script of a
# package is run; its programs are called by their own paths, never through .bin.
install_node_modules() {
    if [[ -L node_modules ]]; then
        step "node_modules is a link: used as it is"
        return
    fi
    local stamp=node_modules/.ballast-lock lock
    lock=$(sha256sum package-lock.json)
    [[ -f $stamp && $(< "$stamp") == "$lock" ]] && return
    step "installing: the npm packages of package-lock.json"
    if ! logged npm-ci npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; then
        printf '%s\n' "./dev: could not install; try:" "  npm ci --ignore-scripts" >&2
        exit 69
    fi
    printf '%s\n' "$lock" > "$stamp"
}
