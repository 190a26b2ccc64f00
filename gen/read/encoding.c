/* UTF-8 or a finding at the first byte that is not. */
#include "read/encoding.h"

#include "base/utf8.h"

bool encoding_check(Diag *d, uint32_t file, Str bytes, size_t skipped)
{
    Loc place = {.file = file, .at = (uint32_t)skipped, .length = 1};
    if (str_starts(bytes, S("\xff\xfe")) || str_starts(bytes, S("\xfe\xff")) ||
        (bytes.n > 1 && (!bytes.s[0] || !bytes.s[1]))) {
        diag(d, RULE_NOT_UTF8, place, "the file is UTF-16, not UTF-8");
        return false;
    }
    ptrdiff_t invalid = utf8_invalid(bytes);
    if (invalid < 0)
        return true;
    place.at += (uint32_t)invalid;
    diag(d, RULE_NOT_UTF8, place, "the byte 0x%02X is not part of valid UTF-8",
         (unsigned char)bytes.s[invalid]);
    return false;
}
