/* sfdx-project.json by jansson. */
#include "read/project_json.h"

#include <jansson.h>

Str project_api_version(Arena *a, Str bytes)
{
    json_t *root = json_loadb(bytes.s, bytes.n, 0, NULL);
    const char *version = json_string_value(json_object_get(root, "sourceApiVersion"));
    Str text = str_copy(a, str_of(version));
    json_decref(root);
    return text;
}

size_t project_package_paths(Arena *a, Str bytes, Str **paths)
{
    json_t *root = json_loadb(bytes.s, bytes.n, 0, NULL);
    json_t *all = json_object_get(root, "packageDirectories"), *one;
    size_t i, count = 0;
    *paths = ARENA_ARRAY(a, Str, json_array_size(all));
    json_array_foreach(all, i, one)
    {
        const char *path = json_string_value(json_object_get(one, "path"));
        if (path)
            (*paths)[count++] = str_copy(a, str_of(path));
    }
    json_decref(root);
    return count;
}
