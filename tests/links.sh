#!/bin/sh
# Folders with links that lead back into them: each is read once. Speaks TAP.
#
#     links.sh PROGRAM
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

# What the program says before and after the folder $2 has links to itself, to what is above it, and to one inside.
same() { # text, folder, arguments
    text=$1 folder=$2
    shift 2
    before=$("$program" "$@" 2>&1; echo "status $?")
    mkdir "$folder/inside"
    ln -s . "$folder/again"
    ln -s .. "$folder/inside/above"
    ln -s inside "$folder/zinside"
    ln -s "$work/$folder" "$folder/inside/whole"
    is "$text" "$before" "$("$program" "$@" 2>&1; echo "status $?")"
}

echo 1..6
cd "$work" || exit 1
cp -R "$top/tests/cases/verify/right-folder/in/." .
cp -R "$top/tests/cases/rules/source-name-fires/in/force-app" force-app
cp -R "$top/out/source/permissionsets" sets

is 'answers are right' '1 of 1 integration as defined' "$("$program" verify answers 2>&1 | tail -1)"
same 'and so they are with links' answers verify answers
is 'a project has names' 1 "$("$program" check --metadata force-app integrations.yaml >/dev/null 2>&1; echo $?)"
same 'the same names with links' force-app check --metadata force-app integrations.yaml
is 'sets are imported' 0 "$("$program" import sets >/dev/null 2>&1; echo $?)"
same 'the same sets with links' sets import sets
