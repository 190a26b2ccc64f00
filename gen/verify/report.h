/* The proof as a report: per integration, whether its users are as defined, what differs, which seats are left,
 * what was not proven. Findings are those of the proof, settled. */
#ifndef VERIFY_REPORT_H
#define VERIFY_REPORT_H

#include "verify/verify.h"

void report_text(const Proof *proof,
                 Buf *out); /* a line an integration; the findings stand apart */
void report_markdown(const Proof *proof, Buf *out); /* all of it, for a comment or a ticket */

/* {"environment", "organization", "integrations": [{"name", "users": [{"username", "state"}], "differences"}],
 *  "seats": [{"license", "kind", "total", "used", "left"}], and the keys of findings as JSON} */
void report_json(const Proof *proof, Buf *out);

/* What the forms share: what belongs to one integration, and what is about one name. */
typedef struct {
    const Proof *proof;
    Arena arena;
    const EnvironmentUser **users; /* by integration, in the order of the model, then by username */
    size_t *
        users_from; /* of each integration: where its users begin; the next one's are behind them */
    Map first;      /* of each name that findings are about: place of the first */
    size_t *next; /* of each finding: place of the next about the same name; or the count of all */
    Map licenses; /* permission set licences that users take, in lower case */
    bool proven;  /* all was asked and answered, so that no difference is a proof */
} ReportParts;

ReportParts report_parts(const Proof *proof); /* its arena is to be freed */

const EnvironmentUser **users_of(const ReportParts *report, const Integration *integration,
                                 size_t *count);
size_t differences_of(const ReportParts *report,
                      Str integration); /* errors and warnings about it */
const char *user_state(const Proof *proof, const EnvironmentUser *user);

/* Whether a seat count is worth telling: of a licence that some user of the environment takes. */
bool is_seat_of_users(const ReportParts *report, const OrgSeats *seats);

#endif
