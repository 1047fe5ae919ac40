/** The people of the demo sites, and how they sign in. */

import type { Deployment, User } from '../model';
import type { Credential } from '../store';

interface Person {
  readonly name: string;
  readonly displayName: string;
  readonly email: string;
  readonly timeZone?: string;
  readonly emailHidden?: true;
  readonly inactive?: true;
  readonly administrator?: true;
  readonly mayNotBrowseUsers?: true;
  readonly groups?: readonly string[];
}

/** Two of them share a name, one has left, one belongs to no project. */
const people: readonly Person[] = [
  { name: 'ada', displayName: 'Ada Lindqvist', email: 'ada@example.com', administrator: true },
  { name: 'ben', displayName: 'Ben Okafor', email: 'ben@example.com', timeZone: 'Europe/Berlin' },
  { name: 'cara', displayName: 'Cara Moreau', email: 'cara@example.com', mayNotBrowseUsers: true },
  { name: 'dmitri', displayName: 'Dmitri Volkov', email: 'dmitri@example.com', emailHidden: true },
  { name: 'elena', displayName: 'Elena Rossi', email: 'elena@example.com', inactive: true },
  {
    name: 'farid',
    displayName: 'Farid Haddad',
    email: 'farid@example.com',
    groups: ['jira-software-users', 'shift-leads'],
  },
  {
    name: 'grace',
    displayName: 'Grace Njoroge',
    email: 'grace@example.com',
    groups: ['jira-software-users', 'shift-leads'],
  },
  { name: 'hana', displayName: 'Hana Sato', email: 'hana@example.com', emailHidden: true, timeZone: 'Asia/Tokyo' },
  { name: 'ivo', displayName: 'Ivo Petrov', email: 'ivo@example.com' },
  { name: 'jonas', displayName: 'Jonas Weber', email: 'jonas@example.com', timeZone: 'Europe/Berlin' },
  { name: 'kim', displayName: 'Kim Larsen', email: 'kim.larsen@example.com' },
  { name: 'kim2', displayName: 'Kim Larsen', email: 'k.larsen@example.com', emailHidden: true },
];

const app: User = {
  id: '557058:b7e1f0c2-5a7d-4f7e-9a55-0d6f3c1e2b11',
  name: 'automation',
  displayName: 'Automation for Jira',
  email: 'automation@connect.example.com',
  emailHidden: true,
  active: true,
  accountType: 'app',
  timeZone: 'Etc/UTC',
  locale: 'en_US',
  groups: [],
  browsesUsers: true,
  administrator: false,
};

/** A person's account id on Cloud, or user key on Data Center. */
export function personId(deployment: Deployment, name: string): string {
  const index = people.findIndex((person) => person.name === name);
  if (deployment === 'datacenter') return `JIRAUSER${10_100 + index}`;
  const tail = String(0x5f0c_1000 + index * 7919);
  return `712020:8d3e4c${String(10 + index)}-6b1f-4a52-9c0d-${tail.padStart(12, '0')}`;
}

export function usersOf(deployment: Deployment): readonly User[] {
  const users = people.map(
    (person): User => ({
      id: personId(deployment, person.name),
      name: person.name,
      displayName: person.displayName,
      email: person.email,
      emailHidden: person.emailHidden ?? false,
      active: !person.inactive,
      accountType: 'atlassian',
      timeZone: person.timeZone ?? 'Europe/London',
      locale: 'en_GB',
      groups:
        person.groups ??
        (person.administrator ? ['jira-administrators', 'jira-software-users'] : ['jira-software-users']),
      browsesUsers: !person.mayNotBrowseUsers,
      administrator: person.administrator ?? false,
    }),
  );
  return deployment === 'cloud' ? [...users, app] : users;
}

/**
 * Who can sign in. Ada administers everything; Ben is a developer in OPS and IT, runs TEAM, and does not see SEC; Cara may read and
 * comment in OPS, IT and TEAM, and may not look people up. On Cloud the password is an API token; a Data Center token is a personal
 * access token.
 */
export const demoCredentials = {
  cloud: {
    ada: { username: 'ada@example.com', password: 'ATATT3xDemoAda-9f2c7e51b8' },
    ben: { username: 'ben@example.com', password: 'ATATT3xDemoBen-41d0a6' },
    cara: { username: 'cara@example.com', password: 'ATATT3xDemoCara-c83be2907741' },
  },
  datacenter: {
    ada: { username: 'ada', password: 'ada-demo', token: 'MDA5NjQ3NDE4-demo-ada' },
    ben: { username: 'ben', password: 'ben-demo', token: 'MTE4MjM0NTY3-demo-ben' },
    cara: { username: 'cara', password: 'cara-demo', token: 'MjA0ODE2MzI2-demo-cara' },
  },
} as const;

/** API tokens of Cloud with scopes: good at the API gateway alone. Cara's may not read people. */
export const demoScopedTokens = {
  ada: {
    username: 'ada@example.com',
    password: 'ATATT3xDemoAda-scoped-77c1e04b',
    scopes: ['read:jira-work', 'write:jira-work', 'read:jira-user'],
  },
  cara: { username: 'cara@example.com', password: 'ATATT3xDemoCara-scoped-0b9d', scopes: ['read:jira-work'] },
} as const;

export function credentialsOf(deployment: Deployment): readonly Credential[] {
  if (deployment === 'cloud') {
    const tokens = [...Object.entries(demoCredentials.cloud), ...Object.entries(demoScopedTokens)];
    return tokens.map(([name, { username, password, ...rest }]) => ({
      userId: personId(deployment, name),
      scheme: 'basic',
      login: username,
      secret: password,
      ...rest,
    }));
  }
  return Object.entries(demoCredentials.datacenter).flatMap(([name, { username, password, token }]): Credential[] => [
    { userId: personId(deployment, name), scheme: 'basic', login: username, secret: password },
    { userId: personId(deployment, name), scheme: 'bearer', login: username, secret: token },
  ]);
}
