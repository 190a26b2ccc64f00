/* Text skeletons of templates/, as the build embeds them. */
#ifndef WRITE_TEMPLATES_H
#define WRITE_TEMPLATES_H

extern const char template_users_apex[];

#endif
