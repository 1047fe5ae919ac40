/** The type of the node, which names its catalog, its icon and `msg.jira.operation`. */
export const EVENT_NODE = 'jira-event';
