/* What definitions say of integrations beside their access, as YAML: users, assignments, environments. */
#ifndef WRITE_INTEGRATION_YAML_H
#define WRITE_INTEGRATION_YAML_H

#include "base/buf.h"
#include "model/model.h"

/* owner, environments, user or users, assign: what is said of them. */
void put_integration_keys(Buf *out, const Integration *integration, size_t indent);

/* The key `environments`, with all values of all users filled in. */
void put_environments(Buf *out, const Model *model);

/* The key `allow`; nothing where no risk is accepted. */
void put_allows(Buf *out, const Model *model);

#endif
