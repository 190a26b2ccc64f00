/* What a profile grants, from its XML (libxml2): of the elements that it shares with permission sets. */
#ifndef READ_PROFILE_XML_H
#define READ_PROFILE_XML_H

#include "model/grant.h"

/* Adds the grants of a profile, and gives its user licence (empty where it says none). What permission sets do
 * not have (layouts, login hours …) is passed over. False where the bytes are no profile. */
bool profile_xml_read(Names *names, Arena *a, Str bytes, Grants *grants, Str *user_license);

#endif
