#include "write/grant_words.h"

/* --- names ------------------------------------------------------------------------------------------ */

static const struct {
    const char *one, *several;
} nouns[ELEMENT_COUNT] = {
    [AGENT_ACCESS] = {"agent", "agents"},
    [APPLICATION_VISIBILITY] = {"app", "apps"},
    [CLASS_ACCESS] = {"Apex class", "Apex classes"},
    [CUSTOM_METADATA_TYPE_ACCESS] = {"custom metadata type", "custom metadata types"},
    [CUSTOM_PERMISSION] = {"custom permission", "custom permissions"},
    [CUSTOM_SETTING_ACCESS] = {"custom setting", "custom settings"},
    [DATASPACE_SCOPE] = {"data space", "data spaces"},
    [EMAIL_ROUTING_ADDRESS_ACCESS] = {"email routing address", "email routing addresses"},
    [EXTERNAL_CREDENTIAL_PRINCIPAL_ACCESS] = {"external credential principal",
                                              "external credential principals"},
    [EXTERNAL_DATA_SOURCE_ACCESS] = {"external data source", "external data sources"},
    [FLOW_ACCESS] = {"flow", "flows"},
    [GEN_COMPUTING_SUMMARY_DEF_ACCESS] = {"summary definition", "summary definitions"},
    [PAGE_ACCESS] = {"page", "pages"},
    [RECORD_TYPE_VISIBILITY] = {"record type", "record types"},
    [SERVICE_PRESENCE_STATUS_ACCESS] = {"service presence status", "service presence statuses"},
    [TAB_SETTING] = {"tab", "tabs"},
    [USER_PERMISSION] = {"user permission", "user permissions"},
};

Str grant_noun(ElementKind kind, bool several)
{
    return str_of(several ? nouns[kind].several : nouns[kind].one);
}

int grant_rank(ElementKind kind)
{
    return kind == OBJECT_PERMISSION        ? 0
           : kind == FIELD_PERMISSION       ? 1
           : kind == RECORD_TYPE_VISIBILITY ? 2
                                            : 3 + (int)kind;
}

Str grant_object(ElementKind kind, Str key, Str *name)
{
    *name = key;
    if (kind == OBJECT_PERMISSION)
        return key;
    bool inside = kind == FIELD_PERMISSION || kind == RECORD_TYPE_VISIBILITY;
    return inside ? str_cut(name, '.') : S("");
}

/* --- words ------------------------------------------------------------------------------------------ */

static void add(GrantWords *words, Str word)
{
    if (words->count < GRANT_WORDS_MAX)
        words->items[words->count++] = word;
}

static bool is_switch(ElementKind kind)
{
    return word_find(&element_table[kind], S("true")) != NULL;
}

/* Gives the bits that no word of the short forms is for. */
static uint32_t add_short_forms(GrantWords *words, const Element *element, uint32_t bits)
{
    for (const Word *word = element->words; word && word->word; word++) {
        uint32_t own = word_own_bits(element, word);
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

GrantWords grant_words(Arena *a, ElementKind kind, uint32_t bits, uint32_t was, uint32_t is)
{
    const Element *element = &element_table[kind];
    GrantWords words = {0};
    if (bits & GRANT_ENTRY)
        add(&words, S("assigned"));
    if (!is_switch(kind) && !has_word(element))
        bits = add_short_forms(&words, element, bits);
    for (const Child *child = element->children; child->xml; child++) {
        if (!(bits & child_mask(child)))
            continue;
        add(&words,
            child->kind == CHILD_WORD ? change_of(a, element, child, was, is) : str_of(child->xml));
    }
    return words;
}

Str grant_text(Arena *a, ElementKind kind, uint32_t bits, uint32_t was, uint32_t is)
{
    Str text = S("");
    if (is_switch(kind))
        return text;
    GrantWords words = grant_words(a, kind, bits, was, is);
    for (size_t i = 0; i < words.count; i++)
        text = str_format(a, STR_FMT "%s" STR_FMT, STR_ARG(text), i ? ", " : "",
                          STR_ARG(words.items[i]));
    return text;
}
