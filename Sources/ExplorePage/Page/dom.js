// Small ways to make elements. Nothing here knows what they are for.

/**
 * An element with attributes, listeners (names that begin with "on") and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} [attributes] false, null and undefined leave an attribute out
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const result = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on')) result.addEventListener(name.slice(2), value);
    else result.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child !== null && child !== undefined) result.append(child);
  return result;
}

/**
 * Replaces what an element holds.
 * @param {Element} parent
 * @param {...(Node | string | null | undefined)} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren();
  for (const child of children) if (child !== null && child !== undefined) parent.append(child);
}

/**
 * A button with words.
 * @param {string} text
 * @param {() => void} action
 * @param {Record<string, any>} [attributes]
 */
export function button(text, action, attributes = {}) {
  return element('button', { type: 'button', onclick: action, ...attributes }, text);
}

/**
 * A labelled choice among words.
 * @param {string} label
 * @param {{ value: string, text: string }[]} options
 * @param {(value: string) => void} change
 * @param {Record<string, any>} [attributes]
 */
export function choice(label, options, change, attributes = {}) {
  const select = element('select', { ...attributes, onchange: () => change(select.value) },
    ...options.map((option) => element('option', { value: option.value }, option.text)));
  return { field: element('label', { class: 'field' }, element('span', {}, label), select), select };
}

/**
 * A labelled number.
 * @param {string} label
 * @param {{ min?: number, max?: number, step?: number | 'any' }} range
 * @param {(value: number) => void} change called with numbers only
 * @param {Record<string, any>} [attributes]
 */
export function numberField(label, range, change, attributes = {}) {
  const input = element('input', {
    type: 'number', inputmode: 'decimal', ...range, ...attributes,
    oninput: () => {
      const value = input.valueAsNumber;
      if (Number.isFinite(value) && input.validity.valid) change(value);
    },
  });
  return { field: element('label', { class: 'field' }, element('span', {}, label), input), input };
}

/**
 * A labelled tick box.
 * @param {string} label
 * @param {(value: boolean) => void} change
 * @param {Record<string, any>} [attributes]
 */
export function tickBox(label, change, attributes = {}) {
  const input = element('input', { type: 'checkbox', ...attributes, onchange: () => change(input.checked) });
  return { field: element('label', { class: 'tick' }, input, element('span', {}, label)), input };
}

/**
 * Hands a file to the reader.
 * @param {string} name
 * @param {Blob} blob
 */
export function download(name, blob) {
  const link = element('a', { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

let announcer = /** @type {HTMLElement | null} */ (null);

/**
 * Says a sentence to a screen reader and shows it for a while.
 * @param {string} text
 */
export function announce(text) {
  if (!announcer) {
    announcer = element('div', { class: 'announcer', role: 'status', 'aria-live': 'polite' });
    document.body.append(announcer);
  }
  announcer.textContent = text;
  announcer.classList.add('is-shown');
  const shown = announcer;
  setTimeout(() => { if (shown.textContent === text) shown.classList.remove('is-shown'); }, 4000);
}
