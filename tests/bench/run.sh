#!/bin/sh
# Measures apionly beside the floor under it, xmllint, the Salesforce CLI and a Python script, and prints
# one table. No verdict: times depend on the machine, ratios less so. It fails where a command fails, and
# where a build takes more or fewer instructions than instructions.tsv allows.
#
#     run.sh PROGRAM [CORPUS]        CORPUS: ../shared/corpus beside the repository, if it is there
#
# What is compared takes turns, several rounds long (one round of the largest size and of the corpus); each
# row tells the medians, and the highest peak memory of one process. A ratio is to the row it names; growth
# is from the size before, beside the growth of the size. Both are of the times, and in brackets of the
# processor times, which tell more on a busy machine.
#
# The floor (floor.c) parses the same definitions, packs the same bytes, writes the same files, and does
# nothing else, on one thread. xmllint --sax --noout reads and checks that the XML is well formed. The
# CLI and the script do a part of a build: the CLI copies the permission sets, the script makes them.
# shellcheck disable=SC2317 # rounds() calls them
set -eu
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
corpus=${2:-$root/../shared/corpus}
tools=$root/build/bench
judges=$root/build/judges
cli=$judges/node_modules/@salesforce/cli/bin/run.js

# Every package.zip holds a package.xml, and a deploy takes at most 10,000 files.
largest=9999

# A folder in memory, where there is one with room for the largest size: no disk is measured.
place() {
    if [ "$(stat -f -c %T /dev/shm 2>/dev/null)" = tmpfs ] &&
        df -kP /dev/shm | awk 'NR == 2 { exit $4 < 6 * 1024 * 1024 }'; then
        echo /dev/shm
    else
        echo "${TMPDIR:-/tmp}"
    fi
}

work=$(mktemp -d "$(place)/apionly-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cd "$work"
: >costs
failed=0

# --- rows -------------------------------------------------------------------------------------------

# Runs measure or floor, and keeps what they print: keep NAME COMMAND...
keep() {
    name=$1
    shift
    if "$@" >numbers; then
        read -r seconds cpu memory status <numbers
        printf '%s\t%s\t%s\t%s\t%s\n' "$name" "$seconds" "$cpu" "$memory" "$status" >>costs
    else
        failed=1
    fi
}

# Measures one run: take NAME COMMAND...
take() {
    name=$1
    shift
    keep "$name" "$tools/measure" "$@"
}

# Prints a row: show NAME [BESIDE [BEFORE]], the row for the ratio, that of the size before
show() {
    awk -F '\t' -v name="$1" -v beside="${2:-}" -v before="${3:-}" -f "$here/row.awk" costs | sed 's/ *$//'
}

rounds() { # how many, command...
    count=$1
    shift
    for _ in $(seq "$count"); do
        "$@"
    done
}

# --- what starts and weighs -------------------------------------------------------------------------

compile() { # name, packages
    source=$here/$1.c target=$tools/$1
    shift
    # shellcheck disable=SC2046,SC2086 # several words, or none
    "${CC:-cc}" -std=c17 -D_GNU_SOURCE -O2 $(pkg-config --cflags "$@") -o "$target" "$source" $all \
        $(pkg-config --libs "$@")
}

compile_all() {
    mkdir -p "$tools"
    # A linker may leave out a library that nothing is taken from, as Ubuntu's does.
    all=
    [ "$(uname)" != Linux ] || all=-Wl,--no-as-needed
    compile empty yaml-0.1 libxml-2.0 libzip libdeflate jansson libutf8proc
    compile floor yaml-0.1 libdeflate
    "${CC:-cc}" -std=c17 -D_GNU_SOURCE -O2 -o "$tools/measure" "$here/measure.c"
}

start_round() {
    take "empty program, same libraries" "$tools/empty"
    take "--version" "$program" --version
}

start_rows() {
    rounds 201 start_round
    show "empty program, same libraries"
    show "--version" "empty program, same libraries"
    strip -o stripped "$program"
    wc -c <stripped | awk '{ printf "# stripped, the program has %.2f MiB\n", $1 / 1024 / 1024 }'
}

# --- integrations -----------------------------------------------------------------------------------

integration_round() { # what, threads
    take "$1: check" "$program" check -q old
    rm -rf out
    take "$1: build" "$program" build -q old -o out
    rm -rf floor
    keep "$1: floor" "$tools/floor" old out floor
    rm -rf floor
    take "$1: build, nothing changed" "$program" build -q old -o out
    rm -f imported.yaml
    take "$1: import" "$program" import out/package/permissionsets -o imported.yaml
    take "$1: diff" "$program" diff old new
    for jobs in $2; do
        take "$1: check -j $jobs" "$program" check -q -j "$jobs" old
        rm -rf out
        take "$1: build -j $jobs" "$program" build -q -j "$jobs" old -o out
    done
}

# What others make of the same.
other_round() { # what
    if [ "$has_cli" ]; then
        rm -rf converted
        take "$1: sf project convert source" env -i PATH="$PATH" HOME="$work" NODE_COMPILE_CACHE="$work/compiled" \
            SF_DISABLE_TELEMETRY=true SF_DISABLE_LOG_FILE=true SF_AUTOUPDATE_DISABLE=true SF_DISABLE_AUTOUPDATE=true \
            SF_SKIP_NEW_VERSION_CHECK=true "$judges/node" "$cli" \
            project convert source --root-dir out/source --output-dir converted
    fi
    if [ "$has_python" ]; then
        rm -rf script script.zip
        take "$1: Python script" python3 "$here/peer.py" old/integrations.yaml script
    fi
}

other_rows() { # what, rounds
    rounds "$2" other_round "$1"
    [ ! "$has_cli" ] || show "$1: sf project convert source" "$1: build"
    [ ! "$has_python" ] || show "$1: Python script" "$1: build"
}

integration_rows() { # what, rounds, what was the size before, count, 1: many files
    awk -v folder=old -v count="$4" -v files="${5:-}" -f "$here/integrations.awk"
    awk -v folder=new -v count="$4" -v files="${5:-}" -v changed=1 -f "$here/integrations.awk"
    threads=
    [ "$4" -lt 1000 ] || threads="1 2"
    rounds "$2" integration_round "$1" "$threads"
    show "$1: floor" "" "$3: floor"
    for what in build "build, nothing changed"; do
        show "$1: $what" "$1: floor" "$3: $what"
    done
    for what in check import diff; do
        show "$1: $what" "" "$3: $what"
    done
    for jobs in $threads; do
        show "$1: check -j $jobs" "$1: check" "$3: check -j $jobs"
        show "$1: build -j $jobs" "$1: floor" "$3: build -j $jobs"
    done
    case "$4${5:-}" in
    5 | 1000) other_rows "$1" "$(($2 / 5 + 1))" ;;
    esac
    rm -rf old/* new/* out imported.yaml converted script script.zip
}

all_integration_rows() {
    mkdir old new
    echo '{"packageDirectories": [{"path": "out/source", "default": true}]}' >sfdx-project.json
    has_cli='' has_python=''
    if [ -x "$judges/node" ] && [ -f "$cli" ]; then has_cli=1; else echo "# the Salesforce CLI is not here"; fi
    if python3 -c 'import yaml' 2>/dev/null; then has_python=1; else echo "# Python with yaml is not here"; fi
    integration_rows "1 integration" 31 "" 1
    integration_rows "5 integrations" 21 "1 integration" 5
    integration_rows "100 integrations" 9 "5 integrations" 100
    integration_rows "1000 integrations" 3 "100 integrations" 1000
    integration_rows "1000 integrations, 1001 files" 3 "" 1000 1
    integration_rows "$largest integrations" 1 "1000 integrations" "$largest"
}

# --- permission sets --------------------------------------------------------------------------------

# xmllint ends with 0 or, what xargs makes 123, with findings.
xmllint_files() { # name, options
    take "$1" sh -c "xargs -0 xmllint $2 <files || [ \$? = 123 ]"
}

# Import, check and xmllint read the same files.
xml_round() { # what, folder
    xmllint_files "$1: xmllint" "--sax --noout --nonet"
    take "$1: check" "$program" check -q "$2"
    rm -rf imported imported.yaml
    take "$1: import to a file" "$program" import "$2" -o imported.yaml
    take "$1: import to a folder" "$program" import "$2" -o imported/
}

xml_rows() { # what, rounds, folder
    find "$3" -type f -print0 >files
    rounds "$2" xml_round "$1" "$3"
    show "$1: xmllint"
    for row in check "import to a file" "import to a folder"; do
        show "$1: $row" "$1: xmllint"
    done
}

sets_rows() {
    mkdir sets
    awk -v files=1000 -v folder=sets -f "$here/sets.awk"
    xml_rows "1000 sets" 5 sets
}

project_round() {
    xmllint_files "project: xmllint" "--noout --nonet"
    take "project: git grep" git -C project grep -c 'no such text' -- .
    take "project: check --metadata" "$program" check -q --metadata project project
}

# 1,000 sets against 5,000 field files: every name is looked up, every master-detail followed.
project_rows() {
    awk -v objects=50 -v fields=100 -v sets=1000 -v folder=project -f "$here/project.awk"
    find project -type f -print0 >files
    git -c init.defaultBranch=main init -q project
    git -C project add .
    rounds 5 project_round
    show "project: xmllint"
    show "project: git grep" "project: xmllint"
    show "project: check --metadata" "project: xmllint"
}

corpus_rows() {
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
}

# ----------------------------------------------------------------------------------------------------

compile_all
echo "# in $(dirname "$work"), $(df -P . | awk 'NR == 2 { print $1 }'); $(getconf _NPROCESSORS_ONLN) processors"
printf '%-54s %11s %11s %12s  %-24s  %s\n' what time CPU peak "ratio (of CPU)" "growth (of CPU)"
start_rows
all_integration_rows
sets_rows
project_rows
[ ! -f "$corpus/REST.tar.xz" ] || corpus_rows
"$here/instructions.sh" "$program" || failed=1
exit $failed
