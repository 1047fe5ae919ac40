/** The part of Monaco, Node-RED's usual code editor, that teaches it a language. */
export interface Monaco {
  readonly editor: {
    /** Told before the editor has its text. */
    onDidCreateEditor(listener: (editor: CodeEditor) => void): void;
    setModelMarkers(model: Model, owner: string, markers: readonly object[]): void;
  };
  readonly languages: {
    register(language: { id: string }): void;
    setMonarchTokensProvider(id: string, language: object): void;
    registerCompletionItemProvider(id: string, provider: CompletionProvider): void;
    readonly CompletionItemKind: { readonly Value: number };
  };
}

export interface CompletionProvider {
  readonly triggerCharacters: readonly string[];
  provideCompletionItems(model: Model, position: Position): Promise<{ suggestions: object[]; incomplete?: boolean }>;
}

export interface Position {
  readonly lineNumber: number;
  readonly column: number;
}

export interface CodeEditor {
  getModel(): Model | null;
  updateOptions(options: { readonly wordWrap: 'on' }): void;
  onDidChangeModelContent(listener: () => void): void;
}

/** A text in the editor. */
export interface Model {
  getLanguageId(): string;
  getValue(): string;
  getFullModelRange(): Range;
  isDisposed(): boolean;
  getValueInRange(range: Range): string;
  getPositionAt(offset: number): Position;
}

export interface Range {
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
