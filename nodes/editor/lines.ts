import { offerPeople } from './mentions';
import type { TypedInputType, TypedInputWidget } from './node-red';
import { Note } from './note';
import { shared } from './words';

/** The type of an input in whose text `{{…}}` stands for values. */
export const TEMPLATE_TYPE = 'template';

/** The fewest and the most lines that a field is high by itself; people make it larger. */
const FEWEST_LINES = 3;
const MOST_LINES = 12;

/** How a text is filled in that is read as it stands. */
interface Fixed {
  readonly value: string;
  readonly label: string;
  readonly icon: string;
}

/**
 * A text of many lines in a typed input, whose own field would join them: a field that grows, Node-RED's large editor behind the button
 * beside it, and people after an `@` where the text can mention them.
 */
export class Lines {
  /**
   * @param text as stored
   * @param label what the field is called, for whoever hears the page
   * @param mentions whether people can be mentioned in it
   */
  constructor(
    public text: string,
    private readonly label: string,
    private readonly mentions: boolean,
  ) {}

  /** Node-RED's own fixed text, of many lines. */
  fixedType(): TypedInputType {
    return this.type({ value: 'str', label: RED._('typedInput.type.str'), icon: 'red/images/typedInput/az.svg' });
  }

  templateType(): TypedInputType {
    return this.type({ value: TEMPLATE_TYPE, label: shared('form.template'), icon: 'fa fa-file-code-o' });
  }

  type(fixed: Fixed): TypedInputType {
    const lines = this;
    const isTemplate = fixed.value === TEMPLATE_TYPE;
    return {
      ...fixed,
      valueLabel(container, given) {
        if (given !== lines.text.replace(/[\r\n]/g, '')) lines.text = given;
        lines.#show(this, container, isTemplate);
      },
      export: () => lines.text,
      expand() {
        RED.editor.editText({
          value: lines.text,
          mode: isTemplate ? 'handlebars' : $('#node-input-textFormat').val() === 'markdown' ? 'markdown' : 'text',
          complete: (text) => {
            lines.text = text;
            this.value(text);
          },
        });
      },
    };
  }

  #show(widget: TypedInputWidget, container: JQuery, isTemplate: boolean): void {
    const rows = Math.min(Math.max(this.text.split('\n').length, FEWEST_LINES), MOST_LINES);
    const area = $('<textarea>', { rows, 'aria-label': this.label }).val(this.text);
    if (isTemplate) area.attr('placeholder', '{{payload.name}}');
    container.append(area);
    if (this.mentions) offerPeople(area, new Note(area, () => area.trigger('focus').trigger('keyup')));
    area.on('input keyup change blur', () => {
      const text = String(area.val() ?? '');
      // A browser knows one kind of line ends: a text that nobody has touched keeps its own.
      if (text === this.text.replace(/\r\n?/g, '\n')) return;
      this.text = text;
      widget.input.val(text).trigger('change');
    });
  }
}

/** A typed input is as high as its text while that is what it shows. */
export function growsWithLines(field: JQuery, container: JQuery, types: readonly string[]): void {
  const follow = () => container.toggleClass('jira-lines', types.includes(field.typedInput('type')));
  field.on('change', follow);
  follow();
}
