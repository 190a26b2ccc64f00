#!/bin/sh
# Runs fuzzers one after the other, each for some seconds, and prints a line for each: executions, seconds, edges, inputs.
#
#     run.sh FOLDER [TARGET...]        FOLDER holds the fuzzer; FUZZ_SECONDS for each (60)
#
# What a target finds worth keeping is in FOLDER/corpus/TARGET, what ends it in FOLDER/found; the report of each run,
# with its time, is added to FOLDER/log.
set -u
home=$(cd "$(dirname "$0")" && pwd)
folder=$1
shift
[ $# -gt 0 ] || set -- answers diff permset source template text yaml zip
seconds=${FUZZ_SECONDS:-60}
[ -d "$folder/seeds" ] || "$home/seeds.sh" "$folder/seeds"
mkdir -p "$folder/found"

dictionary() {
    case $1 in
    answers) echo json ;;
    permset | source | zip) echo xml ;;
    *) echo yaml ;;
    esac
}

failed=0
for target in "$@"; do
    mkdir -p "$folder/corpus/$target"
    ln -sf fuzzer "$folder/fuzz_$target"
    kept=
    for place in corpus found; do
        [ ! -d "$home/$place/$target" ] || kept="$kept $home/$place/$target"
    done
    begun=$(date +%s)
    # shellcheck disable=SC2086 # a word a folder
    "$folder/fuzz_$target" -max_total_time="$seconds" -max_len=16384 -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
        -dict="$home/$(dictionary "$target").dict" -artifact_prefix="$folder/found/$target-" \
        "$folder/corpus/$target" "$folder/seeds/$target" $kept >"$folder/$target.log" 2>&1
    status=$?
    awk -v target="$target" -v status=$status -v seconds=$(($(date +%s) - begun)) '
        /^stat::number_of_executed_units/ { runs = $2 }
        / cov: / { for (i = 1; i < NF; i++) { if ($i == "cov:") edges = $(i + 1); if ($i == "corp:") inputs = $(i + 1) } }
        END {
            sub("/.*", "", inputs)
            printf "%s: %d executions, %d seconds, %d edges, %d inputs%s\n", target, runs, seconds, edges, inputs,
                status ? ", ended by an input" : ""
        }' "$folder/$target.log" | tee -a "$folder/log"
    [ $status -eq 0 ] || failed=1
done
exit $failed
