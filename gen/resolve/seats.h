/* Users against integration licences: each integration user takes one. */
#ifndef RESOLVE_SEATS_H
#define RESOLVE_SEATS_H

#include "model/model.h"

/* Whether a user takes an integration licence: by its profile, or by default. */
bool takes_seat(const EnvironmentUser *user);

typedef struct {
    size_t used;
    bool known; /* how many there are: said by the environment, else included in the edition */
    bool said;
    size_t owned; /* where known */
} Seats;

Seats seats_of(const Model *model, const Environment *environment);

#endif
