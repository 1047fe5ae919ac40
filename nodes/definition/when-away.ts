/** What becomes of a message that a node can't send for a reason that passes. The first is the default. */
export const WHEN_AWAY = ['fail', 'keep'] as const;
