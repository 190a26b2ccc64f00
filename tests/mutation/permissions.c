/* Damage to user permissions: what they need, and their names. */
#include "mutation.h"

#include "facts/access.h"

/* --- what they need ---------------------------------------------------------------------------- */

static void needed_permission(Proposals *p, bool whole)
{
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        FactRows rows = fact_permission_needs(e->key);
        for (size_t row = 0; e->kind == USER_PERMISSION && e->on && row < rows.count; row++) {
            NeedFact fact = fact_permission_need(rows.first + row);
            const Entry *needed = sheet_find(p->sheet, USER_PERMISSION, fact.needs);
            Mutant m = mutant_at(RULE_PERMISSION_DEPENDENCY, e->key_at);
            m.level = fact.sure ? LEVEL_ERROR : LEVEL_WARNING;
            m.mention = fact.needs;
            if (!needed || !needed->on)
                continue;
            if (whole)
                mutant_edit(&m, needed->start, needed->end - needed->start, S(""));
            else if (!mutant_child(p, &m, needed, S("enabled"), S("false")))
                continue;
            propose(p, m);
        }
    }
}

static void no_permission(Proposals *p)
{
    needed_permission(p, true);
}

static void permission_off(Proposals *p)
{
    needed_permission(p, false);
}

static const struct {
    const char *flag;
    uint32_t bit;
} flags[] = {{"allowCreate", OBJECT_CREATE},
             {"allowDelete", OBJECT_DELETE},
             {"allowEdit", OBJECT_EDIT},
             {"allowRead", OBJECT_READ},
             {"modifyAllRecords", OBJECT_MODIFY_ALL},
             {"viewAllRecords", OBJECT_VIEW_ALL}};

static void one_flag(Proposals *p, const Entry *of, const Entry *object, const NeedFact *fact,
                     uint32_t bits)
{
    for (size_t k = 0; k < sizeof flags / sizeof *flags; k++) {
        Mutant m = mutant_at(RULE_PERMISSION_DEPENDENCY, of->key_at);
        m.level = fact->sure ? LEVEL_ERROR : LEVEL_WARNING;
        m.mention =
            str_format(p->arena, STR_FMT " on " STR_FMT,
                       STR_ARG(object_words_of(p->arena, flags[k].bit)), STR_ARG(object->key));
        if ((bits & object->on & flags[k].bit) && object->on != flags[k].bit &&
            mutant_child(p, &m, object, str_of(flags[k].flag), S("false")))
            propose(p, m);
    }
}

/* The view or change of all data reaches every ordinary object of the set. */
static void every_object(Proposals *p, const Entry *of, const NeedFact *fact)
{
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *object = &p->sheet->items[i];
        ObjectFact what;
        bool seldom, custom = str_search(object->key, S("__")) >= 0;
        if (object->kind != OBJECT_PERMISSION || (custom && !str_ends(object->key, S("__c"))) ||
            (fact_object(object->key, &what) && what.access != OBJECT_OWN))
            continue;
        one_flag(p, of, object, fact,
                 object_bits(fact->access) &
                     ~object_bits(fact_all_data_never(object->key, &seldom)));
    }
}

static void needed_objects(Proposals *p, bool whole, bool all)
{
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        FactRows rows = fact_permission_objects(e->key);
        for (size_t row = 0; e->kind == USER_PERMISSION && e->on && row < rows.count; row++) {
            NeedFact fact = fact_permission_object(rows.first + row);
            const Entry *object = sheet_find(p->sheet, OBJECT_PERMISSION, fact.needs);
            uint32_t bits = object_bits(fact.access);
            Mutant m = mutant_at(RULE_PERMISSION_DEPENDENCY, e->key_at);
            if (all && str_is(fact.needs, S("*")))
                every_object(p, e, &fact);
            if (all || !object || !(object->on & bits))
                continue;
            m.level = fact.sure ? LEVEL_ERROR : LEVEL_WARNING;
            m.mention = str_join(p->arena, S(" on "), fact.needs);
            mutant_edit(&m, object->start, object->end - object->start, S(""));
            if (whole)
                propose(p, m);
            else
                one_flag(p, e, object, &fact, bits);
        }
    }
}

static void no_object(Proposals *p)
{
    needed_objects(p, true, false);
}

static void object_flag_off(Proposals *p)
{
    needed_objects(p, false, false);
}

static void all_data_flag_off(Proposals *p)
{
    needed_objects(p, false, true);
}

/* --- names ------------------------------------------------------------------------------------- */

static void renamed(Proposals *p, Str (*rename)(Arena *a, Str name))
{
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        PermissionFact fact;
        if (e->kind != USER_PERMISSION || !fact_permission(e->key, &fact))
            continue;
        Str name = rename(p->arena, e->key);
        Mutant m = mutant_at(RULE_PERMISSION_NAME, e->key_at);
        m.mention = name;
        if (!is_plain(name) || fact_permission(name, &fact) || str_is(name, e->key))
            continue;
        mutant_edit(&m, e->key_at, e->key.n, name);
        m.edit = 0;
        m.at = 0;
        propose(p, m);
    }
}

static Str one_letter_less(Arena *a, Str name)
{
    return str_join(a, str_slice(name, 0, name.n / 2), str_from(name, name.n / 2 + 1));
}

static Str small_letter(Arena *a, Str name)
{
    return str_join(a, str_lower(a, str_slice(name, 0, 1)), str_from(name, 1));
}

static Str label_of(Arena *a, Str name)
{
    PermissionFact fact;
    (void)a;
    return fact_permission(name, &fact) ? fact.label : S("");
}

static void dropped(Proposals *p)
{
    renamed(p, one_letter_less);
}

static void lowered(Proposals *p)
{
    renamed(p, small_letter);
}

static void labelled(Proposals *p)
{
    renamed(p, label_of);
}

static void api_user_only(Proposals *p)
{
    Mutant m = mutant_at(RULE_API_USER_ONLY, 0);
    if (mutant_insert(p, &m, USER_PERMISSION, S("ApiUserOnly"), 1))
        propose(p, m);
}

const Kind permission_kinds[] = {
    {"a needed user permission taken out", no_permission},
    {"a needed user permission off", permission_off},
    {"an object taken out that a user permission needs", no_object},
    {"a flag off that a user permission needs", object_flag_off},
    {"a flag off that a permission over all data needs", all_data_flag_off},
    {"a letter of a user permission dropped", dropped},
    {"a user permission with a small letter", lowered},
    {"the label of a user permission", labelled},
    {"ApiUserOnly", api_user_only},
    {NULL, NULL},
};
