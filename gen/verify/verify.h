/* What an org says against what the definitions say: every difference is a finding at the line that
 * concerns it. What was not answered, or only in part, is told as such and never taken for "no access". */
#ifndef VERIFY_VERIFY_H
#define VERIFY_VERIFY_H

#include "base/buf.h"
#include "diag/diag.h"
#include "model/model.h"
#include "model/org.h"

typedef struct {
    const OrgUser *user; /* NULL: none */
    bool variant;        /* a sandbox refresh put characters before its username */
} FoundUser;

typedef struct {
    const Model *model; /* resolved */
    const Environment *environment;
    const Org *org; /* settled; its names are those of the model */
    Diag *diag;
    bool answered[ASK_COUNT]; /* wholly */
    FoundUser *found;         /* of each user of the environment, in their order */
} Proof;

/* Takes the environment, and finds its users in the org. What follows needs that. */
void proof_of(Proof *proof, const Environment *environment, Arena *a);

/* All of it, in this order. */
void prove(const Proof *proof);

/* Whether these are answers of the environment: else everything else would be a false difference. */
bool prove_org(const Proof *proof);

void prove_answers(const Proof *proof);     /* questions without a whole answer */
void prove_users(const Proof *proof);       /* there, active, with profile, licence and values */
void prove_assignments(const Proof *proof); /* sets, groups, licences, memberships */
void prove_access(const Proof *proof);      /* what the sets and profiles grant */

/* Traces what a deploy refused to the lines that caused it. Needs no environment. */
void trace_deploys(const Proof *proof);

/* What the org lacks, a row each: kind, username, name, with tabs between; for deploy.sh. Kinds: user, activate,
 * license, set, set-group, group, queue, retire. Whatever keeps it from being done is a finding: seats that are not
 * free, users that may not be touched. */
void write_missing(const Proof *proof, Buf *out);

/* The environment that the answers are of: the one whose `orgId` they tell, else the one whose usernames they
 * hold; NULL where that is none or several. */
const Environment *environment_of_answers(const Model *model, const Org *org);

/* The user of the org for a user of the definitions: by its username, else by one that a sandbox refresh put
 * characters before (*variant). NULL: none. */
const OrgUser *user_in_org(const Proof *proof, const EnvironmentUser *user, bool *variant);

/* Whether any assignment is one of a user of the environment. */
bool holds_users(const Environment *environment, const Org *org);

/* Whether every question of a kind was answered wholly. */
bool is_answered(const Proof *proof, Question question);

/* Of held.c: what a user holds by the answers. Names are in any case; licences by name or label. */
const OrgAssignment *assignment_of_set(const Org *org, Str username, Str name);   /* or NULL */
const OrgAssignment *assignment_of_group(const Org *org, Str username, Str name); /* or NULL */
bool is_license(const OrgLicense *held, Str name);
bool holds_license(const Org *org, Str username, Str name);
bool is_member(const Org *org, Str username, Str name, bool queue);
size_t count_held(const Org *org,
                  Str username); /* sets, groups and licences, but for the profile's */
bool are_seats_of(const OrgSeats *seats, Str license);
int64_t seats_left(const OrgSeats *seats); /* never negative: an org may use more than it owns */

/* What it should hold by the definitions. */
bool should_hold_set(const EnvironmentUser *user, const OrgSet *set);
bool should_hold_group(const EnvironmentUser *user, Str group);
bool has_profile(const OrgUser *found, const EnvironmentUser *user);

/* A grant for people: "Account: read and edit", "class HubSpotWebhook". */
Str access_words(Arena *a, ElementKind kind, Str name, uint32_t bits);

#endif
