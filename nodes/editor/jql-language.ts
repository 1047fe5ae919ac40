import { type ChosenSite, chosenSite } from './chosen-site';
import { jqlOffers } from './jql-offers';
import { reasonOf } from './lookup';

/** The part of Monaco, Node-RED's usual code editor, that teaches it a language. */
interface Monaco {
  readonly languages: {
    register(language: { id: string }): void;
    setMonarchTokensProvider(id: string, language: object): void;
    registerCompletionItemProvider(id: string, provider: CompletionProvider): void;
    readonly CompletionItemKind: { readonly Value: number };
  };
}

interface CompletionProvider {
  readonly triggerCharacters: readonly string[];
  provideCompletionItems(model: Model, position: Position): Promise<{ suggestions: object[]; incomplete?: boolean }>;
}

interface Position {
  readonly lineNumber: number;
  readonly column: number;
}

interface Model {
  getValueInRange(range: Range): string;
  getPositionAt(offset: number): Position;
}

interface Range {
  readonly startLineNumber: number;
  readonly startColumn: number;
  readonly endLineNumber: number;
  readonly endColumn: number;
}

declare global {
  interface Window {
    /** Missing where Node-RED is set to use Ace. */
    readonly monaco?: Monaco;
  }
}

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

function teach({ languages }: Monaco): void {
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
