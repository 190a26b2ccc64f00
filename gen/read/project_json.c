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
