/* The tables of schemas/, compiled in. The build makes their declarations and a constant for each
 * column (facts_tables.h) from their first lines. Only gen/facts/ reads them. */
#ifndef FACTS_TABLES_H
#define FACTS_TABLES_H

#include "base/str.h"

#include <stdint.h>

typedef struct {
    const char *text;     /* all cells, each ended by a NUL */
    const uint32_t *cell; /* where they start, row by row; then where the text ends */
    size_t rows, columns;
} FactTable;

/* A run of rows. */
typedef struct {
    size_t first, count;
} FactRows;

Str table_cell(const FactTable *table, size_t row, size_t column);

/* The rows whose first cell is `key`: a binary search. */
FactRows table_find(const FactTable *table, Str key);

/* The rows whose first cell starts with `prefix`. */
FactRows table_prefix(const FactTable *table, Str prefix);

/* The first cells of all rows. */
Str *table_names(const FactTable *table, Arena *a, size_t *count);

#endif
