/** Where the words lie that all nodes share, as Node-RED's translations address them. Runs in Node.js and in the browser. */
export const SHARED_NAMESPACE = '@jira-flows/node-red-jira/jira-site:';
