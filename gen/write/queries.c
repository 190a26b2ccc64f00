/* Which questions an environment needs, and in how many parts; their text is in templates/soql. */
#include "write/queries.h"

#include "facts/access.h"
#include "facts/facts.h"
#include "model/type.h"
#include "write/package_xml.h"
#include "write/templates.h"
#include "write/text.h"

#include <stdlib.h>
#include <string.h>

enum {
    LIST_MAX = 6000, /* bytes of one list in a query; two fit an address with their escapes */
    LIST_COST = 12   /* quotes, comma and blank, as an address writes them */
};

/* What a skeleton has a list of, beside the usernames. */
typedef enum { OF_NOTHING, OF_OBJECTS, OF_PERMISSIONS, OF_RISKS, OF_FEATURES } ListOf;

typedef enum { ALWAYS, IF_HELD, IF_MEMBERS } Needed;

static const struct {
    const char *name;
    const char *skeleton;
    bool of_users; /* has a list of usernames */
    ListOf list;
    Needed needed;
    ElementKind held; /* IF_HELD: only where a set has such an entry */
} kinds[] = {
    {"api-only-users", template_api_only_users_soql, false, OF_NOTHING, ALWAYS, 0},
    {"assignments", template_assignments_soql, true, OF_NOTHING, ALWAYS, 0},
    {"fields", template_fields_soql, true, OF_OBJECTS, ALWAYS, 0},
    {"fields-of-all-objects", template_fields_of_all_objects_soql, true, OF_NOTHING, ALWAYS, 0},
    {"groups", template_groups_soql, false, OF_NOTHING, ALWAYS, 0},
    {"licenses", template_licenses_soql, true, OF_NOTHING, ALWAYS, 0},
    {"members", template_members_soql, true, OF_NOTHING, IF_MEMBERS, 0},
    {"names-agents", template_names_agents_soql, false, OF_NOTHING, IF_HELD, AGENT_ACCESS},
    {"names-apps", template_names_apps_soql, false, OF_NOTHING, ALWAYS, 0},
    {"names-classes", template_names_classes_soql, false, OF_NOTHING, ALWAYS, 0},
    {"names-custom-metadata-types", template_names_custom_metadata_types_soql, false, OF_NOTHING,
     IF_HELD, CUSTOM_METADATA_TYPE_ACCESS},
    {"names-custom-permissions", template_names_custom_permissions_soql, false, OF_NOTHING, ALWAYS,
     0},
    {"names-custom-settings", template_names_custom_settings_soql, false, OF_NOTHING, IF_HELD,
     CUSTOM_SETTING_ACCESS},
    {"names-external-data-sources", template_names_external_data_sources_soql, false, OF_NOTHING,
     IF_HELD, EXTERNAL_DATA_SOURCE_ACCESS},
    {"names-flows", template_names_flows_soql, false, OF_NOTHING, ALWAYS, 0},
    {"names-pages", template_names_pages_soql, false, OF_NOTHING, ALWAYS, 0},
    {"objects", template_objects_soql, true, OF_NOTHING, ALWAYS, 0},
    {"organization", template_organization_soql, false, OF_NOTHING, ALWAYS, 0},
    {"permissions", template_permissions_soql, true, OF_PERMISSIONS, ALWAYS, 0},
    {"permissions-at-risk", template_permissions_soql, true, OF_RISKS, ALWAYS, 0},
    {"seats", template_seats_soql, false, OF_NOTHING, ALWAYS, 0},
    {"setup", template_setup_soql, true, OF_NOTHING, ALWAYS, 0},
    {"tabs", template_tabs_soql, true, OF_NOTHING, IF_HELD, TAB_SETTING},
    {"user-licenses", template_user_licenses_soql, false, OF_NOTHING, ALWAYS, 0},
    {"users", template_users_soql, true, OF_FEATURES, ALWAYS, 0},
};

/* --- lists --------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    Map seen;
    Str *items;
    size_t count, capacity;
} NameList;

static void add_name(NameList *list, Str name)
{
    bool fresh;
    if (list->count && str_is(list->items[list->count - 1], name))
        return; /* fields of one object come together */
    map_put(&list->seen, list->arena, name, &fresh);
    if (fresh)
        *LIST_ADD(list->arena, list->items, list->count, list->capacity) = name;
}

static int by_text(const void *a, const void *b)
{
    return str_compare(*(const Str *)a, *(const Str *)b);
}

static StrSpan sorted(NameList *list)
{
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, by_text);
    return (StrSpan){list->items, list->count};
}

static StrSpan usernames_of(const Environment *environment, Arena *a)
{
    NameList list = {.arena = a};
    for (size_t i = 0; i < environment->user_count; i++)
        add_name(&list, environment->users[i].keys.username.s);
    for (size_t i = 0; i < environment->retired_user_count; i++)
        add_name(&list, environment->retired_users[i].keys.username.s);
    return sorted(&list);
}

/* The objects whose fields are granted, or the user permissions. */
static StrSpan names_of(const Model *m, const Environment *environment, ElementKind kind, Arena *a)
{
    NameList list = {.arena = a};
    for (size_t i = 0; i < environment->set_count; i++) {
        size_t count;
        const Grant *grants = grants_of_kind(&environment->sets[i]->grants, (uint8_t)kind, &count);
        for (size_t k = 0; k < count; k++) {
            Str name = m->names.text[grants[k].key];
            if (grants[k].on)
                add_name(&list, kind == FIELD_PERMISSION ? str_cut(&name, '.') : name);
        }
    }
    return sorted(&list);
}

static StrSpan risky_permissions(Arena *a)
{
    size_t count;
    const Str *names = fact_risky_permissions(a, &count);
    return (StrSpan){names, count};
}

/* A column exists only where the feature is licensed, so only those that are wanted are asked for. */
static StrSpan features_of(const Environment *environment, Arena *a)
{
    NameList list = {.arena = a};
    for (size_t i = 0; i < environment->user_count; i++) {
        const TextList *features = &environment->users[i].keys.features;
        for (size_t k = 0; k < features->count; k++)
            add_name(&list, features->items[k].s);
    }
    return sorted(&list);
}

static StrSpan list_of(const Model *m, const Environment *environment, ListOf what, Arena *a)
{
    switch (what) {
    case OF_OBJECTS:
        return names_of(m, environment, FIELD_PERMISSION, a);
    case OF_PERMISSIONS:
        return names_of(m, environment, USER_PERMISSION, a);
    case OF_RISKS:
        return risky_permissions(a);
    case OF_FEATURES:
        return features_of(environment, a);
    default:
        return (StrSpan){0};
    }
}

/* Takes from the front of a list what one query has room for. */
static StrSpan take_part(StrSpan *rest)
{
    size_t count = 0;
    for (size_t cost = 0; count < rest->count; count++) {
        cost += rest->items[count].n + LIST_COST;
        if (cost > LIST_MAX && count)
            break;
    }
    StrSpan part = {rest->items, count};
    *rest = (StrSpan){rest->items ? rest->items + count : NULL, rest->count - count};
    return part;
}

/* --- the plan ------------------------------------------------------------------------------------ */

static bool is_needed(const Environment *environment, size_t kind)
{
    if (kinds[kind].needed == IF_MEMBERS)
        return environment_has_members(environment);
    return kinds[kind].needed == ALWAYS || environment_grants(environment, kinds[kind].held);
}

typedef struct {
    Arena *arena;
    Query *items;
    size_t count, capacity;
} Queries;

static void add_part(Queries *q, size_t kind, size_t part, StrSpan usernames, StrSpan names)
{
    Str file = part == 1 ? str_format(q->arena, "%s.soql", kinds[kind].name)
                         : str_format(q->arena, "%s-%zu.soql", kinds[kind].name, part);
    *LIST_ADD(q->arena, q->items, q->count, q->capacity) =
        (Query){file, kinds[kind].skeleton, usernames, names};
}

/* Every part of the usernames with every part of the other list. */
static void add_query(Queries *q, size_t kind, StrSpan usernames, StrSpan names)
{
    size_t part = 0;
    do {
        StrSpan some = kinds[kind].of_users ? take_part(&usernames) : (StrSpan){0}, rest = names;
        do {
            StrSpan few = take_part(&rest);
            add_part(q, kind, ++part, some, few);
        } while (rest.count);
    } while (kinds[kind].of_users && usernames.count);
}

Query *queries_plan(const Model *m, const Environment *environment, Arena *a, size_t *count)
{
    Queries q = {.arena = a};
    StrSpan usernames = usernames_of(environment, a);
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        StrSpan names = list_of(m, environment, kinds[kind].list, a);
        bool listed = kinds[kind].list != OF_NOTHING && kinds[kind].list != OF_FEATURES;
        bool empty = listed && !names.count;
        if (!empty && is_needed(environment, kind))
            add_query(&q, kind, usernames, names);
    }
    *count = q.count;
    return q.items;
}

/* --- the text ------------------------------------------------------------------------------------ */

static Str literals(Arena *a, StrSpan names)
{
    Buf list = {0};
    for (size_t i = 0; i < names.count; i++) {
        if (i)
            buf_put(&list, S(", "));
        put_soql(&list, names.items[i]);
    }
    Str text = str_copy(a, buf_str(&list));
    buf_free(&list);
    return text;
}

static Str columns(Arena *a, const char *prefix, StrSpan names)
{
    Buf list = {0};
    for (size_t i = 0; i < names.count; i++)
        buf_format(&list, ", %s" STR_FMT, prefix, STR_ARG(names.items[i]));
    Str text = str_copy(a, buf_str(&list));
    buf_free(&list);
    return text;
}

void write_query(const Query *query, Buf *out)
{
    Arena scratch = {0};
    Str license = fact_integration_user_license();
    const Slot slots[] = {
        {"usernames", literals(&scratch, query->usernames)},
        {"objects", literals(&scratch, query->names)},
        {"permissions", columns(&scratch, "Permissions", query->names)},
        {"features", columns(&scratch, "UserPermissions", query->names)},
        {"userLicense", literals(&scratch, (StrSpan){&license, 1})},
    };
    put_skeleton(out, query->skeleton, slots, sizeof slots / sizeof *slots);
    arena_free(&scratch);
}

/* --- the retrieve --------------------------------------------------------------------------------- */

static void put_members(Buf *out, const char *type, NameList *list)
{
    StrSpan names = sorted(list);
    for (size_t i = 0; i < names.count; i++)
        package_member(out, names.items[i], i == 0);
    if (names.count)
        package_type(out, type);
}

void write_proof_package(const Model *m, const Environment *environment, Buf *out)
{
    Arena scratch = {0};
    NameList sets = {.arena = &scratch}, profiles = {.arena = &scratch};
    for (size_t i = 0; i < environment->user_count; i++) {
        const EnvironmentUser *user = &environment->users[i];
        for (size_t k = 0; k < user->set_count; k++)
            add_name(&sets, user->sets[k].s);
        add_name(&profiles, user->keys.profile.s.n ? user->keys.profile.s : fact_newest_profile());
    }
    package_start(out);
    put_members(out, "PermissionSet", &sets);
    put_members(out, "Profile", &profiles);
    package_end(out, m->api.number);
    arena_free(&scratch);
}
