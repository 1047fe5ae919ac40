import type { Project, Version } from './model';
import type { SiteStore } from './store';

export type VersionChange = Partial<Pick<Version, 'name' | 'released' | 'releaseDate'>>;

/** Changes a version; releasing it, or taking that back, is told by itself. */
export function changeVersion(store: SiteStore, project: Project, version: Version, change: VersionChange): void {
  const { released } = version;
  Object.assign(version, change);
  store.events.tell({ kind: 'version', what: 'updated', version, project });
  if (version.released === released) return;
  store.events.tell({ kind: 'version', what: version.released ? 'released' : 'unreleased', version, project });
}
