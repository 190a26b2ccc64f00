#!/usr/bin/env bash
# Deploys what apionly built for one environment into one org, step by step, and proves the result.
# Made by apionly; change the definitions, not this file.
#
# It needs the Salesforce CLI (sf), logged in to the org, and apionly. It asks nothing, and can run again:
# what is there already is left alone.
set -euo pipefail

usage() {
    cat <<'END'
Usage: deploy.sh ENVIRONMENT ORG [OPTION...]

ENVIRONMENT is one of: production, uat
ORG is a username or alias that sf is logged in with.

  --dry-run         change nothing: check the org, seats, losses and package, tell the rest
  --step N          step 1, then step N alone; before 5 to 8 also step 2, on which they build
  --no-apex         make users and assignments with commands of the CLI, not with users.apex
  --accept-losses   deploy even where a set of the org has access that ours has not

Steps, and what whoever runs them needs:
   1 org        is this the right org?             View Setup and Configuration
   2 seats      what is missing, is there room?    View Setup and Configuration
   3 losses     what would the deploy take away?   Modify Metadata or Modify All Data
   4 deploy     the permission sets                Modify Metadata or Modify All Data
   5 users      with Apex all of 5 to 7            Manage Users; for Apex also Author Apex
   6 licences   permission set licences            Manage Users, Assign Permission Sets
   7 sets       permission sets, groups, queues    Manage Users, Assign Permission Sets
   8 retire     users and sets that are retired    as for 4 and 5
   9 ask        the questions of the proof         View Setup and Configuration
  10 verify     the answers against the build      nothing: it runs here

The answers of the org stay in the folder deploy-ENVIRONMENT.
END
}

say() { printf '  %s\n' "$*"; }

die() { # text, exit status
    printf 'deploy.sh: %s\n' "$1" >&2
    exit "${2:-1}"
}

# --- the command line -------------------------------------------------------------------------------

environment='' org='' dry_run='' only='' apex=yes accept_losses=''
while [ $# -gt 0 ]; do
    case $1 in
    --help | -h) usage && exit 0 ;;
    --dry-run) dry_run=yes ;;
    --no-apex) apex='' ;;
    --accept-losses) accept_losses=yes ;;
    --step)
        [[ ${2-} =~ ^([1-9]|10)$ ]] || die '--step needs a number from 1 to 10' 2
        only=$2
        shift
        ;;
    -*) die "there is no option $1; deploy.sh --help lists them" 2 ;;
    *)
        [ -z "$org" ] || die "an environment and an org are named already, but there is also $1" 2
        if [ -z "$environment" ]; then environment=$1; else org=$1; fi
        ;;
    esac
    shift
done
[ -n "$org" ] || { usage >&2 && exit 2; }

# What the definitions say of each environment: its org, and its package (none where it has no sets).
case $environment in
'production') org_id='' package='package' ;;
'uat') org_id='' package='package' ;;
*) die "there is no environment $environment; there are: production, uat" 2 ;;
esac

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
users=$here/users/$environment
definitions=${APIONLY_DEFINITIONS:-$here/verify/definitions.yaml}
work=$PWD/deploy-$environment
for tool in sf apionly; do
    command -v "$tool" >/dev/null || die "$tool is not on the path" 3
done
mkdir -p "$work"
missing=$work/missing.tsv
ids=$(mktemp -d)
trap 'rm -rf "$ids"' EXIT

# Runs what changes the org; in a dry run only tells it.
run() {
    if [ -n "$dry_run" ]; then
        say "would run: $*"
    elif ! "$@" >"$work/sf.log" 2>&1; then
        cat "$work/sf.log" >&2
        die "this failed: $*"
    fi
}

# The rows of a query, without the header. Only for Ids and names that need no quotes in CSV.
rows() {
    sf data query --target-org "$org" --query "$1" --result-format csv >"$work/rows.csv" 2>"$work/sf.log" ||
        { cat "$work/rows.csv" "$work/sf.log" >&2 && die "the org did not answer: $1"; }
    sed -e 1d -e 's/\r$//' -e '/^$/d' "$work/rows.csv"
}

# The Id that a query tells, asked once in a run; nothing where there is none yet.
id_of() {
    local file
    file=$ids/$(printf '%s' "$1" | cksum | tr ' ' -)
    [ -s "$file" ] || rows "$1" >"$file"
    cat "$file"
}

# A text of SOQL.
soql() { printf "'%s'" "$(printf '%s' "$1" | sed "s/[\\\\']/\\\\&/g")"; }

# --- steps 1 and 2: the org, and what is missing there ------------------------------------------------

step_org() {
    local answer id sandbox
    answer=$(rows 'SELECT Id, IsSandbox FROM Organization')
    id=${answer%%,*}
    sandbox=${answer#*,}
    if [ -n "$org_id" ]; then
        [ "${id:0:15}" = "${org_id:0:15}" ] || die "$org is the org $id, but $environment is $org_id"
    elif [ "$environment" = production ] && [ "$sandbox" != false ]; then
        die "$org is a sandbox; if it is meant, say orgId: $id in the environment production"
    elif [ "$environment" != production ] && [ "$sandbox" != true ]; then
        die "$org is no sandbox; if it is meant, say orgId: $id in the environment $environment"
    fi
    say "$org is the org $id"
}

# Writes missing.tsv, a row for everything that the org lacks: kind, username, name. Kinds: user, activate,
# license, set, set-group, group, queue, retire.
find_missing() {
    "$here/verify/ask.sh" "$environment" "$org" "$work/before" \
        users assignments licenses members seats user-licenses
    apionly verify --missing --environment "$environment" "$definitions" "$work/before" >"$missing"
}

step_seats() {
    find_missing || die 'this has to be settled first'
    say "$(wc -l <"$missing" | tr -d ' ') users, licences and assignments are missing"
}

# Calls a function for each missing thing of one kind, with its username and name.
each_missing() { # kind, function
    local kind username name
    while IFS=$'\t' read -r kind username name; do
        if [ "$kind" = "$1" ]; then "$2" "$username" "$name" </dev/null; fi
    done <"$missing"
}

# --- steps 3 and 4: the permission sets ---------------------------------------------------------------

# A deploy replaces a set whole: what the org's set has and ours has not is lost.
step_losses() {
    [ -n "$package" ] || return 0
    rm -f "$work/before.zip"
    sf project retrieve start --manifest "$here/$package/package.xml" --target-metadata-dir "$work" --single-package \
        --zip-file-name before.zip --target-org "$org" --wait 60 --json >"$work/retrieve.json" ||
        die "the retrieve failed; $work/retrieve.json says why"
    apionly diff --losses "$work/before.zip" "$here/$package.zip" || die 'the two cannot be compared'
    if apionly diff --losses --exit-code --quiet "$work/before.zip" "$here/$package.zip"; then
        say 'no set of the org loses anything'
    elif [ -n "$accept_losses" ]; then
        say 'these losses are accepted'
    else
        die 'the deploy would take this away; add it to the definitions, or run with --accept-losses'
    fi
}

deploy_package() { # zip, name of the result, further options
    local zip=$here/$1 result=$work/$2.json
    shift 2
    if ! sf project deploy start --metadata-dir "$zip" --single-package --target-org "$org" --wait 60 --json "$@" >"$result"; then
        apionly verify --environment "$environment" "$definitions" "$result" || true
        die "the org refused the package; its answer is in $result"
    fi
}

step_deploy() {
    [ -n "$package" ] || return 0
    if [ -n "$dry_run" ]; then
        deploy_package "$package.zip" dry-run --dry-run
        say "$package.zip can be deployed"
    else
        deploy_package "$package.zip" deploy
        say "$package.zip is deployed"
    fi
}

# --- steps 5 to 7: users and what they hold -----------------------------------------------------------

step_users() {
    [ -d "$users" ] || return 0
    if [ -n "$apex" ]; then
        run sf apex run --file "$users/users.apex" --target-org "$org"
        return
    fi
    # The rows of users.csv for users that are missing: the username is its first cell, without quotes.
    awk -F '\t' '$1 == "user" { print $2 }' "$missing" |
        awk -F , 'NR == FNR { wanted[$1] = 1; next } FNR == 1 || $1 in wanted' - "$users/users.csv" >"$work/users.csv"
    if [ "$(wc -l <"$work/users.csv")" -gt 1 ]; then
        run sf data upsert bulk --sobject User --file "$work/users.csv" --external-id Username \
            --line-ending LF --column-delimiter COMMA --wait 60 --target-org "$org" --json
    fi
    each_missing activate activate
}

user_id() {
    local id
    id=$(id_of "SELECT Id FROM User WHERE Username = $(soql "$1")")
    [ -n "$id" ] || [ -n "$dry_run" ] || die "the org has no user $1"
    printf '%s' "${id:-(Id of $1)}"
}

activate() {
    run sf data update record --sobject User --record-id "$(user_id "$1")" --values IsActive=true --target-org "$org"
}

step_licences() {
    if [ -n "$apex" ]; then say 'users.apex did it' && return; fi
    each_missing license assign_license
}
# By Ids, not by sf org assign: that one trips over an apostrophe in a username, and takes the first set of a
# name, which may be that of a package.
assign_license() {
    local license name
    name=$(soql "$2")
    license=$(id_of "SELECT Id FROM PermissionSetLicense WHERE DeveloperName = $name OR MasterLabel = $name")
    create PermissionSetLicenseAssign AssigneeId "$1" PermissionSetLicenseId "$license" "$2"
}

step_sets() {
    if [ -n "$apex" ]; then say 'users.apex did it' && return; fi
    each_missing set assign_set
    each_missing set-group assign_set_group
    each_missing group join_group
    each_missing queue join_queue
}
assign_set() {
    local set
    set=$(id_of "SELECT Id FROM PermissionSet WHERE IsOwnedByProfile = false AND Name = $(soql "${2##*__}") AND $(namespace "$2")")
    create PermissionSetAssignment AssigneeId "$1" PermissionSetId "$set" "$2"
}
assign_set_group() {
    local group
    group=$(id_of "SELECT Id FROM PermissionSetGroup WHERE DeveloperName = $(soql "${2##*__}") AND $(namespace "$2")")
    create PermissionSetAssignment AssigneeId "$1" PermissionSetGroupId "$group" "$2"
}
namespace() { # of ns__Name
    case $1 in
    *__*) printf 'NamespacePrefix = %s' "$(soql "${1%%__*}")" ;;
    *) printf 'NamespacePrefix = null' ;;
    esac
}
join_group() { join Regular "$1" "$2"; }
join_queue() { join Queue "$1" "$2"; }
join() {
    local group name
    name=$(soql "$3")
    group=$(id_of "SELECT Id FROM Group WHERE Type = '$1' AND (DeveloperName = $name OR Name = $name)")
    create GroupMember UserOrGroupId "$2" GroupId "$group" "$3"
}
create() { # sObject, field of the user, username, other field, its Id, its name
    [[ $5 =~ ^[0-9A-Za-z]{15,18}$ ]] || [ -n "$dry_run" ] || die "the org has no $6, or several"
    run sf data create record --sobject "$1" --values "$2=$(user_id "$3") $4=${5:-(Id of $6)}" --target-org "$org"
}

# --- step 8: what is retired ----------------------------------------------------------------------------

step_retire() {
    if [ -n "$apex" ] && [ -f "$users/retire.apex" ]; then
        run sf apex run --file "$users/retire.apex" --target-org "$org"
    else
        each_missing retire retire
    fi
    if [ -f "$here/package-retired.zip" ]; then
        if [ -n "$dry_run" ]; then
            say 'would deploy: package-retired.zip'
        else
            deploy_package package-retired.zip retired --ignore-warnings
            say 'package-retired.zip is deployed'
        fi
    fi
}

# Assignments, then licences, whose seats an inactive user would keep, then the user.
retire() {
    local user
    user=$(user_id "$1")
    delete_all PermissionSetAssignment "AssigneeId = '$user' AND PermissionSet.IsOwnedByProfile = false"
    delete_all PermissionSetLicenseAssign "AssigneeId = '$user'"
    run sf data update record --sobject User --record-id "$user" --values IsActive=false --target-org "$org"
}
delete_all() { # sObject, condition
    local ids id
    ids=$(rows "SELECT Id FROM $1 WHERE $2")
    for id in $ids; do
        run sf data delete record --sobject "$1" --record-id "$id" --target-org "$org"
    done
}

# --- steps 9 and 10: the proof --------------------------------------------------------------------------

step_ask() {
    if [ -n "$dry_run" ]; then say 'not in a dry run' && return; fi
    "$here/verify/ask.sh" "$environment" "$org" "$work/answers"
}

step_verify() {
    if [ -n "$dry_run" ]; then say 'not in a dry run' && return; fi
    apionly verify --environment "$environment" "$definitions" "$work/answers"
}

# --- all of it ------------------------------------------------------------------------------------------

number=0
for step in org seats losses deploy users licences sets retire ask verify; do
    number=$((number + 1))
    case $only:$number in
    :* | *:1 | "$number:$number" | [5-8]:2) ;;
    *) continue ;;
    esac
    printf 'step %d: %s\n' "$number" "$step"
    "step_$step"
done
