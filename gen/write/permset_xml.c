/* Permission sets to XML: the table gives the order, the grants come sorted, so one walk over both
 * writes the file. */
#include "model/type.h"
#include "write/text.h"
#include "write/write.h"

static void put_element(Buf *out, size_t depth, const char *name, Str value)
{
    Str tag = str_of(name);
    buf_fill(out, ' ', 4 * depth);
    buf_byte(out, '<');
    buf_put(out, tag);
    buf_byte(out, '>');
    put_xml(out, value);
    buf_put(out, S("</"));
    buf_put(out, tag);
    buf_put(out, S(">\n"));
}

static void put_tag(Buf *out, size_t depth, const char *open, const char *name)
{
    buf_fill(out, ' ', 4 * depth);
    buf_put(out, str_of(open));
    buf_put(out, str_of(name));
    buf_put(out, S(">\n"));
}

static bool is_written(const Child *child, const Grant *grant, int version)
{
    if (child->kind == CHILD_KEY || child->written == WRITTEN_ALWAYS)
        return true;
    bool said = (grant->said & child_mask(child)) != 0;
    return said && (child->written == WRITTEN_IF_SAID || version >= child->since);
}

static Str child_value(const Child *child, const Grant *grant, const Names *names)
{
    uint32_t bits = (grant->on & child_mask(child)) >> child->shift;
    switch (child->kind) {
    case CHILD_KEY:
        return names->text[grant->key];
    case CHILD_WORD:
        return str_of(child->words[bits]);
    default:
        return bits ? S("true") : S("false");
    }
}

static void put_entry(Buf *out, const Element *element, const Grant *grant, const Names *names,
                      int version)
{
    put_tag(out, 1, "<", element->xml);
    for (const Child *child = element->children; child->xml; child++)
        if (is_written(child, grant, version))
            put_element(out, 2, child->xml, child_value(child, grant, names));
    put_tag(out, 1, "</", element->xml);
}

static void put_enrichments(Buf *out, Str text)
{
    put_tag(out, 1, "<", "enrichments");
    put_tag(out, 2, "<", "aiDescriptor");
    put_element(out, 3, "enrichedDescription", text);
    put_tag(out, 2, "</", "aiDescriptor");
    put_tag(out, 1, "</", "enrichments");
}

/* label, license and the like. hasActivationRequired is always written from its version on. */
static void put_head(Buf *out, const Element *element, const PermissionSet *set)
{
    const void *value = (const char *)set + element->offset;
    if (element->shape == SHAPE_FLAG) {
        const Flag *flag = value;
        if (!flag->absent)
            put_element(out, 1, element->xml, flag->on ? S("true") : S("false"));
    } else if (element->shape == SHAPE_TEXT && ((const Text *)value)->s.n) {
        put_element(out, 1, element->xml, ((const Text *)value)->s);
    } else if (element->shape == SHAPE_NESTED && ((const Text *)value)->s.n) {
        put_enrichments(out, ((const Text *)value)->s);
    }
}

static bool exists_at(const Element *element, int version)
{
    return version >= element->since && (!element->until || version <= element->until);
}

void write_permission_set(const Names *names, const PermissionSet *set, Buf *out)
{
    size_t next = 0;
    buf_put(out, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<PermissionSet xmlns=\"http://soap.sforce.com/2006/04/metadata\">\n"));
    for (size_t kind = 0; kind < ELEMENT_COUNT; kind++) {
        const Element *element = &element_table[kind];
        if (element->shape != SHAPE_LIST && exists_at(element, set->api.number))
            put_head(out, element, set);
        while (next < set->grants.count && set->grants.items[next].kind == kind)
            put_entry(out, element, &set->grants.items[next++], names, set->api.number);
    }
    buf_put(out, S("</PermissionSet>\n"));
}
