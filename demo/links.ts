/** Links between issues as they come and go. The history of each end names the other one. */

import { linkItem } from './history';
import type { Issue, IssueLink, LinkType } from './model';
import type { SiteStore } from './store';

export interface WholeLink {
  readonly link: IssueLink;
  readonly type: LinkType;
  readonly inward: Issue;
  readonly outward: Issue;
}

/** Links two issues, unless they are linked so already. */
export function linkIssues(store: SiteStore, type: LinkType, inward: Issue, outward: Issue, actorId: string): void {
  const present = store
    .linksOf(inward.id)
    .some((link) => link.typeId === type.id && link.inwardIssueId === inward.id && link.outwardIssueId === outward.id);
  if (present) return;
  const link: IssueLink = {
    id: store.nextId('link'),
    typeId: type.id,
    inwardIssueId: inward.id,
    outwardIssueId: outward.id,
  };
  noteOnBothEnds(store, { link, type, inward, outward }, 'added', actorId);
  store.events.tell({ kind: 'issuelink', what: 'created', link, type });
}

export function unlinkIssues(store: SiteStore, whole: WholeLink, actorId: string): void {
  noteOnBothEnds(store, whole, 'removed', actorId);
  store.events.tell({ kind: 'issuelink', what: 'deleted', link: whole.link, type: whole.type });
}

function noteOnBothEnds(store: SiteStore, whole: WholeLink, what: 'added' | 'removed', actorId: string): void {
  const { link, type, inward, outward } = whole;
  const apply = (): void => {
    if (what === 'added') store.links.set(link.id, link);
    else store.links.delete(link.id);
  };
  store.change(inward, actorId, [linkItem(type.outward, store.key(outward), what)], apply);
  store.change(outward, actorId, [linkItem(type.inward, store.key(inward), what)], apply);
}
