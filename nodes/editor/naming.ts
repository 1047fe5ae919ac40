/** A label belongs to a field that the typed input has hidden behind its own. Returns the latter. */
export function named(field: JQuery, label: string): JQuery {
  const container = field.next('.red-ui-typedInput-container').attr({ role: 'group', 'aria-label': label });
  container.find('.red-ui-typedInput-input').attr('aria-label', label);
  nameButtons(field, container);
  $(`.jira-form label[for="${field.attr('id')}"]`).on('click', () =>
    container.find('input:visible, textarea:visible, button:visible').first().trigger('focus'),
  );
  return container;
}

/** The buttons of a typed input often show an icon alone, which says nothing to whoever hears the page. */
function nameButtons(field: JQuery, container: JQuery): void {
  // A word of Node-RED's own, in each of its languages.
  container.find('.red-ui-typedInput-option-expand').attr('aria-label', RED._('textEditor.title'));
  const button = container.find('.red-ui-typedInput-type-select');
  const follow = () => button.attr('aria-label', button.attr('title') || button.text().trim());
  field.on('change', follow);
  follow();
}
