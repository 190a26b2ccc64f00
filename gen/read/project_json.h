/* sfdx-project.json: what a project of the Salesforce CLI says of itself (jansson). */
#ifndef READ_PROJECT_JSON_H
#define READ_PROJECT_JSON_H

#include "base/str.h"

/* sourceApiVersion, such as "67.0"; empty where the text is no JSON or does not say it. */
Str project_api_version(Arena *a, Str bytes);

/* packageDirectories[].path, in their order; 0 where the text is no JSON or names none. */
size_t project_package_paths(Arena *a, Str bytes, Str **paths);

#endif
