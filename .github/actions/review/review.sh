#!/bin/sh
# Reviews the definitions in the current folder, the top of a git work tree: checks them, compares the generated files,
# and tells who gains and who loses what since the base of the pull request. Ends with status 1 where the check finds an
# error or the generated files are stale, never because of a difference.
#
# The environment says the rest; what is missing is left out:
#     DEFINITIONS          a file or a folder; without it integrations.yaml or integrations/
#     OUTPUT               the folder of generated files
#     BASE                 the revision to compare with
#     PULL_REQUEST         its number: the report becomes a comment there, or replaces the earlier one
#     GITHUB_...           as GitHub's runners set it
set -eu

marker='<!-- apionly -->'
work=$(mktemp -d "${RUNNER_TEMP:-/tmp}/apionly.XXXXXX")
report=$work/report.md
status=0
worth_telling=false
# A runner clears its folder itself, and uploads the findings after this script.
[ -n "${RUNNER_TEMP:-}" ] || trap 'rm -rf "$work"' EXIT

# The definitions of one side: the path that apionly takes where none is said.
definitions_in() { # folder
    if [ -n "${DEFINITIONS:-}" ]; then
        printf '%s/%s\n' "$1" "$DEFINITIONS"
    elif [ -e "$1/integrations.yaml" ]; then
        echo "$1/integrations.yaml"
    else
        echo "$1/integrations"
    fi
}

# Whether there is a definition for `apionly diff` to read.
is_defined() { # path
    for file in "$1" "$1"/*.yaml "$1"/*.yml; do
        [ ! -f "$file" ] || return 0
    done
    return 1
}

# A finding of the review itself, for the report and as an annotation.
fail() { # what in Markdown, what in words
    printf '**%s**\n\n' "$1" >>"$report"
    printf '::error title=apionly::%s\n' "$2"
    status=1
    worth_telling=true
}

check() {
    sarif=$work/apionly.sarif
    apionly check --format sarif ${DEFINITIONS:+"$DEFINITIONS"} >"$sarif" || true
    [ ! -s "$sarif" ] || echo "sarif=$sarif" >>"${GITHUB_OUTPUT:-/dev/null}"
    apionly check --format github ${DEFINITIONS:+"$DEFINITIONS"} ||
        fail 'The definitions have errors: see the annotations of this run.' 'The definitions have errors.'
}

# Definitions with errors build nothing, and that is told already.
check_output() {
    if [ -z "${OUTPUT:-}" ] || [ "$status" != 0 ]; then
        return
    fi
    apionly build --check -o "$OUTPUT" ${DEFINITIONS:+"$DEFINITIONS"} ||
        fail "\`$OUTPUT\` is out of date: run \`apionly build\` and commit what it writes." \
            "$OUTPUT is out of date: run apionly build and commit what it writes."
}

# The work tree of a pull request is GitHub's trial merge, and its first parent can be newer than the base that the
# event names: with that, changes of others would show. A clone without history still has the parents' names.
find_base() {
    if [ "$(git rev-parse HEAD)" = "${GITHUB_SHA:-}" ]; then
        parents=$(git cat-file commit HEAD | sed -n '/^$/q; s/^parent //p')
        [ "$(echo "$parents" | wc -l)" -lt 2 ] || BASE=$(echo "$parents" | head -n 1)
    fi
}

# All of the base, because definitions name other files: source, answers of the org.
unpack_base() {
    mkdir "$work/old"
    git cat-file -e "$BASE^{commit}" 2>/dev/null || git fetch --quiet --depth=1 origin "$BASE"
    git archive --format=tar --output="$work/old.tar" "$BASE" && tar -x -C "$work/old" -f "$work/old.tar"
}

compare() {
    [ -n "${BASE:-}" ] || return 0
    find_base
    if ! unpack_base; then
        echo "Revision $BASE is not at hand: there is nothing to compare with." >>"$report"
        return
    fi
    old=$(definitions_in "$work/old")
    new=$(definitions_in .)
    if ! is_defined "$old"; then
        echo 'The definitions are new: there is nothing to compare with.' >>"$report"
        worth_telling=true
    elif apionly diff --format markdown "$old" "${new#./}" >"$work/diff.md"; then
        cat "$work/diff.md" >>"$report"
        apionly diff --exit-code -q "$old" "${new#./}" || worth_telling=true
    else
        echo 'The two revisions cannot be compared: see the log of this run.' >>"$report"
        worth_telling=true
    fi
}

# The comment that an earlier run wrote, if any. Only one of our own: whoever else begins a comment with the marker
# could change the report later.
find_comment() {
    me=$(gh api graphql -f query='{ viewer { login } }' --jq .data.viewer.login) || return
    gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments?per_page=100" \
        --jq ".[] | select(.user.login == \"$me\" and (.body | startswith(\"$marker\"))) | .id" >"$work/comments" || return
    head -n 1 "$work/comments"
}

# Without anything to tell no comment is begun; one that is there must not stay as it was.
write_comment() {
    comment=$(find_comment) || return
    if [ -n "$comment" ]; then
        gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$comment" -F "body=@$report"
    elif $worth_telling; then
        gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" -F "body=@$report"
    fi
}

publish() {
    summary=${GITHUB_STEP_SUMMARY:-/dev/stdout}
    cat "$report" >>"$summary"
    [ -n "${PULL_REQUEST:-}" ] || return 0
    write_comment || printf '\n%s %s\n' 'No comment was written in the pull request.' \
        'For one from a fork the token may only read; else see the log.' >>"$summary"
}

printf '%s\n## Integration users\n\n' "$marker" >"$report"
check
check_output
compare
publish
exit "$status"
