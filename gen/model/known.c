/* Collecting and looking up what is known of an org. */
#include "model/known.h"

#include "base/sort.h"

void known_add_object(Known *known, Arena *a, KnownObject object)
{
    bool fresh;
    uint32_t *place = map_put(&known->object_index, a, object.name, &fresh);
    if (fresh) {
        *place = (uint32_t)known->object_count;
        *LIST_ADD(a, known->objects, known->object_count, known->object_capacity) = object;
    } else if (object.by >= known->objects[*place].by) {
        known->objects[*place] = object;
    }
}

static void replace_field(KnownField *old, KnownField field)
{
    KnownField both = field.by >= old->by ? field : *old;
    const KnownField *source = field.by == SAID_BY_SOURCE ? &field : old;
    both.classification = source->classification;
    both.is_public = source->is_public;
    *old = both;
}

void known_add_field(Known *known, Arena *a, KnownField field)
{
    bool fresh;
    uint32_t *place = map_put(&known->field_index, a, field.name, &fresh);
    if (fresh) {
        *place = (uint32_t)known->field_count;
        *LIST_ADD(a, known->fields, known->field_count, known->field_capacity) = field;
    } else {
        replace_field(&known->fields[*place], field);
    }
}

void known_add_set(Known *known, Arena *a, KnownSet set)
{
    bool fresh;
    uint32_t *place = map_put(&known->set_index, a, set.name, &fresh);
    if (fresh) {
        *place = (uint32_t)known->set_count;
        *LIST_ADD(a, known->sets, known->set_count, known->set_capacity) = set;
    } else {
        known->sets[*place] = set;
    }
}

void known_add_name(KnownNames *names, Arena *a, Str name)
{
    bool fresh;
    uint32_t *place = map_put(&names->index, a, name, &fresh);
    if (!fresh)
        return;
    *place = (uint32_t)names->count;
    *LIST_ADD(a, names->items, names->count, names->capacity) = name;
}

bool known_has_name(const KnownNames *names, Str name)
{
    return map_find(&names->index, name) != NULL;
}

static int by_field_name(const void *a, const void *b, const void *context)
{
    (void)context;
    return str_compare(((const KnownField *)a)->name, ((const KnownField *)b)->name);
}

static int compare_permissions(const KnownPermission *a, const KnownPermission *b)
{
    return a->kind != b->kind ? (int)a->kind - (int)b->kind : str_compare(a->name, b->name);
}

static int by_permission(const void *a, const void *b, const void *context)
{
    (void)context;
    return compare_permissions(&((const KnownDependency *)a)->permission,
                               &((const KnownDependency *)b)->permission);
}

void known_sort(Known *known)
{
    sort_stable(known->fields, known->field_count, sizeof *known->fields, by_field_name, NULL);
    for (size_t i = 0; i < known->field_count; i++)
        *map_find(&known->field_index, known->fields[i].name) = (uint32_t)i;
    sort_stable(known->dependencies, known->dependency_count, sizeof *known->dependencies,
                by_permission, NULL);
}

const KnownObject *known_object(const Known *known, Str name)
{
    const uint32_t *place = known ? map_find(&known->object_index, name) : NULL;
    return place ? &known->objects[*place] : NULL;
}

const KnownField *known_field(const Known *known, Str name)
{
    const uint32_t *place = known ? map_find(&known->field_index, name) : NULL;
    return place ? &known->fields[*place] : NULL;
}

const KnownSet *known_set(const Known *known, Str name)
{
    const uint32_t *place = known ? map_find(&known->set_index, name) : NULL;
    return place ? &known->sets[*place] : NULL;
}

int compare_to_object(Str name, Str object)
{
    size_t common = name.n < object.n ? name.n : object.n;
    int order = str_compare(str_slice(name, 0, common), object);
    if (order || name.n == object.n)
        return order ? order : -1;
    return (unsigned char)name.s[object.n] - '.';
}

const KnownField *known_fields_of(const Known *known, Str object, size_t *count)
{
    size_t low = 0, high = known ? known->field_count : 0;
    *count = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_to_object(known->fields[middle].name, object) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    while (known && low + *count < known->field_count &&
           compare_to_object(known->fields[low + *count].name, object) == 0)
        ++*count;
    return *count ? known->fields + low : NULL;
}
