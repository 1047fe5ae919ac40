/** Names in a webhook's address that stand for what happened: `{issue.key}`, and before Data Center 10 `${issue.key}`. */

import type { SiteStore } from '../store';
import type { Message } from './messages';

export function filledUrl(store: SiteStore, url: string, { issue, project, sprint }: Message): string {
  const place = issue ? store.project(issue.projectId) : project;
  const values: Readonly<Record<string, string | undefined>> = {
    'issue.id': issue?.id,
    'issue.key': issue && store.key(issue),
    'project.id': place?.id,
    'project.key': place?.key,
    'sprint.id': sprint && String(sprint.id),
    'board.id': sprint && String(sprint.boardId),
  };
  const old = store.deployment === 'datacenter' && Number.parseInt(store.settings.version, 10) < 10;
  const pattern = old ? /\$\{([a-zA-Z.]+)\}/g : /\{([a-zA-Z.]+)\}/g;
  return url.replaceAll(pattern, (whole, name: string) => values[name] ?? whole);
}
