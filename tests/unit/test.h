/* What the unit tests share: cmocka with the headers it wants before it, and checks on Str.
 *
 * Helpers are static, so that a program needs no object but its own; not every program uses all. */
#ifndef UNIT_TEST_H
#define UNIT_TEST_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include "base/buf.h"
#include "diag/diag.h"

#include <stdlib.h>
#include <string.h>

#define HELPER         static __attribute__((unused))
#define COUNT_OF(rows) (sizeof(rows) / sizeof *(rows))

/* A Str of a literal where only constants may stand: in a table outside of functions. */
#define STR(literal)                                                                               \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

/* The bytes of a Str against those of a text; the place of the failure is that of the caller. */
#define assert_str(actual, expected)                                                               \
    check_equal((actual), str_of(expected), __FILE__, __LINE__, NULL)

/* The same for a Str that may hold NUL. */
#define assert_bytes(actual, expected) check_equal((actual), (expected), __FILE__, __LINE__, NULL)

/* The same in a loop over rows: `row` is told where it fails. */
#define assert_row(row, actual, expected)                                                          \
    check_equal((actual), str_of(expected), __FILE__, __LINE__, (row))

HELPER void check_equal(Str actual, Str expected, const char *file, int line, const char *row)
{
    if (str_is(actual, expected))
        return;
    print_error("%s%sis       \"" STR_FMT "\"\nexpected \"" STR_FMT "\"\n", row ? row : "",
                row ? ": " : "", STR_ARG(actual), STR_ARG(expected));
    _fail(file, line);
}

/* A condition in a loop over rows. */
#define assert_row_true(row, condition)                                                            \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            print_error("%s: not true: %s\n", (row), #condition);                                  \
            _fail(__FILE__, __LINE__);                                                             \
        }                                                                                          \
    } while (0)

/* --- findings --------------------------------------------------------------------------------- */

/* All findings as "rule line:col message", one a line, in the order in which they stand. */
HELPER void put_findings(Diag *d, Buf *out)
{
    for (size_t i = 0; i < d->count; i++) {
        const Finding *f = &d->items[i];
        Position p = source_position(&d->sources, f->at);
        buf_format(out, "%s %u:%u " STR_FMT "\n", rule_info[f->rule].id, p.line, p.column,
                   STR_ARG(f->message));
    }
}

/* The findings and nothing else; "" for none. */
#define assert_findings(d, expected) check_findings((d), (expected), __FILE__, __LINE__)

HELPER void check_findings(Diag *d, const char *expected, const char *file, int line)
{
    Buf out = {0};
    put_findings(d, &out);
    check_equal(buf_str(&out), str_of(expected), file, line, NULL);
    buf_free(&out);
}

/* The place where `part` stands in a text: it must be there, and only once. */
HELPER size_t offset_of_part(Str text, const char *part)
{
    ptrdiff_t at = str_search(text, str_of(part));
    assert_true(at >= 0);
    assert_int_equal(str_search(str_from(text, (size_t)at + 1), str_of(part)), -1);
    return (size_t)at;
}

#endif
