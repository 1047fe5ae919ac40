import { isFormKind, prepareFieldForm } from './field-form';
import { jqlTools, jqlType, type Say } from './jql';
import type { TypedInputType } from './node-red';
import { chosenThings } from './question';
import { Suggester } from './suggest';
import type { Traits } from './traits';

/** What helps to fill in an input. */
export interface Help {
  /** In place of the ordinary type for a fixed text. */
  readonly type?: TypedInputType;
  /** @param container the typed input as people see it */
  attach(container: JQuery): void;
}

/** The help that the build has written down for an input. */
export function helpFor(field: HTMLElement, traits: Traits): Help | undefined {
  const kind = field.dataset.jiraSuggests;
  if (kind === undefined) return undefined;
  if (isFormKind(kind)) return { attach: () => prepareFieldForm(field, kind) };
  return kind === 'jql' ? jqlHelp(field) : suggestions(field, kind, traits);
}

function suggestions(field: HTMLElement, kind: string, { kind: holds }: Traits): Help {
  const suggester = new Suggester({ kind, isList: holds === 'list', things: () => chosenThings(field) });
  return {
    type: suggester.typedInputType(),
    attach(container) {
      // A response may come when the form is closed.
      const isFixed = () => field.isConnected && $(field).typedInput('type') === 'str';
      const value = () => (isFixed() ? $(field).typedInput('value') : '');
      const input = container.find('input.red-ui-typedInput-input');
      suggester.attach(input, container, value);
      let wasFixed = isFixed();
      $(field).on('change', () => {
        suggester.valueChanged(value());
        if (isFixed() && !wasFixed) openList(input);
        wasFixed = isFixed();
      });
    },
  };
}

/** Opens the list for whoever has chosen the type in its menu, which then leads to the field; a program may choose it, too. */
function openList(input: JQuery): void {
  setTimeout(() => {
    if (input.is(document.activeElement ?? '')) input.trigger('keyup');
  });
}

function jqlHelp(field: HTMLElement): Help {
  let say: Say = () => {};
  return {
    type: jqlType((text, isProblem) => say(text, isProblem)),
    attach(container) {
      const tools = jqlTools(container, () => $(field).typedInput('value'));
      say = tools.say;
      const isFixed = () => $(field).typedInput('type') === 'str';
      $(field).on('change', () => tools.show(isFixed()));
      tools.show(isFixed());
    },
  };
}
