/* What differs between two states of access, in each form that it is told in. */
#ifndef WRITE_DIFFERENCE_H
#define WRITE_DIFFERENCE_H

#include "base/buf.h"
#include "model/difference.h"
#include "resolve/risk.h"
#include "write/grant_words.h"

/* The new side's definitions, if it is any: they say which risks are accepted. */
typedef struct {
    const Differences *differences;
    const Model *after; /* or NULL */
} Comparison;

/* For people: what each set grants more and less, by object; users; accepted risks; how many there are. */
void write_difference_text(const Comparison *comparison, bool color, Buf *out);

/* For a comment on a pull request: a heading with the numbers, a table, the rest folded. At most
 * DIFFERENCE_MARKDOWN_MAX bytes; what finds no room is counted. */
void write_difference_markdown(const Comparison *comparison, Buf *out);

/* GitHub takes 65,536 characters in a comment. */
enum { DIFFERENCE_MARKDOWN_MAX = 60000 };

/* For the end of a build: a line for each set and environment with its numbers, of ten at most, and the sum;
 * nothing where nothing differs. */
void write_difference_overview(const Comparison *comparison, Buf *out);

/* For programs: see gen/write/difference_json.c. */
void write_difference_json(const Comparison *comparison, Buf *out);

/* For the renderers of findings (SARIF, annotations): one finding for each line of the text, at the place
 * where it is said. */
void difference_findings(const Comparison *comparison, Diag *d);

/* --- what the forms share ------------------------------------------------------------------------ */

/* Entries of one set that differ in the same way, as one line. */
typedef struct {
    char sign;   /* '+', '-'; '~': moved to or from another set of the integration */
    bool gained; /* of this set; otherwise lost */
    ElementKind kind;
    Str object; /* of objects, their fields and record types; else empty */
    Str *names; /* the entries; of fields and record types without the object */
    size_t count;
    Str words; /* what of them: "read, edit"; empty where their being there says it all */
    Risk risks[RISKS_MAX]; /* of a gain */
    size_t risk_count;
    const PermissionSet *other;
    Loc at; /* of the first */
} DifferenceLine;

/* The lines of a set: objects by name, each with its fields and record types; then the rest. */
DifferenceLine *difference_lines(Arena *a, const SetDifference *set, size_t *count);

/* "Contact fields Email, Phone: edit", with at most `most` names; of all others the number. */
void put_difference_line(Buf *out, const DifferenceLine *line, size_t most);

/* "high risk [modify-all-records], accepted: why"; nothing where there is none. Gives the gravest level. */
Level put_difference_risks(Buf *out, const Comparison *comparison, const SetDifference *set,
                           const DifferenceLine *line);

/* How many entries are a gain of a risk that is high, and elevated. */
void difference_risks(const Differences *differences, size_t *high, size_t *elevated);

/* "2 permission sets, 1 user: 3 gained, 1 lost, 1 high risk" */
void put_difference_summary(Buf *out, const Comparison *comparison);

/* The name of a head for people; *is_long where its text is not told, only that it differs. */
Str difference_head(ElementKind kind, bool *is_long);

/* "label: A → B", "description" */
void put_head_change(Buf *out, const HeadDifference *d);

/* "hubspot@mycompany.com (HubSpot)" */
void put_user_name(Buf *out, const EnvironmentUser *user);

/* "permission set Shared_Read", "profile: none → X", and an accepted risk; each without a sign. */
void put_user_change(Buf *out, const UserChange *change);
void put_new_user(Buf *out, const EnvironmentUser *user);
void put_allow_change(Buf *out, const AllowDifference *d);
char user_change_sign(const UserChange *change);
char allow_change_sign(const AllowDifference *d);

#endif
