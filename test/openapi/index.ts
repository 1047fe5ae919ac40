/**
 * Checks what the nodes ask and what the demo Jira answers against Atlassian's published OpenAPI documents, so that the two
 * can't share a mistake.
 */
export { checkExchange } from './check-exchange';
export { type Documents, loadDocuments } from './documents';
export type { Deployment, Exchange, Violation } from './exchange';
