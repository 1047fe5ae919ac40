const SVG = 'http://www.w3.org/2000/svg';

type Attributes = Readonly<Record<string, string>>;
export type Child = Node | string;

/** An element with its attributes and children; texts are never read as HTML. */
export function element(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): HTMLElement {
  const made = document.createElement(tag);
  fill(made, attributes, children);
  return made;
}

export function drawing(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): SVGElement {
  const made = document.createElementNS(SVG, tag);
  fill(made, attributes, children);
  return made;
}

function fill(made: Element, attributes: Attributes, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
}

/**
 * A button that can be told apart from all others when what is around it is made anew.
 * @param key what tells it apart
 * @param label for those who can't see what stands beside it; otherwise the text says enough
 */
export function button(key: string, text: string, label: string, press: () => void): HTMLElement {
  const attributes = { type: 'button', class: 'jira-button', 'data-key': key };
  const made = element('button', label === text ? attributes : { ...attributes, 'aria-label': label }, text);
  made.addEventListener('click', press);
  return made;
}

/**
 * Puts other children into an element. Whoever is at a button with the keyboard stays there; where it is gone they are at the element, and at no other
 * button, which the next press would set off.
 */
export function replaceChildren(parent: HTMLElement, children: readonly Child[]): void {
  const focused = document.activeElement;
  const key = focused && parent.contains(focused) ? focused.getAttribute('data-key') : null;
  parent.replaceChildren(...children);
  if (key === null) return;
  const same = [...parent.querySelectorAll<HTMLElement>('[data-key]')].find((one) => one.dataset.key === key);
  (same ?? parent).focus();
}
