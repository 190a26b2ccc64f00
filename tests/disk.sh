#!/bin/sh
# A disk that is full at every point of a build; speaks TAP.
#
#     disk.sh PROGRAM
#
# On a small file system in memory, which needs root and leave to mount.
set -u

program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
work=$(mktemp -d)
trap 'umount "$work/small" 2>/dev/null; rm -rf "$work"' EXIT INT TERM

cd "$work" || exit 1
mkdir small
echo 1..4
if ! mount -t tmpfs -o size=600k,mode=700 none small 2>/dev/null; then
    for test in 'a full disk' 'it says why' 'the old output' 'room enough'; do
        number=$((${number:-0} + 1))
        echo "ok $number - $test # SKIP no leave to mount"
    done
    exit 0
fi

definition() { # description
    cat <<END
company: {domain: mycompany.com, email: ops@mycompany.com}
integrations:
  Zuora: {description: $1, objects: {Account: read}}
END
}
tree() { # without the manifest of what a build was about to write
    (cd "$1" && find . | LC_ALL=C sort && find . -type f -exec cksum {} + | LC_ALL=C sort)
}

definition 'Invoices of the billing system' >old.yaml
definition 'All invoices of the billing system' >new.yaml
"$program" build new.yaml -o wanted -q
"$program" build old.yaml -o small/out -q
tree wanted >wanted.tree
tree small/out >old.tree

# From no room at all to enough, one block after the other.
statuses=
reasons=
others=
for blocks in $(seq 0 70); do
    head -c 600k /dev/zero >small/filler 2>/dev/null
    size=$(stat -c %s small/filler)
    truncate -s $((size > blocks * 4096 ? size - blocks * 4096 : 0)) small/filler
    "$program" build new.yaml -o small/out -q 2>said
    status=$?
    statuses="$statuses $status"
    rm -f small/filler
    tree small/out >now.tree
    if [ "$status" = 0 ]; then
        cmp -s now.tree wanted.tree || others="$others $blocks"
        "$program" build old.yaml -o small/out -q
    else
        reasons="$reasons$(grep -c 'error: .*: No space left on device' said):$(grep -c 'error: ' said) "
        cmp -s now.tree old.tree || others="$others $blocks"
    fi
done

number=0
is() { # text, wanted, found
    number=$((number + 1))
    if [ "$2" = "$3" ]; then
        echo "ok $number - $1"
    else
        echo "not ok $number - $1"
        echo "# wanted: $2"
        echo "# found:  $3"
    fi
}
is 'builds end with status 3, and once there is room with 0' '3 0' \
    "$(echo "$statuses" | tr ' ' '\n' | sed '/^$/d' | uniq | tr '\n' ' ' | sed 's/ $//')"
is 'one line says that there is no space' '1:1' "$(echo "$reasons" | tr ' ' '\n' | sed '/^$/d' | sort -u)"
is 'the output is always the old or the new one, whole' '' "$others"
is 'a full disk and a roomy one were both met' 'yes' \
    "$(echo "$statuses" | grep -q '3.*0' && echo yes)"
