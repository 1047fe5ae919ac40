/** How a node hears of events, the usual way first. */
export const VIAS = ['poll', 'webhook', 'both'] as const;
/** Who registers the webhook with Jira. */
export const REGISTRATIONS = ['manual', 'automatic'] as const;

/** Seconds between two rounds of asking: at least, and unless a node says otherwise. */
export const SHORTEST_ROUND_S = 10;
export const USUAL_ROUND_S: Readonly<Record<(typeof VIAS)[number], number>> = { poll: 60, webhook: 60, both: 600 };
