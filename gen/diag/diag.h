/* Findings: what is wrong, where, and how to mend it. They are collected while the run goes on, put
 * in order at the end, and shown by one of the renderers. */
#ifndef DIAG_DIAG_H
#define DIAG_DIAG_H

#include "base/file.h"
#include "diag/rules.h"
#include "diag/source.h"

typedef enum { LEVEL_OFF, LEVEL_NOTE, LEVEL_WARNING, LEVEL_ERROR } Level;

#define RULE_ENUM(name, id, level, lock, text, mend) RULE_##name,
typedef enum { RULES(RULE_ENUM) RULE_COUNT } Rule;
#undef RULE_ENUM

typedef struct {
    const char *id, *text, *mend;
    Level level;
    bool locked; /* cannot be lowered nor accepted */
} RuleInfo;

extern const RuleInfo rule_info[RULE_COUNT];

typedef struct {
    Rule rule;
    Level level;
    Loc at;
    Str message, help;
    Loc related; /* a second place, with its own words; file 0: none */
    Str related_text;
    Level most;   /* it is no more than this, whatever the level of its rule */
    Str basis;    /* on what a statement about Salesforce rests; may be empty */
    Str about;    /* the integration or set concerned, for `allow`; may be empty */
    Str accepted; /* why somebody accepted it; empty: nobody did */
} Finding;

/* An accepted risk: `allow: {rule, for, reason}`. */
typedef struct {
    Rule rule;
    Str about, reason;
    Loc at;
} Accepted;

typedef struct {
    Arena arena;
    Sources sources;
    Finding *items;
    size_t count, capacity;
    Accepted *accepted;
    size_t accepted_count, accepted_capacity;
    Map accepted_about[RULE_COUNT]; /* by what they are about: place of the first one */
    Level level[RULE_COUNT];        /* start with diag_init */
    bool final[RULE_COUNT];         /* the level is not changed any more */
    bool strict;                    /* warnings count as errors */
    bool system_failed;             /* a fault of the machine, not of the input: exit status 3 */
} Diag;

void diag_init(Diag *d);
void diag_free(Diag *d);

/* For a thread of its own: the same sources, no findings yet. What it finds is put behind what `d` has when it
 * is joined to it; there is nothing left to free then. */
Diag diag_part(const Diag *d);
void diag_join(Diag *d, Diag *part);

/* Adds a finding with a message in our words. Those below complete the newest finding. */
void diag(Diag *d, Rule rule, Loc at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void diag_help(Diag *d, const char *format, ...) __attribute__((format(printf, 2, 3)));
void diag_related(Diag *d, Loc at, const char *format, ...) __attribute__((format(printf, 3, 4)));
void diag_about(Diag *d, Str name);
void diag_at_most(Diag *d,
                  Level level); /* where the evidence or the case is weaker than the rule */
void diag_basis(Diag *d, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "did you mean": completes the newest finding with the candidate that is closest in spelling; false
 * where none is close. */
bool diag_close(Diag *d, Str said, const Str *choices, size_t count);

/* The same; where none is close, with the list of all (up to 12). */
bool diag_choices(Diag *d, Str said, const Str *choices, size_t count);

/* Adds the finding that a text names no rule, with the closest one. */
void diag_unknown_rule(Diag *d, Text id);

/* Adds the finding that the file at a place cannot be read, and notes where that is the machine's fault. Right after
 * the reading, for errno. */
void diag_unreadable(Diag *d, Loc at, FileStatus status);

/* The same by the path of the file, which is copied and becomes a source without text. */
void diag_unreadable_path(Diag *d, Str path, FileStatus status);

/* Of the findings from number `from` on keeps those that `keep` wants. */
void diag_keep(Diag *d, size_t from, bool (*keep)(const Finding *finding));

void diag_accept(Diag *d, Accepted accepted);

/* What the findings so far are about, by rule: for many questions whether a rule finds anything there. */
typedef struct {
    Map about[RULE_COUNT];
} FoundAbout;

FoundAbout diag_found(const Diag *d, Arena *a);
bool found_any(const FoundAbout *found, Rule rule, Str about);

/* Adds a finding for each accepted risk that no finding so far is about; what a template accepts need not be. */
void diag_unused(Diag *d);

/* False where the level would lower a rule that cannot be lowered. `final`: later calls change nothing, as
 * what the command line says outranks the definitions. */
bool diag_set_level(Diag *d, Rule rule, Level level, bool final);
bool rule_find(Str id, Rule *rule);
bool level_find(Str name, Level *level);
const char *level_name(Level level);

bool diag_failed(const Diag *d); /* has any finding so far the level error? */

/* Applies levels and accepted risks, sorts by place, drops what is said twice and what is off. Call
 * once, before the findings are shown. */
void diag_settle(Diag *d);

size_t diag_level_count(const Diag *d, Level level);

#endif
