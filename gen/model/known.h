/* What is known of an org beside our tables: the project's own source (`metadata:`) and the org's own
 * answers (`facts:`). Names are texts, so that the sets of any model can be compared with it. */
#ifndef MODEL_KNOWN_H
#define MODEL_KNOWN_H

#include "base/map.h"
#include "diag/source.h"
#include "model/type.h"

/* Who says something. A later one outranks those before it. */
typedef enum { SAID_BY_TABLE, SAID_BY_SOURCE, SAID_BY_ORG } Speaker;

/* What a field is, as far as field permissions go. */
typedef enum {
    FIELD_PLAIN,      /* takes field permissions */
    FIELD_REQUIRED,   /* must have a value: takes none */
    FIELD_MASTER,     /* master-detail: takes none */
    FIELD_CALCULATED, /* formula, roll-up summary, auto-number: never editable */
    FIELD_PART,       /* part of a compound field, which takes them for it */
    FIELD_FIXED       /* takes none, as the org says (permissionable: false) */
} FieldSort;

typedef struct {
    Str name; /* Object.Field */
    FieldSort sort;
    Speaker by;
    Str of; /* FIELD_MASTER: the parent object; FIELD_PART: the compound, Object.Field; else empty */
    Loc at;             /* where it is said; file 0: not kept */
    Str classification; /* why the company takes it for sensitive ("classified Confidential, PII",
                           "encrypted text"); or empty */
    bool is_public;     /* the company classifies it as Public */
} KnownField;

typedef enum {
    OBJECT_ORDINARY,      /* takes object permissions */
    OBJECT_CUSTOM_SETTING /* its access is customSettingAccesses */
} ObjectSort;

typedef struct {
    Str name;
    ObjectSort sort;
    Speaker by;
} KnownObject;

/* The names of one kind of component: classes, pages, record types … */
typedef struct {
    Str *items; /* as they are found, without repetition */
    size_t count, capacity;
    Map index; /* to the place in items */
} KnownNames;

/* One row of the org's PermissionDependency: a permission and what it requires. */
typedef struct {
    ElementKind kind; /* USER_PERMISSION or OBJECT_PERMISSION */
    Str name;         /* of the permission, or of the object */
    uint32_t bits;    /* OBJECT_READ …; 1 for a user permission */
} KnownPermission;

typedef struct {
    KnownPermission permission, required;
} KnownDependency;

/* What the licence Salesforce API Integration holds, as the org says. */
typedef struct {
    Str permission;
    bool held;
} KnownLicensed;

typedef struct {
    Str name;    /* API name of a permission set */
    Str license; /* its <license>; empty: none */
} KnownSet;

typedef struct {
    KnownObject *objects;
    size_t object_count, object_capacity;
    Map object_index;
    KnownField *fields; /* after known_sort(): by name, byte-wise */
    size_t field_count, field_capacity;
    Map field_index;
    KnownNames names[ELEMENT_COUNT]; /* of kinds whose entries name components, by ElementKind */
    KnownDependency *dependencies;   /* after known_sort(): by permission.kind, name */
    size_t dependency_count, dependency_capacity;
    KnownLicensed *licensed; /* in the order of the answer */
    size_t licensed_count, licensed_capacity;
    KnownSet *sets; /* permission sets of the source */
    size_t set_count, set_capacity;
    Map set_index;
    bool from_source, from_org; /* whether anything was read */
} Known;

/* Adds an object or a field, or says more of one: what a later speaker says replaces what an earlier
 * one said; of two that rank the same the later call counts. How a field is classified is said by the
 * source alone, and stays. Texts must outlive `known`. */
void known_add_object(Known *known, Arena *a, KnownObject object);
void known_add_field(Known *known, Arena *a, KnownField field);

void known_add_set(Known *known, Arena *a,
                   KnownSet set); /* of two with one name the later counts */

void known_add_name(KnownNames *names, Arena *a, Str name);
bool known_has_name(const KnownNames *names, Str name);

/* Puts fields and dependencies in order; call once, when all is read, and before the look-ups. */
void known_sort(Known *known);

/* Look-ups; `known` may be NULL: nothing is known. */
const KnownObject *known_object(const Known *known, Str name); /* or NULL */
const KnownField *known_field(const Known *known, Str name);   /* or NULL */
const KnownSet *known_set(const Known *known, Str name);       /* or NULL */

/* Whether the name of a field, Object.Field, stands before (<0), among (0) or behind (>0) those of an object. */
int compare_to_object(Str name, Str object);

/* The fields of an object: gives the first, sets *count; 0 where none is known. */
const KnownField *known_fields_of(const Known *known, Str object, size_t *count);

#endif
