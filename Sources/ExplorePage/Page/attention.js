// What an answer hangs on: squares of the picture that it loses by when covered, and pixels that move its score.

import { button, element } from './dom.js';
import { LayerView } from './layer-view.js';
import { Slopes } from './slopes.js';
import { strings } from './strings.js';

/** @typedef {import('./network.js').PageNetwork} PageNetwork */

export class Attention {
  /**
   * @param {import('./engine.js').Engine} engine
   * @param {() => PageNetwork} network
   */
  constructor(engine, network) {
    this.engine = engine;
    this.network = network;
    this.run = 0;
    this.canvas = element('canvas', { class: 'occlusion', hidden: true, role: 'img' });
    this.note = element('p', { class: 'note', 'aria-live': 'polite' });
    this.parts = [element('div', { class: 'source' }, button(strings.occlusion, () => this.occlude()),
      button(strings.saliency, () => this.showSaliency())), this.canvas, this.note];
  }

  /** Stops what runs and shows nothing: the picture has changed. */
  clear() {
    this.run++;
    this.canvas.hidden = true;
    this.note.textContent = '';
  }

  /** Covers a square at every pixel, row by row, without blocking the page. */
  async occlude() {
    const network = this.network();
    const { width, height } = network.input;
    const run = ++this.run;
    const answer = network.probabilities.indexOf(Math.max(...network.probabilities));
    const side = Math.max(3, Math.floor(Math.min(width, height) / 5)) | 1;
    const whole = network.probabilities[answer];
    const losses = new Float32Array(width * height);
    this.note.textContent = strings.occlusionRuns;
    for (let row = 0; row < height; row++) {
      losses.set(network.occludedRow(answer, side, row).map((/** @type {number} */ covered) => whole - covered), row * width);
      await new Promise((resolve) => setTimeout(resolve));
      if (run !== this.run) return;
    }
    this.#show(losses, strings.occlusionNote(network.classes[answer]));
  }

  /** How the answer's score changes with every pixel: the gradient, in colour pictures its largest size over the channels. */
  showSaliency() {
    const network = this.network();
    this.run++;
    const answer = network.probabilities.indexOf(Math.max(...network.probabilities));
    const slopes = new Slopes(network, answer, false).of(0);
    const { channels, height, width } = network.input;
    const area = height * width;
    const values = channels === 1 ? slopes : Float32Array.from({ length: area }, (_, pixel) =>
      Math.max(...Array.from({ length: channels }, (_, channel) => Math.abs(slopes[channel * area + pixel]))));
    this.#show(values, channels === 1 ? strings.saliencyNote(network.classes[answer])
      : strings.saliencyStrength(network.classes[answer]));
  }

  /** @param {Float32Array} values @param {string} note */
  #show(values, note) {
    const network = this.network();
    const { height, width } = network.input;
    const view = new LayerView({ ...network.layers[0], shape: { channels: 1, height, width } }, () => {});
    view.fit(280);
    view.paint(this.engine.levels(values, 'signed'), 'signed');
    this.canvas.width = view.canvas.width;
    this.canvas.height = view.canvas.height;
    this.canvas.getContext('2d')?.drawImage(view.canvas, 0, 0);
    this.canvas.hidden = false;
    this.note.textContent = note;
    this.canvas.setAttribute('aria-label', note);
  }
}
