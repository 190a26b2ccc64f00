/* Object permissions: does the object take them, and these flags; tabs and record types beside them. */
#include "check/check.h"
#include "facts/access.h"
#include "model/type.h"

static bool is_custom(Str name)
{
    return str_search(name, S("__")) >= 0;
}

/* --- objects that take none -------------------------------------------------------------------- */

static void say_instead(const SetCheck *c, const ObjectFact *fact)
{
    Str by = str_replace(&c->diag->arena, fact->by, S(","), S(", "));
    switch (fact->access) {
    case OBJECT_BY_PARENT:
        diag_help(c->diag,
                  "take it out: its access follows " STR_FMT
                  ", so grant that. Fields and record types "
                  "of its own can still be granted",
                  STR_ARG(by));
        break;
    case OBJECT_BY_PERMISSION:
        diag_help(c->diag, "take it out: its access comes with the user permissions " STR_FMT,
                  STR_ARG(by));
        break;
    case OBJECT_BY_ELEMENT:
        diag_help(c->diag, "write it under `" STR_FMT ":`", STR_ARG(by));
        break;
    default:
        diag_help(c->diag, "take it out: nothing in a permission set grants it");
        break;
    }
}

static void not_grantable(const SetCheck *c, const Grant *grant, Str name, const ObjectFact *fact)
{
    set_diag(c, RULE_OBJECT_NOT_GRANTABLE, grant->at, STR_FMT " takes no object permissions",
             STR_ARG(name));
    say_instead(c, fact);
    set_basis(c, SAID_BY_TABLE, fact->evidence);
}

static void check_setting(const SetCheck *c, const Grant *grant, Str name)
{
    const KnownObject *object = known_object(c->model->known, name);
    if (!object || object->sort != OBJECT_CUSTOM_SETTING)
        return;
    set_diag(c, RULE_OBJECT_NOT_GRANTABLE, grant->at,
             STR_FMT " is a custom setting, which takes no object permissions", STR_ARG(name));
    diag_help(c->diag, "write it under `customSettings:`");
    set_basis(c, object->by, S(""));
}

/* --- flags ------------------------------------------------------------------------------------- */

/* Who may change all data has these flags where nobody else has them. */
static bool has_all_data(const SetCheck *c)
{
    return grants_bits(&c->set->grants, &c->model->names, USER_PERMISSION, S("ModifyAllData")) != 0;
}

/* Deleting climbs over editing, which this object has not: only the long form can say it. */
static void say_long_form(const SetCheck *c, const Grant *grant, uint32_t wrong)
{
    if (wrong == OBJECT_EDIT && (grant->on & OBJECT_DELETE) && is_definition(c->set))
        diag_help(c->diag, "write the long form: {allowRead: true, allowDelete: true}, with "
                           "allowCreate: true where it creates, too");
}

static void check_flags(const SetCheck *c, const Grant *grant, Str name, const ObjectFact *fact)
{
    Arena *a = &c->diag->arena;
    bool seldom;
    uint32_t never = object_bits(fact->never), wrong = grant->on & never;
    uint32_t rare = grant->on & object_bits(fact_all_data_never(name, &seldom)) & ~never;
    if (wrong && !(is_custom(name) && has_all_data(c))) {
        set_diag(c, RULE_OBJECT_FLAG, grant->at, STR_FMT " never has " STR_FMT, STR_ARG(name),
                 STR_ARG(object_words_of(a, wrong)));
        set_basis(c, SAID_BY_TABLE, fact->evidence);
        say_long_form(c, grant, wrong);
    }
    if (rare && seldom && !wrong) {
        set_diag(c, RULE_OBJECT_FLAG, grant->at, STR_FMT " hardly ever has " STR_FMT, STR_ARG(name),
                 STR_ARG(object_words_of(a, rare)));
        set_basis(c, SAID_BY_TABLE, fact->evidence);
        diag_at_most(c->diag, LEVEL_WARNING);
    }
}

/* --- names ------------------------------------------------------------------------------------- */

/* Bill_c may be Bill__c of the project's own source. */
static bool close_known_object(const SetCheck *c, Str name)
{
    const Known *known = c->model->known;
    Arena scratch = {0};
    Str *names = ARENA_ARRAY(&scratch, Str, known ? known->object_count + 1 : 1);
    for (size_t i = 0; known && i < known->object_count; i++)
        names[i] = known->objects[i].name;
    bool close = diag_close(c->diag, name, names, known ? known->object_count : 0);
    arena_free(&scratch);
    return close;
}

static void check_unknown(const SetCheck *c, const Grant *grant, Str name)
{
    Arena scratch = {0};
    size_t count;
    const Str *names = fact_object_names(&scratch, &count);
    set_diag(c, RULE_OBJECT_UNKNOWN, grant->at,
             "there is no standard object \"" STR_FMT "\" in our table", STR_ARG(name));
    if (!close_known_object(c, name) && !diag_close(c->diag, name, names, count))
        diag_help(c->diag,
                  "check it in Setup, Object Manager; the name of a custom object ends in __c");
    arena_free(&scratch);
}

void check_object(const SetCheck *c, const Grant *grant, Str name)
{
    ObjectFact fact;
    if (!fact_object(name, &fact)) {
        if (is_custom(name))
            check_setting(c, grant, name);
        else if (!known_object(c->model->known, name))
            check_unknown(c, grant, name);
    } else if (fact.access != OBJECT_OWN) {
        not_grantable(c, grant, name, &fact);
    } else {
        check_flags(c, grant, name, &fact);
    }
    if (str_ends(name, S("__kav"))) {
        set_diag(c, RULE_NEEDS_FEATURE, grant->at, STR_FMT " exists where Knowledge is switched on",
                 STR_ARG(name));
    }
}

/* --- record types and tabs --------------------------------------------------------------------- */

void check_record_type(const SetCheck *c, const Grant *grant, Str name)
{
    if (!str_starts(name, S("Account.PersonAccount")))
        return;
    set_diag(c, RULE_PERSON_ACCOUNT, grant->at,
             "the record types of person accounts belong to PersonAccount, not to Account");
    diag_help(c->diag, "write it for the object PersonAccount; a deploy answers \"Entity of type "
                       "'RecordType' named 'Account.PersonAccount' cannot be found\"");
}

void check_tab(const SetCheck *c, const Grant *grant, Str name)
{
    Arena scratch = {0};
    size_t count;
    Str standard = str_join(&scratch, S("standard-"), name);
    if (str_starts(name, S("standard-")) && !fact_tab(name)) {
        const Str *names = fact_tab_names(&scratch, &count);
        set_diag(c, RULE_TAB_NAME, grant->at,
                 "there is no standard tab \"" STR_FMT "\" in our table", STR_ARG(name));
        if (!diag_close(c->diag, name, names, count))
            diag_help(c->diag, "check it: an org without the tab refuses it");
    } else if (fact_tab(standard)) {
        set_diag(c, RULE_TAB_NAME, grant->at,
                 "\"" STR_FMT "\" is the name of a standard tab without "
                 "its prefix",
                 STR_ARG(name));
        diag_help(c->diag, "write " STR_FMT, STR_ARG(standard));
    }
    arena_free(&scratch);
}
