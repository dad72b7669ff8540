// The softmax worked out: from the scores of the last layer to probabilities, with every number on the way.

import { element, fill } from './dom.js';
import { exact, plain, short } from './numbers.js';
import { softmaxOf } from './slopes.js';
import { strings } from './strings.js';

export class SoftmaxTable {
  constructor() {
    this.rows = element('tbody');
    this.note = element('p', { class: 'note' });
    this.element = element('details', { class: 'softmax', ontoggle: () => this.#show() },
      element('summary', {}, strings.softmaxTitle), this.note,
      element('table', { class: 'steps' }, element('thead', {}, element('tr', {}, ...strings.softmaxHeads.map((head) =>
        element('th', { scope: 'col' }, head)))), this.rows));
    /** @type {import('./network.js').PageNetwork | null} */
    this.network = null;
  }

  /** @param {import('./network.js').PageNetwork} network after a run */
  show(network) {
    this.network = network;
    this.#show();
  }

  #show() {
    const { network } = this;
    if (!network || !this.element.open) return;
    const scores = network.valuesOf(network.scoreLayer);
    const { largest, sum, powers, shares } = softmaxOf(network, scores);
    this.note.textContent = strings.softmaxNote(short(largest, 5), short(sum, 6));
    fill(this.rows, ...network.classes.map((name, index) => element('tr', { class: scores[index] === largest ? 'is-chosen' : '' },
      element('th', { scope: 'row' }, name), ...[[scores[index], 'score'], [Math.fround(scores[index] - largest), 'less'],
        [powers[index], 'power'], [shares[index], 'share']].map(([value, what]) => {
        const text = Math.abs(Number(value)) < 1e-4 && value !== 0 ? Number(value).toExponential(2) : short(Number(value), 4);
        return element('td', { 'data-name': what, 'data-value': exact(Number(value)) }, text.startsWith('-') ? plain(Number(text)) : text);
      }))));
  }
}
