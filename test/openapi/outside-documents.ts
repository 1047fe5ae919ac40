/** Paths that Atlassian serves but doesn't describe in the two documents. Any other path that they don't know is a mistake. */
const OUTSIDE_DOCUMENTS: { path: RegExp; what: string }[] = [
  { path: /^\/_edge\/tenant_info$/, what: 'tells the cloudId of a Cloud site' },
  { path: /^\/authorize$/, what: "the sign-in page of Atlassian's authorization server" },
  { path: /^\/oauth\//, what: "Atlassian's authorization server and its list of sites" },
  { path: /^\/rest\/(webhooks|jira-webhook)\/1\.0\//, what: 'the webhooks of administrators' },
  { path: /^\/?$|^\/(browse|issues|jira|secure)\//, what: 'pages for people' },
  { path: /^\/rest\/oauth2\//, what: "Data Center's own OAuth 2.0 provider" },
];

export function isOutsideDocuments(path: string): boolean {
  return OUTSIDE_DOCUMENTS.some((outside) => outside.path.test(path));
}
