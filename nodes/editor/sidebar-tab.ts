import { asProblem, sentence } from './request';

/** What the sidebar consists of, loaded when somebody first opens it. */
const SCRIPT = 'resources/@jira-flows/node-red-jira/jira-sidebar.js';

declare const jiraSidebar: { begin(root: HTMLElement): Promise<void> };

/** Adds the tab *Jira* to the editor's sidebar, for those who may look. Nothing of it is loaded, and nothing asked, before it is seen. */
export function addSidebarTab(): void {
  if (!RED.user.hasPermission('jira-site.read')) return;
  const content = $('<div class="jira-sidebar"></div>');
  RED.sidebar.addTab({
    id: 'jira-flows',
    name: 'Jira',
    label: 'Jira',
    iconClass: 'fa fa-ticket',
    content,
    pinned: true,
  });
  const [root] = content;
  if (!root) return;
  const seen = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    seen.disconnect();
    load(root).catch((refused: unknown) => {
      content.text(sentence(asProblem(refused)));
      // Tried again when the tab is next opened: an observer tells at once what it finds.
      setTimeout(() => seen.observe(root), RETRY_MS);
    });
  });
  seen.observe(root);
}

const RETRY_MS = 10_000;

async function load(root: HTMLElement): Promise<void> {
  await $.ajax({ url: SCRIPT, dataType: 'script', cache: true });
  await jiraSidebar.begin(root);
}
