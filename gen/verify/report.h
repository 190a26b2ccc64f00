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

/* Parts that the forms share. */
size_t differences_of(const Proof *proof, Str integration); /* errors and warnings about it */
const char *user_state(const Proof *proof, const EnvironmentUser *user);

/* Whether a seat count is worth telling: of a licence that some user of the environment takes. */
bool is_seat_of_users(const Proof *proof, const OrgSeats *seats);

#endif
