#!/bin/sh
# Makes first inputs for the fuzzer out of the cases of other tests.
#
#     seeds.sh FOLDER        gets a folder for every target
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
out=$1
for target in answers diff permset source template text yaml zip; do
    mkdir -p "$out/$target"
done

# Copies the files that it is given the names of into a target's folder, each once.
keep() { # target
    while read -r file; do
        cp "$file" "$out/$1/$(cksum <"$file" | tr ' ' -)"
    done
}

# Writes files as one input, each behind its path below a folder.
together() { # folder, file...
    above=$1
    shift
    for file in "$@"; do
        printf '@%s\n' "${file#"$above/"}"
        [ ! -f "$file" ] || cat "$file"
        echo
    done
}

cases=$root/tests/cases
find "$cases" "$root/templates/starter" -type f -name '*.yaml' -size -16k ! -path '*/templates/*.yaml' | keep yaml
find "$cases" "$root/templates/starter" -type f -name '*.yaml' -size -4k | keep text
find "$cases" "$root/templates/integrations" -type f -path '*templates/*.yaml' | keep template
find "$root/templates/integrations" -type f -name '*.yaml' | keep template
find "$cases" "$root/tests/mutation/sets" -type f -name '*.permissionset*' -size -32k | keep permset
find "$cases" -type f -name '*.zip' ! -path '*/want/*' -size -32k | keep zip
find "$cases" -path '*/in/*' \( -name '*-meta.xml' -o -name '*.object' -o -name '*.profile' -o -type f -name 'package.xml' \
    -o -name 'sfdx-project.json' \) -size -16k | keep source

number=0
for folder in "$cases"/*/*/in; do
    number=$((number + 1))
    find "$folder" -name '*.json' -size -32k | sort >"$out/list"
    if [ -s "$out/list" ]; then
        find "$folder" -maxdepth 1 -name '*.yaml' | sort | head -1 >>"$out/list"
        find "$folder" \( -name '*.profile' -o -name '*.permissionset' \) ! -path '*/out/*' | sort >>"$out/list"
        while read -r file; do together "$(dirname "$file")" "$file"; done <"$out/list" >"$out/answers/$number"
    fi
    find "$folder" \( -name '*-meta.xml' -o -name '*.object' \) -size -16k ! -path '*/out/*' | sort >"$out/list"
    if [ -s "$out/list" ]; then
        while read -r file; do together "$folder" "$file"; done <"$out/list" >"$out/source/$number"
    fi
    find "$folder" \( -name '*.permissionset*' -o -name package.xml \) -size -8k ! -path '*/out/*' | sort >"$out/list"
    if [ -s "$out/list" ]; then
        while read -r file; do together "$folder" "$file"; done <"$out/list" >"$out/zip/$number"
    fi
    find "$folder" -maxdepth 2 -name '*.yaml' -size -4k ! -path '*/out/*' | sort | head -2 >"$out/list"
    if [ "$(wc -l <"$out/list")" = 2 ]; then
        while read -r file; do together "$folder" "$file"; done <"$out/list" >"$out/diff/$number"
    elif [ -s "$out/list" ] && [ $((number % 4)) = 0 ]; then
        read -r file <"$out/list"
        together "$folder" "$file" "$file" >"$out/diff/$number"
    fi
done
rm -f "$out/list"
