/** What the forms call as `jiraFlows`. */
export { inputPort, label, outputPort } from './label';
export { prepare } from './prepare';
export { prepareSite, saveSite, siteLabel, validAddress, validNumber, validServer } from './site-dialog';
export { valid } from './valid';
export { shared as word } from './words';
