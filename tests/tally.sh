#!/bin/sh
# Runs TAP programs and adds them up.
#
#     tally.sh COMMAND...        each argument is one command line
#
# As many at a time as there are cores; prints what they print, in their order, and ends with the line `N passed, N failed`. A program that dies, has no
# plan, or runs fewer or more tests than its plan counts as failed, whatever it printed.
set -u

passed=0
failed=0
skipped=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

number=0
for command in "$@"; do
    number=$((number + 1))
    printf '%s\n' "$command" >"$work/$number"
    echo "$work/$number"
done >"$work/list"
# shellcheck disable=SC2016 # for the inner shell
xargs -P "$(getconf _NPROCESSORS_ONLN)" -n 1 \
    sh -c 'sh "$1" >"$1.output" 2>&1 </dev/null; echo $? >"$1.status"' sh <"$work/list"

number=0
for command in "$@"; do
    number=$((number + 1))
    output=$work/$number.output
    status=$(cat "$work/$number.status")
    echo "# $command"
    cat "$output"
    # shellcheck disable=SC2046 # three numbers and a word
    set -- $(awk '
        /^1\.\.[0-9]+/ { plan = substr($1, 4) + 0; plans++ }
        /^ok / { if ($0 ~ /# SKIP/) skip++; else good++ }
        /^not ok / { bad++ }
        /^Bail out!/ { bail = 1 }
        END {
            why = "fine"
            if (bail) why = "bailed-out"
            else if (plans != 1) why = "no-plan"
            else if (plan != good + bad + skip) why = "short-plan"
            print good + 0, bad + 0, skip + 0, why
        }' "$output")
    passed=$((passed + $1))
    failed=$((failed + $2))
    skipped=$((skipped + $3))
    if [ "$4" != fine ]; then
        echo "not ok - $command: $4"
        failed=$((failed + 1))
    elif [ "$status" -ne 0 ] && [ "$2" = 0 ]; then
        echo "not ok - $command: exit status $status"
        failed=$((failed + 1))
    fi
done

if [ $skipped -gt 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
[ $failed -eq 0 ] && [ $((passed + skipped)) -gt 0 ]
