/* The standing picture of who may do what: access.md for people who read, index.html for people who look. */
#ifndef WRITE_REVIEW_H
#define WRITE_REVIEW_H

#include "base/buf.h"
#include "model/model.h"
#include "model/type.h"

/* review/access.md: no lines or dates in it, so that it changes only where access does. */
void write_access_md(const Model *model, Buf *out);

/* review/index.html: templates/html/index.html with the model in it. */
void write_review_page(const Model *model, Buf *out);

/* The model as the page reads it; safe inside a script element. The form: gen/write/review_json.c. */
void write_review_json(const Model *model, Buf *out);

/* --- what both forms share ---------------------------------------------------------------------- */

typedef struct {
    const PermissionSet **items;
    size_t count;
} ReviewSets;

typedef struct {
    const Environment *environment;
    const EnvironmentUser *user;
} ReviewUser;

/* Whom the review is about: an integration, or a set of `permissionSets` that none assigns. */
typedef struct {
    Str name, description, owner;
    const Integration *integration; /* or NULL */
    ReviewSets
        sets; /* that its users hold and we know: its own, the companion, shared ones it assigns */
    ReviewUser *users; /* by environment, then username */
    size_t user_count, user_capacity;
} ReviewUnit;

/* All of them, by name, integrations first. */
ReviewUnit *review_units(const Model *model, Arena *a, size_t *count);

/* What one of these sets grants under one key. */
typedef struct {
    Str object; /* of objects, their fields and record types; else empty */
    ElementKind kind;
    Str name; /* the key; of fields and record types without the object */
    uint32_t on;
    const Grant *grant;
    size_t set; /* place in ReviewSets */
} ReviewEntry;

/* All that the sets grant: objects by name, each with its fields and record types, then the rest; what
 * several sets grant stands side by side. Gives how many. */
ReviewEntry *review_entries(const Model *model, const ReviewSets *sets, Arena *a, size_t *count);

/* The entries from number `from` on that are of its object; gives where the next object begins. */
size_t review_object_end(const ReviewEntry *entries, size_t count, size_t from);

/* One rule that finds a risk in one of the sets, with all it finds there. */
typedef struct {
    Str rule;
    const char *what;
    bool high;
    size_t set;
    Str *names;
    size_t count;
    const Allow *accepted; /* or NULL */
} ReviewRisk;

/* By set, then by rule. */
ReviewRisk *review_risks(const Model *model, const ReviewSets *sets, Arena *a, size_t *count);

/* Whether the definitions stand in several files, so that it says something to name them. */
bool review_names_files(const Model *model);

/* Where a grant comes from: "definition" or the name of its file, "pattern *__c, sales.yaml", "added, because …". */
Str review_origin(const Model *model, const Grant *grant, bool name_files, Arena *a);

/* The label of the licence of a set; empty for none. */
Str review_license(const PermissionSet *set);

/* What an integration is assigned whose content is not known here: "permission set ns__X of the org",
 * "permission set group G", "licence L". */
Str review_assigned(const Assign *assign, Arena *a);
bool review_is_known(const Model *model, const Assign *assign);

#endif
