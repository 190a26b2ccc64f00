#!/bin/sh
# What the compilers do not see; speaks TAP.
#   formatting (clang-format), clang-tidy, shellcheck
#   include directions: a room uses only the rooms that the design allows it
#   sizes: no file over 600 lines, no function over 80
set -u
cd "$(dirname "$0")/../.." || exit 1

number=0
report() { # text, findings
    number=$((number + 1))
    if [ -z "$2" ]; then
        echo "ok $number - $1"
    else
        echo "not ok $number - $1"
        echo "$2" | sed 's/^/# /'
    fi
}

# Which rooms a room may see. gen/tool/ has programs of their own.
allowed='
base
diag     base facts
facts    base
model    base diag
read     base diag model
resolve  base diag model facts
check    base diag model facts resolve
verify   base diag model facts resolve write
write    base diag model facts resolve
pack     base diag
command  base diag model facts read resolve check verify write pack
tool     base
'

include_directions() {
    for file in gen/*/*.c gen/*/*.h; do
        room=$(basename "$(dirname "$file")")
        rooms=$(echo "$allowed" | awk -v room="$room" '$1 == room { $1 = ""; print }')
        grep -o '^#include "[a-z_]*/' "$file" | sed 's/.*"//; s|/||' | sort -u | while read -r seen; do
            case " $room $rooms " in
            *" $seen "*) ;;
            *) echo "$file includes $seen/, which $room/ may not see" ;;
            esac
        done
    done
}

# The libraries that a room may use.
libraries() {
    check_library 'yaml\.h' 'read'
    check_library 'libxml/' 'read'
    check_library 'zip\.h' 'pack read'
    check_library 'libdeflate\.h' 'pack'
    check_library 'zlib\.h' 'pack'
    check_library 'jansson\.h' 'diag read write'
    check_library 'utf8proc\.h' 'base'
    check_library 'seccomp\.h' 'tool'
}

check_library() {
    grep -l "^#include <$1" gen/*/*.c gen/*/*.h | while read -r file; do
        room=$(basename "$(dirname "$file")")
        case " $2 " in
        *" $room "*) ;;
        *) echo "$file uses $1, which belongs to $2" ;;
        esac
    done
}

sizes() {
    wc -l gen/*.c gen/*/*.[ch] tests/unit/*.[ch] tests/fuzz/*.[ch] | awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines" }'
    for file in gen/*.c gen/*/*.c; do
        awk -v file="$file" '
            /^[a-zA-Z_].*\)$/ { name = $0 }
            /^\{$/ { start = NR }
            /^\}$/ && start { if (NR - start + 1 > 80) print file ": " name ": " NR - start + 1 " lines"; start = 0 }
        ' "$file"
    done
}

cores=$(getconf _NPROCESSORS_ONLN)
flags="-std=c17 -D_GNU_SOURCE -Igen -Ibuild/clang/made \
    $(pkg-config --cflags yaml-0.1 libxml-2.0 libzip libdeflate zlib jansson libutf8proc | sed 's/-I/-isystem /g')"

# The files of the program itself, the long ones first: a long one last would leave cores idle.
sources() {
    wc -c gen/*.c gen/*/*.c | sort -rn | awk '$2 != "total" { print $2 }'
}

tidy() {
    # Checkers of the analyzer for other languages find nothing in C, and take a sixth of the time.
    foreign=$(printf -- ',-clang-analyzer-%s*' cplusplus fuchsia nullability optin.cplusplus optin.mpi optin.osx osx webkit)
    # A few files a process: one process for all would leave cores idle.
    sources | xargs -P "$cores" -n 2 \
        sh -c "clang-tidy --quiet --checks='${foreign#,}' \"\$@\" -- $flags 2>/dev/null" sh |
        grep -E 'warning:|error:' | sort -u
}

# Paths that gcc follows through a function and those it calls. (It does so as it compiles, not with -fsyntax-only.)
# Programs of gen/tool/ leave their files to the end of the process. That buf_put has bytes once buf_room was called,
# gcc cannot see: that is another file.
analyze() {
    sources | grep -v '^gen/tool/' | xargs -P "$cores" -n 1 \
        sh -c "gcc $flags -O1 -fanalyzer -c -o /dev/null \"\$1\" 2>&1" sh |
        grep 'warning:' | grep -v '^gen/base/buf.h:.*-Wanalyzer-null-argument' | sort -u
}

tidied=$(mktemp)
trap 'rm -f "$tidied"' EXIT
tidy >"$tidied" & # as long as all others together, and on all cores
echo 1..8
report 'formatted as .clang-format says' "$(clang-format --dry-run gen/*.c gen/*/*.[ch] tests/*.c tests/*/*.[ch] 2>&1 | grep 'warning:')"
report 'includes go one way' "$(include_directions)"
report 'libraries stay in their rooms' "$(libraries)"
report 'files and functions are short' "$(sizes)"
report 'shellcheck finds nothing' "$(shellcheck gen/tool/*.sh tests/*.sh tests/*/*.sh .github/actions/*/*.sh .ci/run)"
wait
report 'clang-tidy finds nothing' "$(cat "$tidied")"
report 'gcc -fanalyzer finds nothing' "$(analyze)"
report 'cppcheck finds nothing' "$(cppcheck --std=c11 --enable=warning,performance,portability -q -j "$cores" -Igen -Ibuild/clang/made gen 2>&1)"
