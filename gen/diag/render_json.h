/* Findings as JSON, for reports that hold more than findings. */
#ifndef DIAG_RENDER_JSON_H
#define DIAG_RENDER_JSON_H

#include "diag/diag.h"

#include <jansson.h>

/* {"findings", "errors", "warnings", "notes"}; the caller's. */
json_t *findings_json(Diag *d);

#endif
