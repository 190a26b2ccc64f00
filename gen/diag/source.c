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
    Str before = str_slice(source->bytes, start, at.at);
    return (Position){(uint32_t)low + 1, (uint32_t)utf8_count(before) + 1};
}

Str source_line(Source *source, uint32_t line)
{
    index_lines(source);
    if (line < 1 || line > source->lines)
        return S("");
    Str rest = str_from(source->bytes, source->line[line - 1]);
    Str text = str_cut(&rest, '\n');
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
