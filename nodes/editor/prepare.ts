import { helpFor } from './helping';
import { oneLine } from './jql';
import { growsWithLines, Lines, TEMPLATE_TYPE } from './lines';
import { named } from './naming';
import type { EditedNode, TypedInputType } from './node-red';
import { explainLabels } from './tooltips';
import { OFFERED_TYPES, readTraits, type Traits } from './traits';
import { EMPTY_TYPE, isBlank, PAYLOAD_TYPE, typeOf } from './typed-property';
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
  const stored = typeOf($(field).val(), $(typeField).val());
  const traits = readTraits(field.dataset.jiraInput ?? '');
  const type = !traits.required && stored === 'str' && isBlank($(field).val()) ? EMPTY_TYPE : stored;
  $(typeField).val(type);
  keepOnOneLine(node, field);
  const help = helpFor(field, traits);
  const text = node[name];
  const lines = new Lines(typeof text === 'string' ? text : '', inputLabel(node, name), traits.kind === 'rich');
  const own = [lines.templateType(), help?.type ?? (traits.kind === 'rich' ? lines.fixedType() : undefined)];
  $(field).typedInput({ types: types(name, traits, type, $(field).val(), own), typeField });
  const keep = () => {
    if ($(typeField).val() === EMPTY_TYPE) $(typeField).val('str');
  };
  $(field).on('change', keep);
  keep();
  const container = named($(field), inputLabel(node, name));
  growsWithLines($(field), container, traits.kind === 'rich' ? ['str', TEMPLATE_TYPE] : [TEMPLATE_TYPE]);
  help?.attach(container);
}

/** A property that no message can give: with the help that such an input has. */
function fixedField(node: EditedNode, field: HTMLElement): void {
  keepOnOneLine(node, field);
  const help = helpFor(field, readTraits(field.dataset.jiraFixed ?? ''));
  $(field).typedInput({ types: [help?.type ?? 'str'] });
  const container = named($(field), inputLabel(node, nameOf(field)));
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

function types(
  name: string,
  traits: Traits,
  stored: string,
  value: unknown,
  own: readonly (TypedInputType | undefined)[],
): (string | TypedInputType)[] {
  const kinds = OFFERED_TYPES[traits.kind].map((one) => own.find((each) => each?.value === one) ?? one);
  const offered: (string | TypedInputType)[] = [payloadType(name, traits), ...kinds];
  if (!traits.required) offered.splice(1, 0, emptyType());
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

/** Nothing is sent: on a new issue the field is empty then, on one that is changed it stays. */
function emptyType(): TypedInputType {
  const what = $('.jira-form').is('[data-jira-changes]') ? 'keep' : 'leave';
  return { value: EMPTY_TYPE, label: shared(`form.empty.${what}`), icon: 'fa fa-ban', hasValue: false };
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
