#!/bin/sh
# Every template of the catalogue is a test; speaks TAP.
#
#     catalog.sh PROGRAM
#
# A template is used as it is and with all its options, with the licence and with `license: none`: four integrations,
# checked with --strict. Nothing may be found but what a template itself accepts, and that its tool is known not to
# work on an API-only user.
set -u
export LC_ALL=C

program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cd "$work" || exit 1

number=0
is() { # text, wanted, found
    number=$((number + 1))
    if [ "$2" = "$3" ]; then
        echo "ok $number - $1"
    else
        echo "not ok $number - $1"
        printf '%s\n' "wanted: $2" "found:  $3" | sed 's/^/# /'
    fi
}

# Names of the options, with commas.
options_of() { # file
    awk '/^options:/ { on = 1; next } /^[^ #]/ { on = 0 } on && /^  [a-z]/ { sub(/:.*/, ""); sub(/^ */, ""); list = list sep $0; sep = ", " } END { print list }' "$1"
}

integration() { # name, template, options, licence
    printf '  %s:\n    template: %s\n    license: %s\n' "$1" "$2" "$4"
    [ -z "$3" ] || printf '    options: [%s]\n' "$3"
    ! grep -q '^  apiOnly: fails' "$top/templates/integrations/$2.yaml" ||
        printf '    allow: [{rule: vendor-license, reason: a test}]\n'
}

definition() { # template
    options=$(options_of "$top/templates/integrations/$1.yaml")
    printf 'company: {domain: mycompany.com, email: a@mycompany.com}\nintegrations:\n'
    integration Base "$1" '' 'Salesforce API Integration'
    integration BaseNone "$1" '' none
    [ -z "$options" ] || integration All "$1" "$options" 'Salesforce API Integration'
    [ -z "$options" ] || integration AllNone "$1" "$options" none
}

# Facts that every head has; sureness is never more than one of three words.
head_of() { # template: the keys of its head, sorted
    awk '/^template:/ { on = 1; next } /^[^ #]/ { on = 0 } on && /^  [a-zA-Z]/ { sub(/:.*/, ""); sub(/^ */, ""); print }' "$1" | sort | tr '\n' ' '
}

count=0
for file in "$top"/templates/integrations/*.yaml; do
    key=$(basename "$file" .yaml)
    count=$((count + 1))
    definition "$key" >"$key.yaml"
    found=$("$program" build --strict -q -o "out-$key" "$key.yaml" 2>&1 | grep -E ': (error|warning)' | sed 's/^[^ ]* //')
    is "$key: builds as it is and with all options, with and without the licence" '' "$found"
    missing=
    for fact in apiOnly checked guide guideSeen login name sources summary sureness; do
        case " $(head_of "$file")" in
        *" $fact "*) ;;
        *) missing="$missing $fact" ;;
        esac
    done
    if grep -q '^  apiOnly: fails' "$file" && ! grep -q '^  instead:' "$file"; then missing="$missing instead"; fi
    is "$key: tells where its facts come from" '' "$missing"
done

is 'there are at least twenty-five' yes "$([ "$count" -ge 25 ] && echo yes)"
is 'all are listed' "$count" "$("$program" templates | tail -n +2 | wc -l | tr -d ' ')"
for key in outreach hubspot marketo salesloft intercom; do
    is "$key is one of them" "$(cat "$top/templates/integrations/$key.yaml")" "$("$program" templates $key)"
done
is 'init writes a definition that builds' 0 "$(
    "$program" init new --template outreach,hubspot,marketo,salesloft,intercom --domain example.org >/dev/null &&
        "$program" build -q -o new/out new/integrations.yaml 2>/dev/null
    echo $?
)"
mkdir taken
for end in part part1 part3; do echo "theirs" >"taken/integrations.yaml.$end"; done
"$program" init taken --template hubspot -q
is 'init writes beside files of the names it would use on the way' 0 $?
is 'and leaves them alone' 'integrations.yaml
integrations.yaml.part theirs
integrations.yaml.part1 theirs
integrations.yaml.part3 theirs' "$(cd taken && echo integrations.yaml && for file in *.part*; do echo "$file $(cat "$file")"; done)"
echo "1..$number"
