<?xml version="1.0"?>
<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>One</label></PermissionSet>
