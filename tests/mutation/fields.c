/* Damage to field permissions. */
#include "mutation.h"

#include "facts/access.h"

static void inserted(Proposals *p, const char *name, Rule rule, Rule other, uint32_t on)
{
    Mutant m = mutant_at(rule, 0);
    m.other = other;
    if (mutant_insert(p, &m, FIELD_PERMISSION, str_of(name), on))
        propose(p, m);
}

static void activity(Proposals *p)
{
    inserted(p, "Activity.Subject", RULE_ACTIVITY_FIELD, RULE_ACTIVITY_FIELD, FIELD_READ);
    inserted(p, "Activity.Score__c", RULE_ACTIVITY_FIELD, RULE_ACTIVITY_FIELD, FIELD_READ);
}

static void required(Proposals *p)
{
    static const char *const names[] = {"Account.Name", "Case.CaseNumber", "Invoice__c.OwnerId",
                                        "Invoice__c.CreatedDate", "Rate__mdt.Rate__c"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        inserted(p, names[i], RULE_FIELD_NOT_GRANTABLE, RULE_FIELD_NOT_GRANTABLE, FIELD_READ);
}

static void of_system(Proposals *p)
{
    inserted(p, "Case.CaseNumber", RULE_FIELD_NOT_GRANTABLE, RULE_FIELD_NOT_GRANTABLE, FIELD_READ);
    inserted(p, "Invoice__c.OwnerId", RULE_FIELD_NOT_GRANTABLE, RULE_FIELD_NOT_GRANTABLE,
             FIELD_READ);
    inserted(p, "Invoice__c.CreatedDate", RULE_FIELD_NOT_GRANTABLE, RULE_FIELD_NOT_GRANTABLE,
             FIELD_READ);
}

static void parts(Proposals *p)
{
    inserted(p, "Account.BillingStreet", RULE_FIELD_PART, RULE_FIELD_PART, FIELD_READ);
    inserted(p, "Contact.LastName", RULE_FIELD_PART, RULE_FIELD_NOT_GRANTABLE, FIELD_READ);
    inserted(p, "Contact.MailingCity", RULE_FIELD_PART, RULE_FIELD_PART, FIELD_READ);
}

static void place_parts(Proposals *p)
{
    inserted(p, "Invoice__c.Place__Latitude__s", RULE_FIELD_PART, RULE_FIELD_PART, FIELD_READ);
}

/* Of the objects that the set grants: the fields that our table gives this access. */
static void of_table(Proposals *p, FieldAccess access, Rule rule, uint32_t on)
{
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        FactRows rows = e->kind == OBJECT_PERMISSION ? fact_fields_of(e->key) : (FactRows){0, 0};
        for (size_t row = 0; row < rows.count; row++) {
            FieldFact fact = fact_field_row(rows.first + row);
            if (fact.access == access)
                inserted(p, str_c(p->arena, fact.name), rule, rule, on);
        }
    }
}

static void never_fields(Proposals *p)
{
    of_table(p, FIELD_NEVER, RULE_FIELD_NOT_GRANTABLE, FIELD_READ);
}

static void part_fields(Proposals *p)
{
    of_table(p, FIELD_OF, RULE_FIELD_PART, FIELD_READ);
}

static void read_only_fields(Proposals *p)
{
    of_table(p, FIELD_READABLE, RULE_FIELD_READ_ONLY, FIELD_READ | FIELD_EDIT);
}

static void unreadable(Proposals *p)
{
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        Mutant m = mutant_at(RULE_FIELD_LADDER, e->key_at);
        if (e->kind == FIELD_PERMISSION && (e->on & FIELD_EDIT) &&
            mutant_child(p, &m, e, S("readable"), S("false")))
            propose(p, m);
    }
}

static void editable(Proposals *p)
{
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        FieldFact fact;
        Mutant m = mutant_at(RULE_FIELD_READ_ONLY, e->key_at);
        if (e->kind == FIELD_PERMISSION && fact_field(e->key, &fact) &&
            fact.access == FIELD_READABLE && mutant_child(p, &m, e, S("editable"), S("true")))
            propose(p, m);
    }
}

/* Two letters of a standard field change places. Objects of which our table has few fields say nothing. */
static void misspelt(Proposals *p)
{
    enum { KNOWN_MIN = 5 };
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        ptrdiff_t dot = str_find(e->key, '.');
        FieldFact fact;
        if (e->kind != FIELD_PERMISSION || dot < 0 || !is_plain(e->key) ||
            str_search(str_from(e->key, (size_t)dot), S("__")) >= 0 || !fact_field(e->key, &fact) ||
            fact_fields_of(str_slice(e->key, 0, (size_t)dot)).count < KNOWN_MIN)
            continue;
        size_t k = (size_t)dot + 1 + (e->key.n - (size_t)dot - 1) / 2;
        if (k < (size_t)dot + 2 || e->key.s[k] == e->key.s[k - 1])
            continue;
        char pair[2] = {e->key.s[k], e->key.s[k - 1]};
        Str wrong = str_join(p->arena, str_slice(e->key, 0, k - 1), (Str){pair, 2});
        wrong = str_join(p->arena, wrong, str_from(e->key, k + 1));
        Mutant m = mutant_at(RULE_FIELD_UNKNOWN, 0);
        m.mention = wrong;
        mutant_edit(&m, e->key_at, e->key.n, wrong);
        m.edit = 0;
        if (!fact_field(wrong, &fact))
            propose(p, m);
    }
}

static void in_the_middle(Proposals *p, Rule rule, Str what)
{
    for (size_t i = 0; i < p->sheet->count; i++) {
        const Entry *e = &p->sheet->items[i];
        Mutant m = mutant_at(rule, 0);
        if (e->kind != FIELD_PERMISSION || !is_plain(e->key))
            continue;
        mutant_edit(&m, e->key_at + e->key.n - 2, 0, what);
        m.edit = 0;
        propose(p, m);
    }
}

static void invisible(Proposals *p)
{
    in_the_middle(p, RULE_INVISIBLE_CHARACTER, S("\xe2\x80\x8b"));
}

static void blank(Proposals *p)
{
    in_the_middle(p, RULE_ENTRY_NAME, S(" "));
}

const Kind field_kinds[] = {
    {"a field of Activity", activity},
    {"a field that takes none: Account.Name, __mdt", required},
    {"a field that takes none: OwnerId, CreatedDate", of_system},
    {"a part of a compound field: BillingStreet, LastName", parts},
    {"a part of a geolocation field", place_parts},
    {"a field of our table that takes none", never_fields},
    {"a field of our table that is a part", part_fields},
    {"edit on a field of our table that is read only", read_only_fields},
    {"readable off, editable on", unreadable},
    {"editable on, where it is read only", editable},
    {"a standard field misspelt", misspelt},
    {"an invisible character in a field name", invisible},
    {"a blank in a field name", blank},
    {NULL, NULL},
};
