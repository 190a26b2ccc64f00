#!/bin/sh
# Input that is no honest file, too large, too deep, too long or made to deceive; speaks TAP. Whatever it is: the
# exit status and the message are these, it ends, memory is bounded, and nothing is written.
#
#     hostile.sh PROGRAM
set -u
export LC_ALL=C

program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
mkdir "$work/in"
cd "$work/in" || exit 1

number=0
is() { # text, wanted, found
    number=$((number + 1))
    if [ "$2" = "$3" ]; then
        echo "ok $number - $1"
    else
        echo "not ok $number - $1"
        printf 'wanted: %s\nfound:  %s\n' "$2" "$3" | head -c 4000 | sed 's/^/# /'
    fi
}

# Address space, not memory: threads reserve much of it. Less than the smallest input that is too large.
KIBIBYTES=1500000
LONG=60 # seconds until a run counts as one that hangs

# Runs the program; what it prints goes to $work/stdout and $work/stderr, and its exit status is given.
run() { # arguments
    # shellcheck disable=SC3045 # dash and bash have ulimit -v
    (ulimit -v $KIBIBYTES && exec timeout $LONG "$program" "$@") >"$work/stdout" 2>"$work/stderr" </dev/null
}

# The first line of what is told, the count of findings, and whether anything came into being.
refused() { # text, exit status, first line, arguments...
    text=$1 wanted="$2 $3"
    shift 3
    find . | sort >"$work/before"
    run "$@"
    status=$?
    find . | sort >"$work/after"
    is "$text" "$wanted" "$status $(head -n 1 "$work/stderr")"
    is "$text: nothing is written" '' "$(cat "$work/stdout")$(comm -3 "$work/before" "$work/after")"
}

definition() { # name of the integration
    printf 'company: {domain: mycompany.com, email: salesops@mycompany.com}\nintegrations:\n'
    printf '  %s: {description: Syncs, objects: {Account: read}}\n' "$1"
}

set_xml() { # label
    printf '<?xml version="1.0" encoding="UTF-8"?>\n'
    printf '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">\n'
    printf '    <hasActivationRequired>false</hasActivationRequired>\n    <label>%s</label>\n</PermissionSet>\n' "$1"
}

echo 1..162
definition HubSpot >good.yaml
set_xml Good >Good.permissionset

# --- what is no file ------------------------------------------------------------------------------------
# In a folder it is told and not waited for.

NO_REGULAR='1:1: error: cannot be read: it is no regular file [file-unreadable]'
(echo 'facts: [answers/x.json]' && definition HubSpot) >facts.yaml
mkdir definitions sets answers templates project project/objects
cp good.yaml definitions/
for kind in pipe device; do
    make() { if [ $kind = pipe ]; then mkfifo "$1"; else ln -s /dev/zero "$1"; fi; }
    make definitions/x.yaml
    make sets/X.permissionset
    make answers/x.json
    make templates/x.yaml
    make project/objects/X__c.object
    for command in check build; do
        refused "$command: a $kind among definitions" 1 "definitions/x.yaml:$NO_REGULAR" $command definitions
        refused "$command: a $kind in the project" 1 "project/objects/X__c.object:$NO_REGULAR" \
            $command good.yaml --metadata project
    done
    for command in check import; do
        refused "$command: a $kind among permission sets" 1 "sets/X.permissionset:$NO_REGULAR" $command sets
    done
    refused "diff: a $kind among permission sets" 1 "sets/X.permissionset:$NO_REGULAR" diff sets Good.permissionset
    refused "verify: a $kind among answers" 1 "answers/x.json:$NO_REGULAR" verify good.yaml answers
    refused "init: a $kind among templates" 1 \
        'apionly: error: templates/x.yaml cannot be read: it is no regular file [file-unreadable]' \
        init new --template hubspot --domain x.com --email a@x.com --templates templates
    refused "check: a $kind among facts" 1 \
        'facts.yaml:1:9: error: "answers/x.json" cannot be read: it is no regular file [answers]' check facts.yaml
    rm definitions/x.yaml sets/X.permissionset answers/x.json templates/x.yaml project/objects/X__c.object
done

# In the output folder nothing is followed, and nothing is waited for.
run build good.yaml -o out -q
rm out/package/package.xml out/users/production/users.csv
mkfifo out/package/package.xml
for check in -q --check; do
    refused "build $check: a pipe in the output" 1 \
        'apionly: error: out/package/package.xml cannot be written: a link or folder is in the way [foreign-file]' \
        build good.yaml -o out $check
done
rm out/package/package.xml
ln -s ../../good.yaml out/package/package.xml
run build good.yaml -o out -q
is 'what a link leads to is as before' "$(definition HubSpot)" "$(cat good.yaml)"
rm -r out

TOO_LARGE='1:1: error: the file is larger than 128 MiB [file-too-large]'
ln -s /dev/zero endless.yaml
refused 'an endless device that was named' 1 "endless.yaml:$TOO_LARGE" check endless.yaml
mkdir folder.yaml
refused 'a folder named as a file' 1 'folder.yaml:1:1: error: the folder holds no *.yaml or *.yml file [file-empty]' \
    check folder.yaml
ln -s loop.yaml loop.yaml
refused 'a link to itself' 1 \
    'loop.yaml:1:1: error: cannot be read: Too many levels of symbolic links [file-unreadable]' check loop.yaml
rm -r folder.yaml loop.yaml endless.yaml

# --- what is too large ------------------------------------------------------------------------------------

truncate -s 2G large.yaml large.permissionset large.zip large.json
truncate -s 134217729 over.yaml # by one byte
for file in large.yaml large.permissionset large.zip over.yaml; do
    refused "check: $file" 1 "$file:$TOO_LARGE" check $file
done
refused 'build: 2 GB' 1 "large.yaml:$TOO_LARGE" build large.yaml
refused 'import: 2 GB of XML' 1 "large.permissionset:$TOO_LARGE" import large.permissionset
refused 'diff: 2 GB of XML' 1 "large.permissionset:$TOO_LARGE" diff Good.permissionset large.permissionset
refused 'verify: 2 GB of JSON' 1 "large.json:$TOO_LARGE" verify good.yaml large.json
head -c 134217728 /dev/zero | tr '\0' ' ' >limit.yaml
refused 'as large as it may be' 1 'limit.yaml:1:1: error: the file says nothing [file-empty]' check limit.yaml
(set_xml Large | head -n 2 && head -c 133000000 /dev/zero | tr '\0' ' ') >limit.permissionset
refused '127 MB of XML that never ends' 1 \
    'limit.permissionset:3:133000001: error: the XML is not well-formed: Premature end of data in tag PermissionSet line 2 [xml-syntax]' \
    check limit.permissionset
rm large.* over.yaml limit.*

# --- archives ----------------------------------------------------------------------------------------------

# A number as little-endian bytes.
le() { # bytes, number
    count=$1 rest=$2 octal=
    while [ "$count" -gt 0 ]; do
        octal="$octal\\0$(printf '%03o' $((rest & 255)))"
        rest=$((rest >> 8)) count=$((count - 1))
    done
    printf %b "$octal"
}

# Adds an entry to local and central; its content is standard input. gzip makes the deflate data, checksum and size.
entry() { # name, size that is claimed or ''
    gzip -cn >"$work/gz"
    packed=$(($(wc -c <"$work/gz") - 18))
    size=${2:-$(tail -c 4 "$work/gz" | od -An -tu4 | tr -d ' ')}
    printf %s "$1" >"$work/name"
    {
        le 2 0
        le 2 8
        le 2 0
        le 2 33
        tail -c 8 "$work/gz" | head -c 4
        le 4 $packed
        le 4 "$size"
        le 2 "$(wc -c <"$work/name")"
        le 2 0
    } >"$work/fields"
    {
        printf 'PK\1\2'
        le 2 20
        le 2 20
        cat "$work/fields"
        le 2 0
        le 2 0
        le 2 0
        le 4 0
        le 4 "$(wc -c <"$work/local")"
        cat "$work/name"
    } >>"$work/central"
    {
        printf 'PK\3\4'
        le 2 20
        cat "$work/fields" "$work/name"
        tail -c +11 "$work/gz" | head -c $packed
    } >>"$work/local"
    echo >>"$work/entries"
}

begin() {
    : >"$work/local"
    : >"$work/central"
    : >"$work/entries"
}

finish() { # archive
    {
        cat "$work/local" "$work/central"
        printf 'PK\5\6'
        le 4 0
        le 2 "$(wc -l <"$work/entries")"
        le 2 "$(wc -l <"$work/entries")"
        le 4 "$(wc -c <"$work/central")"
        le 4 "$(wc -c <"$work/local")"
        le 2 0
    } >"$1"
}

begin
set_xml One | entry permissionsets/One.permissionset ''
finish one.zip
run check one.zip
is 'an archive made here can be read' '0 1 permission set file: fine' "$? $(cat "$work/stdout" "$work/stderr")"

begin
head -c 1000 /dev/zero | entry permissionsets/A.permissionset 400000000
head -c 1000 /dev/zero | entry permissionsets/B.permissionset 300000000
finish claims.zip
CLAIMS='claims.zip:1:1: error: the zip cannot be read: more than 600 MiB would come out of it [file-unreadable]'
for command in check import; do
    refused "$command: an archive that claims 700 MB" 1 "$CLAIMS" $command claims.zip
done
refused 'diff: an archive that claims 700 MB' 1 "$CLAIMS" diff one.zip claims.zip
refused 'verify: an archive that claims 700 MB' 1 "$CLAIMS" verify good.yaml claims.zip

BROKEN='1:1: error: the zip cannot be read: entry 1 cannot be read back [file-unreadable]'
begin
head -c 200000000 /dev/zero | entry permissionsets/A.permissionset 10
finish bomb.zip
refused 'an archive that unpacks to more than it claims' 1 "bomb.zip:$BROKEN" check bomb.zip
begin
set_xml A | entry permissionsets/A.permissionset 5000
finish short.zip
refused 'an archive that unpacks to less than it claims' 1 "short.zip:$BROKEN" check short.zip
begin
set_xml A | entry permissionsets/A.permissionset ''
set_xml B | entry permissionsets/A.permissionset ''
finish twice.zip
refused 'one name twice in an archive' 1 \
    'twice.zip:1:1: error: the zip cannot be read: File already exists [file-unreadable]' check twice.zip
begin
set_xml A | entry 'permissionsets\A.permissionset' ''
finish backslash.zip
refused 'a backslash in a name' 1 \
    'backslash.zip:permissionsets\A.permissionset:1:1: error: the file name stands for no API name [api-name]' \
    check backslash.zip
begin
echo | entry "$(printf 'x\302\233\342\200\256/A.permissionset')" ''
finish escapes.zip
refused 'a name that would steer the terminal' 1 \
    'escapes.zip:x\u009B\u202E/A.permissionset:1:1: error: the file says nothing [file-empty]' check escapes.zip
begin
echo | entry "$(printf 'x\033[2J/A.permissionset')" ''
finish escapes.zip
refused 'an escape character in a name, which old archives take for an arrow' 1 \
    'escapes.zip:x←[2J/A.permissionset:1:1: error: the file says nothing [file-empty]' check escapes.zip

# Names are never paths: whatever stands before the last slash is gone.
begin
for name in ../../up /root/absolute a/../../b none; do
    set_xml X | entry "$name.permissionset" ''
done
finish paths.zip
find . | sort >"$work/before"
run import paths.zip -o made
status=$?
is 'names that lead out of an archive lead nowhere' "0 made/absolute.yaml made/b.yaml made/none.yaml made/up.yaml" \
    "$status $(find . | sort | comm -13 "$work/before" - | sed 's|^\./||; /^made$/d' | tr '\n' ' ' | sed 's/ $//')"
rm -r made
begin
long=$(head -c 65520 /dev/zero | tr '\0' n)
set_xml X | entry "$long.permissionset" ''
finish long.zip
run check long.zip
is 'a name of 65,534 bytes' '0 1 permission set file: fine' "$? $(cat "$work/stdout" "$work/stderr")"
rm ./*.zip

# --- what is too deep -------------------------------------------------------------------------------------

head -c 200000 /dev/zero | tr '\0' '[' >deep.yaml
refused 'YAML of 200,000 levels' 1 'deep.yaml:1:65: error: nested deeper than 64 levels [yaml-depth]' check deep.yaml
cp deep.yaml deep.json
refused 'JSON of 200,000 levels' 1 \
    "deep.json:1:1: error: this is not JSON: maximum parsing depth reached near '[' (line 1, column 2049) [answer-unreadable]" \
    verify good.yaml deep.json
{
    printf '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>'
    head -c 600000 /dev/zero | sed 's/\x00/<a>/g'
} >deep.permissionset
refused 'XML of 600,000 levels' 1 'deep.permissionset:1:72: error: "a" is not an element of label [xml-element]' \
    check deep.permissionset
{
    printf '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    for pair in ba cb dc ed fe gf hg ih ji; do
        name=${pair%?} inner=${pair#?}
        printf '<!ENTITY %s "&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;">' "$name" "$inner" "$inner" "$inner" "$inner" \
            "$inner" "$inner" "$inner" "$inner" "$inner" "$inner"
    done
    printf ']><PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>&j;</label></PermissionSet>'
} >laughs.permissionset
refused 'a billion laughs in XML' 1 'laughs.permissionset:1:34: error: a document type declaration [xml-doctype]' \
    check laughs.permissionset
{
    printf 'x-a: &a [x, x, x, x, x, x, x, x, x, x]\n'
    for pair in ba cb dc ed fe gf hg ih ji; do
        name=${pair%?} inner=${pair#?}
        printf 'x-%s: &%s [*%s, *%s, *%s, *%s, *%s, *%s, *%s, *%s, *%s, *%s]\n' "$name" "$name" "$inner" "$inner" \
            "$inner" "$inner" "$inner" "$inner" "$inner" "$inner" "$inner" "$inner"
    done
} >laughs.yaml
refused 'a billion laughs in YAML' 1 \
    'laughs.yaml:6:38: error: with *e the aliases of this file repeat more than 1000000 values [yaml-budget]' \
    check laughs.yaml
rm deep.* laughs.*

# --- what is too long ---------------------------------------------------------------------------------------

name=$(head -c 300 /dev/zero | tr '\0' n)
refused 'a file name that no system has' 1 "$name.yaml:1:1: error: cannot be read: File name too long [file-unreadable]" \
    check "$name.yaml"
path=$(head -c 3000 /dev/zero | sed 's|\x00|d/|g')
refused 'a path that no system has' 1 "${path}a.yaml:1:1: error: cannot be read: File name too long [file-unreadable]" \
    check "${path}a.yaml"
longest=$(head -c 250 /dev/zero | tr '\0' n).yaml
cp good.yaml "$longest"
run check "$longest"
is 'the longest file name is read' '0 1 integration, 1 permission set: fine' "$? $(cat "$work/stdout" "$work/stderr")"
rm "$longest"

# --- names that are one on some systems -----------------------------------------------------------------------

environments() { # names...
    printf 'company: {domain: mycompany.com, email: salesops@mycompany.com}\nenvironments:\n'
    for one in "$@"; do
        printf '  "%s": {usernameSuffix: .x%s}\n' "$one" "$#"
    done
    printf 'integrations:\n  HubSpot: {description: Syncs, objects: {Account: read}}\n'
}
environments UAT uat >case.yaml
refused 'environments that differ only in case' 1 \
    'case.yaml:4:3: error: two environments differ only in upper and lower case [environment-name]' build case.yaml
for name in con Aux nul PRN com1 LPT9 .. . a/b 'a\b' 'a ' a. -x; do
    environments "$name" >device.yaml
    case $name in
    'a\b') continue ;; # in quotes that is another character
    esac
    refused "an environment named $name" 1 \
        "device.yaml:3:3: error: the environment \"$name\" cannot name a folder [environment-name]" build device.yaml
done
sed 's/HubSpot:.*/One: {description: S, apiName: My_Set, objects: {Account: read}}/' good.yaml >twins.yaml
printf '  Two: {description: S, apiName: my_set, objects: {Account: read}}\n' >>twins.yaml
refused 'permission sets that differ only in case' 1 \
    'twins.yaml:4:34: error: two permission sets have the API name "my_set" [duplicate-api-name]' build twins.yaml
rm case.yaml device.yaml twins.yaml

# --- what nobody may read -----------------------------------------------------------------------------------

cp good.yaml closed.yaml
chmod 0 closed.yaml
if [ "$(id -u)" -ne 0 ]; then
    refused 'a file without permission' 3 \
        'closed.yaml:1:1: error: cannot be read: Permission denied [file-unreadable]' check closed.yaml
elif command -v setpriv >/dev/null; then
    chmod 755 "$work" "$work/in"
    cp "$program" "$work/program"
    chmod 755 "$work/program"
    setpriv --reuid=65534 --regid=65534 --clear-groups "$work/program" check closed.yaml >"$work/stdout" 2>"$work/stderr"
    is 'a file without permission' \
        '3 closed.yaml:1:1: error: cannot be read: Permission denied [file-unreadable]' "$? $(head -n 1 "$work/stderr")"
    is 'a file without permission: nothing is written' '' "$(cat "$work/stdout")"
else
    echo "ok $((number + 1)) - a file without permission # SKIP no setpriv"
    echo "ok $((number + 2)) - a file without permission: nothing is written # SKIP no setpriv"
    number=$((number + 2))
fi
rm -f closed.yaml

# --- what is said to the terminal ----------------------------------------------------------------------------

evil=$(printf 'a\033[2J\302\233\342\200\256\nb')
shown='a\u001B[2J\u009B\u202E\u000Ab'
said() { # text, exit status, line, arguments...
    text=$1 wanted="$2 $3"
    shift 3
    run "$@"
    is "$text" "$wanted" "$? $(grep -aF "$shown" "$work/stdout" "$work/stderr" -h | head -n 1)"
    is "$text: only what can be seen is printed" '' "$(cat "$work/stdout" "$work/stderr" | tr -d '\n -~')"
}
said 'a path' 1 "$shown.yaml:1:1: error: cannot be read: No such file or directory [file-unreadable]" check "$evil.yaml"
said 'a rule' 2 "apionly: error: there is no rule \"$shown\"" explain "$evil"
said 'a template' 2 "apionly: error: there is no template \"$shown\"" templates "$evil"
said 'a word that is searched' 0 "no template has \"$shown\"" templates --search "$evil"
said 'a schema' 2 "apionly: error: there is no schema \"$shown\"" schema "$evil"
said 'a level' 2 "apionly: error: --rule $shown=error: there is no such rule" check --rule "$evil=error" good.yaml
said 'an output folder' 0 "$shown: 33 files written, 0 removed, 0 unchanged" build good.yaml -o "$evil"
rm -r "$evil"
said 'a folder of templates' 1 \
    "apionly: error: the folder of templates $shown cannot be read: No such file or directory [file-unreadable]" \
    templates --templates "$evil"
printf '"%s": 1\n' 'a\e[2J\x9b\u202e\nb' >keys.yaml
said 'a key' 1 "keys.yaml:1:1: error: \"$shown\" is not a key of this map [unknown-key]" check keys.yaml
for form in json sarif github; do
    run check keys.yaml --format $form
    is "a key in the form $form" '' "$(tr -d '\n -~' <"$work/stdout")"
done
rm keys.yaml

# A template is printed as it is, or not at all.
mkdir own
printf 'template: {name: A, summary: B, sureness: inferred, apiOnly: unknown}\n# \0 end\n' >own/nul.yaml
refused 'a template with NUL is not printed' 1 \
    'own/nul.yaml:2:3: error: the control character U+0000 [control-character]' templates nul --templates own
