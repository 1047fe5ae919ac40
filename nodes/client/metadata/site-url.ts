import { JiraError } from '../errors/jira-error';

/**
 * The address of a Jira site in one form: origin and context path, without a slash at the end.
 * @throws JiraError `JIRA_CONFIG` if it is missing, not an http(s) address, or holds credentials, a query or a fragment
 */
export function readSiteUrl(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') throw new JiraError('JIRA_CONFIG', 'config.noUrl');
  // No address of a Jira holds an @. Where one does, what precedes it may be a password, however it is to be read.
  if (trimmed.includes('@')) throw new JiraError('JIRA_CONFIG', 'config.urlCredentials');
  const url = parse(trimmed);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '' || url.search !== '' || url.hash !== '') {
    // A query may hold a token.
    throw new JiraError('JIRA_CONFIG', 'config.badUrl', { url: trimmed.replace(/[?#].*/s, '') });
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
}

/** Whether an address leads to another machine without encryption, so that credentials could be read on the way. */
export function isPlainHttpElsewhere(text: string): boolean {
  const url = parse(text.trim());
  return url?.protocol === 'http:' && !/^(.*\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/i.test(url.hostname);
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
