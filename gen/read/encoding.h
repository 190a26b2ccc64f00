/* What every text that is read must be: UTF-8. */
#ifndef READ_ENCODING_H
#define READ_ENCODING_H

#include "diag/diag.h"

/* Adds a finding and gives false where the bytes, which begin `skipped` bytes into their source, are
 * UTF-16 or not valid UTF-8. */
bool encoding_check(Diag *d, uint32_t file, Str bytes, size_t skipped);

#endif
