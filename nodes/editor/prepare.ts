import { helpFor } from './helping';
import { oneLine } from './jql';
import type { EditedNode, TypedInputType } from './node-red';
import { explainLabels } from './tooltips';
import { OFFERED_TYPES, readTraits, type Traits } from './traits';
import { PAYLOAD_TYPE, typeOf } from './typed-property';
import { inputLabel, shared } from './words';

/** Makes a form ready whose fields Node-RED has filled: typed inputs, options and the fold. */
export function prepare(node: EditedNode): void {
  $('.jira-form [data-jira-input]').each((_index, field) => typedField(node, field));
  $('.jira-form [data-jira-fixed]').each((_index, field) => fixedField(node, field));
  // A flow written by hand may leave an option out, which then is the first.
  $('.jira-form select').each((_index, select) => {
    if ($(select).val() === null) $(select).val($(select).children().first().val() ?? '');
  });
  $('.jira-form [data-jira-when]').each((_index, part) => shownWhen(part));
  const fold = $('.jira-form details.jira-more');
  fold.prop(
    'open',
    fold.find('[data-jira-input]').toArray().some(isSet) ||
      fold.find('select').toArray().some(isChosen) ||
      fold.find('[data-jira-fixed]').toArray().some(isFilled) ||
      fold.find('input:checked').length > 0,
  );
  explainLabels(node);
}

/** A part of the form that belongs to something which is switched on or off. */
function shownWhen(part: HTMLElement): void {
  const flag = $(`#node-input-${part.dataset.jiraWhen ?? ''}`);
  const follow = () => $(part).toggle(flag.is(':checked'));
  flag.on('change', follow);
  follow();
}

function typedField(node: EditedNode, field: HTMLElement): void {
  const name = nameOf(field);
  const typeField = `#node-input-${name}Type`;
  const type = typeOf($(field).val(), $(typeField).val());
  $(typeField).val(type);
  keepOnOneLine(node, field);
  const traits = readTraits(field.dataset.jiraInput ?? '');
  const help = helpFor(field, traits);
  $(field).typedInput({ types: types(name, traits, type, $(field).val(), help?.type), typeField });
  const container = named(node, field);
  help?.attach(container);
}

/** A property that no message can give: with the help that such an input has. */
function fixedField(node: EditedNode, field: HTMLElement): void {
  keepOnOneLine(node, field);
  const help = helpFor(field, readTraits(field.dataset.jiraFixed ?? ''));
  $(field).typedInput({ types: [help?.type ?? 'str'] });
  const container = named(node, field);
  help?.attach(container);
}

function nameOf(field: HTMLElement): string {
  return field.id.replace('node-input-', '');
}

/** By now the browser has joined the lines of what was stored. */
function keepOnOneLine(node: EditedNode, field: HTMLElement): void {
  const stored = node[nameOf(field)];
  if (field.dataset.jiraSuggests === 'jql' && typeof stored === 'string') $(field).val(oneLine(stored));
}

/** The label belongs to a field that the typed input has hidden behind its own. Returns the latter. */
function named(node: EditedNode, field: HTMLElement): JQuery {
  const label = inputLabel(node, nameOf(field));
  const container = $(field).next('.red-ui-typedInput-container').attr({ role: 'group', 'aria-label': label });
  container.find('input').attr('aria-label', label);
  nameButtons($(field), container);
  $(`.jira-form label[for="${field.id}"]`).on('click', () =>
    container.find('input:visible, button:visible').trigger('focus'),
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

function types(
  name: string,
  traits: Traits,
  stored: string,
  value: unknown,
  fixed?: TypedInputType,
): (string | TypedInputType)[] {
  const kinds = OFFERED_TYPES[traits.kind].map((one) => (one === fixed?.value ? fixed : one));
  const offered: (string | TypedInputType)[] = [payloadType(name, traits), ...kinds];
  const clears = stored !== 'json' || value === 'null';
  if (traits.clearable && !offered.includes('json') && clears) offered.push(clearType());
  // What a flow holds stays possible, offered or not: opening a form must not change it.
  const known = offered.some((one) => (typeof one === 'string' ? one : one.value) === stored);
  return known ? offered : [...offered, stored];
}

function payloadType(name: string, { required, primary }: Traits): TypedInputType {
  const label = primary ? 'primary' : required ? 'required' : 'optional';
  return { value: PAYLOAD_TYPE, label: shared(`form.payload.${label}`, { name }), hasValue: false };
}

/** Jira empties a field that is sent as `null`. */
function clearType(): TypedInputType {
  const options = [{ value: 'null', label: shared('form.clear.option') }];
  return { value: 'json', label: shared('form.clear.label'), icon: 'fa fa-eraser', options };
}

function isSet(field: HTMLElement): boolean {
  return $(`#${field.id}Type`).val() !== PAYLOAD_TYPE;
}

function isFilled(field: HTMLElement): boolean {
  return $(field).val() !== '';
}

/** Whether an option is not what a new node has: the one that the form marks, else the first. */
function isChosen(select: HTMLElement): boolean {
  const marked = $(select).children('[selected]');
  return $(select).val() !== (marked.length > 0 ? marked : $(select).children().first()).val();
}
