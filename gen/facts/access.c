/* Rows of the tables about access. */
#include "facts/access.h"

#include "facts_tables.h"

#include <string.h>

static Str cell_or_empty(const FactTable *table, size_t row, size_t column)
{
    Str cell = table_cell(table, row, column);
    return str_is(cell, S("-")) ? S("") : cell;
}

/* The place of a cell among the words of its column. The build has checked that it is one. */
static int word(Str cell, const char *const *words)
{
    int i = 0;
    while (words[i] && !str_is(cell, str_of(words[i])))
        i++;
    return i;
}

/* --- objects ----------------------------------------------------------------------------------- */

/* The row of "*tail", which stands for all names that end so. */
static FactRows find_tail(const FactTable *table, Str tail)
{
    char key[64] = "*";
    if (!tail.n || tail.n + 1 > sizeof key)
        return (FactRows){0, 0};
    memcpy(key + 1, tail.s, tail.n);
    return table_find(table, (Str){key, tail.n + 1});
}

static Str suffix_of(Str object)
{
    for (size_t i = object.n; i-- > 2;)
        if (object.s[i - 1] == '_' && object.s[i - 2] == '_')
            return str_from(object, i - 2);
    return S("");
}

bool fact_object(Str name, ObjectFact *fact)
{
    static const char *const words[] = {"own", "parent", "permission", "element", "none", NULL};
    const FactTable *t = &table_objects;
    FactRows rows = table_find(t, name);
    if (!rows.count)
        rows = find_tail(t, suffix_of(name));
    if (!rows.count)
        return false;
    *fact =
        (ObjectFact){.access = (ObjectAccess)word(table_cell(t, rows.first, OBJECTS_ACCESS), words),
                     .by = cell_or_empty(t, rows.first, OBJECTS_BY),
                     .never = cell_or_empty(t, rows.first, OBJECTS_NEVER),
                     .evidence = table_cell(t, rows.first, OBJECTS_EVIDENCE)};
    return true;
}

Str *fact_object_names(Arena *a, size_t *count)
{
    return table_names(&table_objects, a, count);
}

/* --- fields ------------------------------------------------------------------------------------ */

FieldFact fact_field_row(size_t row)
{
    static const char *const words[] = {"edit", "read", "never", "part", "unseen", NULL};
    const FactTable *t = &table_fields;
    return (FieldFact){.name = table_cell(t, row, FIELDS_NAME),
                       .access = (FieldAccess)word(table_cell(t, row, FIELDS_ACCESS), words),
                       .of = cell_or_empty(t, row, FIELDS_OF),
                       .evidence = table_cell(t, row, FIELDS_EVIDENCE)};
}

bool fact_field(Str name, FieldFact *fact)
{
    ptrdiff_t dot = str_find(name, '.');
    FactRows rows = table_find(&table_fields, name);
    if (!rows.count && dot >= 0)
        rows = find_tail(&table_fields, str_from(name, (size_t)dot));
    if (rows.count)
        *fact = fact_field_row(rows.first);
    return rows.count > 0;
}

FactRows fact_fields_of(Str object)
{
    char prefix[128];
    if (object.n + 1 > sizeof prefix)
        return (FactRows){0, 0};
    memcpy(prefix, object.s, object.n);
    prefix[object.n] = '.';
    return table_prefix(&table_fields, (Str){prefix, object.n + 1});
}

/* --- user permissions -------------------------------------------------------------------------- */

static PermissionFact permission_row(size_t row)
{
    static const char *const words[] = {"unknown", "held", "profile", "absent", NULL};
    const FactTable *t = &table_permissions;
    return (PermissionFact){.name = table_cell(t, row, PERMISSIONS_NAME),
                            .label = cell_or_empty(t, row, PERMISSIONS_LABEL),
                            .risk = cell_or_empty(t, row, PERMISSIONS_RISK),
                            .licensed =
                                (Licensed)word(table_cell(t, row, PERMISSIONS_LICENSE), words),
                            .evidence = table_cell(t, row, PERMISSIONS_EVIDENCE)};
}

bool fact_permission(Str name, PermissionFact *fact)
{
    FactRows rows = table_find(&table_permissions, name);
    if (rows.count)
        *fact = permission_row(rows.first);
    return rows.count > 0;
}

bool fact_permission_by_label(Str label, PermissionFact *fact)
{
    for (size_t i = 0; i < table_permissions.rows; i++) {
        if (!str_is_nocase(label, table_cell(&table_permissions, i, PERMISSIONS_LABEL)))
            continue;
        *fact = permission_row(i);
        return true;
    }
    return false;
}

Str *fact_permission_names(Arena *a, size_t *count)
{
    return table_names(&table_permissions, a, count);
}

Str *fact_risky_permissions(Arena *a, size_t *count)
{
    Str *names = ARENA_ARRAY(a, Str, table_permissions.rows + 1);
    *count = 0;
    for (size_t row = 0; row < table_permissions.rows; row++)
        if (cell_or_empty(&table_permissions, row, PERMISSIONS_RISK).n)
            names[(*count)++] = table_cell(&table_permissions, row, PERMISSIONS_NAME);
    return names;
}

/* --- what needs what --------------------------------------------------------------------------- */

static NeedFact need_row(const FactTable *t, size_t row, size_t access, size_t sure)
{
    return (NeedFact){.needs = table_cell(t, row, 1),
                      .access = access ? table_cell(t, row, access) : S(""),
                      .sure = str_is(table_cell(t, row, sure), S("enforced")),
                      .evidence = table_cell(t, row, t->columns - 1)};
}

FactRows fact_parents(Str child)
{
    return table_find(&table_object_dependencies, child);
}

NeedFact fact_parent(size_t row)
{
    return need_row(&table_object_dependencies, row, OBJECT_DEPENDENCIES_SCOPE,
                    OBJECT_DEPENDENCIES_SURE);
}

FactRows fact_permission_needs(Str permission)
{
    return table_find(&table_permission_dependencies, permission);
}

NeedFact fact_permission_need(size_t row)
{
    return need_row(&table_permission_dependencies, row, 0, PERMISSION_DEPENDENCIES_SURE);
}

FactRows fact_permission_objects(Str permission)
{
    return table_find(&table_permission_objects, permission);
}

Str fact_all_data_never(Str object, bool *seldom)
{
    const FactTable *t = &table_all_data_exceptions;
    FactRows rows = table_find(t, object);
    *seldom =
        rows.count && !str_is(table_cell(t, rows.first, ALL_DATA_EXCEPTIONS_ELSEWHERE), S("often"));
    return rows.count ? table_cell(t, rows.first, ALL_DATA_EXCEPTIONS_NEVER) : S("");
}

NeedFact fact_permission_object(size_t row)
{
    return need_row(&table_permission_objects, row, PERMISSION_OBJECTS_ACCESS,
                    PERMISSION_OBJECTS_SURE);
}

/* --- tabs -------------------------------------------------------------------------------------- */

bool fact_tab(Str name)
{
    return table_find(&table_tabs, name).count > 0;
}

Str *fact_tab_names(Arena *a, size_t *count)
{
    return table_names(&table_tabs, a, count);
}
