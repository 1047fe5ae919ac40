/**
 * Shows errors of our nodes whole in the debug sidebar, which by itself cuts each text of an error off after thirty characters. Node-RED 4.1.6 and
 * newer ask whoever wants to add something to a message.
 */
export function tellErrorsWhole(): void {
  RED.hooks.add('debugPostProcessMessage.jira-flows', ({ message: { type }, element, payload }) => {
    const { type: kind, data } = payload ?? {};
    if (!type?.startsWith('jira-') || kind !== 'error') return;
    element.find('.red-ui-debug-msg-payload').prepend($('<div>', { class: 'jira-sentence', text: data?.message }));
  });
}
