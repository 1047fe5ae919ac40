/** People as each deployment writes them. */

import type { View } from '../call';
import type { User } from '../model';

/** The short form found in issues, comments and lists of people. */
export function serializeUser(view: View, user: User): Record<string, unknown> {
  const cloud = view.store.deployment === 'cloud';
  const emailVisible = !user.emailHidden || view.user?.id === user.id;
  const avatar = `${view.base}/secure/useravatar?ownerId=${encodeURIComponent(user.id)}`;
  const avatarUrls = Object.fromEntries([48, 24, 16, 32].map((size) => [`${size}x${size}`, `${avatar}&size=${size}`]));
  if (cloud) {
    return {
      self: `${view.api}/user?accountId=${encodeURIComponent(user.id)}`,
      accountId: user.id,
      ...(emailVisible && user.accountType === 'atlassian' ? { emailAddress: user.email } : {}),
      avatarUrls,
      displayName: user.displayName,
      active: user.active,
      timeZone: user.timeZone,
      accountType: user.accountType,
    };
  }
  return {
    self: `${view.api}/user?username=${encodeURIComponent(user.name)}`,
    name: user.name,
    key: user.id,
    emailAddress: user.email,
    avatarUrls,
    displayName: user.displayName,
    active: user.active,
    timeZone: user.timeZone,
  };
}

/**
 * The long form of `myself` and `user`.
 * @param expand what to fill in of `groups` and `applicationRoles`; both are there with their size alone otherwise
 */
export function serializeFullUser(view: View, user: User, expand: readonly string[]): Record<string, unknown> {
  const cloud = view.store.deployment === 'cloud';
  const groups = user.groups.map((name) => ({
    name,
    ...(cloud ? { groupId: groupId(name) } : {}),
    self: `${view.api}/group?groupname=${encodeURIComponent(name)}`,
  }));
  const list = (name: string, items: readonly unknown[]) => ({
    size: items.length,
    ...(expand.includes(name) ? { items } : { items: [] }),
  });
  const roles = user.accountType === 'app' ? [] : [applicationRole(cloud)];
  return {
    ...serializeUser(view, user),
    locale: user.locale,
    ...(cloud ? {} : { deleted: false, lastLoginTime: '2026-11-20T08:02:11+0100' }),
    groups: list('groups', groups),
    applicationRoles: list('applicationRoles', roles),
    expand: 'groups,applicationRoles',
  };
}

function applicationRole(cloud: boolean): Record<string, unknown> {
  return { key: 'jira-software', name: cloud ? 'Jira' : 'Jira Software' };
}

/** Cloud names groups by a UUID; this one is made from the name, so that it stays the same. */
export function groupId(name: string): string {
  const hex = Buffer.from(name.padEnd(16, '.')).toString('hex').slice(0, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
