/* Texts that findings point into. A place is a range of bytes; line and column are worked out only
 * when a finding is shown. */
#ifndef DIAG_SOURCE_H
#define DIAG_SOURCE_H

#include "base/str.h"

#include <stdint.h>

/* A range of bytes of one source. file 0 is "no place": the finding concerns the run as a whole. A
 * length of 0 points between two characters. A file as a whole (loc_whole) has no line to show. */
typedef struct {
    uint32_t file, at, length;
} Loc;

typedef struct {
    Str name; /* as the user wrote the path */
    Str bytes;
    uint32_t *line; /* offset of the start of each line; made when a position is first asked for */
    size_t lines;
    uint32_t *mark; /* characters before every MARK_EVERY bytes; made for the first long line */
    Arena *arena;
    Loc *secrets; /* values that are not shown, whatever they look like */
    size_t secret_count, secret_capacity;
    Loc used_at; /* of a template: where a definition uses it, which is what findings point at */
} Source;

typedef struct {
    Source *items; /* file number n is items[n - 1] */
    size_t count, capacity;
} Sources;

typedef struct {
    uint32_t line, column; /* from 1; columns count characters */
} Position;

/* Takes a text in; name and bytes must outlive the sources. Gives its file number. */
uint32_t source_add(Sources *sources, Arena *a, Str name, Str bytes);

Source *source_of(const Sources *sources, Loc at);
bool source_is_template(const Sources *sources, Loc at); /* a template that a definition uses */
Position source_position(Sources *sources, Loc at);
Str source_line(Source *source, uint32_t line); /* without its line end; line from 1 */
Loc loc_whole(uint32_t file);
bool loc_is_whole(Loc at);
Loc loc_span(Loc from, Loc to); /* from the start of one to the end of the other, same file */

/* A value together with the place where it is said: what checks may blame. */
typedef struct {
    Str s;
    Loc at;
} Text;

#endif
