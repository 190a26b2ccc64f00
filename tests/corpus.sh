#!/bin/sh
# Imports every permission set of a corpus, builds what comes out, and compares. Speaks TAP.
#
#     corpus.sh PROGRAM [CORPUS]
#
# CORPUS (../shared/corpus beside the repository) holds INDEX.tsv with the columns sha256, bytes,
# repo, commit, path, stored, root, class, regen, why_kept. A file lies at CORPUS/<stored>, or, as
# REST.tar.xz:<stored>, inside that archive. Without a corpus the one test is skipped.
#
# What the org wrote itself (class A, A-CR, B, with hasActivationRequired) must be checked without an error.
# Files of class A and A-CR must come back byte for byte. The others must give the same definition
# when the built file is imported again. Nothing runs once for each file but `ln`: groups of files of
# distinct names are imported and built together.
set -u
export LC_ALL=C

# Files that cannot come through: a pattern of repository/name, and the reason. A pattern whose files
# are in the corpus and all come through is a failure too.
exceptions() {
    cat <<'LIST'
DigitalDreams-ai/CaseOps/__PROJECT_NAME__.*  # a placeholder that begins no API name
support-fingertip/FMCG-CRM/FSCRM_.*  # the namespace is not that of the Metadata API
support-fingertip/FMCG-CRM/sfdcInternalInt__sfdc_scrt2  # the namespace is not that of the Metadata API
mcarvin8/sf-decomposer/HR_Admin  # no namespace
tmvillain13/gearset/System_Administrator  # no label
DigitalDreams-ai/CaseOps/Tier_1  # delete on Attachment without edit, which no deploy takes
lisamt123/stash-unilever/(FS_SR_Product_Fields|IPM_Admin_Analytics)  # no label
lisamt123/stash-unilever/(BFM_API|WWP_Admin|WWP_Super_Admin|WWP_User)_Permissions  # True is no boolean
lisamt123/stash-unilever/SoCo_(Account_Manager|CD_Finance_Analyst|CD_Finance_Manager|Category_Manager|Category_Planner|Customer_Marketing_Director|Finance_Admin|Finance_Director|Process_Officer|System_Admin)  # fieldPermissions that stand twice
alexkwitko/Salesforce-Agentforce/Engagement_Tracking  # leaves out switches, which are false the second time
bgaldino/rlm-base-dev/RLM_(Learning|QuantumBit_Sales_Representative)  # leaves out switches
navikt/crm-nks-base/NKS_Announcement_Campaign_Editor  # leaves out a switch
SalesforceFoundation/NPSP/Batch_Gift_Entry  # leaves out switches
LIST
}

# Files of which an org wrote at least the form, and in which the rules find an error: a pattern of
# repository/name, the rule, and why it is right.
rule_exceptions() {
    cat <<'LIST'
DigitalDreams-ai/CaseOps/Tier_1 object-ladder  # written by hand: delete on Attachment without edit
DigitalDreams-ai/CaseOps/Tier_1 object-not-grantable  # the same: no org lists Attachment
bgaldino/rlm-base-dev/RLM_MFG_RCA parent-access  # edited by hand: Entitlement without Account
rsoesemann/unhappy-soup/Admin permission-dependency  # written by hand: Modify All Data and nothing else
sarath16581/AP-Backup/ChatAndAlertsObjectAccess parent-access  # ServiceTerritory without OperatingHours: a deploy is known to refuse it
support-fingertip/FMCG-CRM/.* xml-root  # the namespace is not that of the Metadata API
LIST
}

# An import takes what the org has; what a deploy would refuse is another question.
lenient='--rule permission-dependency=warning --rule parent-access=warning --rule object-flag=warning
    --rule object-not-grantable=warning --rule field-not-grantable=warning --rule field-part=warning
    --rule permission-name=warning --rule modify-all-records=warning --rule modify-all-data=warning
    --rule view-all-data=warning --rule manage-users=warning --rule author-apex=warning'

program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
corpus=${2:-$(cd "$(dirname "$0")/.." && pwd)/../shared/corpus}
if [ ! -f "$corpus/INDEX.tsv" ]; then
    echo 1..1
    echo "ok 1 # SKIP no corpus"
    exit 0
fi
corpus=$(cd "$corpus" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# --- groups ---------------------------------------------------------------------------------------

mkdir "$work/rest" "$work/groups"
if [ -f "$corpus/REST.tar.xz" ]; then
    xz -dc "$corpus/REST.tar.xz" | (cd "$work/rest" && tar xf -) || exit 1
fi

# files.tsv: group, name, must (exact or same), sha256, repo/name. Each group gets a script `links`.
# A group has no name twice, also not in another case, and at most 1,500 files or 100 MB.
awk -F '\t' -v corpus="$corpus" -v rest="$work/rest" -v groups="$work/groups" \
    -v table="$work/files.tsv" '
    function quoted(text) { gsub(/\047/, "\047\\\047\047", text); return "\047" text "\047" }
    NR == 1 || $7 != "PermissionSet" { next }
    {
        name = $5
        sub(/.*\//, "", name)
        api = name
        sub(/(-meta\.xml)$/, "", api)
        sub(/\.permissionset$/, "", api)
        round = seen[tolower(api)]++
        if (!(round in part) || count[round] >= 1500 || bytes[round] > 100000000) {
            part[round]++
            count[round] = bytes[round] = 0
        }
        count[round]++
        bytes[round] += $2
        group = "g" round "_" part[round]
        from = $6
        if (sub(/^REST\.tar\.xz:/, "", from))
            from = rest "/" from
        else
            from = corpus "/" from
        print group "\tln -s " quoted(from) " " quoted("in/" name)
        print group "\t" api "\t" (($9 == "A" || $9 == "A-CR") ? "exact" : "same") "\t" $1 "\t" \
            $3 "/" api >table
    }' "$corpus/INDEX.tsv" >"$work/links"
cut -f 1 "$work/links" | sort -u | (cd "$work/groups" && xargs mkdir)
awk -F '\t' -v groups="$work/groups" '{ print $2 >(groups "/" $1 "/links") }' "$work/links"

# --- one group ------------------------------------------------------------------------------------

# Moves the files that have errors out of the way. $1: log, $2: the folder they lie in. Each gets a
# line "name<TAB>why" in `failed`; false where there was none.
put_aside() {
    sed -n "s|^$2/\([^:]*\):\([0-9]*:[0-9]*\): error: \(.*\)|\1	\2 \3|p" "$1" |
        awk -F '\t' '!seen[$1]++' >aside
    while IFS='	' read -r file why; do
        rm -f "$2/$file"
        name=${file%.yaml}
        name=${name%-meta.xml}
        printf '%s\t%s\n' "${name%.permissionset}" "$why" >>failed
    done <aside
    [ -s aside ]
}

# Runs a command until no file stands in its way any more. $1: the folder of the files, $2: what it
# writes, removed before each run; then the command.
until_it_runs() {
    files=$1 output=$2
    shift 2
    while [ -n "$(ls "$files")" ]; do
        rm -rf "$output"
        "$@" >log 2>&1 && return 0
        if ! put_aside log "$files"; then
            echo "(all)	$(grep -m 1 error log || tail -n 1 log)" >>failed
            return 1
        fi
    done
}

# Files of a folder of definitions without the comments of an import, in another folder.
strip() {
    mkdir -p "$1" "$2"
    find "$1" -name '*.yaml' ! -name company.yaml -exec awk -v to="$2" '
        FNR == 1 { if (out) close(out); out = FILENAME; sub(/.*\//, "", out); out = to "/" out }
        /^ *# Imported from a file that differs/ { next }
        { print >out }' {} +
}

# shellcheck disable=SC2086 # a list of options
run_group() {
    cd "$work/groups/$1" || exit 1
    : >failed
    mkdir in
    sh ./links || return
    until_it_runs in yaml "$program" import in -o yaml || return
    until_it_runs yaml out "$program" build yaml -o out -q $lenient || return
    (cd out/source/permissionsets && find . -type f -exec sha256sum {} +) >sums
    # What came back as it was need not be looked at again.
    awk -F '\t' -v group="$1" '
        FILENAME != "sums" { if ($1 == group) had[$2] = $4; next }
        {
            file = substr($0, 69)
            name = file
            sub(/\.permissionset-meta\.xml$/, "", name)
            if (had[name] == substr($0, 1, 64)) print file
        }' "$work/files.tsv" sums >same
    (cd out/source/permissionsets && xargs rm -f) <same
    sed 's/\.permissionset-meta\.xml$/.yaml/' same | (cd yaml && xargs rm -f)
    until_it_runs out/source/permissionsets again \
        "$program" import out/source/permissionsets -o again || return
    strip yaml one
    strip again two
    diff -rq one two |
        sed -n 's|.* one/\([^ ]*\)\.yaml .*|\1|p; s|^Only in [a-z]*: \(.*\)\.yaml|\1|p' >differ
    rm -rf out yaml again one two
}

# A worker takes the next group that no other has taken.
run_groups() {
    find "$work/groups" -mindepth 1 -maxdepth 1 | sort | while read -r folder; do
        group=$(basename "$folder")
        ! mkdir "$work/taken/$group" 2>/dev/null || (run_group "$group")
    done
}

# --- rules ----------------------------------------------------------------------------------------

# errors.tsv: repo/name, rule, place and message, of files that an org wrote.
check_rules() {
    awk -F '\t' -v corpus="$corpus" -v rest="$work/rest" '
        $7 == "PermissionSet" && $8 ~ /^(A|A-CR|B) / {
            from = $6
            print sub(/^REST\.tar\.xz:/, "", from) ? rest "/" from : corpus "/" from
        }' "$corpus/INDEX.tsv" >"$work/candidates"
    tr '\n' '\0' <"$work/candidates" | xargs -0 grep -lZF '<hasActivationRequired>' >"$work/written"
    xargs -0 "$program" check -q <"$work/written" 2>&1 | grep -E '^[^ ].*: error: ' |
        sed -n 's/^\(.*\):\([0-9]*\):[0-9]*: error: \(.*\) \[\([a-z-]*\)\]$/\1\t\4\t\2: \3/p' >"$work/errors"
    awk -F '\t' -v corpus="$corpus" -v rest="$work/rest" '
        FILENAME ~ /INDEX.tsv$/ {
            from = $6
            name = $5
            sub(/.*\//, "", name)
            sub(/(-meta\.xml)$/, "", name)
            sub(/\.permissionset$/, "", name)
            path = sub(/^REST\.tar\.xz:/, "", from) ? rest "/" from : corpus "/" from
            of[path] = $3 "/" name
            next
        }
        { print of[$1] "\t" $2 "\t" $3 }' "$corpus/INDEX.tsv" "$work/errors" >"$work/errors.tsv"
}

mkdir "$work/taken"
run_groups &
run_groups &
check_rules
wait

# --- what came of it ------------------------------------------------------------------------------

# result.tsv: must, verdict (fine, or what is wrong), repo/name
for group in "$work"/groups/*; do
    touch "$group/failed" "$group/sums" "$group/differ"
    awk -F '\t' -v group="$(basename "$group")" '
        FILENAME ~ /failed$/ { why[$1] = $2; next }
        FILENAME ~ /differ$/ { differ[$1] = 1; next }
        FILENAME ~ /sums$/ {
            name = substr($0, 69) # behind the sum, two blanks and ./
            sub(/\.permissionset-meta\.xml$/, "", name)
            sum[name] = substr($0, 1, 64)
            next
        }
        $1 != group { next }
        {
            verdict = "fine"
            if ($2 in why) verdict = why[$2]
            else if ("(all)" in why) verdict = why["(all)"]
            else if (!($2 in sum)) verdict = "not built"
            else if ($3 == "exact" && sum[$2] != $4) verdict = "other bytes"
            else if ($2 in differ) verdict = "another definition the second time"
            print $3 "\t" verdict "\t" $5
        }' "$group/failed" "$group/differ" "$group/sums" "$work/files.tsv"
done >"$work/result.tsv"

exceptions >"$work/exceptions"
rule_exceptions >"$work/rule_exceptions"
awk -F '\t' '
    FILENAME ~ /exceptions$/ { split($0, part, " +# "); patterns[part[1]] = 0; next }
    {
        is = ""
        for (pattern in patterns)
            if ($3 ~ "^" pattern "$") is = pattern
    }
    is { known[is]++ }
    $2 == "fine" { fine[$1]++; next }
    is { patterns[is]++; excepted++; next }
    { bad[$1]++; lines[$1] = lines[$1] "# " $3 ": " $2 "\n" }
    function tell(number, kind, text) {
        printf "%s%s %d - %d files %s\n", lines[kind], bad[kind] ? "not ok" : "ok", number,
            fine[kind], text
    }
    END {
        print "1..4"
        tell(1, "exact", "come back byte for byte")
        tell(2, "same", "come back with the same grants")
        for (name in known)
            if (!patterns[name]) { print "# " name " is listed but comes through"; any = 1 }
        printf "%s 3 - %d files cannot come through, each for its reason\n", any ? "not ok" : "ok",
            excepted
        exit bad["exact"] || bad["same"] || any
    }' "$work/exceptions" "$work/result.tsv" || failed=1
awk -F '\t' -v files="$(tr -cd '\0' <"$work/written" | wc -c)" '
    FILENAME ~ /exceptions$/ { split($0, part, " +"); rule[part[1]] = rule[part[1]] " " part[2] " "; next }
    {
        known = 0
        for (pattern in rule)
            if ($1 ~ "^" pattern "$" && index(rule[pattern], " " $2 " ")) { known = 1; met[pattern $2] = 1 }
    }
    !known { print "# " $1 ": " $3 " [" $2 "]"; any = 1 }
    END {
        for (pattern in rule) {
            n = split(rule[pattern], ids, " ")
            for (i = 1; i <= n; i++)
                if (!met[pattern ids[i]]) { print "# " pattern " is listed but has no " ids[i]; any = 1 }
        }
        printf "%s 4 - %d files that an org wrote are checked without an unlisted error\n", any ? "not ok" : "ok", files
        exit any
    }' "$work/rule_exceptions" "$work/errors.tsv" || failed=1
exit "${failed:-0}"
