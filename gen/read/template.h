/* Templates (YAML): a definition of one integration, with a head that tells where its facts come from. */
#ifndef READ_TEMPLATE_H
#define READ_TEMPLATE_H

#include "diag/diag.h"
#include "model/template.h"
#include "read/keys.h"

/* Reads a template into *into, which lives in the model's arena. The bytes are a source of `d` with this number.
 * Risks that it accepts are added to the model for `integration`, those of an option only where `options` has its
 * name; with `integration` empty, none are. False where it is no template at all; whatever else is wrong becomes
 * a finding. */
bool template_read(Model *model, Diag *d, uint32_t file, Str bytes, Text integration,
                   const TextList *options, Template *into);

#endif
