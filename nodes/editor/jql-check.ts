import type { ChosenSite } from './chosen-site';
import { lookUp, reasonOf } from './lookup';
import type { CodeEditor, Model, Monaco, Range } from './monaco';
import { shared } from './words';

/** How long typing may pause before Jira is asked for its opinion, in milliseconds. */
const PAUSE_MS = 500;
/** Monaco's number for an error. */
const ERROR = 8;

/** Has Jira check what is written in the large editor, and marks what it finds: there, and as a sentence below. */
export function checkWhileTyping(monaco: Monaco, editor: CodeEditor, model: Model, site: ChosenSite | undefined): void {
  const verdict = $('<div>', { class: 'jira-verdict', role: 'status' });
  $('.red-ui-tray').last().find('.red-ui-tray-footer').append(verdict);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (sentence: string, complaints: readonly string[] = []) => {
    if (model.isDisposed()) return;
    verdict.text(sentence).toggleClass('jira-problem', sentence !== shared('form.jql.right'));
    const markers = complaints.map((message) => ({ message, severity: ERROR, ...placeOf(message, model) }));
    monaco.editor.setModelMarkers(model, 'jira', markers);
  };
  const check = async () => {
    const query = model.getValue();
    if (query.trim() === '') return show('');
    try {
      const { suggestions } = await lookUp('jql-check', { query }, { site });
      // Who has typed on meanwhile is told about that.
      if (model.isDisposed() || model.getValue() !== query) return;
      const complaints = suggestions.map(({ label }) => label);
      show(complaints.join(' ') || shared('form.jql.right'), complaints);
    } catch (error) {
      show(reasonOf(error));
    }
  };
  editor.onDidChangeModelContent(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void check(), PAUSE_MS);
  });
  void check();
}

/** Where a complaint points to: Jira tells a place, or else names what it doesn't know. */
function placeOf(message: string, model: Model): Range {
  const [, line, character] = /\(line (\d+), character (\d+)\)/.exec(message) ?? [];
  if (line !== undefined) {
    const [row, column] = [Number(line), Number(character)];
    return { startLineNumber: row, startColumn: column, endLineNumber: row, endColumn: column + 1 };
  }
  const [, name = ''] = /['"]([^'"]+)['"]/.exec(message) ?? [];
  const at = name === '' ? -1 : model.getValue().toLowerCase().indexOf(name.toLowerCase());
  if (at < 0) return model.getFullModelRange();
  const [start, end] = [model.getPositionAt(at), model.getPositionAt(at + name.length)];
  return {
    startLineNumber: start.lineNumber,
    startColumn: start.column,
    endLineNumber: end.lineNumber,
    endColumn: end.column,
  };
}
