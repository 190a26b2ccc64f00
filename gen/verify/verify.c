/* The order of the proof, and what its parts share. */
#include "verify/verify.h"

#include "write/grant_words.h"

void prove(const Proof *proof)
{
    prove_answers(proof);
    prove_users(proof);
    prove_assignments(proof);
    prove_access(proof);
}

bool is_answered(const Proof *proof, Question question)
{
    return org_answer(proof->org, question) == ANSWER_WHOLE;
}

/* --- users ---------------------------------------------------------------------------------------- */

enum { VARIANT_MIN = 4, VARIANT_MAX = 15 };

/* A refresh puts letters and digits before a username that is taken: 00x7Vquser@acme.com.uat. */
static bool is_variant(Str username, Str wanted)
{
    bool digit = false;
    if (username.n < wanted.n + VARIANT_MIN || username.n > wanted.n + VARIANT_MAX ||
        !str_is_nocase(str_from(username, username.n - wanted.n), wanted))
        return false;
    for (size_t i = 0; i < username.n - wanted.n; i++) {
        char c = username.s[i];
        if (!char_is_letter(c) && !char_is_digit(c))
            return false;
        digit = digit || char_is_digit(c);
    }
    return digit;
}

const OrgUser *user_in_org(const Proof *proof, const EnvironmentUser *user, bool *variant)
{
    const OrgUser *found = org_user(proof->org, user->keys.username.s);
    *variant = false;
    if (found)
        return found;
    for (size_t i = 0; i < proof->org->user_count && !*variant; i++) {
        found = &proof->org->users[i];
        *variant = is_variant(found->username, user->keys.username.s) &&
                   !user_by_name(proof->environment->users, proof->environment->user_count,
                                 found->username);
    }
    return *variant ? found : NULL;
}

/* --- environments --------------------------------------------------------------------------------- */

bool holds_users(const Environment *environment, const Org *org)
{
    for (size_t i = 0; i < org->assignment_count; i++)
        if (user_by_name(environment->users, environment->user_count, org->assignments[i].username))
            return true;
    return false;
}

static bool has_answers(const Environment *environment, const Org *org)
{
    for (size_t i = 0; i < environment->user_count; i++)
        if (org_user(org, environment->users[i].keys.username.s))
            return true;
    return holds_users(environment, org);
}

static bool is_org(const Environment *environment, const Org *org)
{
    Str id = environment->org_id.s;
    return id.n >= 15 && org->organization_id.n &&
           str_is(str_slice(id, 0, 15), org->organization_id);
}

const Environment *environment_of_answers(const Model *m, const Org *org)
{
    const Environment *found = NULL;
    size_t count = 0;
    if (m->environment_count == 1)
        return &m->environments[0];
    for (size_t i = 0; i < m->environment_count; i++)
        if (is_org(&m->environments[i], org))
            found = &m->environments[i], count++;
    for (size_t i = 0; i < m->environment_count && !found; i++)
        if (has_answers(&m->environments[i], org))
            found = &m->environments[i], count++;
    for (size_t i = 0; found && i < m->environment_count && !is_org(found, org); i++)
        count += &m->environments[i] != found && has_answers(&m->environments[i], org);
    return count == 1 ? found : NULL;
}

/* --- grants ------------------------------------------------------------------------------ */

Str access_words(Arena *a, ElementKind kind, Str name, uint32_t bits)
{
    if (kind == OBJECT_PERMISSION) {
        Str words = object_words_of(a, bits);
        return str_format(a, STR_FMT ": " STR_FMT, STR_ARG(name), STR_ARG(words));
    }
    if (kind == FIELD_PERMISSION)
        return str_format(a, STR_FMT ": %s", STR_ARG(name), bits & FIELD_EDIT ? "edit" : "read");
    if (kind == TAB_SETTING)
        for (const Word *word = element_table[kind].words; word && word->word; word++)
            if (word->on == bits)
                return str_format(a, "tab " STR_FMT ": %s", STR_ARG(name), word->word);
    return str_format(a, STR_FMT " " STR_FMT, STR_ARG(grant_noun(kind, false)), STR_ARG(name));
}
