import { letTabLeave } from './completing';
import { tellErrorsWhole } from './debug-sentence';
import { useOwnSites } from './imported-site';
import { addSidebarTab } from './sidebar-tab';

/** What the forms call as `jiraFlows`. */
export { prepareEvents } from './event-form';
export { eventLabel, eventPort } from './event-label';
export { validEvents, validEvery, validSince } from './event-valid';
export { inputPort, label, outputPort } from './label';
export { prepare } from './prepare';
export { prepareSite, saveSite, siteLabel, validAddress, validNumber, validServer } from './site-dialog';
export { validCredentials, watchSites } from './site-valid';
export { valid, validFieldInputs } from './valid';
export { shared as word } from './words';

useOwnSites();
tellErrorsWhole();
letTabLeave();
addSidebarTab();
