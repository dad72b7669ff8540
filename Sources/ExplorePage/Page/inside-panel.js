// The inside of the network that is taught, at this moment: what every layer makes of the digit, or how the loss changes
// with every value; one value with all its numbers; one step on this digit alone.

import { button, choice, element, fill } from './dom.js';
import { LayerView } from './layer-view.js';
import { NodeCard } from './node-card.js';
import { exact } from './numbers.js';
import { SlopeCard } from './slope-card.js';
import { lossOf, Slopes } from './slopes.js';
import { strings } from './strings.js';

/** @typedef {import('./network.js').PageNetwork} PageNetwork */

const modes = ['values', 'slopes'];
/** Milliseconds between two pictures of the inside while the network learns; longer where one takes long. */
const pause = 120;

export class InsidePanel {
  /**
   * @param {import('./engine.js').Engine} engine
   * @param {import('./trainer-link.js').TrainerLink} link
   * @param {() => import('./training-settings.js').TrainingSettings} settings
   */
  constructor(engine, link, settings) {
    this.engine = engine;
    this.link = link;
    /** @type {PageNetwork | null} */
    this.network = null;
    /** @type {LayerView[]} */
    this.views = [];
    this.chosen = { layer: 1, index: 0 };
    this.painted = 0;
    this.pause = pause;
    this.isVisible = true;
    /** @type {Uint8Array | null} */
    this.digit = null;
    const mode = choice(strings.insideMode, modes.map((word) => ({ value: word, text: strings.insideModes[word] })),
      () => this.show(), { id: 'inside-mode' });
    this.mode = mode.select;
    const label = choice(strings.itIs, [], () => this.show(), { id: 'inside-label' });
    this.labels = label.select;
    this.loss = element('p', { class: 'formula', 'aria-live': 'off' });
    this.step = button(strings.oneStep, () => this.#takeStep(), { title: strings.oneStepNote });
    this.rows = element('div', { class: 'rows' });
    this.card = new NodeCard(engine);
    this.slopeCard = new SlopeCard(link, settings);
    this.cardPlace = element('div', { class: 'inside-card' });
    this.note = element('p', { class: 'note' }, strings.insideNote);
    this.element = element('section', { class: 'panel inside-panel', 'aria-labelledby': 'inside-title' },
      element('div', { class: 'source' }, element('h2', { id: 'inside-title' }, strings.inside), mode.field, label.field,
        this.step), this.note, this.loss, element('div', { class: 'inside' }, this.rows, this.cardPlace));
    new IntersectionObserver(([entry]) => {
      this.isVisible = entry.isIntersecting;
      if (this.isVisible) this.show();
    }).observe(this.element);
    new ResizeObserver(() => this.#fit()).observe(this.rows);
  }

  /**
   * Shows another network.
   * @param {PageNetwork | null} network
   * @param {import('./training-worker.js').Description} description
   */
  open(network, description) {
    this.network = network;
    this.slopeCard.open(description);
    this.views = network ? network.layers.map((layer, number) => new LayerView(layer, (index, isPinned) => {
      if (isPinned) this.choose(number, index);
    })) : [];
    fill(this.rows, ...this.views.map((view) => view.element));
    if (!network) fill(this.rows, element('p', { class: 'note' }, strings.tooManyInputs));
    const chosen = this.labels.value;
    fill(this.labels, ...(network?.classes ?? []).map((name, index) => element('option', { value: String(index) }, name)));
    if (network && Number(chosen) < network.classes.length && chosen !== '') this.labels.value = chosen;
    // Where there is something to see: the strongest value of the second layer with weights.
    this.chosen = { layer: network?.layers.filter(({ kind }) => kind === 'conv').map((layer) => network.layers.indexOf(layer))[1] ?? 1,
      index: -1 };
    this.#fit();
  }

  /** @param {number} label what the digit is */
  set label(label) {
    this.labels.value = String(label);
  }

  get label() {
    return Math.max(0, Number(this.labels.value));
  }

  #fit() {
    if (this.rows.clientWidth === 0) return;
    for (const view of this.views) view.fit(this.rows.clientWidth - 8);
    this.show();
  }

  /** Nothing to show. */
  clear() {
    this.digit = null;
    this.loss.textContent = '';
    fill(this.cardPlace);
  }

  /**
   * Shows the network as it is now; it has run this digit.
   * @param {Uint8Array} digit
   * @param {Float32Array | null} parameters
   * @param {boolean} isRunning
   */
  run(digit, parameters, isRunning) {
    this.digit = digit;
    this.parameters = parameters;
    const start = performance.now();
    if (isRunning && start - this.painted < this.pause) return;
    this.show();
    this.painted = performance.now();
    this.pause = Math.max(pause, 5 * (this.painted - start));
  }

  /** @param {number} layer @param {number} index */
  choose(layer, index) {
    this.chosen = { layer, index };
    this.show();
  }

  /** Paints the layers and the card. */
  show() {
    const { network, engine, digit } = this;
    if (!network?.handle || !digit || !this.isVisible || !this.views.length) return;
    const isSlopes = this.mode.value === 'slopes';
    const slopes = isSlopes || this.chosen.index < 0 ? new Slopes(network, this.label, true) : null;
    const last = network.layers.length - 1;
    const layer = Math.min(this.chosen.layer, last);
    if (this.chosen.index < 0 && slopes) {
      const sizes = slopes.of(layer).map(Math.abs);
      this.chosen.index = sizes.indexOf(Math.max(...sizes));
    }
    const index = Math.min(this.chosen.index, network.layers[layer].count - 1);
    this.views.forEach((view, number) => {
      view.index = number === layer ? index : view.index;
      if (number === 0 && !isSlopes) view.paint(network.pixels, 'gray');
      else view.paint(engine.levels(isSlopes && slopes ? slopes.of(number) : network.valuesOf(number), 'signed'), 'signed');
      if (number === layer) view.frame(index);
    });
    const name = network.classes[this.label];
    const loss = slopes?.result ?? lossOf(network, this.label);
    fill(this.loss, element('span', { class: 'word' }, strings.lossIs(name)), element('b', { 'data-name': 'loss',
      'data-value': exact(loss) }, loss.toFixed(4)));
    if (isSlopes && slopes) {
      this.slopeCard.show(slopes, layer, index, this.parameters ?? null);
      if (this.cardPlace.firstChild !== this.slopeCard.element) fill(this.cardPlace, this.slopeCard.element);
    } else {
      this.card.show(network, layer, index, false);
      if (this.cardPlace.firstChild !== this.card.element) fill(this.cardPlace, this.card.element);
    }
  }

  #takeStep() {
    if (!this.digit) return;
    this.link.send({ kind: 'one', example: { pixels: this.digit, labels: Uint8Array.of(this.label) } });
  }

  /** The layers' pictures, for a saved view. */
  get canvases() {
    return this.views.map((view) => ({ title: view.summary.textContent ?? '', canvas: view.canvas }));
  }
}
