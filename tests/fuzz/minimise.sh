#!/bin/sh
# Makes the corpus that is kept out of what the fuzzer found: what reaches an edge that nothing smaller does, as far
# as the repository has room. Not while a fuzzer runs.
#
#     minimise.sh FOLDER [TARGET...]        FOLDER: that of run.sh
set -eu
home=$(cd "$(dirname "$0")" && pwd)
folder=$1
shift
[ $# -gt 0 ] || set -- answers diff permset source template text yaml zip
most_files=250
most_bytes=280000

# As many files as there is room for: of those that lie next to each other by size, the largest, for these get deepest.
keep() { # from, to
    find "$1" -type f -printf '%s %p\n' | sort -n | awk -v files=$most_files -v bytes=$most_bytes '
        { size[NR] = $1; path[NR] = $2 }
        END {
            for (first = last = NR; first >= 1; first--) {
                sum += size[first]
                while (last - first >= files || sum > bytes) sum -= size[last--]
                if (last - first + 1 == files) break
            }
            for (i = first < 1 ? 1 : first; i <= last; i++) print path[i]
        }' | while read -r file; do
        cp "$file" "$2/$(cksum <"$file" | tr ' ' -)"
    done
}

for target in "$@"; do
    work=$(mktemp -d)
    mkdir "$work/all" "$work/kept"
    mkdir -p "$home/corpus/$target"
    find "$home/corpus/$target" "$folder/corpus/$target" "$folder/seeds/$target" -type f -size -12k -exec cp {} "$work/all" \;
    "$folder/fuzz_$target" -merge=1 -use_counters=0 -max_len=16384 -timeout=20 -rss_limit_mb=2048 "$work/kept" "$work/all" \
        >"$folder/$target.merge.log" 2>&1
    rm -f "$home/corpus/$target"/*
    keep "$work/kept" "$home/corpus/$target"
    echo "$target: $(find "$home/corpus/$target" -type f | wc -l) of $(find "$work/kept" -type f | wc -l) inputs"
    rm -rf "$work"
done
