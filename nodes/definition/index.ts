export { type Action, defineAction, type RunContext } from './action';
export { allInputs, takesText } from './all-inputs';
export * from './inputs';
