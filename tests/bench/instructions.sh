#!/bin/sh
# Counts the instructions that a build takes and compares them with the band in instructions.tsv: a guard
# that no busy machine disturbs. Outside the band it exits with 1; too few is as much news as too many.
#
#     instructions.sh PROGRAM [--regen]        --regen: write the band anew, 3 % to either side
#
# Another processor or compiler makes other instructions: there the band says nothing, and only the count
# is printed.
set -eu
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
regen=${2:-}
tab=$(printf '\t')
made_with="$(uname -m) $("${CC:-cc}" --version | sed 's/^[a-z]* //; q')"

if ! command -v valgrind >/dev/null; then
    echo "# instructions: valgrind is not here"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cd "$work"

count() { # command, integrations
    rm -rf definitions out
    mkdir definitions
    awk -v folder=definitions -v count="$2" -f "$here/integrations.awk"
    # shellcheck disable=SC2086 # a command with its options
    if ! valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" $1 definitions -o out >log 2>&1 </dev/null; then
        cat log >&2
        exit 1
    fi
    awk '/Collected :/ { print $4 }' log
}

say() { # command, integrations, count, band
    echo "# instructions: $1, $2 integrations: $3, $4"
}

judge() { # command, integrations, lower, upper, made with, count
    if [ "$5" != "$made_with" ]; then
        say "$1" "$2" "$6" "not comparable: the band is of $5"
    elif [ "$6" -lt "$3" ] || [ "$6" -gt "$4" ]; then
        say "$1" "$2" "$6" "OUTSIDE $3 to $4"
        return 1
    else
        say "$1" "$2" "$6" "within $3 to $4"
    fi
}

status=0
head -n 1 "$here/instructions.tsv" >fresh
sed 1d "$here/instructions.tsv" >rows
while IFS=$tab read -r command integrations lower upper made; do
    n=$(count "$command" "$integrations")
    if [ "$regen" = --regen ]; then
        say "$command" "$integrations" "$n" "the band is written anew"
        printf '%s\t%s\t%s\t%s\t%s\n' "$command" "$integrations" $((n * 97 / 100)) $((n * 103 / 100)) "$made_with" >>fresh
    else
        judge "$command" "$integrations" "$lower" "$upper" "$made" "$n" || status=1
    fi
done <rows
[ "$regen" != --regen ] || cp fresh "$here/instructions.tsv"
exit $status
