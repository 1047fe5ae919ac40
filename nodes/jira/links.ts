import { PLACEHOLDER_ID } from '../client/dry-run';
import { JiraError } from '../client/errors/jira-error';
import { entry, isRecord, type JsonRecord, listEntry, textEntry } from '../client/json';
import type { CacheKey } from '../client/ttl-cache';
import { ambiguous, badInput } from './input-errors';
import type { Jira } from './jira';
import { writtenText } from './mentions';
import { handful, named } from './names';
import { idOr } from './references';

export interface LinkInputs {
  readonly linkType: unknown;
  /** The subject of the type's outward words: of "blocks", the one that blocks. */
  readonly inwardIssue: unknown;
  readonly outwardIssue: unknown;
  readonly comment?: unknown;
}

interface LinkType {
  readonly id: string;
  readonly name: string;
  readonly inward: string;
  readonly outward: string;
}

const LINK_TYPES: CacheKey<readonly LinkType[]> = { name: 'link-types' };

/**
 * Links two issues and answers the link. Jira answers with nothing, so the link is looked up afterwards; where that fails, the
 * link stands all the same, and the result has a warning in place of the id.
 * @throws JiraError `JIRA_INPUT` or `JIRA_AMBIGUOUS` for the link type, before anything is changed
 */
export async function createLink(jira: Jira, inputs: LinkInputs): Promise<JsonRecord> {
  const inwardIssue = idOr('key', inputs.inwardIssue, 'inwardIssue');
  const outwardIssue = idOr('key', inputs.outwardIssue, 'outwardIssue');
  const { comment } = inputs;
  const stored = comment === undefined ? undefined : await writtenText(jira, comment, 'comment');
  const type = await linkType(jira, inputs.linkType);
  const body = {
    type: { id: type.id },
    inwardIssue,
    outwardIssue,
    ...(stored !== undefined && { comment: { body: stored } }),
  };
  await jira.send({ body, responds: 'nothing' });
  if (jira.options.tryOut) return { id: PLACEHOLDER_ID, type, inwardIssue, outwardIssue };
  return (await lookUp(jira, type, inwardIssue, outwardIssue)) ?? { type, inwardIssue, outwardIssue };
}

/** A link type by id, name or either direction's words, in any case. The words find the type and never swap the ends. */
async function linkType(jira: Jira, wanted: unknown): Promise<LinkType> {
  const { id, name = '' } = idOr('name', wanted, 'linkType');
  const types = await jira.recall(LINK_TYPES, async () =>
    listEntry(await jira.ask({ route: 'GET /issueLinkType' }), 'issueLinkTypes').flatMap(readLinkType),
  );
  const byName = id === undefined ? named(types, name, (type) => [type.name]) : types.filter((type) => type.id === id);
  const matches = byName.length > 0 ? byName : named(types, name, ({ inward, outward }) => [inward, outward]);
  const [first, ...others] = matches;
  const asked = name || String(id);
  if (others.length > 0) throw ambiguous('linkType.ambiguous', asked, matches.map(describe));
  if (first) return first;
  throw badInput('linkType.unknown', { name: asked, candidates: handful(types.map(describe)) });
}

/** The new link as the inward issue shows it: that one's `issuelinks` holds the other end as `outwardIssue`. */
async function lookUp(
  jira: Jira,
  type: LinkType,
  inward: Readonly<Record<string, string>>,
  outward: Readonly<Record<string, string>>,
): Promise<JsonRecord | undefined> {
  try {
    const from = Object.values(inward)[0] ?? '';
    const issue = await jira.ask({
      route: 'GET /issue/{issueIdOrKey}',
      params: { issueIdOrKey: from },
      query: { fields: 'issuelinks' },
    });
    const link = listEntry(entry(issue, 'fields'), 'issuelinks').find(
      (one) => textEntry(entry(one, 'type'), 'id') === type.id && isSame(entry(one, 'outwardIssue'), outward),
    );
    if (isRecord(link) && isRecord(issue)) {
      const { id, key, self } = issue;
      return { ...link, inwardIssue: { id, key, self } };
    }
  } catch (error) {
    if (!(error instanceof JiraError)) throw error;
  }
  jira.warn('linkNotFound');
  return undefined;
}

function isSame(issue: unknown, { id, key }: Readonly<Record<string, string>>): boolean {
  if (id !== undefined) return textEntry(issue, 'id') === id;
  return textEntry(issue, 'key')?.toUpperCase() === key?.toUpperCase();
}

function readLinkType(raw: unknown): LinkType[] {
  const [id, name, inward, outward] = ['id', 'name', 'inward', 'outward'].map((part) => textEntry(raw, part));
  if (id === undefined || name === undefined) return [];
  return [{ id, name, inward: inward ?? '', outward: outward ?? '' }];
}

function describe({ id, name, inward, outward }: LinkType): string {
  return `${name} (${outward} / ${inward}, ${id})`;
}
