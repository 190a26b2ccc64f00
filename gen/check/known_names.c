/* Names that the project's own source, or the org, should have. */
#include "check/check.h"
#include "facts/access.h"
#include "model/type.h"

/* What the components of an element are called, and where their names come from. */
static const char *const kinds[ELEMENT_COUNT] = {
    [APPLICATION_VISIBILITY] = "app",
    [CLASS_ACCESS] = "Apex class",
    [CUSTOM_METADATA_TYPE_ACCESS] = "custom metadata type",
    [CUSTOM_PERMISSION] = "custom permission",
    [CUSTOM_SETTING_ACCESS] = "custom setting",
    [EXTERNAL_CREDENTIAL_PRINCIPAL_ACCESS] = "external credential principal",
    [EXTERNAL_DATA_SOURCE_ACCESS] = "external data source",
    [FIELD_PERMISSION] = "field",
    [FLOW_ACCESS] = "flow",
    [OBJECT_PERMISSION] = "object",
    [PAGE_ACCESS] = "Visualforce page",
    [RECORD_TYPE_VISIBILITY] = "record type",
    [SERVICE_PRESENCE_STATUS_ACCESS] = "service presence status",
    [TAB_SETTING] = "tab",
};

static Str last_name(Str name)
{
    ptrdiff_t dot = str_find(name, '.');
    return dot < 0 ? name : str_from(name, (size_t)dot + 1);
}

static Str object_of(Str name)
{
    ptrdiff_t dot = str_find(name, '.');
    return dot < 0 ? name : str_slice(name, 0, (size_t)dot);
}

/* What other rules look at: standard names, and the parts of custom fields. */
static bool is_of_others(ElementKind kind, Str name)
{
    FieldFact fact;
    switch (kind) {
    case OBJECT_PERMISSION:
        return str_search(name, S("__")) < 0;
    case FIELD_PERMISSION: /* a custom object has but a few of them */
        if (compound_end(name).n)
            return true;
        return str_search(last_name(name), S("__")) < 0 &&
               (!str_ends(object_of(name), S("__c")) || str_is(last_name(name), S("Name")) ||
                fact_field(name, &fact));
    case TAB_SETTING:
        return str_starts(name, S("standard-"));
    case APPLICATION_VISIBILITY:
        return str_starts(name, S("standard__"));
    default:
        return false;
    }
}

static bool is_there(const Known *known, ElementKind kind, Str name)
{
    switch (kind) {
    case OBJECT_PERMISSION:
    case CUSTOM_METADATA_TYPE_ACCESS:
    case CUSTOM_SETTING_ACCESS:
        return known_object(known, name) != NULL;
    case FIELD_PERMISSION:
        return known_field(known, name) != NULL;
    default:
        return known_has_name(&known->names[kind], name);
    }
}

static bool is_packaged(Str name)
{
    Str rest = name, object = str_cut(&rest, '.');
    return namespace_of(object).n || namespace_of(rest).n;
}

/* The names to suggest. */
static Str *candidates(const Known *known, ElementKind kind, Str name, Arena *a, size_t *count)
{
    if (kind == FIELD_PERMISSION) {
        const KnownField *fields = known_fields_of(known, object_of(name), count);
        Str *names = ARENA_ARRAY(a, Str, *count + 1);
        for (size_t i = 0; i < *count; i++)
            names[i] = fields[i].name;
        return names;
    }
    if (kind != OBJECT_PERMISSION && kind != CUSTOM_METADATA_TYPE_ACCESS &&
        kind != CUSTOM_SETTING_ACCESS) {
        *count = known->names[kind].count;
        return known->names[kind].items;
    }
    Str *names = ARENA_ARRAY(a, Str, known->object_count + 1);
    for (size_t i = 0; i < known->object_count; i++)
        names[i] = known->objects[i].name;
    *count = known->object_count;
    return names;
}

/* The org's answers are about single objects; only the source claims to be whole. */
static bool is_covered(const Known *known, ElementKind kind, Str name)
{
    if (known->from_source)
        return true;
    if (kind != FIELD_PERMISSION)
        return false;
    const KnownObject *object = known_object(known, object_of(name));
    return object && object->by == SAID_BY_ORG;
}

/* Person accounts show the fields of Contact as Account.Name__pc. */
static bool is_person_field(const Known *known, Arena *a, Str name)
{
    if (!str_starts(name, S("Account.")) || !str_ends(name, S("__pc")))
        return false;
    Str field = str_slice(name, sizeof "Account." - 1, name.n - 2);
    return known_field(known, str_format(a, "Contact." STR_FMT "c", STR_ARG(field))) != NULL;
}

static bool knows_object(const Known *known, Str object)
{
    size_t fields;
    known_fields_of(known, object, &fields);
    return fields || known_object(known, object);
}

void check_known_name(const SetCheck *c, const Grant *grant, Str name)
{
    const Known *known = c->model->known;
    ElementKind kind = (ElementKind)grant->kind;
    Arena scratch = {0};
    size_t count;
    if (!kinds[kind] || is_of_others(kind, name) || is_there(known, kind, name) ||
        is_packaged(name) || !is_covered(known, kind, name) ||
        is_person_field(known, &scratch, name)) {
        arena_free(&scratch);
        return;
    }
    const Str *names = candidates(known, kind, name, &scratch, &count);
    set_diag(c, RULE_SOURCE_NAME, grant->at, "there is no %s \"" STR_FMT "\" in %s", kinds[kind],
             STR_ARG(name), known->from_source ? "the project's source" : "the org's answer");
    diag_close(c->diag, name, names, count);
    if (kind == FIELD_PERMISSION && !knows_object(known, object_of(name)))
        diag_at_most(c->diag, LEVEL_WARNING); /* a project may hold a part of the org */
    set_basis(c, known->from_source ? SAID_BY_SOURCE : SAID_BY_ORG, S(""));
    arena_free(&scratch);
}
