import assert from 'node:assert/strict';
import fullSchema from '@atlaskit/adf-schema/dist/json-schema/v1/full.json';
import Ajv from 'ajv';
import type { AdfDocument } from '../../../nodes/jira/rich-text';

/** The draft-04 schema uses nothing that draft-07 reads differently, so the marker of its version is all that has to go. */
const { $schema: _draft04, ...schema } = fullSchema;
const validate = new Ajv({ strict: false }).compile(schema);

/** Fails unless Atlassian's own schema accepts the document. */
export function assertValidAdf(document: AdfDocument): void {
  if (!validate(document)) {
    assert.fail(`not valid ADF: ${JSON.stringify(document).slice(0, 2000)}`);
  }
}
