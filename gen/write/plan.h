/* Everything that a build writes: what renders it, and where its bytes go. */
#ifndef WRITE_PLAN_H
#define WRITE_PLAN_H

#include "write/queries.h"
#include "write/write.h"

enum { TO_PROJECT = -2, TO_FOLDER = -1 };

/* A place for the bytes of an artefact: a file of the output folder, one of the project's own source folder
 * (`output: {source}`), or an entry of an archive. */
typedef struct {
    int archive; /* TO_PROJECT, TO_FOLDER, or a number of Plan.archives */
    Str path;
} Target;

typedef struct Artefact Artefact;

struct Artefact {
    void (*render)(const Model *model, const Artefact *artefact, Buf *out);
    const PermissionSet *set;   /* of the renderers that need one */
    PermissionSet *const *sets; /* the sets of a package */
    size_t set_count;
    const Environment *environment; /* of users */
    const EnvironmentUser *users;
    size_t user_count;
    const Query *query;
    Target *targets;
    size_t target_count, target_capacity;
};

typedef enum {
    ARCHIVE_PACKAGE, /* what a deploy takes */
    ARCHIVE_RETIRED, /* what a deploy deletes */
    ARCHIVE_BUNDLE   /* the hand-over: everything, the other archives too */
} ArchiveKind;

typedef struct {
    Str path; /* in the output folder */
    ArchiveKind kind;
} PlannedArchive;

typedef struct {
    Artefact *items;
    size_t count, capacity;
    size_t longest;           /* artefact that takes the longest: all there is, in one */
    PlannedArchive *archives; /* the bundle last */
    size_t archive_count;
} Plan;

/* Whether a plan can have an artefact or archive of this name, by the folder or file that it is in. */
bool plan_can_write(Str path);

/* The plan for a resolved and checked model; it lives in the arena. */
Plan plan_make(const Model *model, Arena *a);

#endif
