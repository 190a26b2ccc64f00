#include "write/review.h"

#include "base/sort.h"
#include "facts/facts.h"
#include "resolve/risk.h"
#include "write/grant_words.h"

/* --- sets ----------------------------------------------------------------------------------------- */

static void add_set(ReviewSets *sets, const PermissionSet *set)
{
    if (set)
        sets->items[sets->count++] = set;
}

static ReviewSets sets_of(const Model *m, const Integration *integration, Arena *a)
{
    ReviewSets sets = {ARENA_ARRAY(a, const PermissionSet *, integration->assign.count + 2), 0};
    add_set(&sets, integration->main);
    add_set(&sets, integration->companion);
    for (size_t i = 0; i < integration->assign.count; i++)
        if (integration->assign.items[i].kind == ASSIGN_SET)
            add_set(&sets, model_shared(m, integration->assign.items[i].name.s));
    return sets;
}

static ReviewUnit unit_of_set(const PermissionSet *set, Arena *a)
{
    ReviewUnit unit = {.name = set->name.s, .description = set->description.s};
    unit.sets.items = ARENA_NEW(a, const PermissionSet *);
    unit.sets.items[unit.sets.count++] = set;
    return unit;
}

static void add_users(const Model *m, ReviewUnit *units, Arena *a)
{
    for (size_t i = 0; i < m->environment_count; i++) {
        const Environment *environment = &m->environments[i];
        for (size_t k = 0; k < environment->user_count; k++) {
            const EnvironmentUser *user = &environment->users[k];
            ReviewUnit *unit = &units[user->integration - m->integrations];
            *LIST_ADD(a, unit->users, unit->user_count, unit->user_capacity) =
                (ReviewUser){environment, user};
        }
    }
}

static int by_name(const void *a, const void *b, const void *context)
{
    const ReviewUnit *one = a, *two = b;
    int order = (one->integration == NULL) - (two->integration == NULL);
    (void)context;
    return order ? order : str_compare(one->name, two->name);
}

ReviewUnit *review_units(const Model *m, Arena *a, size_t *count)
{
    ReviewUnit *units = ARENA_ARRAY(a, ReviewUnit, m->integration_count + m->shared_count + 1);
    bool *assigned = ARENA_ARRAY(a, bool, m->shared_count + 1);
    for (size_t i = 0; i < m->integration_count; i++) {
        const Integration *integration = &m->integrations[i];
        units[i] = (ReviewUnit){.name = integration->name.s,
                                .description = integration->set.description.s,
                                .owner = integration->owner.s,
                                .integration = integration,
                                .sets = sets_of(m, integration, a)};
        for (size_t k = 0; k < units[i].sets.count; k++)
            if (units[i].sets.items[k]->role == SET_SHARED)
                assigned[units[i].sets.items[k] - m->shared] = true;
    }
    add_users(m, units, a);
    *count = m->integration_count;
    for (size_t i = 0; i < m->shared_count; i++)
        if (!assigned[i])
            units[(*count)++] = unit_of_set(&m->shared[i], a);
    if (*count)
        sort_stable(units, *count, sizeof *units, by_name, NULL);
    return units;
}

/* --- what is assigned beside them -------------------------------------------------------------------- */

bool review_is_known(const Model *m, const Assign *assign)
{
    return assign->kind == ASSIGN_SET && model_shared(m, assign->name.s);
}

Str review_assigned(const Assign *assign, Arena *a)
{
    static const char *const forms[] = {[ASSIGN_SET] = "permission set " STR_FMT,
                                        [ASSIGN_ORG_SET] = "permission set " STR_FMT " of the org",
                                        [ASSIGN_GROUP] = "permission set group " STR_FMT,
                                        [ASSIGN_LICENSE] = "permission set licence " STR_FMT};
    Str name = assign->name.s;
    License license;
    if (assign->kind == ASSIGN_LICENSE && fact_license(name, &license))
        name = license.label;
    return str_replace(a, str_of(forms[assign->kind]), S(STR_FMT), name);
}

Str review_license(const PermissionSet *set)
{
    License license;
    return fact_license(set->license_name.s, &license) ? license.label : set->license_name.s;
}

/* --- entries ---------------------------------------------------------------------------------------- */

static int in_order(const void *a, const void *b, const void *context)
{
    const ReviewEntry *one = a, *two = b;
    int order = (one->object.n == 0) - (two->object.n == 0);
    (void)context;
    if (!order)
        order = str_compare(one->object, two->object);
    if (!order)
        order = grant_rank(one->kind) - grant_rank(two->kind);
    return order ? order : str_compare(one->name, two->name);
}

static ReviewEntry entry_of(const Names *names, const Grant *grant, size_t set)
{
    ReviewEntry entry = {
        .kind = (ElementKind)grant->kind, .on = grant->on, .grant = grant, .set = set};
    entry.object = grant_object(entry.kind, names->text[grant->key], &entry.name);
    return entry;
}

/* An entry that is switched off grants nothing; some say something by being there. */
static bool grants_anything(const Grant *grant)
{
    return grant->on || element_stated(&element_table[grant->kind]) == 0;
}

ReviewEntry *review_entries(const Model *m, const ReviewSets *sets, Arena *a, size_t *count)
{
    size_t most = 1;
    for (size_t i = 0; i < sets->count; i++)
        most += sets->items[i]->grants.count;
    ReviewEntry *entries = ARENA_ARRAY(a, ReviewEntry, most);
    *count = 0;
    for (size_t i = 0; i < sets->count; i++) {
        const Grants *grants = &sets->items[i]->grants;
        for (size_t k = 0; k < grants->count; k++)
            if (grants_anything(&grants->items[k]))
                entries[(*count)++] = entry_of(&m->names, &grants->items[k], i);
    }
    if (*count)
        sort_stable(entries, *count, sizeof *entries, in_order, NULL);
    return entries;
}

size_t review_object_end(const ReviewEntry *entries, size_t count, size_t from)
{
    size_t end = from;
    while (end < count && entries[from].object.n &&
           str_is(entries[end].object, entries[from].object))
        end++;
    return end;
}

/* --- risks ------------------------------------------------------------------------------------------ */

typedef struct {
    ReviewRisk *items;
    size_t count, capacity;
    size_t of_rule[RULE_COUNT]; /* place of the current set's, and one; 0: none yet */
} Risks;

static ReviewRisk *risk_of_rule(const Model *m, const ReviewSets *sets, size_t set, Risk risk,
                                Risks *risks, Arena *a)
{
    size_t *place = &risks->of_rule[risk.rule];
    if (!*place) {
        *LIST_ADD(a, risks->items, risks->count, risks->capacity) =
            (ReviewRisk){.rule = str_of(rule_info[risk.rule].id),
                         .what = risk.what,
                         .high = rule_info[risk.rule].level == LEVEL_ERROR,
                         .set = set,
                         .names = ARENA_ARRAY(a, Str, sets->items[set]->grants.count),
                         .accepted = risk_accepted(m, sets->items[set], risk.rule)};
        *place = risks->count;
    }
    return &risks->items[*place - 1];
}

static void add_risks_of(const Model *m, const ReviewSets *sets, size_t set, Risks *risks, Arena *a)
{
    const Grants *grants = &sets->items[set]->grants;
    for (size_t i = 0; i < RULE_COUNT; i++)
        risks->of_rule[i] = 0;
    for (size_t i = 0; i < grants->count; i++) {
        const Grant *grant = &grants->items[i];
        Risk found[RISKS_MAX];
        size_t count = risks_in_set(&m->names, sets->items[set], grant, found);
        for (size_t k = 0; k < count; k++) {
            ReviewRisk *risk = risk_of_rule(m, sets, set, found[k], risks, a);
            risk->names[risk->count++] = m->names.text[grant->key];
        }
    }
}

static int by_set_and_rule(const void *a, const void *b, const void *context)
{
    const ReviewRisk *one = a, *two = b;
    int order = (one->set > two->set) - (one->set < two->set);
    (void)context;
    return order ? order : str_compare(one->rule, two->rule);
}

ReviewRisk *review_risks(const Model *m, const ReviewSets *sets, Arena *a, size_t *count)
{
    Risks risks = {0};
    for (size_t i = 0; i < sets->count; i++)
        add_risks_of(m, sets, i, &risks, a);
    *count = risks.count;
    if (*count)
        sort_stable(risks.items, *count, sizeof *risks.items, by_set_and_rule, NULL);
    return risks.items;
}

/* --- origins ---------------------------------------------------------------------------------------- */

bool review_names_files(const Model *m)
{
    uint32_t first = m->integration_count ? m->integrations[0].at.file
                     : m->shared_count    ? m->shared[0].at.file
                                          : 0;
    for (size_t i = 0; i < m->integration_count; i++)
        if (m->integrations[i].at.file != first)
            return true;
    for (size_t i = 0; i < m->shared_count; i++)
        if (m->shared[i].at.file != first)
            return true;
    return false;
}

Str review_origin(const Model *m, const Grant *grant, bool name_files, Arena *a)
{
    const Source *source = m->sources && name_files ? source_of(m->sources, grant->at) : NULL;
    Str file = source ? str_behind_last(source->name, '/') : S("definition");
    switch ((Origin)grant->from) {
    case FROM_GLOB:
        return str_format(a, "pattern " STR_FMT ", " STR_FMT, STR_ARG(m->names.text[grant->cause]),
                          STR_ARG(file));
    case FROM_DEPENDENCY:
        return str_format(a, "added, because " STR_FMT, STR_ARG(m->names.text[grant->cause]));
    case FROM_TEMPLATE:
        return m->names.text[grant->cause];
    case FROM_FILE:
    case FROM_DEFINITION:
        break;
    }
    return file;
}
