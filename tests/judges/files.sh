#!/bin/sh
# xmllint and unzip judge the XML files and the archives.
#
#     files.sh FOLDER        the folder holds one output folder for each definition
set -u
export LC_ALL=C

tests=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Fine is a command that succeeds and has nothing to say.
check() { # text, command...
    text=$1
    shift
    tests=$((tests + 1))
    if "$@" >"$work/log" 2>&1 && [ ! -s "$work/log" ]; then
        echo "ok - $text"
    else
        echo "not ok - $text"
        sed 's/^/# /' "$work/log"
    fi
}

refuses() {
    if "$@" >/dev/null 2>&1; then
        return 1
    fi
}

holds_only_package() {
    ! grep -vxE 'package\.xml|permissionsets/[A-Za-z0-9_]+\.permissionset' "$1"
}

judge_archive() { # archive, its folder, name
    unzip -Z1 "$1" >"$work/listed"
    (cd "$2" && find . -type f | sed 's|^\./||' | sort) >"$work/wanted"
    check "$3 lists the files of its folder, sorted, no folders" cmp "$work/wanted" "$work/listed"
    check "$3 holds package.xml and permission sets only" holds_only_package "$work/listed"
    rm -rf "$work/unpacked"
    unzip -q "$1" -d "$work/unpacked"
    check "$3 unpacks to the bytes of its folder" diff -r "$2" "$work/unpacked"
}

cd "$1" || exit 1

for file in $(find . -name '*.xml' -o -name '*.permissionset' | sort); do
    check "xmllint reads ${file#./}" xmllint --noout --nonet "$file"
done
for output in *; do
    sed '$d' "$output"/source/permissionsets/*.xml >"$work/cut.xml"
    check "$output: xmllint refuses a file without its last line" refuses xmllint --noout --nonet "$work/cut.xml"
    (cd "$output" && ls -d package*/) | sed 's|/$|.zip|' >"$work/folders"
    (cd "$output" && ls package*.zip) >"$work/archives"
    check "$output: an archive for each package folder" cmp "$work/folders" "$work/archives"
    for archive in "$output"/*.zip; do
        check "unzip finds no fault in $archive" unzip -tqq "$archive"
    done
    for archive in "$output"/package*.zip; do
        judge_archive "$archive" "${archive%.zip}" "$archive"
    done
done
echo "1..$tests"
