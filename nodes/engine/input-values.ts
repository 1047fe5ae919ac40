/** The inputs of one message, by name; what was not given is left out. */
export type InputValues = Readonly<Record<string, unknown>>;
