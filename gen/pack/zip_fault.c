#include "pack/zip_fault.h"

#include "base/memory.h"

#include <errno.h>
#include <stdbool.h>

int zip_fault(zip_error_t *why)
{
    int code = zip_error_code_zip(why);
    bool of_system = zip_error_system_type(why) == ZIP_ET_SYS;
    if (errno == ENOMEM || code == ZIP_ER_MEMORY || code == ZIP_ER_OK)
        mem_exhausted();
    return of_system ? zip_error_code_system(why) : 0;
}
