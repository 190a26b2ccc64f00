/* Findings as JSON, for reports that hold more than findings. */
#ifndef DIAG_RENDER_JSON_H
#define DIAG_RENDER_JSON_H

#include "base/buf.h"
#include "diag/diag.h"

#include <jansson.h>

/* {"findings", "errors", "warnings", "notes"}; the caller's. */
json_t *findings_json(Diag *d);

/* Adds it as text, with a line end; what is invisible stands there as its code. */
void put_json_tree(Buf *out, const json_t *root);

#endif
