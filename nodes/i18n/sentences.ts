/** Ended by a full stop, unless a language's own sign does so already. */
export function asSentence(text: string): string {
  return /[.!?…。！？]$/.test(text) ? text : `${text}.`;
}

/** Sentences one after the other; after the full stop of Chinese and Japanese there is no space. */
export function inARow(sentences: readonly string[]): string {
  return sentences
    .filter((one) => one !== '')
    .reduce((text, one) => `${text}${text === '' || /[。！？]$/.test(text) ? '' : ' '}${one}`, '');
}
