/* Field permissions: does the field take them, and these. */
#include "check/check.h"
#include "facts/access.h"
#include "model/type.h"

static bool is_custom_field(Str field)
{
    return str_search(field, S("__")) >= 0;
}

/* --- what the source or the org says ----------------------------------------------------------- */

static void known_field_takes_none(const SetCheck *c, const Grant *grant, Str name,
                                   const KnownField *field)
{
    static const char *const what[] = {
        [FIELD_REQUIRED] = "is a required field, which takes no field permissions",
        [FIELD_MASTER] = "is a master-detail field, which takes no field permissions",
        [FIELD_FIXED] = "takes no field permissions"};
    set_diag(c, RULE_FIELD_NOT_GRANTABLE, grant->at, STR_FMT " %s", STR_ARG(name),
             what[field->sort]);
    diag_help(c->diag,
              "take it out: whoever may read the object sees it. A deploy answers \"You "
              "cannot deploy to a required field: " STR_FMT "\"",
              STR_ARG(name));
    set_basis(c, field->by, S(""));
    if (field->at.file && field->by == SAID_BY_SOURCE)
        diag_related(c->diag, field->at, "the field is defined here");
}

static void part_of(const SetCheck *c, const Grant *grant, Str name, Str whole)
{
    ptrdiff_t dot = str_find(whole, '.');
    bool is_name = dot >= 0 && str_is(str_from(whole, (size_t)dot), S(".Name"));
    set_diag(c, RULE_FIELD_PART, grant->at,
             STR_FMT " is a part of " STR_FMT " and takes no field permissions of its own",
             STR_ARG(name), STR_ARG(whole));
    if (is_name)
        diag_help(c->diag, "take it out: whoever may read the object sees the name");
    else
        diag_help(c->diag, "grant " STR_FMT " in its place", STR_ARG(whole));
}

static void read_only(const SetCheck *c, const Grant *grant, Str name, Speaker by, Str evidence)
{
    if (!(grant->on & FIELD_EDIT))
        return;
    set_diag(c, RULE_FIELD_READ_ONLY, grant->at,
             by == SAID_BY_TABLE ? STR_FMT " is granted for reading only by nearly every org"
                                 : STR_FMT " cannot be edited by anybody",
             STR_ARG(name));
    set_basis(c, by, evidence);
}

static void check_known(const SetCheck *c, const Grant *grant, Str name, const KnownField *field)
{
    switch (field->sort) {
    case FIELD_PLAIN:
        break;
    case FIELD_CALCULATED:
        read_only(c, grant, name, field->by, S(""));
        break;
    case FIELD_PART:
        part_of(c, grant, name, field->of);
        set_basis(c, field->by, S(""));
        break;
    default:
        known_field_takes_none(c, grant, name, field);
        break;
    }
}

/* --- what our table says ----------------------------------------------------------------------- */

static void takes_none(const SetCheck *c, const Grant *grant, Str name)
{
    set_diag(c, RULE_FIELD_NOT_GRANTABLE, grant->at,
             STR_FMT " takes no field permissions: it is required, a name, or the system's",
             STR_ARG(name));
    diag_help(c->diag,
              "take it out: whoever may read the object sees it. A deploy answers \"You "
              "cannot deploy to a required field: " STR_FMT "\"",
              STR_ARG(name));
}

static void unseen(const SetCheck *c, const Grant *grant, Str name)
{
    set_diag(c, RULE_FIELD_UNKNOWN, grant->at,
             "no org is known to store field permissions of " STR_FMT, STR_ARG(name));
}

static void check_fact(const SetCheck *c, const Grant *grant, Str name, const FieldFact *fact)
{
    switch (fact->access) {
    case FIELD_EDITABLE:
        return;
    case FIELD_READABLE:
        read_only(c, grant, name, SAID_BY_TABLE, fact->evidence);
        return;
    case FIELD_NEVER:
        takes_none(c, grant, name);
        break;
    case FIELD_OF:
        part_of(c, grant, name, fact->of);
        break;
    case FIELD_UNSEEN:
        unseen(c, grant, name);
        break;
    }
    set_basis(c, SAID_BY_TABLE, fact->evidence);
}

/* Where our table has many fields of an object, one that it has not is probably misspelt. */
static void unknown_field(const SetCheck *c, const Grant *grant, Str name, Str object)
{
    enum { FIELDS_KNOWN_MIN = 5 };
    Arena scratch = {0};
    FactRows rows = fact_fields_of(object);
    Str *names = ARENA_ARRAY(&scratch, Str, rows.count + 1);
    if (rows.count >= FIELDS_KNOWN_MIN) {
        for (size_t i = 0; i < rows.count; i++)
            names[i] = fact_field_row(rows.first + i).name;
        set_diag(c, RULE_FIELD_UNKNOWN, grant->at, STR_FMT " is no standard field in our table",
                 STR_ARG(name));
        if (!diag_close(c->diag, name, names, rows.count))
            diag_help(c->diag, "check it in Setup; the name of a custom field ends in __c");
    }
    arena_free(&scratch);
}

static void activity_field(const SetCheck *c, const Grant *grant, Str name)
{
    Str field = str_from(name, sizeof "Activity." - 1);
    set_diag(c, RULE_ACTIVITY_FIELD, grant->at,
             "fields of Activity are granted on Task and on Event, not on Activity");
    diag_help(c->diag, "write Task." STR_FMT ", Event." STR_FMT ", or both", STR_ARG(field),
              STR_ARG(field));
}

/* A custom metadata type or the like takes no field permissions either. */
static bool object_takes_none(const SetCheck *c, const Grant *grant, Str name, Str object)
{
    ObjectFact fact;
    bool ordinary = str_ends(object, S("__c")); /* most are, and need no look-up */
    if (ordinary || !fact_object(object, &fact) || fact.access != OBJECT_BY_ELEMENT)
        return false;
    set_diag(c, RULE_FIELD_NOT_GRANTABLE, grant->at,
             STR_FMT " takes no field permissions: " STR_FMT " is granted as a whole",
             STR_ARG(name), STR_ARG(object));
    diag_help(c->diag, "write " STR_FMT " under `" STR_FMT ":`", STR_ARG(object), STR_ARG(fact.by));
    set_basis(c, SAID_BY_TABLE, fact.evidence);
    return true;
}

/* The end of what is a part of a custom address or geolocation: __Street__s of Place__Street__s. */
Str compound_end(Str field)
{
    static const char *const ends[] = {"__Street__s",    "__City__s",        "__PostalCode__s",
                                       "__StateCode__s", "__CountryCode__s", "__GeocodeAccuracy__s",
                                       "__Latitude__s",  "__Longitude__s"};
    bool ordinary = !str_ends(field, S("__s"));
    for (size_t i = 0; i < sizeof ends / sizeof *ends && !ordinary; i++)
        if (str_ends(field, str_of(ends[i])))
            return str_of(ends[i]);
    return S("");
}

static bool is_compound_part(const SetCheck *c, const Grant *grant, Str name)
{
    Str end = compound_end(name);
    if (end.n)
        part_of(c, grant, name,
                str_join(&c->diag->arena, str_slice(name, 0, name.n - end.n), S("__c")));
    return end.n > 0;
}

void check_field(const SetCheck *c, const Grant *grant, Str name)
{
    ptrdiff_t dot = str_find(name, '.');
    if (dot < 0)
        return; /* told by the rules about names */
    Str object = str_slice(name, 0, (size_t)dot), field = str_from(name, (size_t)dot + 1);
    const KnownField *known = known_field(c->model->known, name);
    FieldFact fact;
    if (str_is(object, S("Activity"))) {
        activity_field(c, grant, name);
    } else if (object_takes_none(c, grant, name, object) || is_compound_part(c, grant, name)) {
        return;
    } else if (known && (known->by == SAID_BY_ORG || known->sort != FIELD_PLAIN)) {
        check_known(c, grant, name, known);
    } else if (!is_custom_field(field)) {
        if (fact_field(name, &fact))
            check_fact(c, grant, name, &fact);
        else if (!known)
            unknown_field(c, grant, name, object);
    }
}
