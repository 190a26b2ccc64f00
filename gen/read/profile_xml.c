/* A walk over the tree with the one table of the PermissionSet type. */
#include "read/profile_xml.h"

#include "model/type.h"

#include <assert.h>
#include <libxml/parser.h>
#include <limits.h>
#include <string.h>

static Str text_of(const xmlNode *node)
{
    const xmlNode *text = node->children;
    return text && text->type == XML_TEXT_NODE && !text->next
               ? str_trim(str_of((const char *)text->content))
               : S("");
}

static Str name_of(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE ? str_of((const char *)node->name) : S("");
}

/* An entry whose key is said. Children that only profiles have are passed over; words, which are those of tabs, are
 * other ones there. */
static void read_entry(Names *names, Arena *a, const Element *element, const xmlNode *node,
                       Grants *grants)
{
    Grant grant = {.kind = (uint8_t)element_kind(element), .from = FROM_FILE};
    bool keyed = false;
    for (const xmlNode *part = node->children; part; part = part->next) {
        const Child *child = child_find(element, name_of(part));
        if (child && child->kind == CHILD_KEY) {
            grant.key = names_intern(names, a, text_of(part));
            keyed = text_of(part).n > 0;
        } else if (child && child->kind == CHILD_FLAG) {
            grant.said |= child_mask(child);
            grant.on |= str_is(text_of(part), S("true")) ? child_mask(child) : 0;
        }
    }
    if (keyed)
        grants_add(grants, a, grant);
}

bool profile_xml_read(Names *names, Arena *a, Str bytes, Grants *grants, Str *user_license)
{
    *user_license = S("");
    assert(bytes.n <= INT_MAX);
    xmlDocPtr document = xmlReadMemory(bytes.s, (int)bytes.n, NULL, NULL,
                                       XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                           XML_PARSE_NOCDATA);
    const xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    bool good = root && !document->intSubset && str_is(name_of(root), S("Profile"));
    for (const xmlNode *node = good ? root->children : NULL; node; node = node->next) {
        const Element *element = element_by_xml(name_of(node));
        if (str_is(name_of(node), S("userLicense")))
            *user_license = str_copy(a, text_of(node));
        else if (element && element->shape == SHAPE_LIST)
            read_entry(names, a, element, node, grants);
    }
    xmlFreeDoc(document);
    return good;
}
