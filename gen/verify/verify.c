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
    return proof->answered[question];
}

/* --- users ---------------------------------------------------------------------------------------- */

enum { VARIANT_MIN = 4, VARIANT_MAX = 15 };

/* A refresh puts letters and digits before a username that is taken: 00x7Vquser@acme.com.uat. So of a user that no
 * definition has each end may be the username of one: *wanted goes to the place of the first such user. */
static void note_variants(Proof *p, const Map *missing, const OrgUser *user)
{
    bool digit = false;
    for (size_t i = 0; i < VARIANT_MAX && i < user->username.n; i++) {
        char c = user->username.s[i];
        if (!char_is_letter(c) && !char_is_digit(c))
            return;
        digit = digit || char_is_digit(c);
        if (!digit || i + 1 < VARIANT_MIN)
            continue;
        const uint32_t *place = map_find_nocase(missing, str_from(user->username, i + 1));
        if (place && !p->found[*place].user)
            p->found[*place] = (FoundUser){user, true};
    }
}

static void find_users(Proof *p, Arena *a)
{
    const Environment *environment = p->environment;
    Arena scratch = {0};
    Map missing = {0};
    p->found = ARENA_ARRAY(a, FoundUser, environment->user_count + 1);
    for (size_t i = environment->user_count; i-- > 0;) {
        Str username = environment->users[i].keys.username.s;
        p->found[i].user = org_user(p->org, username);
        if (!p->found[i].user)
            *map_put(&missing, &scratch, str_lower(&scratch, username), NULL) = (uint32_t)i;
    }
    for (size_t i = 0; missing.root && i < p->org->user_count; i++)
        if (!environment_user(environment, p->org->users[i].username))
            note_variants(p, &missing, &p->org->users[i]);
    for (size_t i = 0; i < environment->user_count; i++)
        if (!p->found[i].user) /* two of one name are found alike */
            p->found[i] =
                p->found[*map_find_nocase(&missing, environment->users[i].keys.username.s)];
    arena_free(&scratch);
}

void proof_of(Proof *p, const Environment *environment, Arena *a)
{
    p->environment = environment;
    for (Question question = 0; question < ASK_COUNT; question++)
        p->answered[question] = org_answer(p->org, question) == ANSWER_WHOLE;
    find_users(p, a);
}

const OrgUser *user_in_org(const Proof *p, const EnvironmentUser *user, bool *variant)
{
    const FoundUser *found = &p->found[user - p->environment->users];
    *variant = found->variant;
    return found->user;
}

/* --- environments --------------------------------------------------------------------------------- */

bool holds_users(const Environment *environment, const Org *org)
{
    for (size_t i = 0; i < org->assignment_count; i++)
        if (environment_user(environment, org->assignments[i].username))
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
