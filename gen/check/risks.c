/* Least privilege: access that is more than an integration should need. An error or a warning in the
 * sets of an integration until `allow` accepts it, a note in any other set. One finding a set and rule. */
#include "check/check.h"
#include "resolve/risk.h"

enum { NAMED_MAX = 5 };

/* The entries of one set that are the same risk. */
typedef struct {
    const char *what;
    Str names;
    size_t count;
    Loc at; /* of the first */
} Found;

static void add(const SetCheck *c, Found *found, const char *what, const Grant *grant)
{
    Str name = c->model->names.text[grant->key];
    found->what = what;
    if (!found->count++)
        found->at = grant->at;
    if (found->count <= NAMED_MAX)
        found->names = str_format(&c->diag->arena, STR_FMT "%s" STR_FMT, STR_ARG(found->names),
                                  found->count > 1 ? ", " : "", STR_ARG(name));
}

static void tell(const SetCheck *c, Rule rule, const Found *found)
{
    if (!found->count)
        return;
    Str more = found->count > NAMED_MAX
                   ? str_format(&c->diag->arena, " and %zu more", found->count - NAMED_MAX)
                   : S("");
    set_diag(c, rule, found->at, "%s " STR_FMT STR_FMT, found->what, STR_ARG(found->names),
             STR_ARG(more));
    if (!c->set->owner)
        diag_at_most(c->diag, LEVEL_NOTE);
}

void check_risks(const SetCheck *c)
{
    const Names *names = &c->model->names;
    Found found[RULE_COUNT] = {0};
    for (size_t i = 0; i < c->set->grants.count; i++) {
        const Grant *grant = &c->set->grants.items[i];
        Risk risks[RISKS_MAX];
        size_t count = risks_in_set(names, c->set, grant, risks);
        for (size_t k = 0; k < count; k++)
            add(c, &found[risks[k].rule], risks[k].what, grant);
    }
    for (size_t rule = 0; rule < RULE_COUNT; rule++)
        tell(c, (Rule)rule, &found[rule]);
}
