import { JiraError } from './errors';

/**
 * The address of a Jira site in one form: origin and context path, without a slash at the end.
 * @throws JiraError `JIRA_CONFIG` if it is missing, not an http(s) address, or holds credentials, a query or a fragment
 */
export function readSiteUrl(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') throw new JiraError('JIRA_CONFIG', 'config.noUrl');
  const url = parse(trimmed);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '' || url.search !== '' || url.hash !== '') {
    throw new JiraError('JIRA_CONFIG', 'config.badUrl', { url: withoutSecrets(trimmed) });
  }
  if (url.username !== '' || url.password !== '') throw new JiraError('JIRA_CONFIG', 'config.urlCredentials');
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** What was typed may hold a password before its last `@`, or a token in its query. */
function withoutSecrets(text: string): string {
  return text.replace(/^([a-z][a-z\d+.-]*:\/\/)?.*@/is, '$1').replace(/[?#].*/s, '');
}
