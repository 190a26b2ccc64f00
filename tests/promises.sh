#!/bin/sh
# The promises that need whole runs of the program; speaks TAP.
#
#     promises.sh PROGRAM
set -u

program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT INT TERM

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

# Checksums of all files of a folder.
tree() {
    (cd "$1" && find . -type f | LC_ALL=C sort | while read -r file; do cksum "$file"; done)
}

# The same, with the times at which the files were last written.
stamps() {
    (cd "$1" && find . -exec ls -ld --time-style=full-iso {} + | LC_ALL=C sort)
}

echo 1..68
cd "$work" || exit 1
mkdir a split
cp "$top/templates/starter/integrations.yaml" a/
"$program" build -q a -o first 2>/dev/null
is 'the sample builds' 0 $?

# --- the same bytes everywhere ---

same() { # text, output folder
    is "same bytes: $1" "$(tree first)" "$(tree "$2")"
}
TZ=Asia/Kolkata "$program" build -q a -o tz 2>/dev/null
same 'another time zone' tz
LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 "$program" build -q a -o locale 2>/dev/null
same 'another locale' locale
(umask 077 && "$program" build -q a -o umask 2>/dev/null)
same 'another umask' umask
mkdir -p "deep/er folder" && cp a/integrations.yaml "deep/er folder/"
(cd "deep/er folder" && "$program" build -q -o "$work/folder" 2>/dev/null)
same 'another folder, without a PATH' folder
SOURCE_DATE_EPOCH=0 "$program" build -q a/integrations.yaml -o epoch 2>/dev/null
same 'another clock' epoch
"$program" build -q - -o stdin <a/integrations.yaml 2>/dev/null
same 'standard input' stdin

# One file an integration; the order of arguments does not count.
awk '/^integrations:/ { exit } { print }' a/integrations.yaml >split/company.yaml
awk '/^integrations:/ { on = 1 }
     on && /^  [A-Za-z.]+:$/ { name = $1; sub(/:$/, "", name); file = "split/" name ".yaml"; print "integrations:" >file }
     file { print >file }' a/integrations.yaml
"$program" build -q split -o several 2>/dev/null
# The review page names the file that says a grant, where there are several; the bundle has the page in it.
but_page() { (cd "$1" && find . -type f ! -name index.html ! -name bundle.zip -exec cksum {} + | LC_ALL=C sort -k 3); }
is 'same bytes: several files' "$(but_page first)" "$(but_page several)"
"$program" build -q split/SalesLoft.yaml split/HubSpot.yaml split/company.yaml split/Outreach.io.yaml \
    split/Marketo.yaml split/Intercom.yaml -o order 2>/dev/null
is 'same bytes: another order of arguments' "$(tree several)" "$(tree order)"

# --- a second build writes nothing ---

before=$(stamps first)
"$program" build -q a -o first 2>/dev/null
is 'an unchanged build writes nothing' "$before" "$(stamps first)"

# --- any number of threads ---

# 150 integrations; with `mistakes` every one but the first has some.
integrations() { # mistakes
    awk -v mistakes="$1" 'BEGIN {
        print "company: {domain: mycompany.com, email: salesops@mycompany.com}"
        print "environments: {production: {}, uat: {usernameSuffix: .uat}}"
        print "permissionSets:\n  Shared: {description: for all, permissions: [ViewRoles, ViewSetup]}"
        print "integrations:"
        for (i = 0; i < 150; i++) {
            wrong = mistakes != "" ? i % 12 : 0
            print "  Tool" i ":\n    description: number " i
            print "    objects:\n      Account: " (wrong == 1 ? "[edit]" : "read")
            print "      Contact: {access: [create, read, edit], fields: {Email: " (wrong == 2 ? "raed" : "edit") "}}"
            print "      Lead: [read, " (wrong == 3 ? "delete" : "edit") "]"
            print "    permissions: [" (wrong == 4 ? "ViewSetup" : wrong == 5 ? "ModifyAllData" : "ViewRoles") "]"
            print "    assign: [" (wrong == 6 ? "Nowhere" : "Shared") "]"
            if (wrong == 7) print "    label: Tool 7"
            if (wrong == 8) print "    user: {email: nobody, alias: much too long}"
            if (wrong == 9) print "    permisions: [ViewRoles]"
            if (wrong == 10) print "    license: Nobody has it"
            if (wrong == 11) print "    apiName: Tool__" i
            if (i % 3) print "    classes: [Hook" i "]"
        }
    }'
}
integrations mistakes >wrong.yaml
integrations '' >right.yaml
"$program" check -j 1 wrong.yaml >alone.text 2>&1
is 'there is a lot to find' '1 yes' "$? $([ "$(grep -c ': error: ' alone.text)" -gt 60 ] && echo yes)"
is 'of many kinds' yes "$([ "$(grep -o ' \[[a-z-]*\]$' alone.text | sort -u | grep -c .)" -ge 10 ] && echo yes)"
"$program" check -j 1 --format json wrong.yaml >alone.json 2>&1
is 'and it is told as JSON, too' 1 $?
for threads in 2 7; do
    found=$("$program" check -j $threads wrong.yaml 2>&1 | cmp alone.text - 2>&1)
    is "the same findings with -j $threads" '' "$found"
    found=$("$program" check -j $threads --format json wrong.yaml 2>&1 | cmp alone.json - 2>&1)
    is "and as JSON with -j $threads" '' "$found"
done
# A large text is parsed ahead where there is more than one thread.
{
    cat wrong.yaml
    awk 'BEGIN { for (i = 0; i < 10000; i++) print "  # one of many lines that say nothing" }'
} >large.yaml
for last in '  Tool5: {description: again}' '  Last: {description: "not closed}'; do
    { cat large.yaml && echo "$last"; } >ending.yaml
    "$program" check -j 1 ending.yaml >ending.text 2>&1
    found=$("$program" check -j 7 ending.yaml 2>&1 | cmp ending.text - 2>&1)
    is "the same findings of a large text that ends in $last" '1 ' \
        "$(grep -c "^ending.yaml:$(grep -c '' ending.yaml):" ending.text) $found"
done
"$program" build -q -j 1 right.yaml -o alone 2>/dev/null
is '150 integrations are built by one thread' 0 $?
is 'their archives are there' 'bundle.zip package.zip ' "$(cd alone && printf '%s ' *.zip)"
for threads in 2 7 64; do
    "$program" build -q -j $threads right.yaml -o by-$threads 2>/dev/null
    is "the same bytes with -j $threads" '' "$(diff -r alone by-$threads 2>&1 | head -5)"
done
is 'and by as many as there are cores' '' \
    "$("$program" build -q right.yaml -o cores 2>/dev/null; diff -r alone cores 2>&1 | head -5)"
stamped=$(stamps alone)
"$program" build -q -j 7 right.yaml -o alone 2>/dev/null
is 'a second build by more threads writes nothing' "0 $stamped" "$? $(stamps alone)"
sed 's/number 149$/number 150/' right.yaml >other.yaml
"$program" build -q -j 7 other.yaml -o alone 2>/dev/null
"$program" build -q -j 1 right.yaml -o alone 2>/dev/null
is 'there and back again is the same' '' "$(diff -r alone by-2 2>&1 | head -5)"
for wrong in 0 65 x '' 1x -1 1000000000000000000000; do
    "$program" check -j "$wrong" a >wrong.out 2>wrong.err
    is "-j '$wrong' is wrong usage" '2 0' "$? $(wc -c <wrong.out | tr -d ' ')"
done

# --- build --check compares and writes nothing ---

"$program" build --check -q a -o first 2>/dev/null
is '--check of a fresh output is fine' 0 $?
is '--check wrote nothing' "$before" "$(stamps first)"
cp -R first without-zips && rm without-zips/*.zip
"$program" build --check -q a -o without-zips 2>/dev/null
is '--check needs no zips: they are made of the other files' 0 $?
sed '/\.zip$/d' first/.apionly/manifest >without-zips/.apionly/manifest
found=$("$program" build --check a -o without-zips 2>&1 | grep -o '[a-z]*\.zip would be new' | tr '\n' ' ')
is 'a zip that the last build did not write is told about' 'bundle.zip would be new package.zip would be new ' "$found"
sed 's/Industry: read/Industry: edit/' a/integrations.yaml >changed.yaml
found=$("$program" build --check changed.yaml -o first 2>&1 | grep -c 'would change \[')
is '--check lists what would change: the set twice, its zip, the bundle, the resolved definitions, the review' 7 "$found"
"$program" build --check -q changed.yaml -o first 2>/dev/null
is '--check of a stale output is status 1' 1 $?
is '--check of a stale output wrote nothing' "$before" "$(stamps first)"
"$program" build --check -q a -o nowhere 2>/dev/null
is '--check where nothing was built is status 1 and makes no folder' '1 absent' \
    "$? $(if [ -e nowhere ]; then echo there; else echo absent; fi)"

# --- an error leaves the old output ---

sed 's/Industry: read/Industry: write/' a/integrations.yaml >broken.yaml
"$program" build -q broken.yaml -o first 2>/dev/null
is 'an error leaves the old output' "1 $before" "$? $(stamps first)"
"$program" build -q broken.yaml -o new 2>/dev/null
is 'an error makes no output' '1 absent' "$? $(if [ -e new ]; then echo there; else echo absent; fi)"

# --- what is stale goes, what is not ours stays ---

echo mine >first/package/permissionsets/Mine.permissionset
awk '/^  SalesLoft:/ { exit } { print } END { print "retired: [SalesLoft]" }' a/integrations.yaml >four.yaml
found=$("$program" build four.yaml -o first 2>&1 | grep -c 'Mine.permissionset')
is 'a stranger is left alone and told about' '1 mine' \
    "$found $(cat first/package/permissionsets/Mine.permissionset)"
is 'files of a set that is gone are gone' '' "$(find first -name '*SalesLoft*' -o -name 'salesloft*')"

# --- the sample in the repository ---

"$program" build -q "$top/templates/starter" -o sample 2>/dev/null
rm -f sample/*.zip
cp -R "$top/out" committed && rm -f committed/*.zip
is 'out/ in the repository is what the sample builds' "$(tree sample)" "$(tree committed)"

# --- what was built builds the same ---

# The bytes of these folders of two outputs.
part() { # output folder, its folders
    (cd "$1" && shift && find "$@" -type f | LC_ALL=C sort | while read -r file; do cksum "$file"; done)
}
"$program" build -q sample/verify/definitions.yaml -o again 2>/dev/null
is 'the resolved definitions build' 0 $?
for folder in package source users verify; do
    is "they build the same $folder" "$(part sample $folder)" "$(part again $folder)"
done

# --- the bundle ---

# The entries of an archive, "mode name" each, from its directory: no tool for archives is needed.
entries() {
    od -An -v -tu1 "$1" | awk '
        { for (i = 1; i <= NF; i++) byte[n++] = $i }
        function number(at, size,    value) {
            for (value = 0; size-- > 0;) value = value * 256 + byte[at + size]
            return value
        }
        END {
            for (i = 32; i < 127; i++) character[i] = sprintf("%c", i)
            at = number(n - 22 + 16, 4)
            for (left = number(n - 22 + 10, 2); left > 0; left--) {
                name = ""
                for (i = 0; i < number(at + 28, 2); i++) name = name character[byte[at + 46 + i]]
                printf "%o %s\n", number(at + 40, 2), name
                at += 46 + number(at + 28, 2) + number(at + 30, 2) + number(at + 32, 2)
            }
        }'
}
"$program" build -q a -o bundled 2>/dev/null
wanted=$(cd bundled && find . -type f | sed 's|^\./||' | grep -v -E '^(source/|\.apionly/|package/permissionsets/|bundle\.zip$)' |
    LC_ALL=C sort)
is 'the bundle holds all but source, manifest and the sets of the package' "$wanted" \
    "$(entries bundled/bundle.zip | cut -d ' ' -f 2-)"
is 'its entries stand in byte-wise order' "$(entries bundled/bundle.zip)" \
    "$(entries bundled/bundle.zip | LC_ALL=C sort -k 2)"
is 'and those of the package' "$(entries alone/package.zip)" "$(entries alone/package.zip | LC_ALL=C sort -k 2)"
is 'scripts of the bundle are executable' '100755 deploy.sh 100755 verify/ask.sh' \
    "$(entries bundled/bundle.zip | grep -E '\.sh$' | tr '\n' ' ' | sed 's/ $//')"
is 'and nothing else is' '100644' \
    "$(entries bundled/bundle.zip | grep -v -E '\.sh$' | cut -d ' ' -f 1 | sort -u)"
is 'scripts of the output folder are executable' 'deploy.sh verify/ask.sh' \
    "$(cd bundled && find . -type f -perm -100 | sed 's|^\./||' | LC_ALL=C sort | tr '\n' ' ' | sed 's/ $//')"

is 'scripts are whole' '0 0' "$(bash -n bundled/deploy.sh; echo $?) $(bash -n bundled/verify/ask.sh; echo $?)"
found=$(cd bundled && ./deploy.sh --help | head -1)
is 'deploy.sh tells how it is used' 'Usage: deploy.sh ENVIRONMENT ORG [OPTION...]' "$found"

# --- limits ---

head -c 134217729 /dev/zero >big.yaml
is 'a file over the size limit is refused by its size' \
    'big.yaml:1:1: error: the file is larger than 128 MiB [file-too-large]' \
    "$("$program" check big.yaml 2>&1 | head -1)"
rm -f big.yaml
awk 'BEGIN {
    print "permissionSets:"
    for (i = 0; i < 10000; i++) print "  Set_" i ": {description: one of many, objects: {Account: read}}"
}' >many.yaml
is 'a package of 10,001 files is over the limit of a deploy' \
    'apionly: error: package.zip has 10001 files, a deploy takes at most 10000 [deploy-limit]' \
    "$("$program" build many.yaml -o many 2>&1 | head -1)"
is 'and nothing of it is written' no "$(test -e many && echo yes || echo no)"

# --- a folder that cannot be written ---

if [ "$(id -u)" = 0 ]; then
    : >file
    "$program" build -q a -o file/out 2>/dev/null
else
    mkdir closed && chmod 500 closed
    "$program" build -q a -o closed/out 2>/dev/null
fi
is 'an output folder that cannot be made is status 3' 3 $?

# --- progress is for terminals ---

awk 'BEGIN {
    print "permissionSets:"
    for (i = 0; i < 1000; i++) print "  Set_" i ": {description: one of many, objects: {Account: read}}"
}' >long.yaml
on_terminal() { # options: the percentages that a build shows
    script -qec "\"$program\" build -o long $1 long.yaml" /dev/null </dev/null 2>&1 | tr '\r' '\n' | grep -c '^rendering [0-9]*%'
}
is 'without a terminal no progress is shown' 0 "$("$program" build long.yaml -o quiet 2>&1 | grep -c 'rendering')"
if script --version 2>/dev/null | grep -q util-linux; then
    is 'on a terminal a long build shows each percent' 100 "$(on_terminal '')"
    is 'and nothing with -q' 0 "$(on_terminal -q)"
else
    for text in 'on a terminal a long build shows each percent' 'and nothing with -q'; do
        number=$((number + 1))
        echo "ok $number - $text # SKIP script of util-linux is missing"
    done
fi

# --- a list of own files that names others ---

mkdir -p mine/.git && cp a/integrations.yaml mine/ && echo kept >mine/.git/config && echo kept >mine/notes.txt
(cd mine && "$program" build -q -o . 2>/dev/null && printf '%s\n' .git/config integrations.yaml notes.txt package/.hidden >>.apionly/manifest &&
    echo kept >package/.hidden && "$program" build -q -o . 2>/dev/null)
is 'files that no build writes stay, whatever the list of own files says' 'kept kept kept 1' \
    "$(cat mine/.git/config mine/notes.txt mine/package/.hidden | tr '\n' ' ')$(grep -c '^company:' mine/integrations.yaml)"
