// What a training is told: the network as a line, where its pictures come from, and how it steps.

import { choice, element, numberField } from './dom.js';
import { link, linked, linkedWord } from './link.js';
import { strings } from './strings.js';

/** @typedef {{ name: string, text: string }} Trainable a network and its SPEC */
/** @typedef {import('./training-worker.js').Settings} Settings */

/** In the order of the engine's numbers. */
export const optimizers = ['sgd', 'nesterov', 'adam', 'adamw'];
export const augmentations = ['none', 'affine', 'elastic'];
export const dataKinds = ['digits', 'own', 'files'];
const ownNetwork = 'own';
const usual = { rate: 0.05, momentum: 0.9, batch: 64, decay: 0, seed: 1 };
/** Adam takes smaller steps. */
const usualRates = /** @type {Record<string, number>} */ ({ sgd: 0.05, nesterov: 0.05, adam: 0.001, adamw: 0.001 });

export class TrainingSettings {
  /**
   * @param {Trainable[]} trainables
   * @param {{ network: () => void, data: () => void, settings: () => void, seed: () => void }} changed
   */
  constructor(trainables, changed) {
    this.trainables = trainables;
    const network = choice(strings.trainable, [...trainables.map(({ name }) => ({ value: name, text: name })),
      { value: ownNetwork, text: strings.ownNetwork }], () => {
      const chosen = trainables.find(({ name }) => name === this.select.value);
      if (chosen) this.spec.value = chosen.text;
      else this.spec.focus();
      this.#linkNetwork();
      if (chosen) changed.network();
    }, { id: 'teach' });
    this.select = network.select;
    this.spec = element('textarea', { id: 'spec', rows: 3, spellcheck: 'false', autocapitalize: 'off',
      onchange: () => this.#typed(changed.network), onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        this.#typed(changed.network);
      } });
    const data = choice(strings.trainingData, dataKinds.map((word) => ({ value: word, text: strings.dataChoices[word] })),
      () => {
        link({ pictures: this.data.value }, { pictures: 'digits' });
        changed.data();
      }, { id: 'training-data' });
    this.data = data.select;
    const settings = () => {
      this.#linkSettings();
      changed.settings();
    };
    const optimizer = choice(strings.optimizer, optimizers.map((word) => ({ value: word, text: strings.optimizers[word] })),
      (word) => {
        // A rate that nobody has chosen follows the optimiser.
        if (Object.values(usualRates).includes(this.rate.input.valueAsNumber)) this.rate.input.value = String(usualRates[word]);
        this.#showFields();
        settings();
      }, { id: 'optimizer' });
    this.optimizer = optimizer.select;
    const augmentation = choice(strings.augmentation, augmentations.map((word) => ({ value: word,
      text: strings.augmentations[word] })), settings, { id: 'augmentation' });
    this.augmentation = augmentation.select;
    this.rate = numberField(strings.rate, { min: 0.00001, max: 10, step: 'any' }, settings, { id: 'rate', value: usual.rate });
    this.momentum = numberField(strings.momentum, { min: 0, max: 0.99, step: 'any' }, settings, { id: 'momentum',
      value: usual.momentum });
    this.batch = numberField(strings.batchSize, { min: 1, max: 512, step: 1 }, settings, { id: 'batch', value: usual.batch });
    this.decay = numberField(strings.decay, { min: 0, max: 1, step: 'any' }, settings, { id: 'decay', value: usual.decay });
    this.seed = numberField(strings.seedNumber, { min: 1, max: 999999, step: 1 }, () => {
      link({ seed: this.value.seed }, usual);
      changed.seed();
    }, { id: 'seed', value: usual.seed });
    this.elements = [network.field, element('label', { class: 'field' }, element('span', {}, strings.specification), this.spec),
      data.field];
    this.fields = element('div', { class: 'fields' }, optimizer.field, augmentation.field, this.rate.field,
      this.momentum.field, this.batch.field, this.decay.field, this.seed.field);
  }

  /** @param {() => void} changed */
  #typed(changed) {
    this.use(this.spec.value.trim());
    changed();
  }

  /**
   * Takes a network that was not typed.
   * @param {string} text
   */
  use(text) {
    this.spec.value = text;
    this.select.value = this.trainables.find((one) => one.text === text)?.name ?? ownNetwork;
    this.#linkNetwork();
  }

  #linkNetwork() {
    const isOwn = this.select.value === ownNetwork;
    link({ teach: isOwn ? '' : this.select.value, spec: isOwn ? this.spec.value.trim() : '' },
      { teach: this.trainables[0].name });
  }

  #linkSettings() {
    const { rate, momentum, batch, decay } = this.value;
    link({ rate, momentum, batch, decay, optimizer: this.optimizer.value, augmentation: this.augmentation.value },
      { ...usual, rate: usualRates[this.optimizer.value], optimizer: 'sgd', augmentation: 'none' });
  }

  /** Adam has no momentum of its own. */
  #showFields() {
    this.momentum.input.disabled = this.optimizer.value.startsWith('adam');
  }

  /** Takes the state of the address; returns the network's line. */
  restore() {
    this.data.value = linkedWord('pictures', dataKinds, 'digits');
    this.optimizer.value = linkedWord('optimizer', optimizers, 'sgd');
    this.augmentation.value = linkedWord('augmentation', augmentations, 'none');
    for (const [name, { input }] of /** @type {const} */ ([['rate', this.rate], ['momentum', this.momentum],
      ['batch', this.batch], ['decay', this.decay], ['seed', this.seed]])) {
      const value = linked(name);
      const otherwise = name === 'rate' ? usualRates[this.optimizer.value] : usual[name];
      input.value = String(value !== undefined && Number.isFinite(Number(value)) ? Number(value) : otherwise);
      if (!input.validity.valid) input.value = String(otherwise);
    }
    const spec = linked('spec');
    const name = linkedWord('teach', this.trainables.map((one) => one.name), this.trainables[0].name);
    this.select.value = spec ? ownNetwork : name;
    this.spec.value = spec ?? this.trainables.find((one) => one.name === name)?.text ?? '';
    this.#showFields();
  }

  /** @returns {Settings} */
  get value() {
    const number = (/** @type {{ input: HTMLInputElement }} */ { input }, /** @type {number} */ otherwise) =>
      input.validity.valid && Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : otherwise;
    return { optimizer: optimizers.indexOf(this.optimizer.value), augmentation: augmentations.indexOf(this.augmentation.value),
      rate: number(this.rate, usual.rate), momentum: number(this.momentum, usual.momentum),
      batch: number(this.batch, usual.batch), decay: number(this.decay, usual.decay), seed: number(this.seed, usual.seed) };
  }

  /** The network's name, for files. */
  get name() {
    return this.select.value === ownNetwork ? strings.ownNetworkName : this.select.value;
  }
}
