/* Binary search in sorted tables. */
#include "facts/tables.h"

Str table_cell(const FactTable *table, size_t row, size_t column)
{
    const uint32_t *place = table->cell + row * table->columns + column;
    return (Str){table->text + place[0], place[1] - place[0] - 1};
}

/* The first cell of a row, cut to `length` bytes. */
static Str name_of(const FactTable *table, size_t row, size_t length)
{
    Str name = table_cell(table, row, 0);
    return str_slice(name, 0, name.n < length ? name.n : length);
}

/* The first row whose first cell, cut to `length` bytes, is not before the key. */
static size_t bound(const FactTable *table, Str key, size_t length)
{
    size_t low = 0, high = table->rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(name_of(table, middle, length), key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static FactRows find(const FactTable *table, Str key, size_t length)
{
    FactRows rows = {bound(table, key, length), 0};
    for (size_t row = rows.first; row < table->rows; row++, rows.count++)
        if (!str_is(name_of(table, row, length), key))
            break;
    return rows;
}

FactRows table_find(const FactTable *table, Str key)
{
    return find(table, key, SIZE_MAX);
}

FactRows table_prefix(const FactTable *table, Str prefix)
{
    return find(table, prefix, prefix.n);
}

Str *table_names(const FactTable *table, Arena *a, size_t *count)
{
    Str *names = ARENA_ARRAY(a, Str, table->rows + 1);
    for (size_t i = 0; i < table->rows; i++)
        names[i] = table_cell(table, i, 0);
    *count = table->rows;
    return names;
}
