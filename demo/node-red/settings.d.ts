/** The part of Node-RED's settings that shows in the editor. */
declare const settings: {
  readonly editorTheme: Readonly<Record<string, unknown>>;
  readonly paletteCategories: readonly string[];
};
export = settings;
