#!/bin/sh
# Measures apionly beside xmllint and beside itself, and prints one table. No pass, no fail: times
# depend on the machine, ratios less so.
#
#     run.sh PROGRAM [CORPUS]        CORPUS: ../shared/corpus beside the repository, if it is there
#
# Each row is the median of several runs (of the corpus: one run); memory is the highest peak of one
# process. A ratio is the time of the row divided by that of the row it names. xmllint --sax --noout
# reads and checks that the XML is well formed, and does nothing else.
set -eu
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
corpus=${2:-$root/../shared/corpus}
mkdir -p "$root/build/bench"
"${CC:-cc}" -std=c17 -D_GNU_SOURCE -O2 -o "$root/build/bench/measure" "$here/measure.c"
measure=$root/build/bench/measure

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cd "$work"

say() { # name, time, CPU, memory, ratio
    printf '%-42s %10s %10s %11s  %s\n' "$@"
}

# Prints a row and keeps its time: row NAME [OTHER ROW or -] RUNS [-b BEFORE] COMMAND...
row() {
    name=$1
    other=$2
    shift 2
    if ! "$measure" "$@" >numbers; then
        say "$name" - - - "failed"
        return
    fi
    read -r seconds cpu memory status <numbers
    echo "$name	$seconds" >>"$work/times"
    ratio=$(awk -F '\t' -v name="$other" -v mine="$seconds" '
        $1 == name && $2 > 0 { sub(/.*sets: |corpus: /, "", name); printf "%.2f x %s", mine / $2, name; exit }' "$work/times")
    [ "$status" = 0 ] || ratio="$ratio (exit status $status)"
    say "$name" "$seconds s" "$cpu s" "$memory MiB" "$ratio"
}

# Import, check and xmllint read the same files.
xml_rows() { # what, runs, folder
    find "$3" -type f -print0 >files
    # shellcheck disable=SC2016 # the inner shell expands it
    row "$1: xmllint" - "$2" sh -c 'xargs -0 xmllint --sax --noout --nonet <files; true'
    row "$1: check" "$1: xmllint" "$2" "$program" check -q "$3"
    row "$1: import to a file" "$1: xmllint" "$2" -b 'rm -f imported.yaml' \
        "$program" import "$3" -o imported.yaml
    row "$1: import to a folder" "$1: xmllint" "$2" -b 'rm -rf imported' \
        "$program" import "$3" -o imported/
}

: >"$work/times"
say "what" time CPU "peak" "ratio of times"
row "true" - 31 true
row "--version" "true" 31 "$program" --version

mkdir sets
awk -v files=1000 -v folder=sets -f "$here/sets.awk"
xml_rows "1,000 sets" 5 sets

# 1,000 sets against 5,000 field files: every name is looked up, every master-detail followed.
awk -v objects=50 -v fields=100 -v sets=1000 -v folder=project -f "$here/project.awk"
find project -type f -print0 >files
git -c init.defaultBranch=main init -q project
git -C project add .
# shellcheck disable=SC2016 # the inner shell expands it
row "project: xmllint --noout" - 5 sh -c 'xargs -0 xmllint --noout --nonet <files; true'
row "project: git grep" "project: xmllint --noout" 5 git -C project grep -c 'no such text' -- . || true
row "project: check --metadata" "project: xmllint --noout" 5 "$program" check -q --metadata project project

for count in 5 100 1000; do
    awk -v count=$count -f "$here/integrations.awk" >"$count.yaml"
    row "$count integrations: check" "5 integrations: check" 7 "$program" check -q "$count.yaml"
done
for count in 5 100 1000; do
    row "$count integrations: build" "5 integrations: build" 5 -b 'rm -rf out' "$program" build -q "$count.yaml" -o out
    row "$count integrations: build, no change" "$count integrations: build" 5 "$program" build -q "$count.yaml" -o out
done

if [ -f "$corpus/REST.tar.xz" ]; then
    corpus=$(cd "$corpus" && pwd)
    mkdir corpus corpus/rest
    xz -dc "$corpus/REST.tar.xz" | (cd corpus/rest && tar xf -)
    # One file for each API name: an import refuses two sets of one name, and writes nothing then. No
    # hand-edited files, and none without label or of another namespace, for the same reason.
    awk -F '\t' '
        $7 == "PermissionSet" && ($9 == "A" || $9 == "A-CR" || $9 == "B") {
            name = tolower($5)
            sub(/.*\//, "", name)
            sub(/\.permissionset(-meta\.xml)?$/, "", name)
            if (!seen[name]++) print $6
        }' "$corpus/INDEX.tsv" >kept
    mkdir corpus/kept
    sed -n 's/^REST\.tar\.xz://p' kept | tar -C corpus/rest -cf - -T - | (cd corpus/kept && tar xf -)
    grep -v '^REST' kept | tar -C "$corpus" -cf - -T - | (cd corpus/kept && tar xf -)
    grep -rLF 'xmlns="http://soap.sforce.com/2006/04/metadata"' corpus/kept | tr '\n' '\0' | xargs -0 rm -f
    grep -rLF '<label>' corpus/kept | tr '\n' '\0' | xargs -0 rm -f
    rm -rf corpus/rest
    echo "# corpus: $(find corpus -type f | wc -l) files, $(du -sm corpus | cut -f 1) MiB"
    xml_rows "corpus" 1 corpus
fi
