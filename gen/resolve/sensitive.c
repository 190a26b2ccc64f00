/* Joins what the source says of a field with our table of sensitive fields. */
#include "resolve/sensitive.h"

#include "facts/access.h"
#include "resolve/resolve.h"

#define ACCOUNT "Account."
#define PERSON  ACCOUNT "Person"

/* The fields of a person account are those of its contact, and are classified there: Account.PersonEmail
 * is Contact.Email, Account.Hobby__pc is Contact.Hobby__c. Empty where a field is none of these. */
static Str contact_field(Arena *a, Str name)
{
    if (str_starts(name, S(ACCOUNT)) && str_ends(name, S("__pc"))) {
        Str field = str_slice(name, sizeof ACCOUNT - 1, name.n - 2);
        return str_format(a, "Contact." STR_FMT "c", STR_ARG(field));
    }
    if (str_starts(name, S(PERSON)))
        return str_join(a, S("Contact."), str_from(name, sizeof PERSON - 1));
    return S("");
}

static const KnownField *classified(const Known *known, Str name)
{
    const KnownField *field = known_field(known, name);
    return field && (field->classification.n || field->is_public) ? field : NULL;
}

Str field_sensitivity(const Known *known, Str name, Arena *a)
{
    const KnownField *field = classified(known, name);
    Str why = S(""), evidence;
    if (known && !field)
        field = classified(known, contact_field(a, name));
    if (field)
        return field->classification;
    return fact_sensitive_field(name, &why, &evidence) ? why : S("");
}

/* Once for each name: many sets grant the same fields. */
void resolve_sensitivity(Model *m)
{
    Arena scratch = {0};
    bool *done = ARENA_ARRAY(&scratch, bool, m->names.count + 1);
    Str *why = ARENA_ARRAY(&m->arena, Str, m->names.count + 1);
    for (size_t i = 0; i < m->set_count; i++)
        for (size_t k = 0; k < m->sets[i]->grants.count; k++) {
            const Grant *grant = &m->sets[i]->grants.items[k];
            if (grant->kind != FIELD_PERMISSION || done[grant->key])
                continue;
            done[grant->key] = true;
            why[grant->key] = field_sensitivity(m->known, m->names.text[grant->key], &m->arena);
        }
    m->sensitivity = why;
    arena_free(&scratch);
}
