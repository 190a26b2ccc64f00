/* Which set is whose own, and the integrations that follow from what everybody holds. */
#include "base/sort.h"
#include "command/import_users.h"
#include "facts/facts.h"

#include <stdlib.h>

typedef struct {
    Holdings held;
    Arena *arena;
    Diag *diag;
    Adopted *adopted;
    size_t adopted_count;
} Users;

/* --- own sets ------------------------------------------------------------------------------------ */

/* All who hold it are these users, and a build would give it back as the set of an integration. */
static bool can_be_own(const Users *u, const Holder *h, size_t i, size_t count)
{
    const ImportedSet *one = h->set_imported[i];
    License license;
    if (!one || one->no_own || u->held.elsewhere[one - u->held.sets] ||
        u->held.user_count[one - u->held.sets] != count)
        return false;
    bool other = fact_license(one->set->license_name.s, &license) && license.user &&
                 !str_is(license.name, fact_integration_user_license());
    for (size_t k = 0; k < h->sets.count && !other; k++) {
        const ImportedSet *main = h->set_imported[k];
        other = main && main->companion == one->set && k != i;
    }
    return !other;
}

/* The one set that can be; of several the one that is named so. */
static const ImportedSet *own_set(const Users *u, const Holder *h, size_t count)
{
    const ImportedSet *any = NULL, *named = NULL;
    size_t any_count = 0, named_count = 0;
    for (size_t i = 0; i < h->sets.count; i++) {
        if (!can_be_own(u, h, i, count))
            continue;
        any = h->set_imported[i];
        any_count++;
        if (any->tool.n) {
            named = any;
            named_count++;
        }
    }
    return named_count == 1 ? named : any_count == 1 ? any : NULL;
}

static PermissionSet *own_companion(const Users *u, const Holder *h, const ImportedSet *own,
                                    size_t count)
{
    for (size_t i = 0; own && own->companion && i < h->sets.count; i++) {
        const ImportedSet *other = h->set_imported[i];
        if (other && other->set == own->companion && !u->held.elsewhere[other - u->held.sets] &&
            u->held.user_count[other - u->held.sets] == count)
            return own->companion;
    }
    return NULL;
}

static bool is_brought(const Holder *h, Str license)
{
    for (size_t i = 0; i < h->sets.count; i++) {
        const PermissionSet *set = h->set_imported[i] ? h->set_imported[i]->set : NULL;
        if (set && str_is_nocase(set->license_name.s, license))
            return true;
    }
    return false;
}

/* --- integrations --------------------------------------------------------------------------------- */

static void add_assign(Users *u, Integration *integration, AssignKind kind, Str name)
{
    AssignList *list = &integration->assign;
    *LIST_ADD(u->arena, list->items, list->count, list->capacity) =
        (Assign){.kind = kind, .name = {.s = name}};
}

static void make_assignments(Users *u, const Adopted *one)
{
    const Holder *h = one->users[0];
    Integration *integration = one->integration;
    Str license = fact_integration_license().name;
    for (size_t i = 0; i < h->sets.count; i++) {
        const ImportedSet *imported = h->set_imported[i];
        if (!imported)
            add_assign(u, integration, ASSIGN_ORG_SET, h->sets.items[i].s);
        else if (imported != one->own && imported->set != one->companion)
            add_assign(u, integration, ASSIGN_SET, imported->set->api_name.s);
    }
    for (size_t i = 0; i < h->groups.count; i++)
        add_assign(u, integration, ASSIGN_GROUP, h->groups.items[i].s);
    for (size_t i = 0; i < h->licenses.count; i++)
        if (!str_is_nocase(h->licenses.items[i].s, license) &&
            !is_brought(h, h->licenses.items[i].s))
            add_assign(u, integration, ASSIGN_LICENSE, h->licenses.items[i].s);
    if (!one->own && !integration->assign.count) /* one that has nothing is refused */
        add_assign(u, integration, ASSIGN_LICENSE, license);
}

/* A build gives every user the integration licence, and the licences of its sets. */
static void tell_license(Users *u, const Holder *h, Str license)
{
    if (holds_name(&h->licenses, license))
        return;
    diag(u->diag, RULE_ASSIGNMENT_MISSING, h->user->at,
         STR_FMT " does not hold the permission set licence " STR_FMT ", but a build assigns it",
         STR_ARG(h->user->username), STR_ARG(license));
    diag_help(u->diag, "look in Setup whether the user works without it");
    diag_at_most(u->diag, LEVEL_WARNING);
}

static void tell_licenses(Users *u, const Holder *h)
{
    License known;
    Str integration = fact_integration_license().name;
    tell_license(u, h, integration);
    for (size_t i = 0; i < h->sets.count; i++) {
        const ImportedSet *one = h->set_imported[i];
        Str name = one ? one->set->license_name.s : S("");
        bool user = name.n && fact_license(name, &known) && known.user;
        if (name.n && !user && !str_is(name, integration))
            tell_license(u, h, name);
    }
}

static void adopt(Users *u, Holder *const *users, size_t count, const ImportedSet *own)
{
    Adopted *one = &u->adopted[u->adopted_count++];
    *one = (Adopted){users, count, own, own_companion(u, users[0], own, count),
                     ARENA_NEW(u->arena, Integration)};
    make_assignments(u, one);
}

/* Users that hold the very same: one integration, where they are of one tool. */
static void adopt_alike(Users *u, Holder *const *users, size_t count)
{
    const ImportedSet *own = own_set(u, users[0], count);
    Adopted several = {.users = users, .count = count};
    if (count == 1 || (own && (own->tool.n || have_common_stem(&several)))) {
        adopt(u, users, count, own);
        return;
    }
    for (size_t i = 0; i < count; i++)
        adopt(u, users + i, 1, NULL);
}

static int by_all(const void *a, const void *b, const void *context)
{
    (void)context;
    return str_compare((*(Holder *const *)a)->all, (*(Holder *const *)b)->all);
}

static int by_first_user(const void *a, const void *b)
{
    return str_compare(((const Adopted *)a)->users[0]->user->username,
                       ((const Adopted *)b)->users[0]->user->username);
}

static void adopt_all(Users *u)
{
    Holder **users = ARENA_ARRAY(u->arena, Holder *, u->held.count + 1);
    u->adopted = ARENA_ARRAY(u->arena, Adopted, u->held.count + 1);
    for (size_t i = 0; i < u->held.count; i++) {
        users[i] = &u->held.holders[i];
        tell_licenses(u, users[i]);
    }
    sort_stable(users, u->held.count, sizeof *users, by_all, NULL);
    for (size_t i = 0, run; i < u->held.count; i += run) {
        for (run = 1; i + run < u->held.count && str_is(users[i]->all, users[i + run]->all);)
            run++;
        adopt_alike(u, users + i, run);
    }
    qsort(u->adopted, u->adopted_count, sizeof *u->adopted, by_first_user);
}

/* --- entries ----------------------------------------------------------------------------------- */

/* Of each set whether it is an own one, or a companion; they are those of the model, in its order. */
static bool *adopted_sets(Users *u)
{
    bool *adopted = ARENA_ARRAY(u->arena, bool, u->held.set_count + 1);
    for (size_t i = 0; i < u->adopted_count; i++) {
        const Adopted *one = &u->adopted[i];
        if (one->own)
            adopted[one->own - u->held.sets] = true;
        if (one->companion)
            adopted[one->companion - u->held.sets[0].set] = true;
    }
    return adopted;
}

/* A set that is named as that of a tool, but is not its alone. */
static void tell_shared(Users *u, const ImportedSet *one)
{
    size_t count = u->held.user_count[one - u->held.sets];
    bool elsewhere = u->held.elsewhere[one - u->held.sets];
    if (!one->tool.n || one->no_own)
        return;
    diag(u->diag, RULE_NOT_INTEGRATION, one->set->at,
         STR_FMT " is the own set of no integration: %s", STR_ARG(one->set->api_name.s),
         elsewhere    ? "others than API-only users hold it too"
         : !count     ? "no API-only user holds it"
         : count == 1 ? "its user holds another set that could be the own one"
                      : "API-only users hold it that do not hold the same beside it");
    diag_help(u->diag, "it stands under `permissionSets`, and who holds it assigns it");
    if (!one->given)
        diag_at_most(u->diag, LEVEL_NOTE);
}

/* An integration without a set of its own has the name of one all the same: -o DIR makes a file name of it. */
static void part_names(Users *u)
{
    Map taken = {0};
    bool fresh;
    for (size_t i = 0; i < u->held.set_count; i++)
        map_put(&taken, u->arena, str_lower(u->arena, u->held.sets[i].set->api_name.s), NULL);
    for (size_t i = 0; i < u->adopted_count; i++) {
        Str *name = &u->adopted[i].integration->set.api_name.s, base = *name;
        map_put(&taken, u->arena, str_lower(u->arena, base), &fresh);
        for (int number = 2; !u->adopted[i].own && !fresh; number++) {
            *name = str_format(u->arena, STR_FMT "_%d", STR_ARG(base), number);
            map_put(&taken, u->arena, str_lower(u->arena, *name), &fresh);
        }
    }
}

static DefinitionEntry entry_of(Users *u, const Adopted *one)
{
    const PermissionSet *set = &one->integration->set;
    Str tool = one->integration->name.s, label = str_join(u->arena, tool, S(" Integration"));
    return (DefinitionEntry){.set = set,
                             .tool = tool,
                             .says_label = !str_is(label, set->label.s),
                             .says_api_name =
                                 must_say_api_name(u->arena, tool, set->label.s, set->api_name.s),
                             .companion = one->companion,
                             .integration = one->integration};
}

static void make_entries(Users *u, Adoption *adoption)
{
    DefinitionEntry *entries =
        ARENA_ARRAY(u->arena, DefinitionEntry, u->adopted_count + u->held.set_count + 1);
    adoption->entries = entries;
    for (size_t i = 0; i < u->adopted_count; i++)
        entries[adoption->count++] = entry_of(u, &u->adopted[i]);
    part_names(u);
    const bool *adopted = adopted_sets(u);
    for (size_t i = 0; i < u->held.set_count; i++) {
        if (adopted[i])
            continue;
        tell_shared(u, &u->held.sets[i]);
        entries[adoption->count++] = (DefinitionEntry){.set = u->held.sets[i].set};
    }
}

bool adopt_users(Model *m, Diag *d, const Org *org, const ImportedSet *sets, size_t set_count,
                 Adoption *adoption)
{
    Arena *a = &m->arena;
    Users u = {.held = {.arena = a, .diag = d, .org = org, .sets = sets, .set_count = set_count},
               .arena = a,
               .diag = d};
    if (!find_holdings(&u.held))
        return false;
    Shared shared = shared_values(a, d, org, u.held.holders, u.held.count);
    adopt_all(&u);
    name_tools(a, u.adopted, u.adopted_count);
    name_users(a, &shared, u.adopted, u.adopted_count);
    make_entries(&u, adoption);
    adoption->head = shared_head(a, &shared);
    return true;
}
