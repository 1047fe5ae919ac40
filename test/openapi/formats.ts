import type { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

/**
 * The documents say `date-time`, which is RFC 3339, but Jira writes the offset without a colon
 * (`2026-11-20T09:14:03.512+0000`), the documents' own examples included. Anything else is a mistake, `Z` too.
 */
const JIRA_TIMESTAMP = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}[+-]\d{4}$/;

/** Teaches the validator the formats that Atlassian's documents use. */
export function addJiraFormats(ajv: Ajv): void {
  addFormats(ajv, ['date', 'uri', 'uuid', 'int32', 'int64', 'double', 'byte', 'binary']);
  ajv.addFormat('date-time', JIRA_TIMESTAMP);
  // `url` and `json` are Atlassian's own words; ajv-formats' `url` knows no host without a dot.
  ajv.addFormat('url', URL.canParse);
  ajv.addFormat('json', true);
}
