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

# The hand-over archive: what is deployed and how, without the copies for source control.
judge_bundle() { # output folder
    unzip -Z1 "$1/bundle.zip" >"$work/listed"
    (cd "$1" && find . -type f ! -name bundle.zip ! -path './source/*' ! -path './.apionly/*' ! -path './package*/permissionsets/*' |
        sed 's|^\./||' | sort) >"$work/wanted"
    check "$1/bundle.zip lists what is handed over" cmp "$work/wanted" "$work/listed"
    rm -rf "$work/unpacked"
    unzip -q "$1/bundle.zip" -d "$work/unpacked"
    check "$1/bundle.zip unpacks to the same bytes" same_files "$1" "$work/unpacked" "$work/listed"
    check "$1/bundle.zip keeps the scripts executable" test -x "$work/unpacked/deploy.sh" -a -x "$work/unpacked/verify/ask.sh"
}

same_files() { # folder, folder, list
    while read -r file; do
        cmp "$1/$file" "$2/$file" || return 1
    done <"$3"
}

cd "$1" || exit 1

for file in $(find . -name '*.xml' -o -name '*.permissionset' | sort); do
    check "xmllint reads ${file#./}" xmllint --noout --nonet "$file"
done
for output in *; do
    sed '$d' "$output"/source/permissionsets/*.xml >"$work/cut.xml"
    check "$output: xmllint refuses a file without its last line" refuses xmllint --noout --nonet "$work/cut.xml"
    (cd "$output" && ls -d package*/) | sed 's|/$|.zip|' >"$work/folders"
    (cd "$output" && ls package*.zip) | sed '/^package-retired.zip$/d' >"$work/archives"
    check "$output: an archive for each package folder" cmp "$work/folders" "$work/archives"
    for archive in "$output"/*.zip; do
        check "unzip finds no fault in $archive" unzip -tqq "$archive"
    done
    check "shellcheck finds nothing in the scripts of $output" shellcheck "$output/deploy.sh" "$output/verify/ask.sh"
    judge_bundle "$output"
    for archive in "$output"/package*.zip; do
        case $archive in
        */package-retired.zip)
            unzip -Z1 "$archive" | tr '\n' ' ' >"$work/listed"
            check "$archive holds a deletion only" grep -qx 'destructiveChangesPost.xml package.xml ' "$work/listed"
            ;;
        *) judge_archive "$archive" "${archive%.zip}" "$archive" ;;
        esac
    done
done
echo "1..$tests"
