#!/bin/sh
# Builds into a Salesforce project (`output: {source: …}`), and what --check says of their files; speaks TAP.
#
#     project.sh PROGRAM
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
        printf '%s\n' "wanted: $2" "found: $3" | sed 's/^/# /'
    fi
}

# A checksum over all files and folders, or those that a test of find wants, with the times of the last writing.
stamp() {
    find "$@" -exec ls -ld --time-style=full-iso {} + | LC_ALL=C sort | cksum
}

# What --check finds, without the accepted risk of the sample.
check() { # arguments
    "$program" build --check "$@" 2>&1 | grep -E '^apionly: |^  help: |up to date$'
}

echo 1..33
cd "$work" || exit 1
cp "$top/templates/starter/integrations.yaml" .
echo 'output: {source: force-app}' >>integrations.yaml
sets=force-app/permissionsets
mkdir -p $sets
cp "$top/out/source/permissionsets/HubSpot_Integration.permissionset-meta.xml" $sets/Theirs.permissionset-meta.xml

# The permission sets of the project.
names() {
    (cd $sets && echo *.permissionset-meta.xml | sed 's/\(_Integration\)*\.permissionset-meta\.xml//g')
}

# --- the two folders ---

"$program" build -q 2>/dev/null
is 'the sample builds into a project' 0 $?
is 'all sets are in the project, beside those of others' \
    "HubSpot Intercom Marketo Outreach_io SalesLoft Theirs" \
    "$(names)"
is 'the output folder has no source format' '' "$(find out -path 'out/source*')"
mkdir plain-definitions
sed '/^output:/d' integrations.yaml >plain-definitions/integrations.yaml
cp plain-definitions/integrations.yaml plain.yaml
"$program" build -q plain-definitions -o plain 2>/dev/null
is 'the bytes are those of source/' '' "$(diff -r plain/source/permissionsets $sets | grep -v '^Only in force-app')"
is 'the rest of the output is the same' '' "$(diff -r -x .apionly -x source plain out)"
is 'the resolved definitions name no folder of the project' '' "$(grep 'output:' out/verify/definitions.yaml)"

before=$(stamp out force-app)
"$program" build -q 2>/dev/null
is 'a second build writes nothing' "0 $before" "$? $(stamp out force-app)"
echo 'metadata: [force-app]' >>integrations.yaml
found=$("$program" build 2>&1 >/dev/null | grep -E '(warning|error):')
is 'reading the folder that it writes to changes nothing' " $before" "$found $(stamp out force-app)"
is '--check finds nothing' 'out: up to date' "$(check)"
is '--check writes nothing' "$before" "$(stamp out force-app)"

# --- what goes, and what is in the way ---

awk '/^  SalesLoft:/ { skip = 1; next } /^[^ ]/ { skip = 0 } !skip' integrations.yaml >four.yaml
echo 'retired: [SalesLoft]' >>four.yaml
is '--check tells what would go' "apionly: error: $sets/SalesLoft_Integration.permissionset-meta.xml would go [out-of-date]" \
    "$(check four.yaml | grep "$sets/SalesLoft")"
"$program" build -q four.yaml 2>/dev/null
is 'the set of a retired integration goes, and no other' "HubSpot Intercom Marketo Outreach_io Theirs" "$(names)"

cp $sets/Theirs.permissionset-meta.xml $sets/SalesLoft_Integration.permissionset-meta.xml
before=$(stamp out force-app -type f)
"$program" build -q 2>found
is 'a file of somebody else stops the build' "1 1" \
    "$? $(grep -c "^apionly: error: $sets/SalesLoft_Integration.permissionset-meta.xml is in the way" found)"
rm found
is 'and nothing is written to either folder' "$before" "$(stamp out force-app -type f)"
rm $sets/SalesLoft_Integration.permissionset-meta.xml

rm out/.apionly/manifest && echo theirs >out/deploy.sh
before=$(stamp force-app -type f)
"$program" build -q 2>/dev/null
is 'one in the output folder keeps the project as it was' "1 $before" "$? $(stamp force-app -type f)"
rm -r out
"$program" build -q 2>/dev/null
is 'a lost output folder is made anew' "0 HubSpot Intercom Marketo Outreach_io SalesLoft Theirs" "$? $(names)"

# --- another place for the definition and for the run ---

sed '/^metadata:/d' integrations.yaml >project.yaml && mv project.yaml integrations.yaml
mkdir -p deep/er && cp integrations.yaml deep/
(cd deep/er && "$program" build -q ../integrations.yaml -o ../../built 2>/dev/null)
is 'the folder is found from the file that names it' '0 5' \
    "$? $(find deep/force-app/permissionsets -type f | wc -l | tr -d ' ')"
mkdir elsewhere link && ln -s ../elsewhere link/force-app && cp plain.yaml link/integrations.yaml
echo 'output: {source: force-app}' >>link/integrations.yaml
found=$("$program" build -q link -o linked 2>&1 | grep -c 'link/force-app cannot be written to: a link or file is in the way')
is 'a link out of the project is not followed' '1 elsewhere' "$found $(find elsewhere)"

# --- only the layout differs ---

"$program" build -q 2>/dev/null
set=$sets/HubSpot_Integration.permissionset-meta.xml
layout="only the layout differs, a formatter has rewritten it [layout-differs]"
keep="  help: keep formatters away from it (list it in .prettierignore), then run"
cp $set set.xml
awk 'NR == 1 { sub(/\?>/, " ?>") }
     /<description>/ { sub(/<description>/, "<description\n        >"); sub(/<\/description>/, "</description\n    >") }
     { print }' set.xml >$set
is 'a set that a formatter laid out anew' "apionly: warning: $set: $layout
$keep \`apionly build -o out\`
out: up to date" "$(check)"
"$program" build --check -q 2>/dev/null
is 'is no error' 0 $?
"$program" build --check -q --strict 2>/dev/null
is 'but one with --strict' 1 $?
sed 's/$/\r/' set.xml >$set
is 'line ends are layout, too' "apionly: warning: $set: $layout" "$(check integrations.yaml -o out | head -1)"
tr '\n' ' ' <set.xml | sed 's/>  *</></g' >out/package/permissionsets/HubSpot_Integration.permissionset
sed 's/    /\t/g' out/package/package.xml >package.xml && mv package.xml out/package/package.xml
is 'so they are in the package, with one help for all' "apionly: warning: $set: $layout
apionly: warning: out/package/package.xml: $layout
apionly: warning: out/package/permissionsets/HubSpot_Integration.permissionset: $layout
$keep \`apionly build -o out\`" "$(check | grep -v 'up to date')"
"$program" build -q 2>/dev/null
is 'a build writes them as they were' '' "$(diff set.xml $set; check -q)"

# --- what is no layout ---

stale() { # text, what makes the set from set.xml
    awk "$2" set.xml >$set
    is "$1" "apionly: error: $set would change [out-of-date]
  help: run \`apionly build -o out\` and commit what it writes" "$(check)"
}
stale 'a blank in a text is no layout' '{ sub(/<description>/, "<description> ") } { print }'
stale 'a value is none' '!done && sub(/true/, "false") { done = 1 } { print }'
stale 'an entry less is none' '/<objectPermissions>/ { skip = !done; done = 1 } !skip { print } /<\/objectPermissions>/ { skip = 0 }'
stale 'half a file is none' 'NR < 10'
cp set.xml $set

# --- which command mends it ---

is 'the help repeats paths and options, in quotes where a shell needs them' \
    "  help: run \`apionly build integrations.yaml --metadata force-app -o 'new out'\` and commit what it writes" \
    "$(check integrations.yaml --metadata force-app -o 'new out' | tail -1)"
is 'it stands once' 1 "$(check -o new | grep -c '^  help: ')"
"$program" build --check -o new --format json 2>/dev/null | grep -q "\"help\": \"run \`apionly build -o new\` and commit"
is 'in JSON every finding has it' 0 $?

# --- definitions elsewhere ---

mkdir linked definitions
cp integrations.yaml definitions/
ln -s ../definitions linked/integrations
(cd linked && "$program" build -q 2>/dev/null)
is 'a folder of definitions can be a link' 0 $?
is 'and their project lies where it leads' "$(find $sets -type f ! -name '*Theirs*' -exec basename {} \; | LC_ALL=C sort)" "$(ls definitions/$sets)"
