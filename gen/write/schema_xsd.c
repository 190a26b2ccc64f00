/* The table as XML Schema. */
#include "write/schema_xsd.h"

#include "facts/facts.h"
#include "model/type.h"
#include "write/text.h"

#define NAMESPACE "http://soap.sforce.com/2006/04/metadata"

static void put_line(Buf *out, size_t depth, const char *text)
{
    buf_fill(out, ' ', 2 * depth);
    buf_put(out, str_of(text));
    buf_byte(out, '\n');
}

static void put_head(Buf *out)
{
    put_line(out, 0, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    put_line(out, 0, "<!-- Made by `apionly schema`. -->");
    put_line(out, 0,
             "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns=\"" NAMESPACE "\"");
    put_line(out, 0,
             "           targetNamespace=\"" NAMESPACE "\" elementFormDefault=\"qualified\">");
}

/* A named restriction of xs:string. */
static void put_enumeration(Buf *out, const char *name, const char *const *values)
{
    buf_format(out, "  <xs:simpleType name=\"%s\">\n    <xs:restriction base=\"xs:string\">\n",
               name);
    for (; *values; values++)
        buf_format(out, "      <xs:enumeration value=\"%s\"/>\n", *values);
    put_line(out, 2, "</xs:restriction>");
    put_line(out, 1, "</xs:simpleType>");
}

static void put_text_type(Buf *out, const char *name, int longest)
{
    buf_format(out, "  <xs:simpleType name=\"%s\">\n    <xs:restriction base=\"xs:string\">\n",
               name);
    put_line(out, 3, "<xs:minLength value=\"1\"/>");
    if (longest)
        buf_format(out, "      <xs:maxLength value=\"%d\"/>\n", longest);
    put_line(out, 2, "</xs:restriction>");
    put_line(out, 1, "</xs:simpleType>");
}

static void put_element(Buf *out, size_t depth, const char *name, const char *type, bool optional)
{
    buf_fill(out, ' ', 2 * depth);
    buf_format(out, "<xs:element name=\"%s\" type=\"%s\"%s/>\n", name, type,
               optional ? " minOccurs=\"0\"" : "");
}

/* --- permission sets ---------------------------------------------------------------------------- */

static const char *const booleans[] = {"true", "false", NULL};

static const char *child_type(const Child *child)
{
    return child->kind == CHILD_KEY ? "Text" : child->kind == CHILD_WORD ? child->xml : "Boolean";
}

/* Salesforce reads an entry without some of its flags, but never writes one without; `readable` alone
 * is optional in its own description. */
static bool is_optional(const Child *child)
{
    return child->written != WRITTEN_ALWAYS || str_is(str_of(child->xml), S("readable"));
}

static void put_doc(Buf *out, size_t depth, const Element *element)
{
    buf_fill(out, ' ', 2 * depth);
    buf_put(out, S("<xs:annotation><xs:documentation>"));
    put_xml(out, str_of(element->doc));
    buf_format(out, "; from API %d.0", element->since);
    if (element->until)
        buf_format(out, " to %d.0", element->until);
    buf_put(out, S("</xs:documentation></xs:annotation>\n"));
}

static void put_list(Buf *out, const Element *element)
{
    buf_format(out, "        <xs:element name=\"%s\" minOccurs=\"0\" maxOccurs=\"unbounded\">\n",
               element->xml);
    put_doc(out, 5, element);
    put_line(out, 5, "<xs:complexType>");
    put_line(out, 6, "<xs:sequence>");
    for (const Child *child = element->children; child->xml; child++)
        put_element(out, 7, child->xml, child_type(child), is_optional(child));
    put_line(out, 6, "</xs:sequence>");
    put_line(out, 5, "</xs:complexType>");
    put_line(out, 4, "</xs:element>");
}

static void put_nested(Buf *out, const Element *element)
{
    buf_format(out, "        <xs:element name=\"%s\" minOccurs=\"0\">\n", element->xml);
    put_doc(out, 5, element);
    put_line(out, 5, "<xs:complexType>");
    put_line(out, 6, "<xs:sequence>");
    put_line(out, 7, "<xs:element name=\"aiDescriptor\" minOccurs=\"0\">");
    put_line(out, 8, "<xs:complexType>");
    put_line(out, 9, "<xs:sequence>");
    put_element(out, 10, "enrichedDescription", "Text", false);
    put_line(out, 9, "</xs:sequence>");
    put_line(out, 8, "</xs:complexType>");
    put_line(out, 7, "</xs:element>");
    put_line(out, 6, "</xs:sequence>");
    put_line(out, 5, "</xs:complexType>");
    put_line(out, 4, "</xs:element>");
}

static void put_text(Buf *out, const Element *element)
{
    ElementKind kind = element_kind(element);
    const char *type = kind == LABEL                  ? "Label"
                       : kind == DESCRIPTION          ? "Description"
                       : element->shape == SHAPE_FLAG ? "Boolean"
                                                      : "Text";
    buf_format(out, "        <xs:element name=\"%s\" type=\"%s\"%s>\n", element->xml, type,
               kind == LABEL ? "" : " minOccurs=\"0\"");
    put_doc(out, 5, element);
    put_line(out, 4, "</xs:element>");
}

/* Words of children, as types of the child's name. */
static void put_word_types(Buf *out)
{
    for (size_t i = 0; i < ELEMENT_COUNT; i++)
        for (const Child *child = element_table[i].children; child && child->xml; child++)
            if (child->kind == CHILD_WORD)
                put_enumeration(out, child->xml, child->words);
}

void write_permission_set_xsd(Buf *out)
{
    put_head(out);
    put_enumeration(out, "Boolean", booleans);
    put_text_type(out, "Text", 0);
    put_text_type(out, "Label", LIMIT_LABEL);
    put_text_type(out, "Description", LIMIT_DESCRIPTION);
    put_word_types(out);
    put_line(out, 1, "<xs:element name=\"PermissionSet\">");
    put_line(out, 2, "<xs:complexType>");
    put_line(out, 3, "<xs:sequence>");
    for (size_t i = 0; i < ELEMENT_COUNT; i++) {
        const Element *element = &element_table[i];
        if (element->shape == SHAPE_LIST)
            put_list(out, element);
        else if (element->shape == SHAPE_NESTED)
            put_nested(out, element);
        else if (element->shape != SHAPE_FILE_NAME)
            put_text(out, element);
    }
    put_line(out, 3, "</xs:sequence>");
    put_line(out, 2, "</xs:complexType>");
    put_line(out, 1, "</xs:element>");
    put_line(out, 0, "</xs:schema>");
}

/* --- package.xml -------------------------------------------------------------------------------- */

void write_package_xsd(Buf *out)
{
    put_head(out);
    put_text_type(out, "Text", 0);
    put_line(out, 1, "<xs:simpleType name=\"Version\">");
    put_line(out, 2, "<xs:restriction base=\"xs:string\">");
    put_line(out, 3, "<xs:pattern value=\"[1-9][0-9]*\\.0\"/>");
    put_line(out, 2, "</xs:restriction>");
    put_line(out, 1, "</xs:simpleType>");
    put_line(out, 1, "<xs:element name=\"Package\">");
    put_line(out, 2, "<xs:complexType>");
    put_line(out, 3, "<xs:sequence>");
    put_line(out, 4, "<xs:element name=\"types\" minOccurs=\"0\" maxOccurs=\"unbounded\">");
    put_line(out, 5, "<xs:complexType>");
    put_line(out, 6, "<xs:sequence>");
    put_line(out, 7, "<xs:element name=\"members\" type=\"Text\" maxOccurs=\"unbounded\"/>");
    put_element(out, 7, "name", "Text", false);
    put_line(out, 6, "</xs:sequence>");
    put_line(out, 5, "</xs:complexType>");
    put_line(out, 4, "</xs:element>");
    put_element(out, 4, "version", "Version", false);
    put_line(out, 3, "</xs:sequence>");
    put_line(out, 2, "</xs:complexType>");
    put_line(out, 1, "</xs:element>");
    put_line(out, 0, "</xs:schema>");
}
