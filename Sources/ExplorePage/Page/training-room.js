// The training room: a network learns in the page, from digits drawn without end or from one's own pictures.

import { Curves } from './curves.js';
import { announce, button, choice, download, element, fill, numberField } from './dom.js';
import { DrawingPad } from './drawing-pad.js';
import { idxExamples } from './idx-files.js';
import { LayerView } from './layer-view.js';
import { link, linked, linkedWord } from './link.js';
import { modelFile, modelNumbers } from './model-file.js';
import { PageNetwork } from './network.js';
import { decoded } from './engine.js';
import { strings } from './strings.js';

/** @typedef {import('./training-worker.js').Report} Report */
/** @typedef {import('./training-worker.js').Examples} Examples */
/**
 * @typedef {{ model: import('./network.js').ModelData, code: number[], header: string,
 *   arrays: { name: string, count: number, shape: number[] }[] }} Trainable
 */

const classes = Array.from({ length: 10 }, (_, index) => String(index));
const dataKinds = ['digits', 'own', 'files'];

export class TrainingRoom {
  /**
   * @param {import('./engine.js').Engine} engine
   * @param {Trainable[]} trainables
   * @param {{ worker: string, module: string }} sources
   * @param {(network: PageNetwork) => void} lookInside
   */
  constructor(engine, trainables, sources, lookInside) {
    this.name = 'training';
    this.title = strings.trainingRoom;
    this.engine = engine;
    this.trainables = trainables;
    this.sources = sources;
    this.trainable = trainables[0];
    this.network = new PageNetwork(engine, this.trainable.model);
    /** @type {Worker | null} */
    this.worker = null;
    this.isRunning = false;
    /** @type {Float32Array | null} */
    this.first = null;
    /** @type {Float32Array | null} */
    this.parameters = null;
    /** @type {{ pixels: Uint8Array, label: number }[]} */
    this.drawings = [];
    /** @type {Examples | null} */
    this.files = null;
    /** @type {Uint8Array | null} */
    this.digit = null;
    const network = choice(strings.trainable, trainables.map(({ model }) => ({ value: model.name, text: model.name })),
      (name) => {
        link({ teach: name }, { teach: trainables[0].model.name });
        this.#open(name);
      }, { id: 'teach' });
    this.select = network.select;
    const data = choice(strings.trainingData, dataKinds.map((word) => ({ value: word, text: strings.dataChoices[word] })),
      () => {
        link({ pictures: this.data.value }, { pictures: 'digits' });
        this.#showData();
        this.#restart();
      }, { id: 'training-data' });
    this.data = data.select;
    const changed = () => this.#settingsChanged();
    this.rate = numberField(strings.rate, { min: 0.0001, max: 10, step: 'any' }, changed, { id: 'rate', value: 0.05 });
    this.momentum = numberField(strings.momentum, { min: 0, max: 0.99, step: 'any' }, changed, { id: 'momentum', value: 0.9 });
    this.batch = numberField(strings.batchSize, { min: 1, max: 512, step: 1 }, changed, { id: 'batch', value: 64 });
    this.decay = numberField(strings.decay, { min: 0, max: 1, step: 'any' }, changed, { id: 'decay', value: 0 });
    this.seed = numberField(strings.seedNumber, { min: 1, max: 999999, step: 1 }, () => this.#restart(), { id: 'seed', value: 1 });
    this.run = button(strings.learn, () => this.#toggle(), { class: 'primary', 'aria-pressed': 'false' });
    this.progress = element('p', { class: 'answer', 'aria-live': 'off' });
    this.speed = element('p', { class: 'note' });
    this.problem = element('p', { class: 'problem', role: 'alert', hidden: true });
    this.curves = new Curves();
    this.filters = element('div', { class: 'filters' });
    this.change = element('div', { class: 'filters' });
    this.rows = element('div', { class: 'rows' });
    /** @type {LayerView[]} */
    this.views = [];
    this.file = element('input', { type: 'file', hidden: true, tabindex: -1, 'aria-hidden': 'true', onchange: () => {
      const file = this.file.files?.[0];
      if (file) this.#load(file);
      this.file.value = '';
    } });
    this.pad = new DrawingPad(() => this.#drawn());
    this.answers = element('ol', { class: 'answers' });
    this.collecting = this.#collector();
    this.idx = this.#filePicker();
    this.element = element('div', { class: 'room training-room' },
      element('section', { class: 'panel', 'aria-labelledby': 'teach-title' },
        element('h2', { id: 'teach-title' }, strings.trainingRoom), network.field, data.field,
        element('div', { class: 'fields' }, this.rate.field, this.momentum.field, this.batch.field, this.decay.field,
          this.seed.field),
        element('div', { class: 'source' }, this.run, button(strings.oneBatch, () => this.#send({ kind: 'step', count: 1 })),
          button(strings.resetTraining, () => this.#restart())),
        this.problem, this.collecting, this.idx,
        element('div', { class: 'source' }, button(strings.saveModel, () => this.#save()),
          button(strings.loadModel, () => this.file.click()), this.file,
          button(strings.lookInside, () => this.#lookInside(lookInside), { title: strings.lookInsideNote }))),
      element('section', { class: 'panel', 'aria-label': strings.curves }, this.progress, this.speed, this.curves.element,
        element('h2', {}, strings.filters), this.filters, element('h2', {}, strings.change), this.change,
        element('h2', {}, strings.activationsNow), this.rows),
      element('section', { class: 'panel', 'aria-labelledby': 'read-title' },
        element('h2', { id: 'read-title' }, strings.draw), element('p', { class: 'note' }, strings.readNow),
        this.pad.element, this.answers));
    document.addEventListener('drop', (event) => this.#dropped(event));
    new ResizeObserver(() => {
      this.curves.draw();
      this.#fit();
      this.#read();
    }).observe(this.curves.canvas);
  }

  /** Where drawings are given their class. */
  #collector() {
    this.count = element('p', { class: 'note' });
    return element('div', { hidden: true, class: 'panel' }, element('p', { class: 'note' }, strings.collect),
      element('div', { class: 'source' }, ...classes.map((name, label) => button(strings.asClass(name), () => {
        if (!this.digit || this.pad.isEmpty) return;
        this.drawings.push({ pixels: this.digit, label });
        this.pad.word = '';
        this.digit = null;
        this.#showCount();
        this.#restart();
      }, { class: 'small' }))), this.count, button(strings.clearCollected, () => {
        this.drawings = [];
        this.#showCount();
      }));
  }

  #filePicker() {
    const input = element('input', { type: 'file', multiple: true, hidden: true, tabindex: -1, 'aria-hidden': 'true',
      onchange: () => this.#readFiles([...input.files ?? []]) });
    return element('div', { hidden: true, class: 'panel' }, element('p', { class: 'note' }, strings.idxHint),
      button(strings.chooseFiles, () => input.click()), input);
  }

  #showCount() {
    if (this.count) {
      this.count.textContent = strings.collected(this.drawings.length, new Set(this.drawings.map(({ label }) => label)).size);
    }
  }

  /** @param {DragEvent} event */
  #dropped(event) {
    const files = [...event.dataTransfer?.files ?? []].filter((file) => !file.type.startsWith('image/'));
    if (!this.element.isConnected || files.length === 0) return;
    event.preventDefault();
    if (files.length === 1 && files[0].name.endsWith('.safetensors')) this.#load(files[0]);
    else this.#readFiles(files);
  }

  /** @param {File[]} files */
  async #readFiles(files) {
    const examples = idxExamples(await Promise.all(files.map(async (file) => new Uint8Array(await file.arrayBuffer()))));
    announce(examples ? strings.idxLoaded(examples.labels.length) : strings.idxFailed);
    if (!examples) return;
    this.files = examples;
    this.data.value = 'files';
    this.#showData();
    this.#restart();
  }

  /** Takes the state of the address. */
  async restore() {
    this.data.value = linkedWord('pictures', dataKinds, 'digits');
    this.#showData();
    for (const [name, field] of /** @type {const} */ ([['rate', this.rate], ['momentum', this.momentum],
      ['batch', this.batch], ['decay', this.decay], ['seed', this.seed]])) {
      const value = linked(name);
      if (value !== undefined && Number.isFinite(Number(value))) field.input.value = value;
    }
    const name = linkedWord('teach', this.trainables.map(({ model }) => model.name), this.trainables[0].model.name);
    if (!this.worker || name !== this.trainable.model.name) this.#open(name);
  }

  repaint() {
    this.curves.draw();
    this.#showWeights();
  }

  leave() {
    if (this.isRunning) this.#toggle();
  }

  get settings() {
    const value = (/** @type {{ input: HTMLInputElement }} */ { input }, /** @type {number} */ usual) =>
      input.validity.valid && Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : usual;
    return { rate: value(this.rate, 0.05), momentum: value(this.momentum, 0.9), batch: value(this.batch, 64),
      decay: value(this.decay, 0), seed: value(this.seed, 1) };
  }

  #settingsChanged() {
    const { seed, ...settings } = this.settings;
    link(settings, { rate: 0.05, momentum: 0.9, batch: 64, decay: 0 });
    this.#send({ kind: 'settings', settings: { ...settings, seed } });
  }

  #showData() {
    this.collecting.hidden = this.data.value !== 'own';
    this.idx.hidden = this.data.value !== 'files';
    this.#showCount();
  }

  /** What is learned from; null for drawn digits, undefined where there is nothing yet. */
  get examples() {
    if (this.data.value === 'digits') return null;
    if (this.data.value === 'files') return this.files ?? undefined;
    if (new Set(this.drawings.map(({ label }) => label)).size < 2) return undefined;
    const pixels = new Uint8Array(784 * this.drawings.length);
    this.drawings.forEach((drawing, index) => pixels.set(drawing.pixels, 784 * index));
    return { pixels, labels: Uint8Array.from(this.drawings, ({ label }) => label) };
  }

  /** @param {import('./training-worker.js').Order} order */
  #send(order) {
    this.worker?.postMessage(order);
  }

  /** @param {string} name */
  #open(name) {
    this.trainable = this.trainables.find(({ model }) => model.name === name) ?? this.trainables[0];
    this.select.value = this.trainable.model.name;
    this.network = new PageNetwork(this.engine, this.trainable.model);
    this.views = this.network.layers.map((layer) => new LayerView(layer, () => {}));
    for (const { canvas } of this.views) {
      canvas.removeAttribute('tabindex');
      canvas.setAttribute('role', 'img');
    }
    fill(this.rows, ...this.views.map((view) => view.element));
    this.#fit();
    this.network.sample(this.trainable.model.samples.map((sample) => sample.name).lastIndexOf('8')).then((pixels) => {
      this.digit ??= pixels;
      this.#read();
    });
    this.#restart();
  }

  #fit() {
    if (this.rows.clientWidth > 0) for (const view of this.views) view.fit(this.rows.clientWidth - 8);
  }

  /** Begins again with random weights of the seed. */
  #restart() {
    link({ seed: this.settings.seed }, { seed: 1 });
    if (!this.worker) {
      this.worker = new Worker(URL.createObjectURL(new Blob([this.sources.worker], { type: 'text/javascript' })));
      this.worker.onmessage = (event) => this.#took(event.data);
      this.worker.onerror = (event) => this.#say(event.message);
    }
    this.#stopped();
    this.first = null;
    this.curves.clear();
    const examples = this.examples;
    this.#say(examples === undefined ? strings.noExamples : '');
    this.#send({ kind: 'open', module: this.sources.module, code: this.trainable.code, input: this.trainable.model.input,
      settings: this.settings, parameters: null, examples: examples ?? null });
  }

  /** @param {string} problem */
  #say(problem) {
    this.problem.textContent = problem;
    this.problem.hidden = problem === '';
  }

  #toggle() {
    if (this.isRunning) {
      this.#send({ kind: 'pause' });
      this.#stopped();
    } else if (this.examples !== undefined) {
      this.isRunning = true;
      this.run.textContent = strings.stopLearning;
      this.run.setAttribute('aria-pressed', 'true');
      this.#send({ kind: 'run' });
    }
  }

  #stopped() {
    this.isRunning = false;
    this.run.textContent = strings.learn;
    this.run.setAttribute('aria-pressed', 'false');
  }

  /** @param {Report} report */
  #took(report) {
    this.report = report;
    this.parameters = report.parameters;
    this.first ??= report.parameters;
    this.network.put(report.parameters);
    if (report.seen > 0) this.curves.add(report);
    if (report.diverged) {
      this.#say(strings.divergedNote);
      this.#stopped();
    }
    const percent = (/** @type {number} */ share) => Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : '–';
    this.progress.textContent = strings.progress(report.seen.toLocaleString('en'),
      Number.isFinite(report.loss) ? report.loss.toFixed(3) : '–', percent(report.accuracy),
      report.unseen === null ? '' : strings.unseenPart(percent(report.unseen)));
    // The first seconds say little: the browser still compiles.
    this.speed.textContent = report.isRunning && report.seen > 40000 ? strings.speedNote(report.rate) : '';
    this.#showWeights();
    this.#read();
  }

  /** The first layer's weights and how they have changed, as maps. */
  #showWeights() {
    const { parameters, first } = this;
    if (!parameters || !first) return;
    const { shape } = this.trainable.arrays[0];
    const [outputs, inputs] = shape;
    const side = shape.length === 4 ? [shape[2], shape[3]] : [28, 28];
    const shown = Math.min(outputs * (shape.length === 4 ? inputs : 1), 48);
    const [height, width] = side;
    const count = shown * height * width;
    const change = parameters.slice(0, count).map((value, index) => value - first[index]);
    for (const [place, values] of /** @type {const} */ ([[this.filters, parameters.slice(0, count)], [this.change, change]])) {
      const layer = { name: strings.filters, text: '', shape: { channels: shown, height, width }, start: 0, count,
        kind: /** @type {const} */ ('copy'), inputs: [], isMax: false, isFull: false };
      const view = new LayerView(layer, () => {});
      view.arrange(Math.min(shown, height > 10 ? 12 : 16), height > 10 ? 2 : 8);
      view.paint(this.engine.levels(values, 'signed'), 'signed');
      view.canvas.removeAttribute('tabindex');
      view.canvas.setAttribute('role', 'img');
      fill(place, view.canvas);
    }
  }

  #drawn() {
    this.digit = this.pad.isEmpty ? null
      : this.network.prepareDigit(this.engine.gray(this.pad.pixels.pixels, this.pad.pixels.width, this.pad.pixels.height));
    this.#read();
  }

  /** What the network takes the drawing for. */
  #read() {
    if (!this.digit || !this.network.handle) {
      fill(this.answers);
      return;
    }
    this.network.run(this.digit);
    const { probabilities } = this.network;
    this.views.forEach((view, number) => {
      if (number === 0) view.paint(this.network.pixels, 'gray');
      else view.paint(this.engine.levels(this.network.valuesOf(number), 'signed'), 'signed');
    });
    const best = probabilities.indexOf(Math.max(...probabilities));
    fill(this.answers, ...classes.map((name, index) => element('li', { class: index === best ? 'is-first' : '',
      'data-class': name }, element('span', {}, name), element('span', { class: 'track' }, element('span', {
      class: 'share', style: `width: ${100 * probabilities[index]}%` })),
    element('span', {}, `${(100 * probabilities[index]).toFixed(1)} %`))));
  }

  async #save() {
    if (!this.parameters) return;
    const header = await decoded(this.trainable.header);
    const bytes = modelFile(header, this.trainable.arrays, this.parameters);
    download(`${this.trainable.model.name}-page.safetensors`, new Blob([/** @type {any} */ (bytes)]));
  }

  /** @param {File} file */
  async #load(file) {
    const numbers = modelNumbers(new Uint8Array(await file.arrayBuffer()), this.trainable.arrays);
    if (!numbers) {
      announce(strings.modelMisfit(file.name));
      return;
    }
    this.first = null;
    this.#send({ kind: 'parameters', parameters: numbers });
  }

  /** @param {(network: PageNetwork) => void} lookInside */
  #lookInside(lookInside) {
    if (!this.parameters) return;
    const network = new PageNetwork(this.engine, this.trainable.model);
    network.name = `${this.trainable.model.name} (${this.report?.seen ?? 0})`;
    network.put(this.parameters);
    lookInside(network);
  }

  /** What a saved view holds. */
  get view() {
    return { name: `${this.trainable.model.name}-training`, grids: [], signs: [], panels: [], picture: this.curves.canvas,
      lines: [this.progress.textContent ?? ''] };
  }
}
