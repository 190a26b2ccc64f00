/* The bits of an entry as words. */
#include "write/difference.h"

static void add(DifferenceWords *words, Str word)
{
    if (words->count < DIFFERENCE_WORDS_MAX)
        words->items[words->count++] = word;
}

bool difference_is_switch(ElementKind kind)
{
    return word_find(&element_table[kind], S("true")) != NULL;
}

/* What a word of the short forms adds to those it climbs over: of "edit" the right to edit alone. */
static uint32_t own_bits(const Element *element, const Word *word)
{
    uint32_t bits = word->on;
    for (const Word *w = element->words; w->word; w++)
        if (w->on != word->on && (w->on & ~word->on) == 0)
            bits &= ~w->on;
    return bits;
}

/* Gives the bits that no word of the short forms is for. */
static uint32_t add_short_forms(DifferenceWords *words, const Element *element, uint32_t bits)
{
    for (const Word *word = element->words; word && word->word; word++) {
        uint32_t own = own_bits(element, word);
        if (own & bits)
            add(words, str_of(word->word));
        bits &= ~own;
    }
    return bits;
}

static bool has_word(const Element *element)
{
    for (const Child *child = element->children; child->xml; child++)
        if (child->kind == CHILD_WORD)
            return true;
    return false;
}

static Str value_of(const Child *child, uint32_t bits)
{
    return str_of(child->words[(bits & child_mask(child)) >> child->shift]);
}

static Str change_of(Arena *a, const Element *element, const Child *child, uint32_t was,
                     uint32_t is)
{
    bool alone = element->children[2].xml == NULL; /* the key and this */
    Str text = value_of(child, is), old = value_of(child, was);
    if (!str_is(old, text))
        text = str_format(a, STR_FMT " → " STR_FMT, STR_ARG(old), STR_ARG(text));
    return alone ? text : str_format(a, "%s " STR_FMT, child->xml, STR_ARG(text));
}

DifferenceWords difference_words(Arena *a, ElementKind kind, uint32_t bits, uint32_t was,
                                 uint32_t is)
{
    const Element *element = &element_table[kind];
    DifferenceWords words = {0};
    if (bits & DIFFERENCE_ENTRY)
        add(&words, S("assigned"));
    if (!difference_is_switch(kind) && !has_word(element))
        bits = add_short_forms(&words, element, bits);
    for (const Child *child = element->children; child->xml; child++) {
        if (!(bits & child_mask(child)))
            continue;
        add(&words,
            child->kind == CHILD_WORD ? change_of(a, element, child, was, is) : str_of(child->xml));
    }
    return words;
}
