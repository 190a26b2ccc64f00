/* What the sets of an integration's user give together: its own, its companion, the shared ones. */
#include "check/check.h"
#include "facts/access.h"
#include "model/type.h"

enum { SETS_MAX = 64 };

typedef struct {
    const Model *model;
    const Integration *integration;
    const PermissionSet *sets[SETS_MAX];
    size_t count;
    bool whole; /* no set, group or profile beside them that only the org knows */
} UserSets;

static void add_set(UserSets *u, const PermissionSet *set)
{
    if (set && u->count < SETS_MAX)
        u->sets[u->count++] = set;
    else if (set)
        u->whole = false;
}

static UserSets sets_of(const Model *m, const Integration *integration)
{
    UserSets u = {.model = m, .integration = integration, .whole = true};
    add_set(&u, integration->main);
    add_set(&u, integration->companion);
    for (size_t i = 0; i < integration->assign.count; i++) {
        const Assign *assign = &integration->assign.items[i];
        if (assign->kind == ASSIGN_SET)
            add_set(&u, model_shared(m, assign->name.s));
        else if (assign->kind != ASSIGN_LICENSE)
            u.whole = false;
    }
    return u;
}

static uint32_t bits_of(const UserSets *u, ElementKind kind, Str name)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < u->count; i++)
        bits |= grants_bits(&u->sets[i]->grants, &u->model->names, (uint8_t)kind, name);
    return bits;
}

/* What the user may do with an object, where access to it follows others: what it may do with all of
 * those, or with one of the permissions. */
static uint32_t object_bits_of(const UserSets *u, Str object)
{
    ObjectFact fact;
    if (!fact_object(object, &fact) || fact.access == OBJECT_OWN)
        return bits_of(u, OBJECT_PERMISSION, object);
    uint32_t bits = fact.access == OBJECT_UNGRANTED ? ~0u : 0;
    for (Str by = fact.by; by.n;) {
        Str name = str_cut(&by, ',');
        bool held = fact.access == OBJECT_BY_PERMISSION && bits_of(u, USER_PERMISSION, name);
        bits |= fact.access == OBJECT_BY_PARENT ? bits_of(u, OBJECT_PERMISSION, name)
                : held                          ? ~0u
                                                : 0;
    }
    return bits;
}

static bool has_all_data(const UserSets *u, uint32_t *bits)
{
    *bits = 0;
    if (bits_of(u, USER_PERMISSION, S("ViewAllData")))
        *bits |= OBJECT_READ;
    if (bits_of(u, USER_PERMISSION, S("ModifyAllData")))
        *bits |= OBJECT_READ | OBJECT_EDIT | OBJECT_CREATE;
    return *bits != 0;
}

/* --- fields and their object ------------------------------------------------------------------- */

static Str object_of(Str field)
{
    ptrdiff_t dot = str_find(field, '.');
    return dot < 0 ? field : str_slice(field, 0, (size_t)dot);
}

/* An object that takes no object permissions, but is given some, is told as such. */
static bool is_told(const UserSets *u, Str object)
{
    ObjectFact fact;
    if (!fact_object(object, &fact) || fact.access == OBJECT_OWN)
        return false;
    return fact.access == OBJECT_BY_ELEMENT || bits_of(u, OBJECT_PERMISSION, object);
}

static void say_what_opens(Diag *d, Str object)
{
    ObjectFact fact;
    if (!fact_object(object, &fact) || fact.access == OBJECT_OWN)
        return;
    Str by = str_replace(&d->arena, fact.by, S(","), S(", "));
    diag_help(d,
              fact.access == OBJECT_BY_PARENT
                  ? "its access follows " STR_FMT ": grant that, or take the fields out"
                  : "its access comes with the user permissions " STR_FMT
                    ": grant one, or take the fields out",
              STR_ARG(by));
}

/* The fields of one object in one set: `first` is told, the others are counted. */
static void check_object_fields(const UserSets *u, Diag *d, Str object, const Grant *first,
                                const Grant *edited)
{
    uint32_t all, bits = object_bits_of(u, object);
    if (str_is(object, S("Activity")))
        return; /* told as such */
    has_all_data(u, &all);
    bits |= all;
    if (!(bits & OBJECT_READ)) {
        if (is_told(u, object))
            return;
        diag(d, RULE_FIELD_WITHOUT_OBJECT, first->at,
             "fields of " STR_FMT " are granted, but no set of this user opens " STR_FMT,
             STR_ARG(object), STR_ARG(object));
        say_what_opens(d, object);
        diag_about(d, u->integration->name.s);
    } else if (edited && !(bits & (OBJECT_EDIT | OBJECT_CREATE))) {
        diag(d, RULE_FIELD_WITHOUT_EDIT, edited->at,
             "fields of " STR_FMT
             " are granted for editing, but no set of this user lets it write " STR_FMT,
             STR_ARG(object), STR_ARG(object));
        diag_about(d, u->integration->name.s);
    }
}

static void check_fields(const UserSets *u, Diag *d, const Grants *grants)
{
    const Names *names = &u->model->names;
    for (size_t i = 0; i < grants->count;) {
        const Grant *first = NULL, *edited = NULL;
        Str object = object_of(names->text[grants->items[i].key]);
        if (grants->items[i].kind != FIELD_PERMISSION) {
            i++;
            continue;
        }
        for (; i < grants->count && grants->items[i].kind == FIELD_PERMISSION &&
               str_is(object_of(names->text[grants->items[i].key]), object);
             i++) {
            if (!first && grants->items[i].on)
                first = &grants->items[i];
            if (!edited && (grants->items[i].on & FIELD_EDIT))
                edited = &grants->items[i];
        }
        if (first)
            check_object_fields(u, d, object, first, edited);
    }
}

/* --- objects without fields -------------------------------------------------------------------- */

static bool has_fields(const UserSets *u, Str object)
{
    for (size_t i = 0; i < u->count; i++) {
        size_t count;
        const Grant *fields = grants_of_object(&u->sets[i]->grants, &u->model->names,
                                               FIELD_PERMISSION, object, &count);
        for (size_t k = 0; k < count; k++)
            if (fields[k].on)
                return true;
    }
    return false;
}

/* Whether the object is known to have a field that could be granted. */
static bool has_grantable_fields(const Model *m, Str object)
{
    size_t count;
    FactRows rows = fact_fields_of(object);
    for (size_t i = 0; i < rows.count; i++)
        if (fact_field_row(rows.first + i).access == FIELD_EDITABLE)
            return true;
    const KnownField *fields = known_fields_of(m->known, object, &count);
    for (size_t i = 0; i < count; i++)
        if (fields[i].sort == FIELD_PLAIN)
            return true;
    return str_ends(object, S("__c")) && !count;
}

static void check_written_objects(const UserSets *u, Diag *d, const PermissionSet *set)
{
    for (size_t i = 0; i < set->grants.count; i++) {
        const Grant *grant = &set->grants.items[i];
        Str object = u->model->names.text[grant->key];
        if (grant->kind != OBJECT_PERMISSION || !(grant->on & (OBJECT_EDIT | OBJECT_CREATE)) ||
            (grant->on & OBJECT_DELETE) || grant->from == FROM_DEPENDENCY ||
            has_fields(u, object) || !has_grantable_fields(u->model, object))
            continue;
        diag(d, RULE_NO_FIELDS, grant->at,
             "the user may write " STR_FMT ", but none of its fields is granted", STR_ARG(object));
        diag_about(d, u->integration->name.s);
    }
}

/* --- tabs and apps ----------------------------------------------------------------------------- */

static void check_screens(Diag *d, const PermissionSet *set)
{
    for (size_t i = 0; set && i < set->grants.count; i++) {
        const Grant *grant = &set->grants.items[i];
        if ((grant->kind != TAB_SETTING && grant->kind != APPLICATION_VISIBILITY) || !grant->on)
            continue;
        diag(d, RULE_NO_SCREEN, grant->at, "%s are of no use to an API-only user",
             grant->kind == TAB_SETTING ? "tabs" : "apps");
        diag_about(d, set->name.s);
        return;
    }
}

void check_user_sets(const Model *m, const Integration *integration, Diag *d)
{
    UserSets u = sets_of(m, integration);
    for (size_t k = 0; u.whole && k < u.count; k++)
        if (u.sets[k]->owner)
            check_fields(&u, d, &u.sets[k]->grants);
    if (u.whole && integration->main && !integration->main->flawed)
        check_written_objects(&u, d, integration->main);
    check_screens(d, integration->main);
    check_screens(d, integration->companion);
}
