import type { NodeAPI } from 'node-red';
import type { Problem } from './problem-details';

/** The page that a person sees after consent. It holds nothing that came with the address, and no script. */
export function callbackPage(RED: NodeAPI, problem: Problem | undefined): string {
  const word = (key: string) => escaped(RED._(`@jira-flows/node-red-jira/jira-site:page.${key}`));
  const title = word(problem ? 'failed' : 'done');
  const sentences = problem ? [problem.message, problem.hint].filter((text) => text !== '').map(escaped) : [];
  return `<!doctype html>
<html lang="${word('lang')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>body { font: 16px/1.5 sans-serif; max-width: 36em; margin: 15vh auto; padding: 0 1em; color: #222; }</style>
</head>
<body>
<h1>${title}</h1>
${[...sentences, word('close')].map((text) => `<p>${text}</p>`).join('\n')}
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
