/* Text skeletons of templates/, as the build embeds them. */
#ifndef WRITE_TEMPLATES_H
#define WRITE_TEMPLATES_H

extern const char template_retire_apex[];
extern const char template_revoke_apex[];
extern const char template_users_apex[];
extern const char template_RUNBOOK_md[];
extern const char template_access_md[];
extern const char template_index_html[];
extern const char template_ask_sh[];
extern const char template_deploy_sh[];
extern const char template_api_only_users_soql[];
extern const char template_assignments_soql[];
extern const char template_fields_of_all_objects_soql[];
extern const char template_fields_soql[];
extern const char template_groups_soql[];
extern const char template_licenses_soql[];
extern const char template_members_soql[];
extern const char template_names_agents_soql[];
extern const char template_names_apps_soql[];
extern const char template_names_classes_soql[];
extern const char template_names_custom_metadata_types_soql[];
extern const char template_names_custom_permissions_soql[];
extern const char template_names_custom_settings_soql[];
extern const char template_names_external_data_sources_soql[];
extern const char template_names_flows_soql[];
extern const char template_names_pages_soql[];
extern const char template_objects_soql[];
extern const char template_organization_soql[];
extern const char template_permissions_soql[];
extern const char template_seats_soql[];
extern const char template_setup_soql[];
extern const char template_tabs_soql[];
extern const char template_user_licenses_soql[];
extern const char template_users_soql[];

#endif
