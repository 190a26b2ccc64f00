/* Permission sets: names, licences, and the companion that holds what the licence does not. */
#include "facts/facts.h"
#include "model/type.h"
#include "resolve/names.h"
#include "resolve/resolve.h"

#include <stdlib.h>
#include <string.h>

/* --- licences ---------------------------------------------------------------------------------- */

static void set_license(PermissionSet *set, License license)
{
    set->license_name.s = license.name;
    set->license_kind = license.user ? LICENSE_USER : LICENSE_PERMISSION_SET;
}

static void resolve_license(PermissionSet *set, Diag *d)
{
    Text said = set->license;
    License license;
    set->license_name.at = said.at;
    if (!said.s.n) {
        set_license(set, fact_integration_license());
    } else if (str_is(said.s, S("none"))) {
        set->license_kind = LICENSE_NONE;
    } else if (fact_license(said.s, &license)) {
        set_license(set, license);
    } else if (str_is_nocase(said.s, S("none")) || str_is_nocase(said.s, S("--none--"))) {
        diag(d, RULE_LICENSE_NAME, said.at, "\"" STR_FMT "\" is nearly right", STR_ARG(said.s));
        diag_help(d, "write \"none\"");
    } else if (fact_license_near(said.s, &license)) {
        diag(d, RULE_LICENSE_NAME, said.at, "there is no licence \"" STR_FMT "\"", STR_ARG(said.s));
        diag_help(d, "write \"" STR_FMT "\"", STR_ARG(license.label));
        set_license(set, license);
    } else { /* orgs have licences that nobody published: it is written as it stands */
        bool packaged = str_find(said.s, '.') > 0 && str_find(said.s, ' ') < 0;
        if (packaged)
            diag(d, RULE_LICENSE_PACKAGE, said.at,
                 "the licence " STR_FMT " comes with the package " STR_FMT, STR_ARG(said.s),
                 STR_ARG(str_slice(said.s, 0, (size_t)str_find(said.s, '.'))));
        else
            diag(d, RULE_LICENSE_UNKNOWN, said.at, "the licence \"" STR_FMT "\" is not known",
                 STR_ARG(said.s));
        set->license_name = said;
        set->license_kind = LICENSE_PERMISSION_SET;
    }
}

/* --- names ------------------------------------------------------------------------------------- */

static Text derived(Str text, Text from)
{
    return (Text){text, from.at};
}

/* Of a package, too: "shipper Orders" for shipper__Orders. */
static Str words_of(Arena *a, Str name)
{
    return str_replace(a, str_replace(a, name, S("__"), S("_")), S("_"), S(" "));
}

static void resolve_label(Model *m, PermissionSet *set)
{
    Str pattern =
        m->company.label_pattern.s.n ? m->company.label_pattern.s : S("{tool} Integration");
    if (set->label.s.n)
        return;
    Str label = set->role == SET_SHARED ? words_of(&m->arena, set->name.s)
                                        : name_fill(&m->arena, pattern, set->name.s);
    set->label = derived(label, set->name);
}

/* Why no API name follows from this text, or NULL. `tool`: the name of the tool as identifier. */
static const char *underivable(Str tool, Str text, Str identifier)
{
    if (!name_is_ascii(text))
        return "it has letters outside A to Z";
    if (!tool.n)
        return "it has no letter";
    if (identifier.s[0] >= '0' && identifier.s[0] <= '9')
        return "it begins with a digit";
    return identifier.n > LIMIT_API_NAME ? "it is too long" : NULL;
}

static void resolve_api_name(Model *m, PermissionSet *set, Diag *d)
{
    Arena *a = &m->arena;
    Str pattern = m->company.api_name_pattern.s;
    if (set->api_name.s.n)
        return;
    if (set->role == SET_SHARED) {
        set->api_name = set->name;
        return;
    }
    Str from = pattern.n ? name_fill(a, pattern, set->name.s) : set->label.s;
    Str identifier = name_identifier(a, from), tool = name_identifier(a, set->name.s);
    const char *why = underivable(tool, from, identifier);
    set->api_name = derived(identifier, set->name);
    if (!why)
        return;
    set->api_name.s = name_propose(a, from, LIMIT_API_NAME);
    if (!tool.n)
        set->api_name.s = S("My_Integration");
    if (name_has_invisible(set->name.s))
        return; /* told as such, and the rest follows from it */
    diag(d, RULE_NAME_NEEDED, set->name.at, "no API name follows from \"" STR_FMT "\": %s",
         STR_ARG(from), why);
    diag_help(d, "set `apiName: " STR_FMT "`", STR_ARG(set->api_name.s));
}

static void resolve_set(Model *m, PermissionSet *set, Diag *d)
{
    if (!set->license.s.n)
        set->license = m->company.license;
    if (!set->api.number)
        set->api = (Version){m->api.text, m->api.number};
    resolve_license(set, d);
    resolve_label(m, set);
    resolve_api_name(m, set, d);
    resolve_globs(m, set, d);
    grants_sort(&set->grants, &m->names);
    grants_fold(&set->grants);
    resolve_read_only(m, set, d);
}

/* The last step, when it is known which grants stand in which set. */
static void complete_set(Model *m, PermissionSet *set)
{
    if (set && m->add_dependencies.on)
        resolve_dependencies(m, set);
}

/* --- companions -------------------------------------------------------------------------------- */

static bool is_profile_permission(const Model *m, const Grant *grant)
{
    return grant->kind == USER_PERMISSION && fact_profile_permission(m->names.text[grant->key]);
}

static void note_profile_permission(const Model *m, const Grant *grant, Diag *d)
{
    diag(d, RULE_PROFILE_PERMISSION, grant->at,
         STR_FMT " comes with the API-only profile, so the set does not repeat it",
         STR_ARG(m->names.text[grant->key]));
}

/* Whether a grant of an integration goes to its companion: its licence never holds such a thing. */
static bool is_of_companion(const PermissionSet *set, const Grant *grant)
{
    return set->license_kind == LICENSE_PERMISSION_SET && element_table[grant->kind].companion;
}

/* Parts the grants of an integration. Those of its set stay in the list where they are. */
static void part_grants(Model *m, Integration *integration, Grants *main, Grants *companion,
                        Diag *d)
{
    PermissionSet *set = &integration->set;
    *main = set->grants;
    main->count = 0;
    for (size_t i = 0; i < set->grants.count; i++) {
        const Grant *grant = &set->grants.items[i];
        if (is_profile_permission(m, grant))
            note_profile_permission(m, grant, d);
        else if (is_of_companion(set, grant))
            grants_add(companion, &m->arena, *grant);
        else
            main->items[main->count++] = *grant;
    }
    set->grants = (Grants){0};
}

Str companion_description(Arena *a, const PermissionSet *set)
{
    return str_format(a,
                      "What " STR_FMT " needs beside its set: classes, pages, flows, custom "
                      "permissions, apps or credentials, which a set with a permission set licence "
                      "does not hold.",
                      STR_ARG(set->label.s));
}

/* `alone`: there is nothing else, so the description of the integration is that of its companion. */
static PermissionSet *new_companion(Model *m, const PermissionSet *set, Grants grants, bool alone,
                                    Diag *d)
{
    Arena *a = &m->arena;
    PermissionSet *companion = ARENA_NEW(a, PermissionSet);
    *companion = *set;
    companion->role = SET_COMPANION;
    companion->label.s = str_join(a, set->label.s, S(" Access"));
    companion->api_name.s = str_join(a, set->api_name.s, S("_Access"));
    if (!alone || !set->description.s.n)
        companion->description.s = companion_description(a, set);
    companion->description.at = set->name.at;
    companion->enrichments = (Text){0};
    companion->grants = grants;
    companion->license = m->company.companion_license;
    companion->license_name = (Text){0};
    if (companion->license.s.n)
        resolve_license(companion, d);
    else
        companion->license_kind = LICENSE_NONE;
    return companion;
}

static void resolve_integration_sets(Model *m, Integration *integration, Diag *d)
{
    Grants main = {0}, companion = {0};
    integration->set.owner = integration;
    resolve_set(m, &integration->set, d);
    part_grants(m, integration, &main, &companion, d);
    if (main.count) {
        integration->main = ARENA_NEW(&m->arena, PermissionSet);
        *integration->main = integration->set;
        integration->main->grants = main;
    }
    if (companion.count)
        integration->companion = new_companion(m, &integration->set, companion, !main.count, d);
    complete_set(m, integration->main);
    complete_set(m, integration->companion);
}

static int by_api_name(const void *a, const void *b)
{
    const PermissionSet *one = *(PermissionSet *const *)a, *two = *(PermissionSet *const *)b;
    int order = str_compare(one->api_name.s, two->api_name.s);
    return order ? order : (int)one->role - (int)two->role;
}

static void add_set(Model *m, PermissionSet *set)
{
    if (set)
        m->sets[m->set_count++] = set;
}

/* --- retired integrations ------------------------------------------------------------------------ */

/* Once, and not where a set of this name is still there. */
static void retire_set(Model *m, Map *names, Text api_name)
{
    bool fresh;
    map_put(names, &m->arena, str_lower(&m->arena, api_name.s), &fresh);
    if (fresh && !model_set(m, api_name.s))
        m->retired_sets[m->retired_set_count++] = api_name;
}

/* Its set and its companion. Where no grant tells which of the two there were, both are named: a deploy
 * that deletes what is not there only warns. */
static void retire_sets_of(Model *m, Map *names, Integration *integration, Diag *d)
{
    PermissionSet *set = &integration->set;
    bool main = false, companion = false, told = set->grants.count || integration->assign.count;
    if (!set->license.s.n)
        set->license = m->company.license;
    resolve_license(set, d);
    resolve_label(m, set);
    resolve_api_name(m, set, d);
    for (size_t i = 0; i < set->grants.count; i++) {
        bool apart = is_of_companion(set, &set->grants.items[i]);
        main = main || !apart;
        companion = companion || apart;
    }
    Text access = {str_join(&m->arena, set->api_name.s, S("_Access")), set->api_name.at};
    if (main || !told)
        retire_set(m, names, set->api_name);
    if (companion || !told)
        retire_set(m, names, access);
}

static int by_name(const void *a, const void *b)
{
    return str_compare(((const Text *)a)->s, ((const Text *)b)->s);
}

static int by_tool(const void *a, const void *b)
{
    return str_compare(((const Integration *)a)->name.s, ((const Integration *)b)->name.s);
}

/* In the order of the names: in which file something stands must not show in what is written. */
static void resolve_retired(Model *m, Diag *d)
{
    Map names = {0};
    if (m->retired_count)
        qsort(m->retired, m->retired_count, sizeof *m->retired, by_tool);
    for (size_t i = 0; i < m->retired_count; i++)
        *map_put(&m->retired_index, &m->arena, m->retired[i].name.s, NULL) = (uint32_t)i;
    m->retired_sets = ARENA_ARRAY(&m->arena, Text, 2 * m->retired_count + 1);
    for (size_t i = 0; i < m->retired_count; i++)
        retire_sets_of(m, &names, &m->retired[i], d);
    if (m->retired_set_count)
        qsort(m->retired_sets, m->retired_set_count, sizeof *m->retired_sets, by_name);
}

/* --- all sets, in order ------------------------------------------------------------------------ */

/* The first of two with one name stays; that there are two is for the checks to say. */
static void index_sets(Model *m)
{
    for (size_t i = 0; i < m->set_count; i++) {
        bool fresh;
        Str name = str_lower(&m->arena, m->sets[i]->api_name.s);
        uint32_t *place = map_put(&m->set_index, &m->arena, name, &fresh);
        if (fresh)
            *place = (uint32_t)i;
    }
}

void resolve_sets(Model *m, Diag *d)
{
    m->sets =
        ARENA_ARRAY(&m->arena, PermissionSet *, m->shared_count + 2 * m->integration_count + 1);
    for (size_t i = 0; i < m->shared_count; i++) {
        resolve_set(m, &m->shared[i], d);
        complete_set(m, &m->shared[i]);
        add_set(m, &m->shared[i]);
    }
    for (size_t i = 0; i < m->integration_count; i++) {
        resolve_integration_sets(m, &m->integrations[i], d);
        add_set(m, m->integrations[i].main);
        add_set(m, m->integrations[i].companion);
    }
    if (m->set_count)
        qsort(m->sets, m->set_count, sizeof *m->sets, by_api_name);
    index_sets(m);
    resolve_retired(m, d);
}
