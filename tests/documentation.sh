#!/bin/sh
# The README's examples and the files of schemas/ are what the program prints; speaks TAP.
#
#     documentation.sh PROGRAM [--regen]
#
# A block that begins with ```yaml NAME, ```xml NAME or ```json NAME is saved as the file NAME. In a block that begins with
# ```console, every line after "$ " is run in the folder of those files, and what it prints must
# stand below it. --regen rewrites what stands there.
set -u

program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
top=$(cd "$(dirname "$0")/.." && pwd)
readme=$top/README.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

mkdir "$work/bin" "$work/files"
ln -s "$program" "$work/bin/apionly"
PATH=$work/bin:$PATH
cd "$work/files" || exit 1

block=
file=
while IFS= read -r line; do
    case $block$line in
    '```yaml '* | '```xml '* | '```json '*)
        block=input
        file=${line#* }
        mkdir -p "$(dirname "$file")"
        : >"$file"
        ;;
    '```console') block=console ;;
    '```'*) block=other ;;
    input'```' | console'```' | other'```') block= ;;
    input*) printf '%s\n' "$line" >>"$file" ;;
    esac
    case $block$line in
    'console$ '*)
        printf '%s\n' "$line"
        sh -c "${line#??}" 2>&1 </dev/null
        ;;
    'console```console' | 'console```') printf '%s\n' "$line" ;;
    console*) ;;
    *) printf '%s\n' "$line" ;;
    esac
done <"$readme" >"$work/README.md"

[ "${2:-}" != --regen ] || cp "$work/README.md" "$readme"
echo 1..6
if diff "$readme" "$work/README.md" >"$work/diff"; then
    echo "ok 1 - the README's examples are what the program prints"
else
    echo "not ok 1 - the README's examples are what the program prints"
    sed 's/^/# /' "$work/diff"
fi

number=1
for name in integrations.schema.json permissionset.xsd package.xsd; do
    number=$((number + 1))
    if "$program" schema "$name" | diff - "$top/schemas/$name" >"$work/diff"; then
        echo "ok $number - schemas/$name is what the program prints"
    else
        echo "not ok $number - schemas/$name is what the program prints"
        sed 's/^/# /' "$work/diff" | head -20
    fi
done

if "$program" schema | cmp -s - "$top/schemas/integrations.schema.json"; then
    echo "ok 5 - schema without a name prints that of definitions"
else
    echo "not ok 5 - schema without a name prints that of definitions"
fi

# The limits that the README tells, and those that the program has.
constant() { # name, file
    sed -n "s/.*\\<$1 = \\([0-9 *<]*[0-9]\\).*/\\1/p" "$top/$2"
}
deploy() { # name
    awk -F '\t' -v name="$1" '$1 == name { print $2 }' "$top/schemas/limits.tsv"
}
{
    echo "a file that is read: $(($(constant FILE_SIZE_MAX gen/base/file.h) >> 20)) MiB"
    echo "what comes out of one zip: $(($(deploy LIMIT_DEPLOY_BYTES) >> 20)) MiB"
    echo "lists and maps inside each other, YAML: $(constant YAML_DEPTH_MAX gen/read/yaml_tree.h)"
    echo "values that YAML aliases add: $(($(constant YAML_VALUES_MAX gen/read/yaml_tree.h)))"
    echo "folders inside each other: $(constant FILE_DEPTH_MAX gen/base/file.h)"
    echo "files in a deploy; bytes zipped; unzipped: $(deploy LIMIT_DEPLOY_FILES); \
$(($(deploy LIMIT_DEPLOY_ZIP_BYTES) / 1000000)) MB; $(($(deploy LIMIT_DEPLOY_BYTES) >> 20)) MB"
    echo "threads: $(constant WORK_THREADS_MAX gen/base/work.h)"
    echo "folders named by one option: $(constant METADATA_MAX gen/command/command.h)"
    echo "\`--integration\` of one import: $(constant INTEGRATIONS_MAX gen/command/command.h)"
} >"$work/limits"
sed -n '/^| limit | value/,/^$/p' "$readme" | awk -F ' *[|] *' '{ gsub(/,/, "", $3); print $2 ": " $3 }' >"$work/told"
if missing=$(grep -vxF -f "$work/told" "$work/limits") || [ ! -s "$work/limits" ]; then
    echo "not ok 6 - the README tells the limits of the program"
    echo "$missing" | sed 's/^/# /'
else
    echo "ok 6 - the README tells the limits of the program"
fi
