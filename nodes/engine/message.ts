import type { NodeMessageInFlow } from 'node-red';

/** What a message carries besides its payload. */
export type Message = Omit<NodeMessageInFlow, 'parts'> & { jira?: unknown; statusCode?: unknown; parts?: unknown };
