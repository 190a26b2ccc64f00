/* Permission set XML to the model (libxml2's SAX2): strict about content, tolerant about order. */
#ifndef READ_PERMSET_XML_H
#define READ_PERMSET_XML_H

#include "diag/diag.h"
#include "model/model.h"

/* Fills the texts, flags and grants of `set` from a file; its grants come sorted. license_name is what
 * the file says; `api_name` is the file's name, which the caller has put there. The bytes are a source of
 * `d` with this number and must outlive the model. False where the text is not a well-formed
 * permission set; whatever is wrong is a finding with its place. */
bool permset_xml_read(Model *model, Diag *d, uint32_t file, Str bytes, PermissionSet *set);

#endif
