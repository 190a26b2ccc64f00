/* For tests of what fills `Known`: all of it as text. */
#ifndef UNIT_KNOWN_H
#define UNIT_KNOWN_H

#include "test.h"

#include "model/known.h"

HELPER const char *sort_name(FieldSort sort)
{
    static const char *const names[] = {
        [FIELD_PLAIN] = "plain",           [FIELD_REQUIRED] = "required", [FIELD_MASTER] = "master",
        [FIELD_CALCULATED] = "calculated", [FIELD_PART] = "part",         [FIELD_FIXED] = "fixed"};
    return names[sort];
}

/* "Object.Field sort[ of]" of all fields by name, a line each. */
HELPER Str fields_text(Arena *a, Known *known)
{
    Str all = S("");
    known_sort(known);
    for (size_t i = 0; i < known->field_count; i++) {
        const KnownField *f = &known->fields[i];
        all = str_format(a, STR_FMT STR_FMT " %s%s" STR_FMT "\n", STR_ARG(all), STR_ARG(f->name),
                         sort_name(f->sort), f->of.n ? " " : "", STR_ARG(f->of));
    }
    return all;
}

/* "Object" or "Object*" for a custom setting, in the order of finding. */
HELPER Str objects_text(Arena *a, const Known *known)
{
    Str all = S("");
    for (size_t i = 0; i < known->object_count; i++)
        all = str_format(a, STR_FMT "%s" STR_FMT "%s", STR_ARG(all), i ? " " : "",
                         STR_ARG(known->objects[i].name),
                         known->objects[i].sort == OBJECT_CUSTOM_SETTING ? "*" : "");
    return all;
}

HELPER Str names_text(Arena *a, const KnownNames *names)
{
    Str all = S("");
    for (size_t i = 0; i < names->count; i++)
        all = str_format(a, STR_FMT "%s" STR_FMT, STR_ARG(all), i ? ", " : "",
                         STR_ARG(names->items[i]));
    return all;
}

#endif
