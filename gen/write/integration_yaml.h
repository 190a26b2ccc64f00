/* What definitions say of integrations beside their access, as YAML: users, assignments, environments. */
#ifndef WRITE_INTEGRATION_YAML_H
#define WRITE_INTEGRATION_YAML_H

#include "base/buf.h"
#include "model/model.h"

/* owner, environments, user or users, assign: what is said of them. Where the model that they are of is
 * `resolved` (else NULL), the values of users stand in its environments and not here. */
void put_integration_keys(Buf *out, const Integration *integration, const Model *resolved,
                          size_t indent);

typedef struct {
    const Integration **items;
    size_t count;
} IntegrationList;

/* The key `environments`, with all values of all users filled in; integrations by name. */
void put_environments(Buf *out, const Model *model, const IntegrationList *integrations,
                      const IntegrationList *retired);

/* The key `allow`; nothing where no risk is accepted. */
void put_allows(Buf *out, const Model *model);

#endif
