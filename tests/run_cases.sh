#!/bin/sh
# Runs the case folders of tests/cases and speaks TAP.
#
#     run_cases.sh PROGRAM [--regen] [CASE...]
#
# CASE is a folder of tests/cases: one case, or a group of them. Without any all are run.
# A case is a folder with
#     args     the arguments, as shell words in one or more lines (variables: none)
#     in/      files; the program runs in a fresh copy of this folder
#     stdin    fed to the program, if there
#     stdout, stderr    what it must print, byte for byte; absent: nothing
#     code     its exit status; absent: 0
#     want/    what `in/` must look like afterwards, beside what was in it; absent: nothing new
#     whole    an empty file: want/ holds everything that a build writes
# Archives (*.zip) in want/ are compared by existence: their content has a test of its own. What every build
# writes alike (questions, scripts, run book, resolved definitions) is passed over without `whole`.
# --regen rewrites stdout, stderr, code and want/ from what the program does; review them in git.
set -u
export LC_ALL=C

program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
shift
regen=no
if [ "${1:-}" = --regen ]; then
    regen=yes
    shift
fi
root=$(cd "$(dirname "$0")/cases" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# Runs one case into $work/run, $work/stdout, $work/stderr, $work/code.
run_case() {
    rm -rf "$work/run"
    mkdir "$work/run"
    [ ! -d "$1/in" ] || cp -R "$1/in/." "$work/run/"
    input=/dev/null
    [ ! -f "$1/stdin" ] || input=$1/stdin
    (
        cd "$work/run" || exit 125
        eval "set -- $(tr '\n' ' ' <"$1/args")"
        "$program" "$@"
    ) <"$input" >"$work/stdout" 2>"$work/stderr"
    echo $? >"$work/code"
}

# The files of a folder with their checksums; archives by name only.
listing() {
    [ -d "$1" ] || return 0
    (
        cd "$1" || exit
        find . -name '*.zip' ! -type d
        find . ! -name '*.zip' ! -type d -exec cksum {} + | sed 's/^\([0-9]* [0-9]*\) \(.*\)/\2 \1/'
    ) | sort | if [ -n "$whole" ]; then cat; else
        grep -v '^\./out[^/]*/\(verify/\|review/\|deploy\.sh\|users/[^/]*/revoke\.apex\|\.apionly/manifest\|bundle\.zip\)'
    fi
}

# What must be there after the run: in/ with want/ over it.
expected_tree() {
    rm -rf "$work/want"
    mkdir "$work/want"
    [ ! -d "$1/in" ] || cp -R "$1/in/." "$work/want/"
    [ ! -d "$1/want" ] || cp -R "$1/want/." "$work/want/"
}

# Most cases write nothing, and one process tells.
same_files() {
    if [ -d "$1/in" ] && [ ! -d "$1/want" ] && diff -r "$1/in" "$work/run" >/dev/null; then return 0; fi
    expected_tree "$1"
    listing "$work/want" >"$work/want_list"
    listing "$work/run" >"$work/run_list"
    cmp -s "$work/want_list" "$work/run_list"
}

same_text() {
    if [ -f "$1" ]; then
        cmp -s "$1" "$2"
    else
        [ ! -s "$2" ]
    fi
}

complain() {
    failed="$failed $1"
    {
        echo "--- $1 of $2, expected and found"
        if [ -f "$3" ]; then cat "$3"; fi
        echo "---"
        cat "$4"
    } | sed 's/^/# /'
}

check_case() {
    failed=
    same_text "$1/stdout" "$work/stdout" || complain stdout "$2" "$1/stdout" "$work/stdout"
    same_text "$1/stderr" "$work/stderr" || complain stderr "$2" "$1/stderr" "$work/stderr"
    code=0
    [ ! -f "$1/code" ] || read -r code <"$1/code"
    read -r found <"$work/code"
    echo "$code" >"$work/want_code"
    [ "$code" = "$found" ] || complain code "$2" "$work/want_code" "$work/code"
    same_files "$1" || complain files "$2" "$work/want_list" "$work/run_list"
    [ -z "$failed" ]
}

# A text that is empty has no file.
keep_text() {
    if [ -s "$1" ]; then cp "$1" "$2"; else rm -f "$2"; fi
}

regen_case() {
    keep_text "$work/stdout" "$1/stdout"
    keep_text "$work/stderr" "$1/stderr"
    if [ "$(cat "$work/code")" = 0 ]; then rm -f "$1/code"; else cp "$work/code" "$1/code"; fi
    rm -rf "$1/want"
    listing "$work/run" | sed 's/ [0-9]* [0-9]*$//' | while read -r file; do
        [ ! -e "$1/in/$file" ] || ! cmp -s "$1/in/$file" "$work/run/$file" || continue
        mkdir -p "$1/want/$(dirname "$file")"
        case $file in
        *.zip) : >"$1/want/$file" ;;
        *) cp "$work/run/$file" "$1/want/$file" ;;
        esac
    done
}

[ $# -gt 0 ] || set -- .
cases=$(cd "$root" && find "$@" -name args -type f | sed 's|^\./||; s|/args$||' | sort)
echo "1..$(echo "$cases" | grep -c .)"
number=0
echo "$cases" | while read -r name; do
    number=$((number + 1))
    whole=
    [ ! -f "$root/$name/whole" ] || whole=whole:
    run_case "$root/$name"
    [ $regen = no ] || regen_case "$root/$name"
    if check_case "$root/$name" "$name"; then
        echo "ok $number - $name"
    else
        echo "not ok $number - $name:$failed"
    fi
done
