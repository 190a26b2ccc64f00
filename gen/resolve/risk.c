#include "resolve/risk.h"

#include "facts/access.h"

/* Object access that is a risk by itself. Who may change all records may read them too. */
static const struct {
    uint32_t bit, unless;
    Risk risk;
} object_risks[] = {
    {OBJECT_MODIFY_ALL, 0, {RULE_MODIFY_ALL_RECORDS, "changes all records of"}},
    {OBJECT_VIEW_ALL, OBJECT_MODIFY_ALL, {RULE_VIEW_ALL_RECORDS, "reads all records of"}},
    {OBJECT_VIEW_ALL_FIELDS, 0, {RULE_VIEW_ALL_FIELDS, "reads all fields, also future ones, of"}},
};

static size_t risks_of_object(uint32_t bits, Risk risks[RISKS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < sizeof object_risks / sizeof *object_risks; i++)
        if ((bits & object_risks[i].bit) && !(bits & object_risks[i].unless))
            risks[count++] = object_risks[i].risk;
    return count;
}

static size_t risks_of_permission(Str name, Risk risks[RISKS_MAX])
{
    PermissionFact fact;
    Rule rule;
    if (!fact_permission(name, &fact) || !fact.risk.n || !rule_find(fact.risk, &rule))
        return 0;
    risks[0] = (Risk){rule, "grants"};
    return 1;
}

size_t risks_of(ElementKind kind, Str name, uint32_t bits, Risk risks[RISKS_MAX])
{
    return kind == OBJECT_PERMISSION         ? risks_of_object(bits, risks)
           : kind == USER_PERMISSION && bits ? risks_of_permission(name, risks)
                                             : 0;
}

static bool holds(const Names *names, const PermissionSet *set, Str permission)
{
    return grants_bits(&set->grants, names, USER_PERMISSION, permission) != 0;
}

size_t risks_in_set(const Names *names, const PermissionSet *set, const Grant *grant,
                    Risk risks[RISKS_MAX])
{
    size_t count = risks_of((ElementKind)grant->kind, names->text[grant->key], grant->on, risks);
    if (!count)
        return 0;
    if (grant->kind == USER_PERMISSION) /* what is added follows from the one that is told */
        return grant->from == FROM_DEPENDENCY ? 0 : count;
    /* who may do so everywhere may do so here */
    bool changes = risks[0].rule == RULE_MODIFY_ALL_RECORDS;
    bool everywhere =
        holds(names, set, S("ModifyAllData")) || (!changes && holds(names, set, S("ViewAllData")));
    return everywhere ? 0 : count;
}

const char *risk_tier(Rule rule)
{
    return rule_info[rule].level == LEVEL_ERROR ? "high" : "elevated";
}

const Allow *risk_accepted(const Model *model, const PermissionSet *set, Rule rule)
{
    Str about = set->owner ? set->owner->name.s : set->name.s;
    return model_allow(model, str_of(rule_info[rule].id), about);
}
