/* Damage to object permissions: the ladder, parents, objects and flags that do not exist; tabs. */
#include "mutation.h"

#include "facts/access.h"

static bool object_never(Str object, uint32_t bits)
{
    ObjectFact fact;
    return fact_object(object, &fact) && (object_bits(fact.never) & bits);
}

/* --- the ladder -------------------------------------------------------------------------------- */

static void without(Proposals *p, const char *flag, uint32_t bit, uint32_t because)
{
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        Mutant m = mutant_at(RULE_OBJECT_LADDER, e->key_at);
        uint32_t others = e->on & because;
        if (e->kind != OBJECT_PERMISSION || !others || object_never(e->key, bit))
            continue;
        if (others == OBJECT_VIEW_ALL_FIELDS)
            m.level = LEVEL_WARNING;
        m.mention = object_words_of(p->arena, bit);
        if ((e->on & bit) && mutant_child(p, &m, e, str_of(flag), S("false")))
            propose(p, m);
    }
}

static void no_read(Proposals *p)
{
    without(p, "allowRead", OBJECT_READ, ~(uint32_t)OBJECT_READ);
}

static void no_edit_but_delete(Proposals *p)
{
    without(p, "allowEdit", OBJECT_EDIT, OBJECT_DELETE);
}

static void no_delete_but_all(Proposals *p)
{
    without(p, "allowDelete", OBJECT_DELETE, OBJECT_MODIFY_ALL);
}

static void no_edit_but_all(Proposals *p)
{
    without(p, "allowEdit", OBJECT_EDIT, OBJECT_MODIFY_ALL);
}

static void no_view_but_all(Proposals *p)
{
    without(p, "viewAllRecords", OBJECT_VIEW_ALL, OBJECT_MODIFY_ALL);
}

/* --- parents ----------------------------------------------------------------------------------- */

/* `flag`: NULL takes the whole entry of the parent. */
static void parents(Proposals *p, const char *flag, uint32_t bit, bool both)
{
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        FactRows rows = fact_parents(e->key);
        if (e->kind != OBJECT_PERMISSION || !(e->on & bit))
            continue;
        for (size_t row = 0; row < rows.count; row++) {
            NeedFact fact = fact_parent(rows.first + row);
            const Entry *parent = sheet_find(p->sheet, OBJECT_PERMISSION, fact.needs);
            Mutant m = mutant_at(RULE_PARENT_ACCESS, e->key_at);
            m.level = fact.sure ? LEVEL_ERROR : LEVEL_WARNING;
            m.mention = str_join(p->arena, S(" on "), fact.needs);
            if (!parent || !(parent->on & bit) || (both && !str_is(fact.access, S("both"))))
                continue;
            if (flag && !mutant_child(p, &m, parent, str_of(flag), S("false")))
                continue;
            if (!flag)
                mutant_edit(&m, parent->start, parent->end - parent->start, S(""));
            propose(p, m);
        }
    }
}

static void no_parent(Proposals *p)
{
    parents(p, NULL, OBJECT_READ, false);
}

static void no_parent_read(Proposals *p)
{
    parents(p, "allowRead", OBJECT_READ, false);
}

static void no_parent_view(Proposals *p)
{
    parents(p, "viewAllRecords", OBJECT_VIEW_ALL, true);
}

/* --- names and flags --------------------------------------------------------------------------- */

static void foreign_objects(Proposals *p)
{
    static const char *const names[] = {
        "Task",  "OpportunityLineItem", "Price_Rule__mdt", "Price_Rule__Share",
        "Event", "Price_Rule__History"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Mutant m = mutant_at(RULE_OBJECT_NOT_GRANTABLE, 0);
        if (mutant_insert(p, &m, OBJECT_PERMISSION, str_of(names[i]), OBJECT_READ))
            propose(p, m);
    }
}

/* Every object of our table that takes none. */
static void foreign_facts(Proposals *p)
{
    size_t count;
    const Str *names = fact_object_names(p->arena, &count);
    for (size_t i = 0; i < count; i++) {
        ObjectFact fact;
        Mutant m = mutant_at(RULE_OBJECT_NOT_GRANTABLE, 0);
        if (names[i].s[0] != '*' && fact_object(names[i], &fact) && fact.access != OBJECT_OWN &&
            mutant_insert(p, &m, OBJECT_PERMISSION, names[i], OBJECT_READ))
            propose(p, m);
    }
}

enum {
    ALL_BITS = OBJECT_READ | OBJECT_CREATE | OBJECT_EDIT | OBJECT_DELETE | OBJECT_VIEW_ALL |
               OBJECT_MODIFY_ALL
};

static void never_flags(Proposals *p)
{
    size_t count;
    const Str *names = fact_object_names(p->arena, &count);
    for (size_t i = 0; i < count; i++) {
        ObjectFact fact;
        Mutant m = mutant_at(RULE_OBJECT_FLAG, 0);
        if (names[i].s[0] != '*' && fact_object(names[i], &fact) && fact.access == OBJECT_OWN &&
            fact.never.n && mutant_insert(p, &m, OBJECT_PERMISSION, names[i], ALL_BITS))
            propose(p, m);
    }
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

/* The same of objects that the set has. */
static void own_never_flags(Proposals *p)
{
    if (sheet_bits(p->sheet, USER_PERMISSION, S("ModifyAllData")))
        return;
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        for (size_t k = 0; e->kind == OBJECT_PERMISSION && k < sizeof flags / sizeof *flags; k++) {
            Mutant m = mutant_at(RULE_OBJECT_FLAG, e->key_at);
            ObjectFact fact;
            if (!object_never(e->key, flags[k].bit) || !fact_object(e->key, &fact) ||
                fact.access != OBJECT_OWN)
                continue;
            m.mention = object_words_of(p->arena, flags[k].bit);
            if (mutant_child(p, &m, e, str_of(flags[k].flag), S("true")))
                propose(p, m);
        }
    }
}

static void big_object_edit(Proposals *p)
{
    Mutant m = mutant_at(RULE_OBJECT_FLAG, 0);
    if (!sheet_bits(p->sheet, USER_PERMISSION, S("ModifyAllData")) &&
        mutant_insert(p, &m, OBJECT_PERMISSION, S("Audit_Trail__b"), OBJECT_READ | OBJECT_EDIT))
        propose(p, m);
}

static void object_misspelt(Proposals *p)
{
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        Mutant m = mutant_at(RULE_OBJECT_UNKNOWN, e->key_at);
        ObjectFact fact;
        size_t k = e->key.n / 2;
        if (e->kind != OBJECT_PERMISSION || !is_plain(e->key) || str_search(e->key, S("__")) >= 0 ||
            e->key.s[k] == e->key.s[k - 1])
            continue;
        char pair[2] = {e->key.s[k], e->key.s[k - 1]};
        Str wrong = str_join(p->arena, str_slice(e->key, 0, k - 1), (Str){pair, 2});
        wrong = str_join(p->arena, wrong, str_from(e->key, k + 1));
        if (fact_object(wrong, &fact))
            continue;
        m.mention = wrong;
        mutant_edit(&m, e->key_at, e->key.n, wrong);
        m.edit = 0;
        m.at = 0;
        propose(p, m);
    }
}

static void tab_misspelt(Proposals *p)
{
    static const char *const names[] = {"standard-Acount", "Account", "standard-Oportunity"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Mutant m = mutant_at(RULE_TAB_NAME, 0);
        if (mutant_insert(p, &m, TAB_SETTING, str_of(names[i]), 0))
            propose(p, m);
    }
}

const Kind object_kinds[] = {
    {"read off, another flag on", no_read},
    {"edit off, delete on", no_edit_but_delete},
    {"delete off, modify all on", no_delete_but_all},
    {"edit off, modify all on", no_edit_but_all},
    {"view all off, modify all on", no_view_but_all},
    {"a parent taken out", no_parent},
    {"read taken from a parent", no_parent_read},
    {"view all taken from a parent", no_parent_view},
    {"object permissions of Task, OpportunityLineItem, __mdt, __Share", foreign_objects},
    {"object permissions of an object that takes none", foreign_facts},
    {"an object put in with a flag it never has", never_flags},
    {"a flag on that the object never has", own_never_flags},
    {"edit on a big object", big_object_edit},
    {"a standard object misspelt", object_misspelt},
    {"a standard tab misspelt", tab_misspelt},
    {NULL, NULL},
};
