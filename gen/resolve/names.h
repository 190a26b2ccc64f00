/* Names that follow from the name of a tool, as the guide has them:
 *
 *     Outreach.io  ->  Outreach.io Integration, Outreach_io_Integration, outreach@mycompany.com       */
#ifndef RESOLVE_NAMES_H
#define RESOLVE_NAMES_H

#include "base/str.h"

/* The pattern with {tool} replaced. */
Str name_fill(Arena *a, Str pattern, Str tool);

/* Letters, digits and single underscores in place of everything else: what Setup proposes as API name
 * for a label. May come out empty or begin with a digit: see name_propose. Characters outside ASCII
 * are replaced by their closest ASCII letters. */
Str name_identifier(Arena *a, Str text);

/* A valid API name close to the text, for "did you mean"; at most `limit` characters. */
Str name_propose(Arena *a, Str text, size_t limit);

/* The tool's part of a username: lower case, without a trailing .io, .com and the like, a hyphen for
 * what a username does not hold. Empty where nothing is left. */
Str name_user_part(Arena *a, Str tool);

/* The first `limit` letters and digits of a username's part. */
Str name_alias(Arena *a, Str user_part, size_t limit);

bool name_is_ascii(Str text);
bool name_has_invisible(Str text); /* a character that nobody sees, other than blanks */

#endif
