/* XML by elements: from a start tag to its end tag. */
#include "mutate.h"

#include "model/type.h"

typedef struct {
    size_t start, inner, inner_end, end; /* of the text: the tags, and what is between them */
} Span;

/* An element at random; false where the tag that was rolled has no end. */
static bool roll_span(Dice *dice, Str text, Span *span)
{
    size_t start = roll_place(dice, text, '<'), name_end = start + 1, end;
    while (name_end < text.n &&
           (char_is_letter(text.s[name_end]) || char_is_digit(text.s[name_end])))
        name_end++;
    while (name_end > start + 1 && name_end < text.n && text.s[name_end] != '>')
        name_end++;
    if (start >= text.n || name_end >= text.n || name_end == start + 1)
        return false;
    Str name = str_slice(text, start + 1, name_end), attributes = name;
    name = str_cut(&attributes, ' ');
    ptrdiff_t close = str_search(str_from(text, name_end),
                                 str_format(&dice->arena, "</" STR_FMT ">", STR_ARG(name)));
    if (close < 0)
        return false;
    end = name_end + (size_t)close;
    *span = (Span){start, name_end + 1, end, end + name.n + 3};
    return true;
}

static void put_entry(Dice *dice, Buf *out)
{
    const Element *element = &element_table[roll(dice, ELEMENT_COUNT)];
    if (!element->children) {
        buf_format(out, "    <%s>" STR_FMT "</%s>\n", element->xml, STR_ARG(roll_word(dice)),
                   element->xml);
        return;
    }
    buf_format(out, "    <%s>\n", element->xml);
    for (const Child *child = element->children; child->xml; child++) {
        Str value = child->kind == CHILD_KEY ? roll_word(dice)
                    : roll(dice, 2)          ? S("true")
                                             : S("false");
        if (child->words && child->words[0])
            value = str_of(child->words[0]);
        if (roll(dice, 16))
            buf_format(out, "        <%s>" STR_FMT "</%s>\n", child->xml, STR_ARG(value),
                       child->xml);
    }
    buf_format(out, "    </%s>\n", element->xml);
}

static void replace(Str text, size_t from, size_t to, Str by, Buf *out)
{
    buf_put(out, str_slice(text, 0, from));
    buf_put(out, by);
    buf_put(out, str_from(text, to));
}

static void rename_span(Dice *dice, Str text, const Span *span, Buf *out)
{
    Str name = roll_element(dice), inner = str_slice(text, span->inner, span->inner_end);
    replace(text, span->start, span->end,
            str_format(&dice->arena, "<" STR_FMT ">" STR_FMT "</" STR_FMT ">", STR_ARG(name),
                       STR_ARG(inner), STR_ARG(name)),
            out);
}

void mutate_xml(Dice *dice, Str text, Buf *out)
{
    Span one, two;
    Buf entry = {0};
    bool found = roll_span(dice, text, &one), other = roll_span(dice, text, &two);
    size_t kind = found ? roll(dice, 7) : 7;
    Str whole = found ? str_slice(text, one.start, one.end) : S("");
    if (kind == 0)
        replace(text, one.start, one.end, S(""), out);
    else if (kind == 1 && other)
        replace(text, two.end, two.end, whole, out);
    else if (kind == 2 && other)
        replace(text, two.start, two.end, whole, out);
    else if (kind == 3)
        rename_span(dice, text, &one, out);
    else if (kind == 4 && other)
        replace(text, one.inner, one.inner_end, str_slice(text, two.inner, two.inner_end), out);
    else if (kind == 5)
        replace(text, one.inner, one.inner_end, roll_word(dice), out);
    else {
        size_t at = found ? one.end : roll_place(dice, text, '\n');
        put_entry(dice, &entry);
        replace(text, at, at, buf_str(&entry), out);
    }
    buf_free(&entry);
}
