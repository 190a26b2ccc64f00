"""What a script of an afternoon does with a definition: its permission sets, as files and in a zip.

    peer.py DEFINITION FOLDER

No checks, no users, no review page, no source format, and all of it is written each time.
"""
import os
import re
import sys
import zipfile
from xml.sax.saxutils import escape

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
OBJECT_FLAGS = (
    ("allowCreate", "create"),
    ("allowDelete", "delete"),
    ("allowEdit", "edit"),
    ("allowRead", "read"),
    ("modifyAllRecords", "modifyAll"),
)


def entry(element, rows):
    lines = [f"        <{name}>{escape(value)}</{name}>" for name, value in rows]
    return "\n".join([f"    <{element}>", *lines, f"    </{element}>"])


def flag(on):
    return "true" if on else "false"


def field_permission(field, access):
    return entry("fieldPermissions", [("editable", flag(access == "edit")), ("field", field), ("readable", "true")])


def object_permission(name, access):
    rows = [(flag_name, flag(word in access)) for flag_name, word in OBJECT_FLAGS]
    return entry("objectPermissions",
                 [*rows, ("object", name), ("viewAllFields", "false"), ("viewAllRecords", "false")])


def permission_set(name, tool):
    objects = sorted(tool["objects"].items())
    fields = sorted((f"{o}.{f}", access) for o, body in objects for f, access in body["fields"].items())
    return "\n".join([
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">',
        f"    <description>{escape(tool['description'])}</description>",
        *(field_permission(field, access) for field, access in fields),
        "    <hasActivationRequired>false</hasActivationRequired>",
        f"    <label>{escape(name)} Integration</label>",
        "    <license>SalesforceAPIIntegrationPsl</license>",
        *(object_permission(o, body["access"]) for o, body in objects),
        "</PermissionSet>",
        "",
    ])


def main(definition, folder):
    with open(definition, encoding="utf-8") as file:
        tools = yaml.load(file, LOADER)["integrations"]
    os.makedirs(os.path.join(folder, "permissionsets"))
    with zipfile.ZipFile(folder + ".zip", "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, tool in sorted(tools.items()):
            api_name = re.sub(r"\W", "_", name) + "_Integration"
            path = f"permissionsets/{api_name}.permissionset"
            text = permission_set(name, tool)
            with open(os.path.join(folder, path), "w", encoding="utf-8") as file:
                file.write(text)
            archive.writestr(path, text)


main(*sys.argv[1:])
