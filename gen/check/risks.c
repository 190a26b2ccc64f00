/* Least privilege: access that is more than an integration should need. An error or a warning in the
 * sets of an integration until `allow` accepts it, a note in any other set. One finding a set and rule. */
#include "check/check.h"
#include "facts/access.h"
#include "model/type.h"

enum { NAMED_MAX = 5 };

/* Object access that is a risk by itself. */
static const struct {
    uint32_t bit;
    Rule rule;
    const char *what;
} object_risks[] = {
    {OBJECT_MODIFY_ALL, RULE_MODIFY_ALL_RECORDS, "changes all records of"},
    {OBJECT_VIEW_ALL, RULE_VIEW_ALL_RECORDS, "reads all records of"},
    {OBJECT_VIEW_ALL_FIELDS, RULE_VIEW_ALL_FIELDS, "reads all fields, also future ones, of"},
};

/* The entries of one set that are the same risk. */
typedef struct {
    Str names;
    size_t count;
    Loc at; /* of the first */
} Found;

static void add(const SetCheck *c, Found *found, const Grant *grant)
{
    Str name = c->model->names.text[grant->key];
    if (!found->count++)
        found->at = grant->at;
    if (found->count <= NAMED_MAX)
        found->names = str_format(&c->diag->arena, STR_FMT "%s" STR_FMT, STR_ARG(found->names),
                                  found->count > 1 ? ", " : "", STR_ARG(name));
}

static void tell(const SetCheck *c, Rule rule, const char *what, const Found *found)
{
    if (!found->count)
        return;
    Str more = found->count > NAMED_MAX
                   ? str_format(&c->diag->arena, " and %zu more", found->count - NAMED_MAX)
                   : S("");
    set_diag(c, rule, found->at, "%s " STR_FMT STR_FMT, what, STR_ARG(found->names), STR_ARG(more));
    if (!c->set->owner)
        diag_at_most(c->diag, LEVEL_NOTE);
}

static bool holds(const SetCheck *c, Str permission)
{
    return grants_bits(&c->set->grants, &c->model->names, USER_PERMISSION, permission) != 0;
}

/* Who may change all records may read them too, and who may do so everywhere may do so here: that is not
 * told again. */
static bool is_risk(const SetCheck *c, const Grant *grant, size_t risk)
{
    bool modifies = (grant->on & OBJECT_MODIFY_ALL) != 0;
    if (holds(c, S("ModifyAllData")) || (!modifies && holds(c, S("ViewAllData"))))
        return false;
    return grant->kind == OBJECT_PERMISSION && (grant->on & object_risks[risk].bit) &&
           !(modifies && object_risks[risk].bit == OBJECT_VIEW_ALL);
}

static void check_objects(const SetCheck *c)
{
    for (size_t risk = 0; risk < sizeof object_risks / sizeof *object_risks; risk++) {
        Found found = {0};
        for (size_t i = 0; i < c->set->grants.count; i++)
            if (is_risk(c, &c->set->grants.items[i], risk))
                add(c, &found, &c->set->grants.items[i]);
        tell(c, object_risks[risk].rule, object_risks[risk].what, &found);
    }
}

static void check_permissions(const SetCheck *c)
{
    Found found[RULE_COUNT] = {0};
    for (size_t i = 0; i < c->set->grants.count; i++) {
        const Grant *grant = &c->set->grants.items[i];
        PermissionFact fact;
        Rule rule;
        /* what is added follows from the one that is told */
        if (grant->kind == USER_PERMISSION && grant->on && grant->from != FROM_DEPENDENCY &&
            fact_permission(c->model->names.text[grant->key], &fact) && rule_find(fact.risk, &rule))
            add(c, &found[rule], grant);
    }
    for (size_t rule = 0; rule < RULE_COUNT; rule++)
        tell(c, (Rule)rule, "grants", &found[rule]);
}

void check_risks(const SetCheck *c)
{
    check_objects(c);
    check_permissions(c);
}
