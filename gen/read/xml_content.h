/* What an XML document says, apart from how it is laid out (libxml2). */
#ifndef READ_XML_CONTENT_H
#define READ_XML_CONTENT_H

#include "base/str.h"

/* Whether two documents have the same elements with the same texts in the same order. Blanks between elements
 * and inside of tags, line ends, comments, entities, prefixes and the XML declaration do not count; every
 * character of a text does. False, too, where one is not well-formed or has a document type. */
bool xml_same_content(Str one, Str two);

#endif
