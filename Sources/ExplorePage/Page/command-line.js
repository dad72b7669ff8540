// The command that does the same as a view, ready to be copied.

import { announce, button, element, fill } from './dom.js';
import { strings } from './strings.js';

/**
 * A word as a shell takes it.
 * @param {string} text
 */
export function shellWord(text) {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}

/**
 * Copies text.
 * @param {string} text
 * @param {string} done what is said afterwards
 */
export async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    announce(done);
  } catch {
    const area = element('textarea', {}, text);
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    announce(copied ? done : strings.copyFailed);
  }
}

export class CommandLine {
  constructor() {
    this.code = element('code', { id: 'command', tabindex: 0 });
    this.element = element('section', { class: 'command', 'aria-label': strings.command },
      element('h3', {}, strings.command), element('div', { class: 'line' }, this.code,
        button(strings.copy, () => copy(this.text, strings.copied), { class: 'copy' })),
      element('p', { class: 'note' }, strings.commandNote));
    this.text = '';
  }

  /** @param {string[]} words */
  show(words) {
    this.text = words.map(shellWord).join(' ');
    // Breaks between words only.
    fill(this.code, ...words.flatMap((word, index) => [index ? ' ' : '', element('span', {}, shellWord(word))]));
  }
}
