/* Patterns in field names become the fields they stand for; what nobody can edit is only read. */
#include "facts/access.h"
#include "model/type.h"
#include "resolve/resolve.h"

/* --- what a field takes ------------------------------------------------------------------------ */

FieldTakes field_takes(const Known *known, Str name)
{
    static const FieldTakes of_sort[] = {
        [FIELD_PLAIN] = TAKES_EDIT,     [FIELD_REQUIRED] = TAKES_NOTHING,
        [FIELD_MASTER] = TAKES_NOTHING, [FIELD_CALCULATED] = TAKES_READ,
        [FIELD_PART] = TAKES_NOTHING,   [FIELD_FIXED] = TAKES_NOTHING};
    static const FieldTakes of_access[] = {[FIELD_EDITABLE] = TAKES_EDIT,
                                           [FIELD_READABLE] = TAKES_READ,
                                           [FIELD_NEVER] = TAKES_NOTHING,
                                           [FIELD_OF] = TAKES_NOTHING,
                                           [FIELD_UNSEEN] = TAKES_EDIT};
    const KnownField *field = known_field(known, name);
    FieldFact fact;
    bool told = fact_field(name, &fact);
    /* the source of a standard field says nothing about its permissions, our table does */
    if (field && (field->by == SAID_BY_ORG || field->sort != FIELD_PLAIN || !told))
        return of_sort[field->sort];
    return told ? of_access[fact.access] : TAKES_EDIT;
}

/* --- patterns ---------------------------------------------------------------------------------- */

/* `*` stands for any characters, `?` for one; upper and lower case differ, as everywhere here. */
static bool matches(Str pattern, Str text)
{
    size_t p = 0, t = 0, star = SIZE_MAX, mark = 0;
    while (t < text.n) {
        if (p < pattern.n && (pattern.s[p] == '?' || pattern.s[p] == text.s[t])) {
            p++, t++;
        } else if (p < pattern.n && pattern.s[p] == '*') {
            star = p++;
            mark = t;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.s[p] == '*')
        p++;
    return p == pattern.n;
}

static void nothing_known(const Model *m, Diag *d, const Grant *glob, Str object)
{
    Str name = m->names.text[glob->key];
    Str pattern = str_from(name, object.n + 1);
    if (!m->known) {
        diag(d, RULE_FIELD_PATTERN, glob->at,
             "\"" STR_FMT
             "\" stands for several fields, but nothing tells which fields your org has",
             STR_ARG(pattern));
        diag_help(d,
                  "name the source of your org with `metadata: [force-app]`, or its answers with "
                  "`facts:`; or write the fields out");
        return;
    }
    diag(d, RULE_FIELD_PATTERN, glob->at,
         "\"" STR_FMT "\" matches no field of " STR_FMT " that takes field permissions",
         STR_ARG(pattern), STR_ARG(object));
    diag_help(d,
              "neither `metadata:` nor `facts:` has such a field of " STR_FMT
              "; required and master-detail fields take no permissions",
              STR_ARG(object));
}

static void expand(Model *m, Diag *d, const Grant *glob, Grants *out)
{
    Str name = m->names.text[glob->key];
    size_t dot = (size_t)str_find(name, '.'), count, found = 0;
    Str object = str_slice(name, 0, dot), pattern = str_from(name, dot + 1);
    const KnownField *fields = known_fields_of(m->known, object, &count);
    for (size_t i = 0; i < count; i++) {
        Grant grant = *glob;
        if (!matches(pattern, str_from(fields[i].name, dot + 1)) ||
            field_takes(m->known, fields[i].name) == TAKES_NOTHING)
            continue;
        if (field_takes(m->known, fields[i].name) == TAKES_READ)
            grant.on &= ~(uint32_t)FIELD_EDIT;
        grant.key = names_intern(&m->names, &m->arena, fields[i].name);
        grant.cause = glob->key;
        grants_add(out, &m->arena, grant);
        found++;
    }
    if (!found)
        nothing_known(m, d, glob, object);
}

void resolve_globs(Model *m, PermissionSet *set, Diag *d)
{
    Grants out = {0};
    size_t before = d->count;
    bool any = false;
    for (size_t i = 0; i < set->grants.count; i++)
        any = any || set->grants.items[i].from == FROM_GLOB;
    if (!any)
        return;
    for (size_t i = 0; i < set->grants.count; i++) {
        const Grant *grant = &set->grants.items[i];
        if (grant->from == FROM_GLOB)
            expand(m, d, grant, &out);
        else
            grants_add(&out, &m->arena, *grant);
    }
    set->flawed = set->flawed || d->count > before;
    set->grants = out;
}

/* --- what nobody can edit ---------------------------------------------------------------------- */

/* Only where the source or the org says so: a few orgs do store what our table calls read-only. */
void resolve_read_only(Model *m, PermissionSet *set, Diag *d)
{
    for (size_t i = 0; m->known && i < set->grants.count; i++) {
        Grant *grant = &set->grants.items[i];
        Str name = m->names.text[grant->key];
        const KnownField *field = known_field(m->known, name);
        if (grant->kind != FIELD_PERMISSION || !(grant->on & FIELD_EDIT) || !field ||
            field->sort != FIELD_CALCULATED)
            continue;
        grant->on &= ~(uint32_t)FIELD_EDIT;
        diag(d, RULE_FIELD_READ_ONLY, grant->at,
             STR_FMT " cannot be edited by anybody, so it is granted for reading", STR_ARG(name));
        diag_basis(d,
                   field->by == SAID_BY_ORG ? "the org's own answer" : "the project's own source");
        diag_about(d, set->name.s);
    }
}
