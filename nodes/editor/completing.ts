import type { AutoComplete, Completion } from './node-red';

/** How long typing may pause before Jira is asked, in milliseconds. */
const PAUSE_MS = 250;
const ESCAPE = 27;

/** The field that was completed last. */
let completed: Element | null = null;

/**
 * What Node-RED's completion asks while somebody types. A response for a field that was left meanwhile opens no menu, which
 * would take the keys of the next field.
 */
export function completing(search: (typed: string) => Promise<readonly Completion[]>): AutoComplete {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (typed, done) => {
    clearTimeout(timer);
    const field = document.activeElement;
    completed = field;
    timer = setTimeout(() => void search(typed).then((found) => done(isLeft(field) ? [] : found)), PAUSE_MS);
  };
}

/** The arrow keys lead into the menu, which still belongs to the field. */
function isLeft(field: Element | null): boolean {
  const { activeElement } = document;
  return activeElement !== field && !activeElement?.closest('.red-ui-autoComplete-container');
}

/**
 * Has the Tab key leave a field, as everywhere else: Node-RED's completion would put the first of its suggestions into the
 * field, which nobody has asked for.
 */
export function letTabLeave(): void {
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Tab' || event.target !== completed) return;
    event.stopPropagation();
    $(document).trigger($.Event('keydown.red-ui-menu', { keyCode: ESCAPE }));
  };
  document.addEventListener('keydown', leave, true);
}
