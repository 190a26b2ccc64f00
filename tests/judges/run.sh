#!/bin/sh
# Outside judges: programs that nobody here wrote read what apionly writes. Speaks TAP.
#
#     run.sh PROGRAM
#
# Builds the sample and rich.yaml into a temporary folder and hands it to each judge. A judge prints
# lines `ok - text` and `not ok - text` and its plan at the end; here they get their numbers.
set -u
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
judges=$(cd "$here/../.." && pwd)/build/judges
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")

if ! "$here/install.sh"; then
    echo "Bail out! the judges could not be installed"
    exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# What the converter would write into the home of whoever runs this goes away with the rest.
export HOME="$work/home" NODE_PATH="$judges/node_modules" SF_DISABLE_LOG_FILE=true SF_DISABLE_TELEMETRY=true
mkdir "$HOME" "$work/out"

build() { # name, definition
    if "$program" build --quiet --strict "$2" -o "$work/out/$1" >"$work/log" 2>&1; then
        echo "ok - $1: builds without a warning"
    else
        echo "not ok - $1: builds without a warning"
        sed 's/^/# /' "$work/log"
    fi
}

# A judge that dies, or runs fewer tests than its plan, has not judged.
judge() { # name, command...
    name=$1
    shift
    "$@" "$work/out" >"$work/$name.lines" 2>"$work/$name.log"
    status=$?
    grep -v '^1\.\.' "$work/$name.lines"
    plan=$(sed -n 's/^1\.\.//p' "$work/$name.lines")
    ran=$(grep -c '^\(not \)\{0,1\}ok ' "$work/$name.lines")
    if [ $status -eq 0 ] && [ "$plan" = "$ran" ] && [ "$ran" -gt 0 ]; then
        echo "ok - $name: ran to its end"
    else
        echo "not ok - $name: ran to its end"
        sed 's/^/# /' "$work/$name.log"
    fi
}

{
    build starter "$here/../../templates/starter"
    build rich "$here/rich.yaml"
    build retired "$here/deploy-retired.yaml"
    judge files "$here/files.sh" # looks at all that is there: before others write beside it
    # Two lanes, about as long as each other; most of the first is starts of the CLI.
    {
        judge deploy "$judges/node" "$here/deploy.js" "$program"
        judge page "$judges/node" "$here/page.js"
    } >"$work/first" &
    judge csv "$judges/node" "$here/csv.js"
    judge converter "$judges/node" "$here/converter.js"
    judge apex "$judges/node" "$here/apex.js"
    judge xsd "$here/xsd.sh"
    judge schema "$judges/node" "$here/schema.js" "$program"
    judge sarif "$judges/node" "$here/sarif.js" "$program"
    judge soql "$judges/node" "$here/soql.js"
    judge markdown "$judges/node" "$here/markdown.js" "$program"
    judge access "$judges/node" "$here/access.js" "$program"
    judge standin "$judges/node" "$here/standin_test.js" # takes no folder
    wait
    cat "$work/first"
    "$here/corpus_xsd.sh" >"$work/corpus"
    grep -v '^1\.\.' "$work/corpus" | sed 's/^\(ok\|not ok\) [0-9]* /\1 /'
} >"$work/all"

echo "1..$(grep -c '^\(not \)\{0,1\}ok ' "$work/all")"
awk '/^(not )?ok / { sub(/ok /, "ok " ++number " ") } { print }' "$work/all"
