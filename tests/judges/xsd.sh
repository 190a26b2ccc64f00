#!/bin/sh
# xmllint judges what apionly writes by the XML Schemas in schemas/, and the schemas by broken files.
#
#     xsd.sh FOLDER        the folder holds one output folder for each definition
set -u
export LC_ALL=C

schemas=$(cd "$(dirname "$0")/../../schemas" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

report() { # text, status
    echo >>"$work/count" # a file: some of this runs in the subshell of a pipe
    if [ "$2" -eq 0 ]; then
        echo "ok - $1"
    else
        echo "not ok - $1"
        sed 's/^/# /' "$work/log"
    fi
}

validate() { # schema, file...
    schema=$schemas/$1
    shift
    xmllint --noout --nonet --schema "$schema" "$@" >"$work/log" 2>&1
}

accepts() { # schema, file
    validate "$1" "$2"
    report "$1 accepts ${2#./}" $?
}

# Takes the changed file from standard input. It must be well formed and differ from what it was
# made of, or that it is refused says nothing.
refuses() { # schema, original, what is broken
    cat >"$work/broken.xml"
    why=0
    if cmp -s "$2" "$work/broken.xml"; then
        echo "the change changes nothing" >"$work/log"
        why=1
    elif ! xmllint --noout --nonet "$work/broken.xml" >"$work/log" 2>&1; then
        why=1
    else
        validate "$1" "$work/broken.xml"
        [ $? -eq 3 ] || why=1
    fi
    report "$1 refuses $3" $why
}

label_of() { # length
    awk -v length_="$1" 'BEGIN { while (length_-- > 0) printf "ä" }'
}

set=$work/set.xml
package=$work/package.xml
broken_set() { refuses permissionset.xsd "$set" "$1"; }
broken_package() { refuses package.xsd "$package" "$1"; }

cd "$1" || exit 1

for file in $(find . -name '*.permissionset' -o -name '*.permissionset-meta.xml' | sort); do
    accepts permissionset.xsd "$file"
done
for file in $(find . -name package.xml | sort); do
    accepts package.xsd "$file"
done

# A set with many kinds of entries, one entry and one element a line.
cat >"$set" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">
    <classAccesses>
        <apexClass>Hook</apexClass>
        <enabled>true</enabled>
    </classAccesses>
    <fieldPermissions>
        <editable>false</editable>
        <field>Account.Plan__c</field>
        <readable>true</readable>
    </fieldPermissions>
    <hasActivationRequired>false</hasActivationRequired>
    <label>Hook</label>
    <tabSettings>
        <tab>standard-Account</tab>
        <visibility>Visible</visibility>
    </tabSettings>
</PermissionSet>
END
accepts permissionset.xsd "$set"
sed "s|Hook</label>|$(label_of 80)</label>|" "$set" >"$work/long.xml"
accepts permissionset.xsd "$work/long.xml"
sed "s|Hook</label>|$(label_of 81)</label>|" "$set" | broken_set 'a label of 81 characters'
sed 's|Hook</label>|</label>|' "$set" | broken_set 'an empty label'
sed '/<label>/d' "$set" | broken_set 'a set without label'
sed 's|<label>.*|&&|' "$set" | broken_set 'two labels'
awk '/<label>/ { next } { print } /<PermissionSet/ { print "    <label>Hook</label>" }' "$set" | broken_set 'label before the entries'
sed -n '/<classAccesses>/,/<\/classAccesses>/p' "$set" >"$work/class"
sed -e '/<classAccesses>/,/<\/classAccesses>/d' -e "/<\/fieldPermissions>/r $work/class" "$set" | broken_set 'classes after fields'
sed "/<\/fieldPermissions>/r $work/class" "$set" | broken_set 'entries of a kind apart from each other'
awk '/<apexClass>/ { kept = $0; next } { print } /<enabled>/ { print kept }' "$set" | broken_set 'an entry whose elements are unsorted'
sed '/<apexClass>/d' "$set" | broken_set 'an entry without its name'
sed '/<enabled>/d' "$set" | broken_set 'an entry without its flag'
sed 's|<enabled>true|<enabled>True|' "$set" | broken_set 'True'
sed 's|<enabled>true|<enabled>1|' "$set" | broken_set '1 for true'
sed 's|<enabled>true|<enabled> true|' "$set" | broken_set 'a blank before true'
sed 's|Required>false|Required>|' "$set" | broken_set 'an empty boolean'
sed 's|>Visible<|>Hidden<|' "$set" | broken_set 'an unknown word'
sed 's|classAccesses|classesAccess|' "$set" | broken_set 'an unknown element'
sed 's|<enabled>.*|&<default>true</default>|' "$set" | broken_set 'an unknown element in an entry'
sed 's|tabSettings|tabVisibilities|' "$set" | broken_set 'an element of profiles'
sed 's|<classAccesses>|<classAccesses note="1">|' "$set" | broken_set 'an attribute'
sed 's|<label>|text<label>|' "$set" | broken_set 'text between elements'
sed 's|2006/04/metadata|2006/metadata|' "$set" | broken_set 'another namespace'
sed 's|PermissionSet|Profile|' "$set" | broken_set 'another root'

cat >"$package" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata">
    <types>
        <members>Hook</members>
        <members>Sync</members>
        <name>PermissionSet</name>
    </types>
    <version>67.0</version>
</Package>
END
accepts package.xsd "$package"
sed '/<version>/d' "$package" | broken_package 'a package without version'
sed 's|67.0|67|' "$package" | broken_package 'version 67'
sed 's|67.0|v67.0|' "$package" | broken_package 'version v67.0'
sed '/<name>/d' "$package" | broken_package 'members without their type'
sed '/<members>/d' "$package" | broken_package 'a type without members'
awk '/<version>/ { next } { print } /<Package/ { print "    <version>67.0</version>" }' "$package" | broken_package 'version before types'
awk '/<name>/ { next } { print } /<types>/ { print "        <name>PermissionSet</name>" }' "$package" | broken_package 'name before members'
sed 's|<version>.*|&<fullName>x</fullName>|' "$package" | broken_package 'an unknown element'

echo "1..$(wc -l <"$work/count" | tr -d ' ')"
