/* What went wrong in libzip. */
#ifndef PACK_ZIP_FAULT_H
#define PACK_ZIP_FAULT_H

#include <zip.h>

/* Gives the errno behind an error, 0 where the data is at fault. A lack of memory ends the program. Of some
 * allocations that fail libzip tells no reason, or a wrong one ("Not a zip archive"), so errno counts too: it is to
 * be 0 before the call that failed. */
int zip_fault(zip_error_t *why);

#endif
