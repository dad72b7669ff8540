// The training room: a network learns in the page, from digits drawn without end or from one's own pictures.

import { Curves } from './curves.js';
import { announce, button, download, element, fill } from './dom.js';
import { DrawingPad } from './drawing-pad.js';
import { idxExamples, unpacked } from './idx-files.js';
import { InsidePanel } from './inside-panel.js';
import { link } from './link.js';
import { modelFile, modelNumbers, modelText } from './model-file.js';
import { PageNetwork } from './network.js';
import { OwnDrawings, picture } from './own-drawings.js';
import { strings } from './strings.js';
import { TrainerLink } from './trainer-link.js';
import { Mistakes, WeightMaps } from './training-maps.js';
import { TrainingSettings } from './training-settings.js';

/** @typedef {import('./training-worker.js').Report} Report */
/** @typedef {import('./training-worker.js').Examples} Examples */
/** @typedef {import('./training-worker.js').Description} Description */

const digits = Array.from({ length: 10 }, (_, index) => String(index));

export class TrainingRoom {
  /**
   * @param {import('./engine.js').Engine} engine
   * @param {{ trainables: import('./training-settings.js').Trainable[], digits: { name: string, pixels: string }[] }} data
   * @param {{ worker: string, module: string }} sources
   * @param {(network: PageNetwork) => void} lookInside
   */
  constructor(engine, data, sources, lookInside) {
    this.name = 'training';
    this.title = strings.trainingRoom;
    this.engine = engine;
    this.samples = data.digits;
    this.link = new TrainerLink(sources, (report) => this.#took(report), (problem) => {
      this.#say(problem);
      this.#stopped();
    });
    /** @type {Description | null} */
    this.description = null;
    /** @type {PageNetwork | null} */
    this.network = null;
    this.classes = digits;
    this.isRunning = false;
    /** @type {Float32Array | null} */
    this.first = null;
    /** @type {Float32Array | null} */
    this.parameters = null;
    /** @type {Report | undefined} */
    this.report = undefined;
    /** @type {Examples | null} */
    this.files = null;
    /** @type {Uint8Array | null} */
    this.digit = null;
    this.settings = new TrainingSettings(data.trainables, {
      network: () => this.#open(), seed: () => this.#open(),
      data: () => {
        this.#showData();
        this.#open();
      },
      settings: () => this.link.send({ kind: 'settings', settings: this.settings.value }),
    });
    this.run = button(strings.learn, () => this.#toggle(), { class: 'primary', 'aria-pressed': 'false' });
    this.progress = element('p', { class: 'answer', 'aria-live': 'off' });
    this.speed = element('p', { class: 'note' });
    this.problem = element('p', { class: 'problem', role: 'alert', hidden: true });
    this.curves = new Curves();
    this.weights = new WeightMaps(engine, strings.filters);
    this.change = new WeightMaps(engine, strings.change);
    this.mistakes = new Mistakes();
    this.mistakesTitle = element('h2', {}, strings.mistakes);
    this.file = element('input', { type: 'file', hidden: true, tabindex: -1, 'aria-hidden': 'true', onchange: () => {
      const file = this.file.files?.[0];
      if (file) this.#load(file);
      this.file.value = '';
    } });
    this.pad = new DrawingPad(() => this.#drawn());
    this.answers = element('ol', { class: 'answers' });
    this.drawings = new OwnDrawings(() => {
      const digit = this.pad.isEmpty ? null : this.digit;
      this.pad.word = '';
      return digit;
    }, (isNew) => this.#drawingsChanged(isNew));
    this.idx = this.#filePicker();
    this.inside = new InsidePanel(engine, this.link, () => this.settings);
    this.element = element('div', { class: 'room training-room' },
      element('section', { class: 'panel', 'aria-labelledby': 'teach-title' },
        element('h2', { id: 'teach-title' }, strings.trainingRoom), ...this.settings.elements,
        this.drawings.element, this.idx, this.settings.fields,
        element('div', { class: 'source' }, this.run, button(strings.oneBatch, () => this.#order({ kind: 'step' })),
          button(strings.resetTraining, () => this.#open())),
        this.problem,
        element('div', { class: 'source' }, button(strings.saveModel, () => this.#save()),
          button(strings.loadModel, () => this.file.click()), this.file,
          button(strings.lookInside, () => this.#lookInside(lookInside), { title: strings.lookInsideNote }))),
      element('section', { class: 'panel', 'aria-label': strings.curves }, this.progress, this.speed, this.curves.element,
        element('h2', {}, strings.filters), this.weights.element, element('h2', {}, strings.change), this.change.element,
        this.mistakesTitle, this.mistakes.element),
      element('section', { class: 'panel', 'aria-labelledby': 'read-title' },
        element('h2', { id: 'read-title' }, strings.draw), element('p', { class: 'note' }, strings.readNow),
        this.pad.element, this.answers),
      this.inside.element);
    document.addEventListener('drop', (event) => this.#dropped(event));
    new ResizeObserver(() => this.curves.draw()).observe(this.curves.canvas);
  }

  #filePicker() {
    const input = element('input', { type: 'file', multiple: true, hidden: true, tabindex: -1, 'aria-hidden': 'true',
      onchange: () => this.#readFiles([...input.files ?? []]) });
    return element('div', { hidden: true, class: 'panel' }, element('p', { class: 'note' }, strings.idxHint),
      button(strings.chooseFiles, () => input.click()), input);
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
    const examples = await Promise.all(files.map(unpacked)).then(idxExamples, () => null);
    announce(examples ? strings.idxLoaded(examples.labels.length) : strings.idxFailed);
    if (!examples) return;
    this.files = examples;
    this.settings.data.value = 'files';
    link({ pictures: 'files' });
    this.#showData();
    await this.#open();
  }

  /** Takes the state of the address. */
  async restore() {
    const before = this.settings.spec.value;
    this.settings.restore();
    this.#showData();
    if (!this.description || before !== this.settings.spec.value) await this.#open();
  }

  repaint() {
    this.curves.draw();
    this.#showWeights();
    this.inside.show();
  }

  leave() {
    if (this.isRunning) this.#toggle();
  }

  #showData() {
    this.drawings.element.hidden = this.settings.data.value !== 'own';
    this.idx.hidden = this.settings.data.value !== 'files';
  }

  /** What is learned from; null for drawn digits, undefined where there is nothing yet. */
  get examples() {
    if (this.settings.data.value === 'digits') return null;
    return this.settings.data.value === 'files' ? this.files ?? undefined : this.drawings.examples;
  }

  /** More drawings are learned on with what was learned; another number of classes is another network. */
  #drawingsChanged(/** @type {boolean} */ isNew) {
    this.digit = null;
    if (isNew || !this.network || this.report?.seen === 0) {
      this.#open();
      return;
    }
    this.classes = this.drawings.names;
    this.network.classes = this.classes;
    const { examples } = this;
    this.#say(examples === undefined ? strings.noExamples : '');
    if (examples) this.link.send({ kind: 'examples', examples });
    else this.leave();
    this.#read();
  }

  /**
   * Begins again with random weights of the seed.
   * @returns {Promise<boolean>}
   */
  async #open() {
    this.#stopped();
    this.first = null;
    this.report = undefined;
    this.curves.clear();
    const isOwn = this.settings.data.value === 'own';
    const { examples } = this;
    const answer = await this.link.open(this.settings.spec.value, isOwn ? this.drawings.names.length : 0,
      this.settings.value, examples ?? null);
    if (!answer) return false;
    if (answer.problem) {
      this.#say(answer.problem);
      return false;
    }
    this.#say(examples === undefined ? strings.noExamples : '');
    const { description, scales, shifts } = answer;
    this.description = description;
    this.settings.spec.value = description.text;
    this.classes = isOwn ? this.drawings.names : description.outputs === 10 ? digits
      : Array.from({ length: description.outputs }, (_, index) => String(index));
    this.network = description.packed === 0 ? null : new PageNetwork(this.engine, { name: this.settings.name,
      classes: this.classes, input: [1, 28, 28], readsDigits: true, layers: description.layers, records: description.records,
      parameters: '', scales: [...scales], shifts: [...shifts], samples: this.samples });
    this.weights.open(description.arrays[0] ?? { name: '', count: 0, shape: [0, 0] });
    this.change.open(description.arrays[0] ?? { name: '', count: 0, shape: [0, 0] });
    this.inside.open(this.network, description);
    if (this.network && !this.digit && this.pad.isEmpty && !isOwn) {
      const number = this.samples.map((sample) => sample.name).lastIndexOf('8');
      this.digit = await this.network.sample(number);
      this.pad.showUnder(picture(this.digit));
      this.inside.label = 8;
    }
    if (this.report) this.#took(this.report);
    return true;
  }

  /** @param {string} problem */
  #say(problem) {
    this.problem.textContent = problem;
    this.problem.hidden = problem === '';
  }

  /** @param {import('./training-worker.js').Order} order */
  #order(order) {
    if (this.examples === undefined) return;
    this.#stopped();
    this.link.send(order);
  }

  #toggle() {
    if (this.isRunning) {
      this.link.send({ kind: 'pause' });
      this.#stopped();
    } else if (this.examples !== undefined && this.description) {
      this.isRunning = true;
      this.run.textContent = strings.stopLearning;
      this.run.setAttribute('aria-pressed', 'true');
      this.#say('');
      this.link.send({ kind: 'run' });
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
    this.network?.put(report.packed ?? report.parameters);
    if (report.seen > 0) this.curves.add(report);
    if (report.diverged) {
      this.#say(strings.divergedNote);
      this.#stopped();
    }
    const percent = (/** @type {number} */ share) => Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : '–';
    this.progress.textContent = strings.progress(report.seen.toLocaleString('en'),
      Number.isFinite(report.loss) ? report.loss.toFixed(3) : '–', percent(report.accuracy), report.unseen === null ? ''
        : this.settings.data.value === 'own' ? strings.ownPart(percent(report.unseen)) : strings.unseenPart(percent(report.unseen)));
    // The first seconds say little: the browser still compiles.
    this.speed.textContent = report.isRunning && report.seen > 40000 ? strings.speedNote(report.rate) : '';
    if (report.mistakes) this.mistakes.show(report.mistakes, this.classes);
    this.#showWeights();
    this.#read();
  }

  /** The first layer's weights and how they have changed. */
  #showWeights() {
    const { parameters, first } = this;
    if (!parameters || !first) return;
    this.weights.show(parameters);
    const { count } = this.change;
    this.change.show(parameters.slice(0, count).map((value, index) => value - first[index]));
  }

  #drawn() {
    this.digit = this.pad.isEmpty || !this.network ? null
      : this.network.prepareDigit(this.engine.gray(this.pad.pixels.pixels, this.pad.pixels.width, this.pad.pixels.height));
    this.#read();
  }

  /** What the network takes the drawing for. */
  #read() {
    const { network } = this;
    if (!network?.handle || !this.digit) {
      fill(this.answers);
      this.inside.clear();
      return;
    }
    network.run(this.digit);
    const { probabilities } = network;
    const best = probabilities.indexOf(Math.max(...probabilities));
    if (this.answers.childElementCount !== probabilities.length || this.answers.dataset.names !== this.classes.join()) {
      this.answers.dataset.names = this.classes.join();
      fill(this.answers, ...this.classes.map((name) => element('li', { 'data-class': name }, element('span', {}, name),
        element('span', { class: 'track' }, element('span', { class: 'share' })), element('span', {}))));
    }
    [...this.answers.children].forEach((row, index) => {
      row.className = index === best ? 'is-first' : '';
      const share = /** @type {HTMLElement} */ (row.children[1].firstElementChild);
      share.style.width = `${100 * probabilities[index]}%`;
      row.children[2].textContent = `${(100 * probabilities[index]).toFixed(1)} %`;
    });
    this.inside.run(this.digit, this.parameters, this.isRunning);
  }

  async #save() {
    if (!this.parameters || !this.description) return;
    const bytes = modelFile(this.description, this.classes, this.parameters);
    download(`${this.settings.name}-page.safetensors`, new Blob([/** @type {any} */ (bytes)]));
  }

  /**
   * Takes a model back: its network, its classes where they are digits, its numbers.
   * @param {File} file
   */
  async #load(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const found = modelText(bytes);
    if (!found) {
      announce(strings.modelMisfit(file.name));
      return;
    }
    if (found.text !== this.description?.text) {
      this.settings.use(found.text);
      if (!await this.#open()) return;
    }
    const numbers = this.description && modelNumbers(bytes, this.description.arrays);
    if (!numbers) {
      announce(strings.modelMisfit(file.name));
      return;
    }
    if (found.classes.length === this.description?.outputs) this.classes = found.classes;
    this.first = null;
    this.link.send({ kind: 'parameters', parameters: numbers });
  }

  /** @param {(network: PageNetwork) => void} lookInside */
  #lookInside(lookInside) {
    if (!this.network || !this.parameters) return;
    const network = new PageNetwork(this.engine, { ...this.network.data, classes: this.classes });
    network.name = `${this.settings.name} (${this.report?.seen ?? 0})`;
    network.put(this.report?.packed ?? this.parameters);
    network.isLearned = true;
    lookInside(network);
  }

  /** What a link to this room does not hold. */
  get notInLink() {
    return strings.learnedNotInLink;
  }

  /** What a saved view holds. */
  get view() {
    const maps = [this.weights, this.change].flatMap(({ view, isShown, label }) =>
      view && isShown ? [{ title: label, canvas: view.canvas }] : []);
    return { name: `${this.settings.name}-training`, grids: [], signs: [], panels: [], picture: this.curves.canvas,
      pictures: [...maps, ...this.inside.canvases], lines: [this.description?.text ?? '', this.progress.textContent ?? ''] };
  }
}
