/* What can be granted, and what it needs: standard objects and fields, user permissions, tabs. */
#ifndef FACTS_ACCESS_H
#define FACTS_ACCESS_H

#include "facts/tables.h"

#include <stdbool.h>

/* --- objects ----------------------------------------------------------------------------------- */

typedef enum {
    OBJECT_OWN,           /* takes object permissions */
    OBJECT_BY_PARENT,     /* takes none: its access follows other objects */
    OBJECT_BY_PERMISSION, /* takes none: user permissions grant it */
    OBJECT_BY_ELEMENT,    /* takes none: another key of a definition grants it */
    OBJECT_UNGRANTED      /* takes none, and nothing in a set grants it */
} ObjectAccess;

typedef struct {
    ObjectAccess access;
    Str by;    /* those objects, permissions or keys, with commas; or empty */
    Str never; /* the access words that no org stores for it, with commas; or empty */
    Str evidence;
} ObjectFact;

/* A standard object by its own row, another by that for its suffix (__b, __e …); false: not in our
 * table. */
bool fact_object(Str name, ObjectFact *fact);
Str *fact_object_names(Arena *a, size_t *count);

/* --- fields ------------------------------------------------------------------------------------ */

typedef enum {
    FIELD_EDITABLE, /* takes field permissions */
    FIELD_READABLE, /* takes them, but nobody may edit it */
    FIELD_NEVER,    /* takes none: required, a name, or the system's */
    FIELD_OF,       /* takes none: part of a compound field, which does */
    FIELD_UNSEEN    /* known to exist, but no org stores it */
} FieldAccess;

typedef struct {
    Str name; /* Object.Field */
    FieldAccess access;
    Str of; /* FIELD_OF: the compound, Object.Field; else empty */
    Str evidence;
} FieldFact;

/* A standard field, by its own row or by that for fields which every object has. */
bool fact_field(Str name, FieldFact *fact);

/* The rows of an object's fields, and one of them. */
FactRows fact_fields_of(Str object);
FieldFact fact_field_row(size_t row);

/* Whether a field, Object.Field, holds what not everybody should read: gives what that is, in two or
 * three words ("birth date"). A standard field may have a row of its own. Beside that a row is a pattern
 * of words, in lower case and written together:
 *     *.email    the whole name: Email, E_Mail__c
 *     *passport  its last words, which say what it holds: Old_Passport__c, not Passport_Photo__c
 *     *iban*     any of its words: Swift_IBAN__c, IbanCheck__c
 * The words of a name end at whatever is no letter and at a change of case; its namespace and suffix do
 * not belong to it. Hence Date_of_Birth__c, DateOfBirth and dateofbirth2__c are the same to a pattern,
 * while Process__c is not one that says *ssn*. */
bool fact_sensitive_field(Str name, Str *why, Str *evidence);

/* --- user permissions -------------------------------------------------------------------------- */

typedef enum {
    LICENSED_UNKNOWN,
    LICENSED_HELD,    /* stored in a set with the API integration licence */
    LICENSED_PROFILE, /* comes with the API-only profile */
    LICENSED_ABSENT   /* often stored, but never in such a set */
} Licensed;

typedef struct {
    Str name, label; /* label: empty where it is not known */
    Str risk;        /* id of the rule that finds it in the set of an integration; or empty */
    Licensed licensed;
    Str evidence;
} PermissionFact;

bool fact_permission(Str name, PermissionFact *fact);
bool fact_permission_by_label(Str label,
                              PermissionFact *fact); /* upper and lower case are the same */
Str *fact_permission_names(Arena *a, size_t *count);
Str *fact_risky_permissions(Arena *a, size_t *count); /* those with a risk; sorted */

/* --- what needs what --------------------------------------------------------------------------- */

/* Something that has to stand in the same set. */
typedef struct {
    Str needs;  /* an object or a user permission; "*": every object of the set */
    Str access; /* of the object: access words with commas; of parents: "both" or "read" */
    bool sure;  /* no org stores the contrary; otherwise it is likely */
    Str evidence;
} NeedFact;

FactRows fact_parents(Str child); /* object to object */
NeedFact fact_parent(size_t row);
FactRows fact_permission_needs(Str permission); /* user permission to user permission */
NeedFact fact_permission_need(size_t row);

/* The access words, with commas, that even those who may read or change all data do not have on an object.
 * Where `seldom`, other sets hardly ever have them either. */
Str fact_all_data_never(Str object, bool *seldom);

FactRows fact_permission_objects(Str permission); /* user permission to object */
NeedFact fact_permission_object(size_t row);

/* --- tabs -------------------------------------------------------------------------------------- */

bool fact_tab(Str name); /* a standard tab: standard-Account */
Str *fact_tab_names(Arena *a, size_t *count);

#endif
