#!/bin/sh
# The promise of adoption: what `apionly import` makes of an org's answers is what the org has. A build of it, compared
# with the same answers, differs in nothing; speaks TAP.
#
#     adopt.sh PROGRAM
set -u
export LC_ALL=C

program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cases=$(cd "$(dirname "$0")/cases/import" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

number=0
is() { # text, wanted, found
    number=$((number + 1))
    if [ "$2" = "$3" ]; then
        echo "ok $number - $1"
    else
        echo "not ok $number - $1"
        echo "$2" | sed 's/^/# wanted: /'
        echo "$3" | sed 's/^/# found:  /'
    fi
}

# What verify has to say of the folder run/, without the questions that an import does not need.
differences() { # definitions
    sets=
    [ ! -d sets ] || sets=sets
    # shellcheck disable=SC2086 # no word where there are no sets
    "$program" verify --format json --rule answer-missing=off "$1" answers $sets >found.json 2>/dev/null
    echo "$? $(grep -o '"rule": *"[^"]*"' found.json | sed 's/.*: *//' | sort -u | tr '\n' ' ')"
}

# Import, build and verify in the folder run/; what verify says of the definitions and of what was built.
round() {
    rm -rf out definitions.yaml
    sets=
    [ ! -d sets ] || sets=sets
    # shellcheck disable=SC2086
    "$program" import answers $sets >definitions.yaml 2>/dev/null || echo "import: $?"
    "$program" build -q definitions.yaml -o out 2>/dev/null || echo "build: $?"
    differences definitions.yaml
    differences out/verify/definitions.yaml
}

# Cases whose org has nothing that definitions cannot say.
same='companion companion-of-none envelopes hostile-names inactive members-missing other-profiles own-sets shared-set users-by-id users-of-one-tool zip'
# Cases whose org has: what verify must find then, and nothing else.
differ='assignments-that-end:1:assignment-extra,assignment-missing
licenses:1:assignment-missing
no-sets:1:assignment-extra
sandbox:0:user-values
sandbox-without-suffix:0:user-values'

# shellcheck disable=SC2086 # lists
echo "1..$(($(echo $same $differ | wc -w) + 6))"
for name in $same; do
    rm -rf "$work/run"
    cp -R "$cases/adopt-$name/in" "$work/run"
    cd "$work/run" || exit 1
    is "nothing differs: $name" "0 
0 " "$(round)"
done

for row in $differ; do
    name=${row%%:*} rest=${row#*:}
    rules=$(echo "${rest#*:}" | tr ',' '\n' | sed 's/.*/"&"/' | tr '\n' ' ')
    rm -rf "$work/run"
    cp -R "$cases/adopt-$name/in" "$work/run"
    cd "$work/run" || exit 1
    is "nothing but this differs: $name" "${rest%%:*} $rules
${rest%%:*} $rules" "$(round)"
done

# --- sixty users --------------------------------------------------------------------------------

set_xml() { # number
    cat <<END
<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
    <description>What tool $1 reads</description>
    <hasActivationRequired>false</hasActivationRequired>
    <label>Tool $1 Integration</label>
    <license>SalesforceAPIIntegrationPsl</license>
    <objectPermissions>
        <allowCreate>false</allowCreate>
        <allowDelete>false</allowDelete>
        <allowEdit>false</allowEdit>
        <allowRead>true</allowRead>
        <modifyAllRecords>false</modifyAllRecords>
        <object>Account</object>
        <viewAllFields>false</viewAllFields>
        <viewAllRecords>false</viewAllRecords>
    </objectPermissions>
</PermissionSet>
END
}

answer() { # name, row with @ for the number and % for @
    {
        echo '{"status": 0, "result": {"records": ['
        for i in $users; do
            echo "$2" | sed "s/@/$i/g; s/%/@/g"
            [ "$i" = "$last" ] || echo ,
        done
        echo '], "totalSize": 60, "done": true}}'
    } >"answers/$1.json"
}

answers() { # numbers of users
    users=$1
    last=${1##* }
    mkdir -p answers
    answer users '{"Username": "tool-@%acme.com", "Name": "Tool @ Integration",
        "Alias": "tool@", "Email": "ops%acme.com", "IsActive": true, "UserRole": null, "Profile":
        {"Name": "Minimum Access - API Only Integrations", "UserLicense": {"Name": "Salesforce Integration"}}}'
    answer assignments '{"Assignee": {"Username": "tool-@%acme.com"}, "PermissionSet":
        {"Name": "Tool_@_Integration", "NamespacePrefix": null, "IsOwnedByProfile": false}}'
    answer licenses '{"Assignee": {"Username": "tool-@%acme.com"}, "PermissionSetLicense":
        {"DeveloperName": "SalesforceAPIIntegrationPsl"}}'
    echo '{"status": 0, "result": {"records": [], "totalSize": 0, "done": true}}' >answers/members.json
}

rm -rf "$work/run"
mkdir -p "$work/run/sets"
cd "$work/run" || exit 1
forth=$(seq 1 60 | tr '\n' ' ' | sed 's/ $//')
back=$(seq 60 -1 1 | tr '\n' ' ' | sed 's/ $//')
for i in $forth; do
    set_xml "$i" >"sets/Tool_${i}_Integration.permissionset"
done
answers "$forth"
is 'nothing differs: sixty users' "0 
0 " "$(round)"
is 'sixty integrations' 60 "$(grep -c '^  Tool [0-9]*:$' definitions.yaml)"
is 'of no user anything needs to be said' 0 "$(grep -c 'user:\|users:\|assign:' definitions.yaml)"
same=yes
for i in $forth; do
    cmp -s "sets/Tool_${i}_Integration.permissionset" "out/package/permissionsets/Tool_${i}_Integration.permissionset" ||
        same=no
done
is 'their sets come back byte for byte' yes $same

cp definitions.yaml first.yaml
answers "$back"
"$program" import answers sets >again.yaml 2>/dev/null
is 'the order of rows changes nothing' "$(cat first.yaml)" "$(cat again.yaml)"
"$program" import sets answers/users.json answers/members.json answers/licenses.json answers/assignments.json \
    >again.yaml 2>/dev/null
is 'nor does that of files' "$(cat first.yaml)" "$(cat again.yaml)"
