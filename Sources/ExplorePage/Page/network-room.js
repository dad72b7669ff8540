// The network room, flat: draw or choose a picture, see every layer's maps, and what any value is made of and sees.

import { Attention } from './attention.js';
import { choice, element, fill } from './dom.js';
import { DrawingPad } from './drawing-pad.js';
import { Edges } from './edges.js';
import { LayerView } from './layer-view.js';
import { ColourBar } from './legend.js';
import { link, linked, linkedCount, linkedWord } from './link.js';
import { PageNetwork } from './network.js';
import { NodeCard } from './node-card.js';
import { short } from './numbers.js';
import { PictureInput } from './picture-input.js';
import { SoftmaxTable } from './softmax-table.js';
import { strings } from './strings.js';

/** @typedef {import('./network.js').ModelData} ModelData */
/** @typedef {import('./network.js').Box} Box */

const scalings = ['layer', 'map', 'all'];

export class NetworkRoom {
  /**
   * @param {import('./engine.js').Engine} engine
   * @param {{ models: ModelData[] }} data
   */
  constructor(engine, data) {
    this.name = 'network';
    this.title = strings.networkRoom;
    this.engine = engine;
    this.networks = data.models.map((model) => new PageNetwork(engine, model));
    this.network = this.networks[0];
    /** @type {LayerView[]} */
    this.views = [];
    /** @type {{ layer: number, index: number, isPinned: boolean }} */
    this.chosen = { layer: 1, index: 0, isPinned: true };
    this.pinnedByClick = false;
    this.isOwnPicture = false;
    /** @type {import('./network.js').NodeTrace | null} */
    this.trace = null;
    const model = choice(strings.model, this.networks.map(({ name }) => ({ value: name, text: name })), (name) => {
      link({ network: name, node: '', sample: '', drawing: '' }, { network: this.networks[0].name });
      this.#open(name);
    }, { id: 'network-choice' });
    this.model = model.select;
    const scaling = choice(strings.scaling, scalings.map((word) => ({ value: word, text: strings.scalings[word] })),
      (word) => {
        link({ scaling: word }, { scaling: 'layer' });
        this.#paint();
      }, { id: 'scaling' });
    this.scaling = scaling.select;
    this.pad = new DrawingPad(() => this.#drawn());
    this.input = new PictureInput((picture) => this.#take(picture));
    this.samples = element('div', { class: 'samples', role: 'group', 'aria-label': strings.trySample });
    this.hint = element('p', { class: 'note' });
    this.problem = element('p', { class: 'problem', role: 'alert', hidden: true });
    this.answers = element('ol', { class: 'answers' });
    this.answerLine = element('p', { class: 'answer', 'aria-live': 'polite' });
    this.softmax = new SoftmaxTable();
    this.attention = new Attention(engine, () => this.network);
    this.card = new NodeCard(engine);
    this.bar = new ColourBar();
    this.rows = element('div', { class: 'rows' });
    this.edges = new Edges();
    this.stack = element('div', { class: 'stack' }, this.rows, this.edges.element);
    this.stack.addEventListener('toggle', () => this.#drawEdges(true), true);
    /** Told when picture, network, value or colours have changed. */
    this.changed = () => {};
    // The room in space borrows the panels on both sides.
    this.drawPanel = element('section', { class: 'panel draw-panel', 'aria-labelledby': 'draw-title' },
        element('h2', { id: 'draw-title' }, strings.draw), element('div', { class: 'source' }, model.field), this.pad.element,
        element('div', { class: 'source' }, ...this.input.parts), this.samples, this.problem, this.hint,
        element('h2', {}, strings.answer), this.answerLine, this.answers, this.softmax.element, ...this.attention.parts);
    this.layersPanel = element('section', { class: 'panel layers-panel', 'aria-labelledby': 'layers-title' },
        element('div', { class: 'source' }, element('h2', { id: 'layers-title' }, strings.layers), scaling.field,
          this.bar.element),
        this.stack);
    this.valuePanel = element('div', { class: 'panel value-panel' }, this.card.element,
        element('ul', { class: 'legend-list note' }, element('li', {}, strings.legendColours),
          element('li', {}, strings.legendField), element('li', {}, strings.legendEdges)));
    this.element = element('div', { class: 'room network-room' });
    new ResizeObserver(() => this.#fit()).observe(this.stack);
  }

  /**
   * Adds a network to the list, and shows it.
   * @param {PageNetwork} network
   */
  add(network) {
    this.networks = [...this.networks.filter(({ name }) => name !== network.name), network];
    if (![...this.model.options].some((option) => option.value === network.name)) {
      this.model.append(element('option', { value: network.name }, network.name));
    }
    link({ network: network.name, node: '', sample: '', drawing: '' });
  }

  /** Takes the state of the address. */
  async restore() {
    fill(this.element, this.drawPanel, this.layersPanel, this.valuePanel);
    this.changed = () => {};
    await this.load();
  }

  /** Opens the network, picture and value of the address. */
  async load() {
    this.scaling.value = linkedWord('scaling', scalings, 'layer');
    await this.#open(linked('network') ?? this.networks[0].name);
  }

  /** Paints again, for another theme. */
  repaint() {
    this.#paint();
    this.choose(this.chosen.layer, this.chosen.index, this.chosen.isPinned);
  }

  /** Stops what runs. */
  leave() {
    this.attention.clear();
  }

  /** @param {string} name */
  async #open(name) {
    const network = this.networks.find((candidate) => candidate.name === name) ?? this.networks[0];
    await network.load();
    this.network = network;
    this.model.value = network.name;
    this.pad.element.hidden = !network.data.readsDigits;
    this.hint.textContent = network.data.readsDigits ? strings.padHint : strings.photoHint;
    this.views = network.layers.map((layer, number) =>
      new LayerView(layer, (index, isPinned) => this.pointed(number, index, isPinned)));
    fill(this.rows, ...this.views.map((view) => view.element));
    fill(this.samples, ...await Promise.all(network.data.samples.map(async ({ name: label }, number) => {
      const canvas = element('canvas', {});
      this.#paintPicture(canvas, await network.sample(number));
      return element('button', { type: 'button', 'aria-label': strings.sample(label, number), title: label,
        onclick: () => this.#chooseSample(number) }, canvas);
    })));
    this.#fit();
    const drawing = linked('drawing');
    if (drawing && network.data.readsDigits) {
      this.pad.word = drawing;
      this.#drawn();
    } else {
      await this.#chooseSample(linkedCount('sample', 0, network.data.samples.length - 1, this.#usualSample));
    }
    const [layer, index] = (linked('node') ?? '').split(':').map(Number);
    const isNode = Number.isInteger(layer) && Number.isInteger(index) && index >= 0 && index < (network.layers[layer]?.count ?? 0);
    if (isNode) this.choose(layer, index, true);
    else this.choose(1, Math.floor(network.layers[1].count / network.layers[1].shape.channels * 0.55), true);
  }

  /** @param {number} number */
  async #chooseSample(number) {
    const pixels = await this.network.sample(number);
    this.isOwnPicture = false;
    const picture = element('canvas', {});
    this.#paintPicture(picture, pixels);
    this.pad.showUnder(picture);
    link({ sample: number, drawing: '' }, { sample: this.#usualSample });
    this.#run(pixels);
  }

  /** The sample that is shown first: an 8 where there are digits, as in the tutorial. */
  get #usualSample() {
    return Math.max(0, this.network.data.samples.map(({ name }) => name).lastIndexOf('8'));
  }

  #drawn() {
    this.isOwnPicture = false;
    link({ drawing: this.pad.word, sample: '' });
    if (this.pad.isEmpty) this.#run(new Uint8Array(this.network.layers[0].count));
    else this.#prepare(this.pad.pixels);
  }

  /** @param {import('./picture-input.js').OwnPicture} picture */
  #take(picture) {
    this.pad.showUnder(null);
    this.isOwnPicture = true;
    link({ drawing: '', sample: '' });
    this.#prepare(picture);
  }

  /** @param {{ width: number, height: number, pixels: Uint8ClampedArray }} picture */
  #prepare({ width, height, pixels }) {
    const { network, engine } = this;
    if (network.data.readsDigits) {
      const digit = network.prepareDigit(engine.gray(pixels, width, height));
      this.problem.hidden = digit !== null;
      this.problem.textContent = strings.noDigit;
      if (digit) this.#run(digit);
      return;
    }
    const planes = network.input.channels === 1 ? [engine.gray(pixels, width, height)]
      : [0, 1, 2].map((channel) => ({ width, height, values: Float32Array.from({ length: width * height },
        (_, index) => pixels[4 * index + channel]) }));
    this.#run(network.preparePlanes(planes));
  }

  /** @param {Uint8Array} pixels */
  #run(pixels) {
    this.problem.hidden = true;
    this.attention.clear();
    this.network.run(pixels);
    this.#paint();
    this.#showAnswers();
    this.choose(this.chosen.layer, this.chosen.index, this.chosen.isPinned);
  }

  #showAnswers() {
    const { probabilities, classes } = this.network;
    const order = [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
    const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(1)} %`;
    this.answerLine.textContent = strings.answerLine(classes[order[0]], percent(probabilities[order[0]]),
      classes[order[1]] ?? '', percent(probabilities[order[1]] ?? 0));
    if (this.answers.dataset.names !== classes.join()) {
      this.answers.dataset.names = classes.join();
      fill(this.answers, ...classes.map((name) => element('li', { 'data-class': name }, element('span', {}, name),
        element('span', { class: 'track' }, element('span', { class: 'share' })), element('span', {}))));
    }
    [...this.answers.children].forEach((row, index) => {
      row.className = index === order[0] ? 'is-first' : index === order[1] ? 'is-second' : '';
      /** @type {HTMLElement} */ (row).dataset.probability = String(probabilities[index]);
      /** @type {HTMLElement} */ (row.children[1].firstElementChild).style.width = `${100 * probabilities[index]}%`;
      row.children[2].textContent = percent(probabilities[index]);
    });
    this.softmax.show(this.network);
  }

  /** Sizes every layer to the room there is. */
  #fit() {
    const room = this.stack.clientWidth - 8;
    if (room <= 0 || !this.views.length) return;
    for (const view of this.views) view.fit(room);
    this.#paint();
    this.#drawEdges(true);
  }

  /** Paints every layer. */
  #paint() {
    const { network, engine } = this;
    const everything = this.#everything;
    this.paintViews(this.views);
    const { low, high } = everything ?? engine.extremes(network.valuesOf(this.chosen.layer || 1));
    const limit = Math.max(Math.abs(low), Math.abs(high));
    this.bar.show('signed', short(-limit, 3), '0', short(limit, 3));
    this.changed();
  }

  /** The extremes of all layers, where they share their colours. */
  get #everything() {
    const { network, engine } = this;
    return this.scaling.value === 'all' ? engine.extremes(network.values.subarray(network.layers[0].count)) : null;
  }

  /**
   * Paints layers of this network; the picture's channels in gray.
   * @param {LayerView[]} views one for each layer, the picture first
   */
  paintViews(views) {
    const everything = this.#everything;
    views.forEach((view, number) => {
      if (number === 0) view.paint(this.network.pixels, 'gray');
      else view.paint(this.#levels(this.network.valuesOf(number), view.layer.shape, everything), 'signed');
    });
  }

  /**
   * Levels of a layer by the chosen scaling.
   * @param {Float32Array} values
   * @param {import('./network.js').Shape} shape
   * @param {{ low: number, high: number } | null} extremes of all layers
   */
  #levels(values, shape, extremes) {
    if (extremes) {
      // One value more at the end makes the engine scale as for all layers.
      const limit = Math.max(Math.abs(extremes.low), Math.abs(extremes.high));
      const longer = new Float32Array(values.length + 1);
      longer.set(values);
      longer[values.length] = limit;
      return this.engine.levels(longer, 'signed');
    }
    const area = shape.height * shape.width;
    if (this.scaling.value === 'layer' || area === 1) return this.engine.levels(values, 'signed');
    const levels = new Uint8Array(values.length);
    for (let start = 0; start < values.length; start += area) {
      levels.set(this.engine.levels(values.slice(start, start + area), 'signed'), start);
    }
    return levels;
  }

  /**
   * A picture of the network's size as it looks.
   * @param {HTMLCanvasElement} canvas
   * @param {Uint8Array} pixels
   */
  #paintPicture(canvas, pixels) {
    const { channels, height, width } = this.network.input;
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    const area = width * height;
    for (let index = 0; index < area; index++) {
      const part = (/** @type {number} */ channel) => pixels[(channels === 1 ? 0 : channel) * area + index];
      image.data.set([part(0), part(1), part(2), 255], 4 * index);
    }
    context.putImageData(image, 0, 0);
  }

  /**
   * @param {number} layer
   * @param {number} index
   * @param {boolean} isPinned
   */
  pointed(layer, index, isPinned) {
    if (!isPinned && this.pinnedByClick) return;
    if (isPinned) {
      // A second click on the same value lets go of it.
      const isSame = this.pinnedByClick && this.chosen.layer === layer && this.chosen.index === index;
      this.pinnedByClick = !isSame;
    }
    this.choose(layer, index, isPinned);
    if (isPinned) link({ node: `${layer}:${index}` });
  }

  /**
   * @param {number} layer
   * @param {number} index
   * @param {boolean} isPinned
   */
  choose(layer, index, isPinned) {
    const last = this.network.layers.length - 1;
    const number = Math.min(layer, last);
    const place = Math.min(index, this.network.layers[number].count - 1);
    this.chosen = { layer: number, index: place, isPinned };
    this.views[number].index = place;
    this.trace = this.card.show(this.network, number, place, isPinned && this.pinnedByClick);
    this.#drawEdges();
    this.changed();
  }

  /** The frames of what the value sees, and the lines of what enters it. */
  #drawEdges(hasMoved = false) {
    if (hasMoved || this.edges.places.length !== this.views.length) this.edges.measure(this.stack, this.views);
    this.edges.draw(this.network, this.views, this.chosen.layer, this.chosen.index, this.trace);
  }

  /** What a link to this room does not hold; empty where it holds everything. */
  get notInLink() {
    const isOwnPicture = linked('drawing') === undefined && this.isOwnPicture;
    return [isOwnPicture ? strings.pictureNotInLink : '', this.network.isLearned ? strings.learnedNotInLink : '']
      .filter(Boolean).join(' ');
  }

  /** What a saved view holds. */
  get view() {
    return {
      name: `${this.network.name}-${this.network.layers[this.chosen.layer].name}`, grids: [], signs: [],
      panels: [], stack: { element: this.stack, edges: this.edges.element,
        canvases: this.views.map((view) => ({ title: view.summary.textContent ?? '', canvas: view.canvas })) },
      lines: [this.answerLine.textContent ?? '', `${this.card.title.textContent}: ${this.card.value.textContent}`],
    };
  }
}
