#!/usr/bin/env bash
# Asks an org the questions of one environment and saves each answer as JSON, for apionly verify. It only
# reads. Made by apionly; change the definitions, not this file.
#
#     ask.sh ENVIRONMENT ORG FOLDER [QUESTION...]
#
# Without a QUESTION all are asked, and the permission sets and the profile are retrieved: the only proof of
# record types and of user permissions that nobody asked for. Whoever runs it needs View Setup and
# Configuration. A question that the org refuses does not stop the others: its answer says why.
set -euo pipefail

if [ $# -lt 3 ]; then
    printf 'Usage: ask.sh ENVIRONMENT ORG FOLDER [QUESTION...]\n' >&2
    exit 2
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
questions=$here/$1
org=$2
mkdir -p "$3"
folder=$(cd "$3" && pwd)
all=yes
[ $# -eq 3 ] || all=''
[ -d "$questions" ] || { printf 'ask.sh: there is no environment %s\n' "$1" >&2 && exit 2; }
shift 3

# users-2.soql is the second part of the question users.
is_wanted() { # question
    local wanted
    for wanted in "${@:2}"; do
        if [ "$wanted" = "${1%-[0-9]*}" ]; then return 0; fi
    done
    return 1
}

ask() { # question
    sf data query --target-org "$org" --file "$questions/$1.soql" --json >"$folder/$1.json" ||
        printf '  %s: the org refused the question; the answer says why\n' "$1" >&2
}

retrieve() {
    local answer
    answer=$(sf project retrieve start --manifest "$questions/package.xml" --target-metadata-dir "$folder" \
        --single-package --zip-file-name retrieved.zip --target-org "$org" --wait 60 --json) ||
        printf '%s\n  the sets and the profile could not be retrieved\n' "$answer" >&2
}

rm -f "$folder"/*.json "$folder"/*.zip
if [ -n "$all" ]; then retrieve & fi
count=0
for query in "$questions"/*.soql; do
    question=$(basename "$query" .soql)
    if [ -z "$all" ] && ! is_wanted "$question" "$@"; then continue; fi
    ask "$question" &
    count=$((count + 1))
    if [ $((count % 4)) = 0 ]; then wait; fi # four at a time: most of a call is the start of sf
done
wait
