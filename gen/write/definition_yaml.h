/* Permission sets as definitions that a person would have written. */
#ifndef WRITE_DEFINITION_YAML_H
#define WRITE_DEFINITION_YAML_H

#include "base/buf.h"
#include "model/model.h"

/* A set to be written: under `integrations` by the name of its tool, or under `permissionSets`. */
typedef struct {
    const PermissionSet *set;       /* its grants sorted; none: an integration that only assigns */
    Str tool;                       /* empty: an entry of `permissionSets` */
    bool retired;                   /* the tool stands under `retired` */
    bool says_label, says_api_name; /* of an integration: they do not follow from the tool */
    Str comment;                    /* lines that say what was peculiar; may be empty */
    const PermissionSet *companion; /* of an integration; or NULL */
    const Integration
        *integration;      /* whose owner, users, environments and assignments are said; or NULL */
    const Model *resolved; /* of that integration, where user values stand elsewhere; or NULL */
} DefinitionEntry;

/* One definition for all entries, in their order. `head` goes before them (may be empty). */
void write_definition(const Names *names, const DefinitionEntry *entries, size_t count, Str head,
                      Buf *out);

#endif
