/* Line tables: offsets to lines and columns. */
#include "diag/source.h"

#include "base/utf8.h"

static void index_lines(Source *source)
{
    size_t capacity = 0;
    if (source->line)
        return;
    for (size_t at = 0; at <= source->bytes.n;) {
        source->line = arena_grow(source->arena, source->line, source->lines, &capacity,
                                  source->lines + 1, sizeof *source->line);
        source->line[source->lines++] = (uint32_t)at;
        ptrdiff_t end = str_find(str_from(source->bytes, at), '\n');
        if (end < 0)
            break;
        at += (size_t)end + 1;
    }
}

/* A definition can be one line of megabytes, with thousands of findings in it. */
enum { MARK_EVERY = 4096 };

static void mark_characters(Source *source)
{
    size_t marks = source->bytes.n / MARK_EVERY + 1;
    if (source->mark)
        return;
    source->mark = ARENA_ARRAY(source->arena, uint32_t, marks);
    for (size_t i = 1; i < marks; i++) {
        Str part = str_slice(source->bytes, (i - 1) * MARK_EVERY, i * MARK_EVERY);
        source->mark[i] = source->mark[i - 1] + (uint32_t)utf8_count(part);
    }
}

static size_t characters_before(const Source *source, size_t at)
{
    Str part = str_slice(source->bytes, at / MARK_EVERY * MARK_EVERY, at);
    return source->mark[at / MARK_EVERY] + utf8_count(part);
}

static size_t count_characters(Source *source, size_t from, size_t to)
{
    if (to > source->bytes.n)
        to = source->bytes.n;
    if (to <= from + MARK_EVERY)
        return utf8_count(str_slice(source->bytes, from, to));
    mark_characters(source);
    return characters_before(source, to) - characters_before(source, from);
}

uint32_t source_add(Sources *sources, Arena *a, Str name, Str bytes)
{
    Source *source = LIST_ADD(a, sources->items, sources->count, sources->capacity);
    *source = (Source){.name = name, .bytes = bytes, .arena = a};
    return (uint32_t)sources->count;
}

Source *source_of(const Sources *sources, Loc at)
{
    return at.file && at.file <= sources->count ? &sources->items[at.file - 1] : NULL;
}

bool source_is_template(const Sources *sources, Loc at)
{
    const Source *source = source_of(sources, at);
    return source && source->used_at.file;
}

Position source_position(Sources *sources, Loc at)
{
    if (!source_of(sources, at))
        return (Position){0};
    Source *source = source_of(sources, at);
    index_lines(source);
    size_t low = 0, high = source->lines;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->line[middle] <= at.at)
            low = middle;
        else
            high = middle;
    }
    size_t start = source->line[low];
    if (start == 0 && str_starts(source->bytes, S("\xef\xbb\xbf")) && at.at >= 3)
        start = 3; /* nobody sees a byte order mark, so it has no column */
    return (Position){(uint32_t)low + 1, (uint32_t)count_characters(source, start, at.at) + 1};
}

Str source_line(Source *source, uint32_t line)
{
    index_lines(source);
    if (line < 1 || line > source->lines)
        return S("");
    size_t end = line < source->lines ? source->line[line] - 1 : source->bytes.n;
    Str text = str_slice(source->bytes, source->line[line - 1], end);
    if (line == 1 && str_starts(text, S("\xef\xbb\xbf")))
        text = str_from(text, 3);
    if (str_ends(text, S("\r")))
        text.n--;
    return text;
}

Loc loc_whole(uint32_t file)
{
    return (Loc){.file = file, .length = UINT32_MAX};
}

bool loc_is_whole(Loc at)
{
    return at.length == UINT32_MAX;
}

Loc loc_span(Loc from, Loc to)
{
    return (Loc){.file = from.file, .at = from.at, .length = to.at + to.length - from.at};
}
