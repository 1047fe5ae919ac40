/** The HTTP methods that Jira's REST API is called with. */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
