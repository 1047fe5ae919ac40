/** How a list is handed on: in one message, in one per page, or in one per record. The first is the default, as below. */
export const OUTPUTS = ['array', 'pages', 'items'] as const;
/** How pages are fetched: side by side where the list allows it and it costs nothing extra, one by one, or always so. */
export const STRATEGIES = ['auto', 'sequential', 'parallel'] as const;
/** What happens to a list that can't be read to its end. */
export const ON_INCOMPLETE = ['fail', 'warn'] as const;
/**
 * What becomes of what the payload holds beyond the inputs. The first is for nodes saved before there was a choice, the other
 * for new ones.
 */
export const EXTRA_FIELDS = ['warn', 'use', 'ignore'] as const;
export const NEW_EXTRA_FIELDS = 'use';
