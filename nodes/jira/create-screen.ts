import type { Request } from '../client/http/request';
import { textEntry } from '../client/json';
import type { ListRequest } from '../client/lists/paging';
import type { Jira } from './jira';
import { named } from './names';
import { everyRecord } from './records';

const ISSUE_TYPES = 'GET /issue/createmeta/{projectIdOrKey}/issuetypes';
const FIELDS = 'GET /issue/createmeta/{projectIdOrKey}/issuetypes/{issueTypeId}';
/** The most issue types or fields that Jira describes in one response. */
const PER_PAGE = 200;

/**
 * The issue types that the account may create in a project, as Jira describes them.
 * @param needed as in `everyRecord`
 */
export function issueTypesToCreate(jira: Jira, projectIdOrKey: string, needed = false): Promise<readonly unknown[]> {
  const list = described(jira, { route: ISSUE_TYPES, params: { projectIdOrKey } }, 'issueTypes');
  return everyRecord(jira, list, PER_PAGE, needed);
}

/**
 * Every field of the screen on which an issue of this project and type is created.
 * @param needed as in `everyRecord`
 */
export function fieldsToCreate(
  jira: Jira,
  projectIdOrKey: string,
  typeId: string,
  needed = false,
): Promise<readonly unknown[]> {
  const list = described(jira, { route: FIELDS, params: { projectIdOrKey, issueTypeId: typeId } }, 'fields');
  return everyRecord(jira, list, PER_PAGE, needed);
}

/** The id of the issue type that a name, in any case, or an id means. */
export function issueTypeId(types: readonly unknown[], wanted: string): string | undefined {
  const byId = types.find((one) => textEntry(one, 'id') === wanted.trim());
  return textEntry(byId ?? named(types, wanted, (one) => [textEntry(one, 'name')])[0], 'id');
}

/** Cloud and Data Center call and page the same list in other ways. */
function described(jira: Jira, request: Request, onCloud: string): ListRequest {
  if (jira.deployment === 'cloud') return { ...request, style: 'offset', records: onCloud };
  return { ...request, style: 'page', records: 'values' };
}
