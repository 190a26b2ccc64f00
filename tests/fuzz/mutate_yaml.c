/* YAML by lines: which there are, how deep they stand, what their keys and values are. */
#include "mutate.h"

typedef struct {
    Str *items;
    size_t count, capacity;
} Lines;

static Lines lines_of(Arena *a, Str text)
{
    Lines lines = {0};
    while (text.n)
        *LIST_ADD(a, lines.items, lines.count, lines.capacity) = str_cut(&text, '\n');
    return lines;
}

static size_t blanks_of(Str line)
{
    size_t n = 0;
    while (n < line.n && (line.s[n] == ' ' || line.s[n] == '-'))
        n++;
    return n;
}

/* What stands behind the first ": " or, where there is none, behind the blanks. */
static size_t value_at(Str line)
{
    ptrdiff_t colon = str_search(line, S(": "));
    return colon < 0 ? blanks_of(line) : (size_t)colon + 2;
}

static Str indented(Dice *dice, Str like, Str key, Str value)
{
    size_t n = blanks_of(like);
    char *bytes = arena_raw(&dice->arena, n + 2);
    n += 2 * roll(dice, 2);
    memset(bytes, ' ', n);
    return str_format(&dice->arena, STR_FMT STR_FMT ": " STR_FMT, (int)n, bytes, STR_ARG(key),
                      STR_ARG(value));
}

static Str with_key(Dice *dice, Str line)
{
    size_t blanks = blanks_of(line);
    ptrdiff_t colon = str_find(line, ':');
    Str rest = colon < 0 ? S(":") : str_from(line, (size_t)colon);
    Str key = roll(dice, 3) ? roll_key(dice) : roll_word(dice);
    return str_join(&dice->arena, str_join(&dice->arena, str_slice(line, 0, blanks), key), rest);
}

static Str with_value(Dice *dice, const Lines *lines, Str line)
{
    Str other = lines->items[roll(dice, lines->count)];
    Str value = roll(dice, 2) ? roll_word(dice) : str_from(other, value_at(other));
    if (!roll(dice, 6))
        value = str_format(&dice->arena, "[" STR_FMT ", " STR_FMT "]", STR_ARG(value),
                           STR_ARG(roll_word(dice)));
    return str_join(&dice->arena, str_slice(line, 0, value_at(line)), value);
}

/* A block one step deeper, or less deep. */
static void shift(Dice *dice, Lines *lines, size_t from, size_t count)
{
    bool deeper = roll(dice, 2);
    for (size_t i = from; i < from + count; i++) {
        Str line = lines->items[i];
        lines->items[i] = deeper                      ? str_join(&dice->arena, S("  "), line)
                          : str_starts(line, S("  ")) ? str_from(line, 2)
                                                      : line;
    }
}

static void insert(Dice *dice, Lines *lines, size_t at, const Str *items, size_t count)
{
    Lines longer = {0};
    for (size_t i = 0; i <= lines->count; i++) {
        for (size_t k = 0; i == at && k < count; k++)
            *LIST_ADD(&dice->arena, longer.items, longer.count, longer.capacity) = items[k];
        if (i < lines->count)
            *LIST_ADD(&dice->arena, longer.items, longer.count, longer.capacity) = lines->items[i];
    }
    *lines = longer;
}

static void take_out(Lines *lines, size_t at, size_t count)
{
    for (size_t i = at; i + count < lines->count; i++)
        lines->items[i] = lines->items[i + count];
    lines->count -= count;
}

static void change(Dice *dice, Lines *lines)
{
    size_t at = roll(dice, lines->count), other = roll(dice, lines->count + 1);
    size_t count = 1 + roll(dice, roll(dice, 4) ? 2 : 12);
    count = count < lines->count - at ? count : lines->count - at;
    Str line = lines->items[at];
    switch (roll(dice, 9)) {
    case 0:
        take_out(lines, at, count);
        break;
    case 1:
        insert(dice, lines, other, arena_copy(&dice->arena, lines->items + at, count * sizeof line),
               count);
        break;
    case 2:
        shift(dice, lines, at, count);
        break;
    case 3:
    case 4:
        lines->items[at] = with_key(dice, line);
        break;
    case 5:
    case 6:
        lines->items[at] = with_value(dice, lines, line);
        break;
    case 7:
        line =
            indented(dice, line, roll(dice, 3) ? roll_key(dice) : roll_word(dice), roll_word(dice));
        insert(dice, lines, at + 1, &line, 1);
        break;
    default:
        lines->items[at] = str_join(&dice->arena, line, roll_word(dice));
        break;
    }
}

void mutate_yaml(Dice *dice, Str text, Buf *out)
{
    Lines lines = lines_of(&dice->arena, text);
    for (size_t times = 1 + roll(dice, 3); times && lines.count; times--)
        change(dice, &lines);
    for (size_t i = 0; i < lines.count; i++) {
        buf_put(out, lines.items[i]);
        buf_byte(out, '\n');
    }
}
