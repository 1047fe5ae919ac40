export type { ByIds } from '../client/lists/paging';
export { type Action, defineAction, type RunContext } from './action';
export { allInputs } from './all-inputs';
export * from './derived';
export * from './inputs';
export { EXTRA_FIELDS, NEW_EXTRA_FIELDS, ON_INCOMPLETE, OUTPUTS, STRATEGIES } from './list-options';
export { WHEN_AWAY } from './when-away';
