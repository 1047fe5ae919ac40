/** The token by which an app knows that a delivery comes from Jira: signed with the secret of the app. */

import { createHmac } from 'node:crypto';
import { demoApps } from '../oauth/apps';

const lifeSeconds = 180;

export function appToken(clientId: string, now: Date): string {
  const iat = Math.floor(now.getTime() / 1000);
  const signed = [
    { alg: 'HS256', typ: 'JWT' },
    { iss: clientId, iat, exp: iat + lifeSeconds },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const app = Object.values(demoApps).find((one) => one.clientId === clientId);
  return `${signed}.${createHmac('sha256', app?.clientSecret ?? '')
    .update(signed)
    .digest('base64url')}`;
}
