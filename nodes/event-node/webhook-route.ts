import type { NodeAPI } from 'node-red';
import type { Clock } from '../client/clock';
import { NO_WEBHOOK, type OpenWebhookFor } from './webhooks';

export function openWebhook(_RED: NodeAPI, _clock: Clock): OpenWebhookFor {
  return () => ({ state: () => NO_WEBHOOK, close: async () => {} });
}
