<?xml version="1.0"?>
<!DOCTYPE Profile [<!ENTITY a "Salesforce">]>
<Profile xmlns="http://soap.sforce.com/2006/04/metadata"><userLicense>&a;</userLicense></Profile>
