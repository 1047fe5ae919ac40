import { type ChosenSite, chosenSite } from './chosen-site';
import { checkWhileTyping } from './jql-check';
import { jqlOffers } from './jql-offers';
import { reasonOf } from './lookup';
import type { CodeEditor, Model, Monaco, Position, Range } from './monaco';

const LANGUAGE = 'jql';
let isTaught = false;
/** Of the form from which the editor was opened: it is off the page meanwhile. */
let site: ChosenSite | undefined;

/**
 * The language in which Node-RED's text editor is to open, completed by the site of the open form: JQL where the code editor
 * can learn it, else plain text.
 */
export function jqlMode(): string {
  const { monaco } = window;
  site = chosenSite();
  if (!monaco) return 'text';
  if (!isTaught) teach(monaco);
  isTaught = true;
  return LANGUAGE;
}

function teach(monaco: Monaco): void {
  const { editor, languages } = monaco;
  languages.register({ id: LANGUAGE });
  languages.setMonarchTokensProvider(LANGUAGE, COLOURING);
  languages.registerCompletionItemProvider(LANGUAGE, {
    triggerCharacters: [' ', '(', ',', '"'],
    provideCompletionItems: async (model, position) => {
      try {
        return await suggestions(model, position, languages.CompletionItemKind.Value);
      } catch (error) {
        // A failure is told below the field; here there is just nothing to offer.
        reasonOf(error);
        return { suggestions: [] };
      }
    },
  });
  editor.onDidCreateEditor((created) => setTimeout(() => prepareEditor(monaco, created)));
}

/** A query is stored as one line, however long. */
function prepareEditor(monaco: Monaco, editor: CodeEditor): void {
  const model = editor.getModel();
  if (model?.getLanguageId() !== LANGUAGE) return;
  editor.updateOptions({ wordWrap: 'on' });
  checkWhileTyping(monaco, editor, model, site);
}

/** Which words have a colour of their own, as Monaco's Monarch reads it. */
const COLOURING = {
  ignoreCase: true,
  keywords: [
    ...['and', 'or', 'not', 'order', 'by', 'asc', 'desc', 'empty', 'null'],
    ...['in', 'is', 'was', 'changed', 'after', 'before', 'during', 'on', 'from', 'to'],
  ],
  tokenizer: {
    root: [
      [/"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?/, 'string'],
      [/[a-z][\w-]*(?=\s*\()/, { cases: { '@keywords': 'keyword', '@default': 'type' } }],
      [/-?\d+[wdhmy]?\b/, 'number'],
      [/[!<>=~]+/, 'keyword'],
      [/[^\s"'!<>=~(),]+/, { cases: { '@keywords': 'keyword', '@default': 'identifier' } }],
    ],
  },
};

async function suggestions(model: Model, { lineNumber, column }: Position, kind: number) {
  const typed = model.getValueInRange({
    startLineNumber: 1,
    startColumn: 1,
    endLineNumber: lineNumber,
    endColumn: column,
  });
  const { start, words } = await jqlOffers(typed, site);
  const from = model.getPositionAt(start);
  const range: Range = {
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: lineNumber,
    endColumn: column,
  };
  // Jira has searched already, by names too: what it found must not be sorted out again by what is typed.
  const filterText = typed.slice(start);
  // What stands there already is no offer: the Enter key would take it instead of beginning a line.
  const others = words.filter(({ value }) => value.toLowerCase() !== filterText.toLowerCase());
  const items = others.map(({ value, label }) => ({ label, insertText: value, filterText, range, kind }));
  return { suggestions: items, incomplete: true };
}
