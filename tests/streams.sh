#!/bin/sh
# What the program does with pipes, terminals, and an output that cannot be written; speaks TAP.
#
#     streams.sh PROGRAM
set -u

program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

number=0
is() { # text, wanted, found
    number=$((number + 1))
    if [ "$2" = "$3" ]; then
        echo "ok $number - $1"
    else
        echo "not ok $number - $1"
        printf '%s\n' "wanted: $2" "found: $3" | sed 's/^/# /'
    fi
}

skip() { # text, why
    number=$((number + 1))
    echo "ok $number - $1 # SKIP $2"
}

echo 1..15
cd "$work" || exit 1

# --- a pipe has no size ---

"$program" build -q -o file "$top/templates/starter/integrations.yaml" 2>/dev/null
# shellcheck disable=SC2002 # a pipe is what this is about
cat "$top/templates/starter/integrations.yaml" | "$program" build -q -o piped - 2>/dev/null
is 'a definition comes through a pipe' 0 $?
is 'and makes the same files' '' "$(diff -r file piped)"
{
    cat "$top/templates/starter/integrations.yaml"
    yes '# padding' | head -c 300000
} | "$program" check - >long 2>&1
is 'a long one, too' "$("$program" check "$top/templates/starter/integrations.yaml" 2>&1 | tail -1)" "$(tail -1 long)"
head -c 134217729 /dev/zero | "$program" check - >large 2>&1
is 'one over the size limit is refused' 1 $?
is 'and this is said' '<standard input>:1:1: error: the file is larger than 128 MiB [file-too-large]' "$(head -1 large)"

# --- an output that cannot be written ---

broken='apionly: error: standard output cannot be written: '
if [ -c /dev/full ]; then
    "$program" explain >/dev/full 2>full
    is 'a report that does not fit is status 3' 3 $?
    is 'and this is said of it' "${broken}No space left on device" "$(cat full)"
    "$program" --help >/dev/full 2>/dev/null
    is 'the help is a report, too' 3 $?
    "$program" --version >/dev/full 2>/dev/null
    is 'and the version' 3 $?
else
    for text in report message help version; do skip "$text on a full device" 'there is no /dev/full'; done
fi
"$program" explain >&- 2>closed
is 'a standard output that is closed is status 3' 3 $?
is 'and this is said' "${broken}Bad file descriptor" "$(cat closed)"

# --- colours are for terminals that have them ---

echo 'company: {}' >empty.yaml
colors() { # settings: how many lines of the findings have a colour
    script -qec "env $1 \"$program\" check empty.yaml" /dev/null </dev/null 2>&1 | grep -c "$(printf '\033')\\["
}
if script --version 2>/dev/null | grep -q util-linux; then
    is 'findings have colours on a terminal' 2 "$(colors 'TERM=xterm NO_COLOR=')"
    is 'also where nobody says which' 2 "$(colors '-u TERM -u NO_COLOR')"
    is 'none on one that has none' 0 "$(colors 'TERM=dumb')"
    is 'nor where nobody wants them' 0 "$(colors 'TERM=xterm NO_COLOR=1')"
else
    for text in colours unknown dumb unwanted; do skip "$text on a terminal" 'script of util-linux is missing'; done
fi
