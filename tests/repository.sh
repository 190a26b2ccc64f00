#!/bin/sh
# What stands around the program in a team's repository: the hooks of .pre-commit-hooks.yaml and the review of pull
# requests, which runs here in git repositories with a gh that only takes notes. Speaks TAP.
#
#     repository.sh PROGRAM
set -u
export LC_ALL=C

program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
top=$(cd "$(dirname "$0")/.." && pwd)
hooks=$top/.pre-commit-hooks.yaml
action=$top/.github/actions/review/action.yml
script=$top/.github/actions/review/review.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

number=0
plan=51
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

definitions() { # access to Contact
    cat <<END
company: {domain: mycompany.com, email: salesops@mycompany.com}
integrations:
  HubSpot:
    description: Syncs contacts
    objects:
      Contact: {access: $1, fields: {Phone: read}}
END
}

mkdir "$work/bin"
ln -s "$program" "$work/bin/apionly"
PATH=$work/bin:$PATH
# Whatever runs this test may itself be such a pipeline, and its git may have settings.
unset DEFINITIONS OUTPUT BASE PULL_REQUEST RUNNER_TEMP GITHUB_SHA GITHUB_OUTPUT GITHUB_STEP_SUMMARY
export HOME="$work" GIT_CONFIG_NOSYSTEM=1 GITHUB_REPOSITORY=acme/salesforce
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
# What git tidies up by itself, it may do behind a commit: in a repository that is being removed.
printf '[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n' >"$work/.gitconfig"

echo "1..$plan"

# --- the hooks ----------------------------------------------------------------------------------

hook() { # id, key
    awk -v id="$1" -v key="$2:" '
        $1 == "-" { on = $3 == id }
        on && $1 == key { sub(/^[^:]*: */, ""); print }' "$hooks"
}

is 'the hooks' 'apionly-check apionly-build-check' "$(awk '$1 == "-" { print $3 }' "$hooks" | tr '\n' ' ' | sed 's/ $//')"
for id in apionly-check apionly-build-check; do
    is "$id runs the installed program, once" 'system false' "$(hook $id language) $(hook $id pass_filenames)"
done
is 'apionly-build-check runs whatever changed' true "$(hook apionly-build-check always_run)"
is 'apionly-check runs for what definitions are and name' 'integrations.yaml
integrations/HubSpot.yml
facts/Account.json
force-app/objects/A__c/fields/B__c.field-meta.xml' "$(printf '%s\n' integrations.yaml README.md integrations/HubSpot.yml \
    facts/Account.json force-app/objects/A__c/fields/B__c.field-meta.xml out/deploy.sh | grep -E "$(hook apionly-check files)")"

check_entry=$(hook apionly-check entry)
build_entry=$(hook apionly-build-check entry)
mkdir "$work/hooks"
cd "$work/hooks" || exit 1
definitions read >integrations.yaml
is 'apionly-check of fine definitions' '0 ' "$($check_entry -q >log 2>&1 || echo failed; echo "$? $(cat log)")"
"$program" build -q
found=$($build_entry 2>&1)
is 'apionly-build-check of fresh files' '0 out: up to date' "$? $found"
rm out/*.zip
found=$($build_entry 2>&1)
is 'nor need the zips be there' '0 out: up to date' "$? $found"
rm out/users/production/users.csv
found=$($build_entry 2>&1)
# shellcheck disable=SC2016 # the backquotes are those of the message
is 'a file that is missing' '1 apionly: error: out/users/production/users.csv would be new [out-of-date]
  help: run `apionly build -o out` and commit what it writes
1 error' "$? $found"
"$program" build -q
definitions edit >integrations.yaml
found=$($build_entry 2>&1)
is 'apionly-build-check of stale files' '1 out/package/permissionsets/HubSpot_Integration.permissionset would change' \
    "$? $(echo "$found" | grep -o 'out/package/permissionsets/.* would change')"
definitions edti >integrations.yaml
found=$($check_entry 2>&1)
is 'apionly-check of a mistake' '1 integrations.yaml:6:25: error: "edti" is not a word that is known here [unknown-word]' \
    "$? $(echo "$found" | grep ' error: ')"

# --- the action ---------------------------------------------------------------------------------

is 'no expression stands in a script of the action' '' "$(awk '
    { depth = match($0, /[^ ]/) }
    /^ +run:/ { within = depth; if (/\$\{\{/) print; next }
    within && NF && depth <= within { within = 0 }
    within && /\$\{\{/' "$action")"
is 'the script reads what the action gives it' '' "$(awk '
    /^      env:/ { on = 1; next }
    !/^        / { on = 0 }
    on { sub(/:.*/, ""); print $1 }' "$action" | grep -v '^GH_TOKEN$' | while read -r name; do
    grep -q "\${$name:-}" "$script" || echo "$name"
done)"
is 'the script can be run' yes "$([ -x "$script" ] && echo yes)"

if ! command -v git >/dev/null 2>&1; then
    while [ $number -lt $plan ]; do
        number=$((number + 1))
        echo "ok $number - a review # SKIP git is missing"
    done
    exit 0
fi

# --- repositories and a gh ----------------------------------------------------------------------

# Knows the comments of one pull request: a line each with id, who wrote it and how it begins. Notes method and path of
# each call, and keeps the last body. With the file read-only it answers as GitHub does to a token for a fork.
cat >"$work/bin/gh" <<'END'
#!/bin/sh
method=GET path= body= filter=
[ "$1" = api ] || exit 1
shift
while [ $# -gt 0 ]; do
    case $1 in
    --method) method=$2; shift ;;
    --jq) filter=$2; shift ;;
    -F) body=${2#body=@}; shift ;;
    -f) shift ;;
    -*) ;;
    *) path=$1 ;;
    esac
    shift
done
echo "$method $path" >>"$NOTES/calls"
if [ "$method" != GET ] && [ -e "$NOTES/read-only" ]; then
    echo 'gh: Resource not accessible by integration (HTTP 403)' >&2
    exit 1
fi
case $method-$path in
GET-graphql)
    [ "$filter" = .data.viewer.login ] && echo 'github-actions[bot]'
    ;;
GET-*)
    wanted='.[] | select(.user.login == "github-actions[bot]" and (.body | startswith("<!-- apionly -->"))) | .id'
    [ "$filter" = "$wanted" ] && awk '$2 == "github-actions[bot]" && / <!-- apionly -->/ { print $1 }' "$NOTES/comments"
    ;;
POST-*)
    cp "$body" "$NOTES/body" && echo "104 github-actions[bot] $(head -n 1 "$body")" >>"$NOTES/comments"
    ;;
PATCH-*) cp "$body" "$NOTES/body" ;;
esac
END
chmod +x "$work/bin/gh"
export NOTES="$work/notes"

commit() {
    git add -A && git commit -q -m "$1"
}

# A repository with one commit: its sets may read contacts, and `out` is fresh.
repository() {
    rm -rf "$work/repository" "$NOTES"
    mkdir "$work/repository" "$NOTES"
    : >"$NOTES/comments"
    cd "$work/repository" || exit 1
    git init -q
    definitions read >integrations.yaml
    "$program" build -q
    echo '*.zip' >.gitignore
    commit base
    base=$(git rev-parse HEAD)
}

change() { # access
    definitions "$1" >integrations.yaml
    "$program" build -q
    commit change
}

review() { # NAME=VALUE...
    rm -rf "$work/runner"
    mkdir "$work/runner"
    : >"$NOTES/calls"
    env BASE="$base" PULL_REQUEST=7 RUNNER_TEMP="$work/runner" GITHUB_OUTPUT="$work/runner/output" \
        GITHUB_STEP_SUMMARY="$work/runner/summary" "$@" "$script" >"$work/log" 2>&1
    status=$?
}

calls() {
    sed 's/ repos\/acme\/salesforce\// /' "$NOTES/calls"
}

# What a report says below its heading.
said() { # file
    sed 1,3d "$1"
}

heading='<!-- apionly -->
## Integration users'
first='GET graphql
GET issues/7/comments?per_page=100'

# --- reviews ------------------------------------------------------------------------------------

repository
change '[create, edit]'
git show "$base:integrations.yaml" >"$work/before.yaml"
difference=$("$program" diff --format markdown "$work/before.yaml" integrations.yaml)
is 'the report tells of a difference' 1 "$(echo "$difference" | head -n 1 | grep -c '1 gained')"
review OUTPUT=out
is 'a difference is no failure' 0 $status
is 'the first review writes a comment' "$first
POST issues/7/comments" "$(calls)"
is 'it begins with the marker' "$heading" "$(head -n 2 "$NOTES/body")"
is 'it holds the difference and nothing else' "$difference" "$(said "$NOTES/body")"
is 'the summary is the same' "$(cat "$NOTES/body")" "$(cat "$work/runner/summary")"

change edit
review
is 'the second review replaces the comment' "0 $first
PATCH issues/comments/104" "$status $(calls)"
is 'with what differs now' "$("$program" diff --format markdown "$work/before.yaml" integrations.yaml)" "$(said "$NOTES/body")"
git checkout -q "$base"
review
is 'a comment is replaced also where nothing differs any more' "0 $first
PATCH issues/comments/104" "$status $(calls)"

repository
change edit
echo '101 mallory <!-- apionly -->' >"$NOTES/comments"
review
is 'a comment of somebody else is left alone' "0 $first
POST issues/7/comments" "$status $(calls)"

repository
review
is 'where nothing differs no comment is begun' "0 $first" "$status $(calls)"

repository
change edit
touch "$NOTES/read-only"
review
is 'a token that may only read is no failure' 0 $status
is 'the summary says so' "$("$program" diff --format markdown "$work/before.yaml" integrations.yaml)

No comment was written in the pull request. For one from a fork the token may only read; else see the log." "$(said "$work/runner/summary")"

repository
definitions edit >integrations.yaml
commit 'without a build'
review OUTPUT=out
is 'stale files are a failure' 1 $status
is 'the report says so, and what differs' "**\`out\` is out of date: run \`apionly build\` and commit what it writes.**

$("$program" diff --format markdown "$work/before.yaml" integrations.yaml)" "$(said "$NOTES/body")"
is 'so does an annotation' '::error title=apionly::out is out of date: run apionly build and commit what it writes.' \
    "$(grep '^::error' "$work/log")"
review
is 'files that are not committed are not compared' 0 $status

repository
definitions edti >integrations.yaml
commit mistake
review OUTPUT=out
is 'a mistake is a failure' 1 $status
is 'it becomes an annotation at its line' \
    '::error file=integrations.yaml,line=6,endLine=6,col=25,endColumn=29,title=unknown-word::"edti" is not a word that is known here' \
    "$(grep -o '^::error file=[^%]*' "$work/log")"
sarif=$(sed -n 's/^sarif=//p' "$work/runner/output")
is 'the findings are handed on as SARIF' 1 "$(grep -c '"ruleId": "unknown-word"' "$sarif")"
is 'what cannot be built is not compared' 0 "$(grep -c 'out of date' "$NOTES/body")"
is 'the report sends to both' '**The definitions have errors: see the annotations of this run.**

The two revisions cannot be compared: see the log of this run.' "$(said "$NOTES/body")"

# --- what there is to compare with --------------------------------------------------------------

repository
git rm -q integrations.yaml
commit 'no definitions'
base=$(git rev-parse HEAD)
definitions read >integrations.yaml
commit definitions
review OUTPUT=out
is 'new definitions' '0 The definitions are new: there is nothing to compare with.' "$status $(said "$NOTES/body")"

repository
mkdir integrations
git mv integrations.yaml integrations/HubSpot.yaml
commit move
review
is 'definitions that moved from the file to the folder' "0 $first" "$status $(calls)"

field() { # name
    mkdir -p force-app/objects/Contact/fields
    cat >"force-app/objects/Contact/fields/$1.field-meta.xml" <<END
<?xml version="1.0" encoding="UTF-8"?>
<CustomField xmlns="http://soap.sforce.com/2006/04/metadata">
    <fullName>$1</fullName>
    <type>Number</type>
</CustomField>
END
}

repository
field Score__c
definitions read | sed 's/Phone/"*__c"/' >integrations.yaml
echo 'metadata: [force-app]' >>integrations.yaml
commit source
base=$(git rev-parse HEAD)
git rm -q -r force-app
field Level__c
commit 'another field'
review
is 'patterns stand for the fields of either revision' '0 1 1' \
    "$status $(grep -c 'Score__c' "$NOTES/body") $(grep -c 'Level__c' "$NOTES/body")"

repository
change edit
feature=$(git rev-parse HEAD)
git checkout -q "$base"
change create
upstream=$(git rev-parse HEAD)
definitions '[create, edit]' >integrations.yaml
git add integrations.yaml
merge=$(git commit-tree -p "$upstream" -p "$feature" -m trial "$(git write-tree)")
git checkout -q "$merge"
git show "$upstream:integrations.yaml" >"$work/upstream.yaml"
review GITHUB_SHA="$merge"
is 'a trial merge is compared with its first parent' \
    "$("$program" diff --format markdown "$work/upstream.yaml" integrations.yaml)" "$(said "$NOTES/body")"
review GITHUB_SHA="$base"
is 'any other commit with the base' \
    "$("$program" diff --format markdown "$work/before.yaml" integrations.yaml)" "$(said "$NOTES/body")"

repository
change edit
change '[create, edit]'
git config uploadpack.allowAnySHA1InWant true
git clone -q --depth=1 "file://$work/repository" "$work/clone"
cd "$work/clone" || exit 1
is 'a clone without history' 1 "$(git cat-file -e "$base" 2>/dev/null; echo $?)"
review OUTPUT=out
is 'fetches the base by itself, and needs no zips' "0 $difference" "$status $(said "$NOTES/body")"
review BASE=0123456789012345678901234567890123456789
is 'a base that is nowhere' \
    '0 Revision 0123456789012345678901234567890123456789 is not at hand: there is nothing to compare with.' \
    "$status $(said "$work/runner/summary")"

repository
change edit
review BASE= PULL_REQUEST=
is 'a push is checked and calls nobody' '0 ' "$status $(calls)"
is 'and has nothing to compare' '' "$(said "$work/runner/summary")"

# --- hostile names ------------------------------------------------------------------------------

repository
name="it's \"all\" \$(touch pwned) \`touch pwned\` \\n.yaml"
mkdir 'our definitions;'
git mv integrations.yaml "our definitions;/$name"
"$program" build -q -o 'out "put"' "our definitions;/$name"
commit names
base=$(git rev-parse HEAD)
definitions '[create, edit]' >"our definitions;/$name"
commit stale
review DEFINITIONS="our definitions;/$name" OUTPUT='out "put"'
is 'names with spaces, quotes and commands: the check of the output' \
    "1 **\`out \"put\"\` is out of date: run \`apionly build\` and commit what it writes.**" "$status $(said "$NOTES/body" | head -n 1)"
is 'the difference' "$difference" "$(said "$NOTES/body" | sed 1,2d)"
"$program" build -q -o 'out "put"' "our definitions;/$name"
review DEFINITIONS="our definitions;/$name" OUTPUT='out "put"'
is 'a fresh output' "0 $difference" "$status $(said "$NOTES/body")"
review DEFINITIONS='our definitions;' OUTPUT='out "put"'
is 'their folder' "0 $difference" "$status $(said "$NOTES/body")"
is 'nothing of a name was run' '' "$(find "$work" -name pwned)"
