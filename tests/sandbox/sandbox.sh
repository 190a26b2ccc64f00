#!/bin/sh
# What the kernel refuses the program; speaks TAP.
#
#     sandbox.sh PROGRAM ESCAPE_LIBRARY
set -u

program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
library=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

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

skip() { # text, why
    number=$((number + 1))
    echo "ok $number - $1 # SKIP $2"
}

cd "$work" || exit 1
mkdir here elsewhere
cd here || exit 1
cat >in.yaml <<'END'
company: {domain: mycompany.com, email: ops@mycompany.com}
integrations:
  Zuora: {description: Invoices of the billing system, objects: {Account: read}}
END
"$program" build in.yaml -o out -q
is 'a build' 0 $?
cp -a out before
sed -i 's/Invoices/All invoices/' in.yaml

# Builds while something in the process tries what it should not; says how it ended.
try() { # read or write, what, path, option
    # shellcheck disable=SC2086 # an option, or nothing
    said=$(ESCAPE_AT=$1 ESCAPE=$2 ESCAPE_PATH=$3 LD_PRELOAD=$library "$program" build in.yaml -o "${5:-out}" -q ${4:-} 2>&1)
    status=$?
    echo "$status: $(echo "$said" | head -1)"
}

# --- no network, no other program ---

for call in 'socket socket' 'io_uring io_uring_setup' 'program execve'; do
    is "a build that tries ${call% *} fails" \
        "3: apionly: error: the system call ${call#* } was tried, which this program never needs: it was refused" \
        "$(try read "${call% *}" none)"
    is 'and so it does while it writes' \
        "3: apionly: error: the system call ${call#* } was tried, which this program never needs: it was refused" \
        "$(try write "${call% *}" none)"
done
is 'and the old output stays' '' "$(diff -r before out -x stage)"
is 'with --no-sandbox it would have had a socket' '0: escape: socket: done' "$(try read socket none --no-sandbox)"
rm -rf out && cp -a before out

if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
    for command in 'build in.yaml -o traced -q' 'check in.yaml' 'diff out/package.zip in.yaml' 'import out/package.zip' \
        'templates' 'explain' 'schema' '--version'; do
        # shellcheck disable=SC2086 # words
        strace -f -o trace -e trace=network,io_uring_setup,execve "$program" $command >/dev/null 2>&1
        is "strace sees no socket and one program in ${command%% *}" '1 execve' \
            "$(grep -o '\<[a-z_0-9]*(' trace | sort | uniq -c | awk '{ sub(/\(/, "", $2); print $1, $2 }')"
    done
else
    for command in build check diff import templates explain schema version; do
        skip "strace sees no socket and one program in $command" 'no strace'
    done
fi

# --- writes ---

landlock=no
case $(try read landlock none) in *': done') landlock=yes ;; esac

# With Landlock, what was tried is refused and has no effect.
refused() { # text, found, a path that must be as it was
    if [ "$landlock" = yes ]; then
        is "$1" '0: escape: refused' "$(echo "$2" | sed 's/\(escape: \).*: Permission denied/\1refused/')"
        is 'and nothing came of it' "$(cat "$work/wanted")" "$(ls -lR "$work/elsewhere" && cat "$work/elsewhere/kept" && ls)"
    else
        skip "$1" 'no Landlock in this kernel'
        skip 'and nothing came of it' 'no Landlock in this kernel'
    fi
}

echo kept >"$work/elsewhere/kept"
(ls -lR "$work/elsewhere" && cat "$work/elsewhere/kept" && ls) >"$work/wanted"
for at in read write; do
    refused "a new file elsewhere, at the time of the first $at" "$(try $at file "$work/elsewhere/new")"
    refused "a change elsewhere, at the first $at" "$(try $at change "$work/elsewhere/kept")"
    refused "a removal elsewhere, at the first $at" "$(try $at remove "$work/elsewhere/kept")"
    refused "a new folder elsewhere, at the first $at" "$(try $at folder "$work/elsewhere/new")"
    refused "a link in the output, at the first $at" "$(try $at link out/link)"
done
refused 'a new file beside the output, once it is written' "$(try write file new.txt)"
refused 'a change of the definition, once the output is written' "$(try write change in.yaml)"
is 'the output itself is written' 'All invoices of the billing system' \
    "$(sed -n 's/.*<description>\(.*\)<.*/\1/p' out/package/permissionsets/Zuora_Integration.permissionset)"

# --- file modes ---

modes() { # umask, folder
    (umask "$1" && "$program" build in.yaml -o "$2" -q)
    stat -c %a "$2" "$2/package/package.xml" "$2/deploy.sh" | tr '\n' ' '
}
is 'modes under the usual umask' '755 644 755 ' "$(modes 022 m1)"
is 'modes under a private umask' '700 600 700 ' "$(modes 077 m2)"
is 'modes in a team' '775 664 775 ' "$(modes 002 m3)"
is 'without a umask nothing is for everybody to change' '775 664 775 ' "$(modes 000 m4)"
is 'under one that forbids all, the owner can still read and change' '700 600 700 ' "$(modes 777 m5)"
echo "1..$number"
