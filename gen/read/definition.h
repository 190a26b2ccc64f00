/* Definitions (YAML) to the model. */
#ifndef READ_DEFINITION_H
#define READ_DEFINITION_H

#include "diag/diag.h"
#include "model/model.h"
#include "read/keys.h"

/* Adds what one file says to the model. The bytes are a source of `d` with this number; they must
 * outlive the model. Everything that is wrong becomes a finding, and reading goes on after it. With more
 * than one thread a large text is parsed ahead. */
void definition_read(Model *model, Diag *d, uint32_t file, Str bytes, size_t threads);

/* The tables that the reader walks, for the JSON Schema and the documentation. */
typedef struct {
    const char *name;
    const Key *keys;
    size_t count;
    bool grants; /* takes the grant keys too */
} KeyTable;

extern const KeyTable key_tables[];
extern const size_t key_table_count;

#endif
