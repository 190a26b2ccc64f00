/* The resolved model as a definition: every user and every grant is said outright, so it needs neither the
 * project's source nor the org's answers. It builds to the same files, and apionly verify compares an
 * org with it. */
#include "write/definition_yaml.h"
#include "write/integration_yaml.h"
#include "write/write.h"
#include "write/yaml_text.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const Model *model;
    Arena arena;
    IntegrationList integrations, retired; /* by name */
    DefinitionEntry *entries;
    size_t count;
} Resolved;

/* The version of the run stands once, at the top. */
static PermissionSet *own_copy(Resolved *r, const PermissionSet *set)
{
    PermissionSet *copy = ARENA_NEW(&r->arena, PermissionSet);
    *copy = *set;
    if (copy->api.number == r->model->api.number)
        copy->api.text.s = S("");
    return copy;
}

static void add_integration(Resolved *r, const Integration *integration, bool retired)
{
    PermissionSet *set = own_copy(r, &integration->set);
    if (!retired)
        set->grants = integration->main ? integration->main->grants : (Grants){0};
    r->entries[r->count++] = (DefinitionEntry){.set = set,
                                               .tool = integration->name.s,
                                               .retired = retired,
                                               .says_label = true,
                                               .says_api_name = true,
                                               .companion = integration->companion,
                                               .integration = integration,
                                               .resolved = r->model};
}

/* What of the company is not a default of something that is said outright. */
static void put_company(const Company *company, Buf *out)
{
    const struct {
        const char *key;
        Str value;
    } rows[] = {{"edition", company->edition.s},
                {"companionLicense", company->companion_license.s}};
    bool any = false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!rows[i].value.n)
            continue;
        buf_format(out, "%s  %s: ", any ? "" : "company:\n", rows[i].key);
        put_yaml_text(out, rows[i].value, 4);
        any = true;
    }
    if (any)
        buf_byte(out, '\n');
}

static void put_head(const Resolved *r, const Model *m, Buf *out)
{
    buf_put(out, S("# What was built, with every value and every grant said outright.\n"
                   "# Made by apionly; change the definitions, not this file.\n\n"));
    put_company(&m->company, out);
    buf_format(out, "apiVersion: \"%d.0\"\n\n", m->api.number);
    put_environments(out, m, &r->integrations, &r->retired);
    buf_byte(out, '\n');
    put_allows(out, m);
    if (m->allow_count)
        buf_byte(out, '\n');
}

static int by_tool(const void *a, const void *b)
{
    const Integration *one = *(const Integration *const *)a, *two = *(const Integration *const *)b;
    return str_compare(one->name.s, two->name.s);
}

static int by_key(const void *a, const void *b)
{
    return str_compare(((const PermissionSet *)a)->api_name.s,
                       ((const PermissionSet *)b)->api_name.s);
}

static int by_rule(const void *a, const void *b)
{
    const Allow *one = a, *two = b;
    int order = str_compare(one->rule.s, two->rule.s);
    order = order ? order : str_compare(one->about.s, two->about.s);
    return order ? order : str_compare(one->reason.s, two->reason.s);
}

static void *sorted(Arena *a, const void *items, size_t count, size_t size,
                    int (*order)(const void *, const void *))
{
    void *copy = arena_copy(a, items, count * size);
    if (count)
        qsort(copy, count, size, order);
    return copy;
}

static IntegrationList integrations_by_name(Arena *a, const Integration *items, size_t count)
{
    IntegrationList list = {ARENA_ARRAY(a, const Integration *, count + 1), count};
    for (size_t i = 0; i < count; i++)
        list.items[i] = &items[i];
    if (count)
        qsort(list.items, count, sizeof *list.items, by_tool);
    return list;
}

/* In the order of the names: in which file something stands must not show in what is written. */
static Model in_order(Resolved *r, const Model *m)
{
    Model copy = *m;
    Arena *a = &r->arena;
    r->integrations = integrations_by_name(a, m->integrations, m->integration_count);
    r->retired = integrations_by_name(a, m->retired, m->retired_count);
    copy.shared = sorted(a, m->shared, m->shared_count, sizeof *m->shared, by_key);
    copy.allows = sorted(a, m->allows, m->allow_count, sizeof *m->allows, by_rule);
    return copy;
}

void write_resolved(const Model *model, Buf *out)
{
    Resolved r = {.model = model}; /* whose look-ups go by place */
    Model ordered = in_order(&r, model);
    Buf head = {0};
    r.entries =
        ARENA_ARRAY(&r.arena, DefinitionEntry,
                    ordered.integration_count + ordered.retired_count + ordered.shared_count + 1);
    for (size_t i = 0; i < ordered.integration_count; i++)
        add_integration(&r, r.integrations.items[i], false);
    for (size_t i = 0; i < ordered.retired_count; i++)
        add_integration(&r, r.retired.items[i], true);
    for (size_t i = 0; i < ordered.shared_count; i++)
        r.entries[r.count++] = (DefinitionEntry){.set = own_copy(&r, &ordered.shared[i])};
    put_head(&r, &ordered, &head);
    write_definition(&ordered.names, r.entries, r.count, buf_str(&head), out);
    buf_free(&head);
    arena_free(&r.arena);
}
