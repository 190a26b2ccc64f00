/* Definitions (YAML) to the model. */
#ifndef READ_DEFINITION_H
#define READ_DEFINITION_H

#include "diag/diag.h"
#include "model/model.h"

/* Adds what one file says to the model. The bytes are a source of `d` with this number; they must
 * outlive the model. Everything that is wrong becomes a finding, and reading goes on after it. */
void definition_read(Model *model, Diag *d, uint32_t file, Str bytes);

#endif
