/* Values as YAML scalars: plain where that is safe, quoted or in a block where it is not. Whatever is
 * written here, read/yaml_tree gives back byte for byte. */
#ifndef WRITE_YAML_TEXT_H
#define WRITE_YAML_TEXT_H

#include "base/buf.h"

enum { YAML_WIDTH = 100 }; /* lines are wrapped to stay within it where they can be */

/* One line: a key, an item of a list, a short value. `flow` inside [ ] or { }. */
void put_yaml(Buf *out, Str text, bool flow);

/* A key with its colon, indented by `indent` blanks. */
void put_yaml_key(Buf *out, Str text, size_t indent);

/* A text after "key:": on the same line, folded or literal below it, indented by `indent` blanks. Ends
 * with a line end. */
void put_yaml_text(Buf *out, Str text, size_t indent);

/* "key: text", indented; nothing where the text is empty. */
void put_yaml_entry(Buf *out, const char *key, Str text, size_t indent);

#endif
